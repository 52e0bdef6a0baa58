package dev.recur.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command; each further command is one class, named in {@code subcommands}. */
@Command(
        name = "recur",
        description = "Recurrent networks in plain Java: write the recurrence, the network follows.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        sortOptions = false,
        subcommands = {
            Quickstart.class,
            Train.class,
            Pretrain.class,
            Generate.class,
            Predict.class,
            Evaluate.class,
            Anomaly.class,
            Experiment.class,
            Info.class,
            InspectCommand.class,
            Explain.class,
            CellCommand.class,
            Doctor.class
        })
final class Recur implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error came from.")
    boolean debug;

    @Spec
    private CommandSpec spec;

    Recur(Terminal terminal) {
        this.terminal = terminal;
    }

    /** No command given: the usage, as an error. */
    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.errWriter());
        return Main.USAGE;
    }
}
