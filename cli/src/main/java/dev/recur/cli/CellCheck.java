package dev.recur.cli;

import dev.recur.cell.Cell;
import dev.recur.cell.Differences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads cells and holds their derived gradients to central differences. */
@Command(
        name = "check",
        description =
                "Read cells and compare their derived gradients with central differences in double: every input, start "
                        + "state, end state and parameter.",
        sortOptions = false,
        footer = {"", "Example: recur cell check my.cell lstm", "Exit code 1: a text is faulty, or a gradient is wrong."
        })
final class CellCheck implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "CELL", arity = "0..*", description = CellArgument.HELP + "; none: all cells of the list.")
    private List<String> cells = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", description = "Draws other numbers (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    CellCheck(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Table table = new Table("cell", "", "entries", "worst entry", "difference", "derived", "error");
        int wrong = 0;
        int compared = 0;
        for (String argument : cells.isEmpty() ? Cell.names() : cells) {
            try {
                Cell cell = CellArgument.open(argument);
                Differences.Report report = Differences.check(cell, seed);
                compared++;
                wrong += report.passed() ? 0 : 1;
                row(table, argument.contains("=") ? "equation" : argument, report);
                warn(argument, report);
            } catch (IOException | IllegalArgumentException e) {
                wrong++;
                terminal.error(Failures.describe(e));
            }
        }
        if (compared > 0) {
            table.print(terminal);
        }
        return wrong == 0 ? Main.DONE : Main.FAILED;
    }

    private void row(Table table, String name, Differences.Report report) {
        String verdict = report.passed() ? terminal.paint(Style.GREEN, "right") : terminal.paint(Style.RED, "WRONG");
        table.row(
                name,
                verdict,
                report.entries(),
                report.entry(),
                number("%.9g", report.difference()),
                number("%.9g", report.derived()),
                number("%.1e", report.error()));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void warn(String argument, Differences.Report report) {
        if (Double.isNaN(report.error())) {
            terminal.error(
                    argument + ": some gradient is not a number; look for log, sqrt or / of what can be 0 or less");
        } else if (!report.passed() && report.kink() < 1e-3) {
            terminal.error(argument + ": no draw stayed away from the kinks of relu, abs, max, min or sqrt (nearest "
                    + number("%.1e", report.kink()) + "); there the differences lie");
        }
    }
}
