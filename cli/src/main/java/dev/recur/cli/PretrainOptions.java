package dev.recur.cli;

import dev.recur.store.Records;
import dev.recur.train.LanguageOptions;
import dev.recur.train.Training;
import dev.recur.train.TranslateOptions;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of {@code recur pretrain}: those of {@code recur train} for language models and, since reconstruction is a translation of each
 * line into itself, for translators; but for what it sets itself.
 */
final class PretrainOptions implements IModelTransformer {
    private static final List<String> ITS_OWN =
            List.of("minutes", "train top", "unfreeze", "attention", "source tokens", "target tokens");

    private static final List<String> TASKS =
            List.of(LanguageOptions.DEFAULTS.task(), TranslateOptions.DEFAULTS.task());

    @Override
    public CommandSpec transform(CommandSpec spec) {
        for (OptionSpec option : TrainOptions.specs(names(), TASKS)) {
            spec.addOption(option.toBuilder()
                    .description(renamed(option.description()))
                    .build());
        }
        return spec;
    }

    /** Tasks by what they are here. */
    private static String[] renamed(String... description) {
        return Arrays.stream(description)
                .map(line -> line.replaceAll("\\b" + TASKS.get(0) + "\\b", "prediction")
                        .replaceAll("\\b" + TASKS.get(1) + "\\b", "reconstruction"))
                .toArray(String[]::new);
    }

    static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(TrainOptions.of(LanguageOptions.DEFAULTS));
        names.addAll(TrainOptions.of(TranslateOptions.DEFAULTS));
        names.addAll(Records.names(Training.class));
        ITS_OWN.forEach(names::remove);
        return names;
    }
}
