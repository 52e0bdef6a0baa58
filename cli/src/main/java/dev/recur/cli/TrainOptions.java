package dev.recur.cli;

import dev.recur.store.Records;
import dev.recur.train.TaskOptions;
import dev.recur.train.Tasks;
import dev.recur.train.Training;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of {@code recur train} that are components of the options' records: those of every run, and those of each task. Names,
 * types and defaults come from the records, words for people from {@code train-options.properties}.
 */
final class TrainOptions implements IModelTransformer {
    /** Options whose value is not what the record has: {@link Train} turns it into that, and the default is not for people. */
    static final String CELL = "cell";

    /** Other numbers and sizes for the cell's text: no option of the records, it changes the cell. */
    static final String SET = "set";

    /** A file or a share. */
    static final String VALID = "valid";

    /** Also called by the name that it has in papers, and so is its first value. */
    private static final String SKIP = "skip";

    private static final String TOPOLOGY = "--topology";

    /** What is on without being asked for can be switched off. */
    private static final String NO = "no ";

    @Override
    public CommandSpec transform(CommandSpec spec) {
        TrainHelp.dress(spec);
        specs(names(), Tasks.names()).forEach(spec::addOption);
        return spec;
    }

    /** The options of these names, in the words of these tasks. */
    static List<OptionSpec> specs(Set<String> names, List<String> tasks) {
        Properties words = words();
        List<OptionSpec> specs = new ArrayList<>();
        for (String name : names) {
            if (!name.equals(VALID)) {
                specs.addAll(options(name, words, tasks));
            }
        }
        return specs;
    }

    /** Adds all options to a command, but for some. */
    static void add(CommandSpec spec, Set<String> except) {
        Set<String> names = new LinkedHashSet<>(names());
        names.removeAll(except);
        specs(names, Tasks.names()).forEach(spec::addOption);
    }

    /** All names, as {@link Records} has them. */
    static Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (String task : Tasks.names()) {
            names.addAll(of(Tasks.named(task)));
        }
        names.addAll(Records.names(Training.class));
        return names;
    }

    static Set<String> of(TaskOptions task) {
        return Records.names(((Record) task).getClass());
    }

    /** The options that were given, by their names. */
    static Map<String, Object> given(CommandSpec spec) {
        Set<String> names = names();
        Map<String, Object> given = new LinkedHashMap<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            String name = option.names()[0].substring(2).replace('-', ' ');
            if (name.equals(SKIP) && "stacked".equals(option.getValue())) {
                given.put(name, "none");
            } else if ((names.contains(name) || name.equals(SET)) && !name.equals(VALID)) {
                given.put(name, option.getValue());
            } else if (name.startsWith(NO) && names.contains(name.substring(NO.length()))) {
                given.put(name.substring(NO.length()), false);
            }
        }
        return given;
    }

    static String flag(String name) {
        return "--" + name.replace(' ', '-');
    }

    /** Where some tasks switch something on without being asked, and others do not, there are two flags. */
    private static List<OptionSpec> options(String name, Properties words, List<String> tasks) {
        Map<String, String> defaults = defaults(name, tasks);
        boolean all = defaults.size() == tasks.size();
        if (name.equals(CELL)) {
            return List.of(option(name, words, defaults, all), setting());
        }
        if (type(name) != boolean.class) {
            return List.of(option(name, words, defaults, all));
        }
        List<OptionSpec> flags = new ArrayList<>();
        for (String value : new LinkedHashSet<>(defaults.values())) {
            Map<String, String> own = new LinkedHashMap<>(defaults);
            own.values().removeIf(other -> !other.equals(value));
            String flag = value.equals("true") ? NO + name : name;
            flags.add(OptionSpec.builder(flag(flag))
                    .type(boolean.class)
                    .arity("0")
                    .description(
                            text(flag, name, words)[1].strip() + whose(own.keySet(), own.size() == tasks.size()) + ".")
                    .build());
        }
        return flags;
    }

    private static OptionSpec option(String name, Properties words, Map<String, String> defaults, boolean all) {
        Class<?> type = type(name);
        String[] text = text(name, name, words);
        if (type == List.class) {
            return list(name, text, whose(defaults.keySet(), all));
        }
        String[] flags = name.equals(SKIP) ? new String[] {flag(name), TOPOLOGY} : new String[] {flag(name)};
        return OptionSpec.builder(flags)
                .type(type.isEnum() ? String.class : type)
                .paramLabel(text[0].strip())
                .description(text[1].strip() + whose(defaults.keySet(), all)
                        + (name.equals(CELL) ? "" : shown(defaults)) + ".")
                .build();
    }

    private static OptionSpec list(String name, String[] text, String whose) {
        return OptionSpec.builder(flag(name))
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(text[0].strip())
                .description(text[1].strip() + whose + "; may be given several times.")
                .build();
    }

    /** {@code --set}, which stands wherever cells are chosen. */
    static OptionSpec setting() {
        return list(SET, text(SET, SET, words()), "");
    }

    /** The words of a flag, or of the option it belongs to. */
    private static String[] text(String flag, String name, Properties words) {
        String own = words.getProperty(flag.replace(' ', '-'));
        String text = own == null ? words.getProperty(name.replace(' ', '-'), ", ") : own;
        return text.split(",", 2);
    }

    private static Class<?> type(String name) {
        for (Record record : records()) {
            Class<?> type = Records.types(record.getClass()).get(name);
            if (type != null) {
                return type;
            }
        }
        throw new IllegalArgumentException("there is no option " + name);
    }

    private static List<Record> records() {
        List<Record> records = new ArrayList<>();
        records.add(Training.DEFAULTS);
        Tasks.names().forEach(task -> records.add((Record) Tasks.named(task)));
        return records;
    }

    /** By task, of those that have the option. */
    private static Map<String, String> defaults(String name, List<String> tasks) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String task : tasks) {
            TaskOptions options = Tasks.named(task);
            Map<String, Object> all = new LinkedHashMap<>(Records.map(options.training()));
            all.putAll(Records.map((Record) options));
            if (all.containsKey(name)) {
                values.put(task, String.valueOf(all.get(name)).replaceAll("\\.0$", ""));
            }
        }
        return values;
    }

    private static String whose(Set<String> tasks, boolean all) {
        return all ? "" : ", of " + String.join(" and ", tasks);
    }

    private static String shown(Map<String, String> defaults) {
        Set<String> different = new LinkedHashSet<>(defaults.values());
        if (different.size() == 1) {
            if (different.contains("") || different.contains("0")) {
                return ""; // its words say what that means
            }
            return " (default: " + String.join("", different) + ")";
        }
        List<String> each = new ArrayList<>();
        defaults.forEach((task, value) -> each.add(task + " " + value));
        return " (default: " + String.join(", ", each) + ")";
    }

    private static Properties words() {
        Properties words = new Properties();
        try (Reader text = new InputStreamReader(
                Objects.requireNonNull(TrainOptions.class.getResourceAsStream("train-options.properties")),
                StandardCharsets.UTF_8)) {
            words.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }
}
