package dev.recur.cli;

import java.util.Set;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives {@code recur experiment} the options of {@code recur train} that it does not name itself. Its help points to the other one. */
final class ExperimentOptions implements IModelTransformer {
    private static final Set<String> OWN = Set.of(
            TrainOptions.VALID,
            TrainOptions.CELL,
            "length",
            "hidden",
            "layers",
            "updates",
            "batch",
            "rate",
            "clip",
            "seed",
            "threads",
            "puzzle");

    @Override
    public CommandSpec transform(CommandSpec spec) {
        CommandSpec others = CommandSpec.create();
        TrainOptions.add(others, OWN);
        for (OptionSpec option : others.options()) {
            spec.addOption(option.toBuilder().hidden(true).build());
        }
        spec.addOption(TrainOptions.setting().toBuilder().hidden(true).build());
        return spec;
    }
}
