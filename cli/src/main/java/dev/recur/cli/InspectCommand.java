package dev.recur.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks inside a trained model. */
@Command(
        name = "inspect",
        description = "Look inside a model: gradients on their way through time, units and what they follow.",
        sortOptions = false,
        subcommands = {InspectGradients.class, InspectNeurons.class})
final class InspectCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** No command given: the usage, as an error. */
    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.errWriter());
        return Main.USAGE;
    }
}
