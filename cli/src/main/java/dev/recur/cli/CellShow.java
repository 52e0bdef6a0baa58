package dev.recur.cli;

import dev.recur.cell.Cell;
import dev.recur.cell.CellException;
import dev.recur.cell.Derivation;
import dev.recur.cell.Plan;
import dev.recur.cell.PlanFacts;
import dev.recur.cell.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Everything that follows from the text of a cell. */
@Command(
        name = "show",
        description =
                "Show a cell: its equations and parameters, the back-propagation through time derived from them, and "
                        + "what the compiled plan costs.",
        sortOptions = false,
        footer = {"", "Example: recur cell show lstm --hidden 512"})
final class CellShow implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "CELL", description = CellArgument.HELP)
    private String cell = "";

    @Option(names = "--latex", description = "Print equations and derivation as LaTeX (amsmath), and nothing else.")
    private boolean latex;

    @Option(
            names = "--input",
            paramLabel = "D",
            description = "Length of x(t) for the plan (default: ${DEFAULT-VALUE}).")
    private int input = 128;

    @Option(
            names = "--hidden",
            paramLabel = "H",
            description = "Length of h(t) for the plan (default: ${DEFAULT-VALUE}).")
    private int hidden = 128;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Another value for a number or a size of the text.")
    private List<String> settings = new ArrayList<>();

    CellShow(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Cell opened = CellArgument.open(cell);
        Cell shown = CellArgument.with(opened, settings);
        if (latex) {
            terminal.out().print(Derivation.latex(shown));
            return Main.DONE;
        }
        DerivationPage page = new DerivationPage(terminal);
        page.title(shown);
        terminal.say(terminal.paint(Style.DIM, "sha256 " + shown.sha256()));
        page.section("Equations", shown.canonical().lines().toList());
        parameters(shown);
        names(shown);
        page.section("Notes", shown.notes());
        page.backward(shown);
        plan(shown);
        return Main.DONE;
    }

    private void parameters(Cell shown) {
        terminal.say("");
        terminal.say(terminal.paint(Style.CYAN, "Parameters"));
        Table table = new Table("  name", "shape", "uses", "start");
        for (Cell.Parameter parameter : shown.parameters()) {
            String shape = parameter.matrix() ? parameter.rows() + " × " + parameter.columns() : parameter.rows();
            table.row("  " + parameter.name(), shape, parameter.uses(), parameter.start());
        }
        table.print(terminal);
    }

    private void names(Cell shown) {
        terminal.say("");
        Table table = new Table("", "");
        table.row("inputs", String.join(" ", shown.inputs()));
        table.row("outputs", String.join(" ", shown.outputs()));
        table.row("states", shown.states().isEmpty() ? "none" : String.join(" ", shown.states()));
        shown.numbers().forEach((name, value) -> table.row("number " + name, String.valueOf(value)));
        table.print(terminal);
    }

    private void plan(Cell shown) {
        Shape shape;
        try {
            shape = shown.shape(input, hidden, Map.of());
        } catch (CellException e) {
            terminal.say("");
            terminal.error(Failures.describe(e));
            return;
        }
        PlanFacts facts = PlanFacts.of(Plan.of(shown, shape, Plan.Wanted.EVERYTHING));
        StringBuilder sizes = new StringBuilder("Plan for D = " + input + ", H = " + hidden);
        shape.sizes()
                .forEach((name, value) ->
                        sizes.append(", ").append(name).append(" = ").append(value));
        terminal.say("");
        terminal.say(terminal.paint(Style.CYAN, sizes.toString()));
        Table table = new Table("", "forward", "backward");
        table.row("  matrices multiplied in bulk", facts.bulkForward(), facts.bulkBackward());
        table.row("  matrices multiplied in the loop", facts.loopForward(), facts.loopBackward());
        table.row("  products in the loop, one after the other", facts.serialForward(), facts.serialBackward());
        table.row("  block operations", facts.operationsForward(), facts.operationsBackward());
        table.print(terminal);
        terminal.say("  " + facts.single() + " block operations are no superinstruction");
        terminal.say("  " + facts.kept() + " floats kept for each (t, row) while training");
        if (facts.serialForward() == 0) {
            terminal.say("  elementwise: no product in the time loop");
        }
    }
}
