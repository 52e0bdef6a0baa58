package dev.recur.cli;

import dev.recur.store.Records;
import dev.recur.train.LanguageOptions;
import dev.recur.train.Training;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** The options of {@code recur pretrain}: those of {@code recur train} for language models, but for what it sets itself in each layer's run. */
final class PretrainOptions implements IModelTransformer {
    private static final List<String> ITS_OWN = List.of("minutes", "train top", "unfreeze");

    @Override
    public CommandSpec transform(CommandSpec spec) {
        TrainOptions.specs(names(), List.of(LanguageOptions.DEFAULTS.task())).forEach(spec::addOption);
        return spec;
    }

    static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(TrainOptions.of(LanguageOptions.DEFAULTS));
        names.addAll(Records.names(Training.class));
        ITS_OWN.forEach(names::remove);
        return names;
    }
}
