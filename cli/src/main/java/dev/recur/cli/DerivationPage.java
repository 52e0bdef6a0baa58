package dev.recur.cli;

import dev.recur.cell.Cell;
import dev.recur.cell.Derivation;
import java.util.List;

/** A cell's equations and what follows from them by the chain rule. */
final class DerivationPage {
    private final Terminal terminal;

    DerivationPage(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Cell cell) {
        title(cell);
        section("Equations", cell.canonical().lines().toList());
        backward(cell);
    }

    void title(Cell cell) {
        if (!cell.title().isEmpty()) {
            terminal.say(terminal.paint(Style.BOLD, cell.title()));
        }
        if (!cell.description().isEmpty()) {
            terminal.say(cell.description());
        }
    }

    void section(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            terminal.say("");
            terminal.say(terminal.paint(Style.CYAN, title));
            lines.forEach(line -> terminal.say("  " + line));
        }
    }

    void backward(Cell cell) {
        List<String> lines = Derivation.backward(cell);
        section("Gradients of the loss", lines);
        terminal.say(
                "  d… is the gradient of …, e(t) what enters at h(t) (e_c(t) at c(t)); what stands at t+1 comes from the step");
        terminal.say("  after, and is 0 after the last, where the gradient of the end state enters in its place");
        if (lines.stream().anyMatch(line -> line.contains("dlayernorm("))) {
            terminal.say(
                    "  dlayernorm(g, y, r) = r * (g - mean(g) - y * mean(g * y)), normscale(a) = 1 / sqrt(variance(a) + 1e-5)");
        }
        section("One step back", Derivation.jacobian(cell));
    }
}
