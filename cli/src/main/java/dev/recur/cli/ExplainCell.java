package dev.recur.cli;

import dev.recur.cell.Cell;
import dev.recur.cell.Derivation;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The derivation alone. */
@Command(
        name = "cell",
        description =
                "Print a cell's equations, the back-propagation through time derived from them, and one step's Jacobian.",
        sortOptions = false,
        footer = {"", "Example: recur explain cell gru --latex"})
final class ExplainCell implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "CELL", description = CellArgument.HELP)
    private String cell = "";

    @Option(names = "--latex", description = "As LaTeX (amsmath).")
    private boolean latex;

    ExplainCell(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Cell opened = CellArgument.open(cell);
        if (latex) {
            terminal.out().print(Derivation.latex(opened));
        } else {
            new DerivationPage(terminal).print(opened);
        }
        return Main.DONE;
    }
}
