package dev.recur.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Cells: the texts of equations that networks are made of. */
@Command(
        name = "cell",
        description = "List, show and check cells: the equations that networks are made of.",
        sortOptions = false,
        subcommands = {CellList.class, CellShow.class, CellCheck.class})
final class CellCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    CellCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** No command given: the usage, as an error. */
    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.errWriter());
        return Main.USAGE;
    }
}
