package dev.recur.cli;

import dev.recur.model.Model;
import dev.recur.train.Contender;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.PicocliException;

/**
 * Reads contenders: {@code NAME=OPTIONS}, where the options are those of {@code recur train}. What a contender says goes before what is said
 * for all of them. {@code {T}} stands for the steps of a sequence.
 */
final class Contenders {
    private static final String FROM = "--from";
    private static final String STEPS = "{T}";

    /** What decides on data or on the budget is the same for all. */
    private static final Set<String> SAME = Set.of(
            TrainOptions.VALID, "epochs", "updates", "minutes", "seed", "threads", "puzzle", "length", "sequences");

    private final Trial trial;
    private final Map<String, Object> forAll;

    /** @param forAll options by name */
    Contenders(Trial trial, Map<String, Object> forAll) {
        this.trial = trial;
        this.forAll = forAll;
    }

    /** The list that comes with the program. */
    static List<String> remedies() throws IOException {
        try (InputStream in = Objects.requireNonNull(Contenders.class.getResourceAsStream("remedies.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    /** @throws IllegalArgumentException if one of them is not what it should be; the message names it */
    List<Contender> read(List<String> texts) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        for (String text : texts) {
            int sign = text.indexOf('=');
            if (sign < 1) {
                throw new IllegalArgumentException("the contender " + text
                        + " is not of the form NAME=OPTIONS, as in \"open=--cell lstm --start bf=2\"");
            }
            String name = text.substring(0, sign).strip();
            try {
                contenders.add(read(name, text.substring(sign + 1)));
            } catch (IllegalArgumentException | PicocliException e) {
                throw new IllegalArgumentException("contender " + name + ": " + e.getMessage(), e);
            }
        }
        return contenders;
    }

    /** One for a cell, called like it. */
    Contender cell(String cell) throws IOException {
        Map<String, Object> given = new LinkedHashMap<>(forAll);
        given.put(TrainOptions.CELL, CellArgument.open(cell).text());
        return contender(cell, given, null);
    }

    private Contender contender(String name, Map<String, Object> given, @Nullable Model source) {
        Asked asked = Asked.of(trial.options(), given);
        return new Contender(name, asked.training(), asked.task(), source);
    }

    private Contender read(String name, String written) throws IOException {
        String options = written;
        if (written.contains(STEPS)) {
            int steps = Trial.steps(Asked.of(trial.options(), known()).task());
            if (steps == 0) {
                throw new IllegalArgumentException(STEPS + " stands for the steps of a sequence, which differ in "
                        + trial.name() + "; write a number");
            }
            options = written.replace(STEPS, String.valueOf(steps));
        }
        CommandSpec spec = CommandSpec.create().name(name);
        TrainOptions.add(spec, SAME);
        spec.addOption(OptionSpec.builder(FROM).type(Path.class).build());
        ParseResult parsed = new CommandLine(spec).parseArgs(words(options));
        Map<String, Object> given = new LinkedHashMap<>(forAll);
        given.putAll(TrainOptions.given(spec));
        if (given.get(TrainOptions.CELL) instanceof String cell) {
            given.put(TrainOptions.CELL, CellArgument.open(cell).text());
        }
        Path from = parsed.matchedOptionValue(FROM, null);
        Model source = from == null ? null : Model.load(from);
        if (source != null) {
            StartingModel.shape(given, source, TrainOptions.of(trial.options()));
        }
        return contender(name, given, source);
    }

    /** What decides on the steps. */
    private Map<String, Object> known() {
        Map<String, Object> known = new LinkedHashMap<>(forAll);
        known.keySet().retainAll(Set.of("length", "by"));
        return known;
    }

    private static String[] words(String options) {
        String stripped = options.strip();
        return stripped.isEmpty() ? new String[0] : stripped.split("\\s+");
    }
}
