package dev.recur.cli;

import dev.recur.inspect.Unrolled;
import java.util.List;
import java.util.Locale;

/** The unrolled network as a page to read from above: forward in time, back in time, then the sums. */
final class ExplainPage {
    private final Terminal terminal;
    private final Unrolled unrolled;
    private final List<String> letters;

    ExplainPage(Terminal terminal, Unrolled unrolled) {
        this.terminal = terminal;
        this.unrolled = unrolled;
        this.letters = unrolled.letters().stream().map(ExplainPage::shown).toList();
    }

    void print() {
        network();
        forward();
        backward();
        sums();
    }

    private static String shown(String letter) {
        return Character.isWhitespace(letter.codePointAt(0)) || Character.isISOControl(letter.codePointAt(0))
                ? String.format(Locale.ROOT, "U+%04X", letter.codePointAt(0))
                : letter;
    }

    private void title(String title) {
        terminal.say("");
        terminal.say(terminal.paint(Style.CYAN, title));
    }

    private void network() {
        terminal.say(terminal.paint(Style.CYAN, "The network"));
        terminal.say("  h(t) = tanh(W x(t) + U h(t-1) + b)        s(t) = V h(t) + c        p(t) = softmax(s(t))");
        terminal.say("  L(t) = -log p(t)[next letter]             L = L(1) + L(2) + ...");
        terminal.say("  Here W multiplies x and U multiplies h, as in most papers; the common explanations of");
        terminal.say("  back-propagation through time have these two letters the other way round.");
        matrix("W", letters.size(), "from " + String.join(" ", letters));
        matrix("U", unrolled.hidden(), "from h(t-1)");
        matrix("V", unrolled.hidden(), "from h(t), a row for each of " + String.join(" ", letters));
    }

    private void matrix(String name, int columns, String what) {
        terminal.say("");
        rows("  " + name + " = ", unrolled.weights().getOrDefault(name, new double[0]), columns, "   " + what);
    }

    private void rows(String head, double[] values, int columns, String tail) {
        for (int at = 0; at < values.length; at += columns) {
            String before = at == 0 ? head : " ".repeat(Columns.of(head));
            terminal.say(before + numbers(values, at, columns) + (at == 0 ? tail : ""));
        }
    }

    private static String numbers(double[] values, int from, int count) {
        StringBuilder line = new StringBuilder("[");
        for (int i = from; i < from + count; i++) {
            line.append(String.format(Locale.ROOT, "%8.4f", values[i] + 0.0));
        }
        return line.append(" ]").toString();
    }

    private static String numbers(double[] values) {
        return numbers(values, 0, values.length);
    }

    private static String bits(double[] oneHot) {
        StringBuilder line = new StringBuilder("[");
        for (double bit : oneHot) {
            line.append(' ').append((int) bit);
        }
        return line.append(" ]").toString();
    }

    private void forward() {
        title("Forward through time");
        int t = 1;
        for (Unrolled.Step step : unrolled.steps()) {
            String from = letters.get(step.letter());
            String to = letters.get(step.next());
            terminal.say("  " + terminal.paint(Style.BOLD, "t = " + t++ + ": reads " + from + ", should say " + to));
            terminal.say("    x = " + bits(step.x()));
            terminal.say("    h = " + numbers(step.h()));
            terminal.say("    s = " + numbers(step.scores()) + "   for " + String.join(" ", letters));
            terminal.say("    p = " + numbers(step.probabilities()));
            terminal.say(String.format(
                    Locale.ROOT, "    L = -log %.4f = %.4f", step.probabilities()[step.next()], step.loss()));
        }
        terminal.say(String.format(Locale.ROOT, "  loss of the word: %.4f nats", unrolled.loss()));
    }

    private void backward() {
        title("Back through time");
        terminal.say("  dh(t) = V^T ds(t) + U^T da(t+1): what this step's own loss says, and what the future says");
        terminal.say("  da(t) = dh(t) * (1 - h(t) * h(t)),   ds(t) = p(t) - y(t),   y(t) the next letter, one-hot");
        for (int t = unrolled.steps().size(); t >= 1; t--) {
            Unrolled.Step step = unrolled.steps().get(t - 1);
            terminal.say("  " + terminal.paint(Style.BOLD, "t = " + t) + share(step, t));
            terminal.say("    ds          = " + numbers(step.dScores()));
            terminal.say("    V^T ds      = " + numbers(step.now()) + "   from this step's loss");
            terminal.say("    U^T da(t+1) = " + numbers(step.future()) + "   from the future");
            terminal.say("    dh          = " + numbers(step.dh()));
            terminal.say("    da          = " + numbers(step.da()));
        }
    }

    private String share(Unrolled.Step step, int t) {
        return t == unrolled.steps().size()
                ? "   nothing comes after the last step"
                : String.format(Locale.ROOT, "   |future| / |now| = %.3f", norm(step.future()) / norm(step.now()));
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    private void sums() {
        title("Gradients of the weights: sums over the steps");
        sum("U", "dU = Σ da(t) h(t-1)^T", unrolled.hidden());
        sum("W", "dW = Σ da(t) x(t)^T", letters.size());
        sum("b", "db = Σ da(t)", 1);
        sum("V", "dV = Σ ds(t) h(t)^T", unrolled.hidden());
        sum("c", "dc = Σ ds(t)", 1);
    }

    private void sum(String name, String law, int columns) {
        double[] gradient = unrolled.gradient(name);
        terminal.say("  " + terminal.paint(Style.BOLD, law));
        rows("    ", gradient, columns == 1 ? gradient.length : columns, "");
        int largest = 0;
        for (int i = 0; i < gradient.length; i++) {
            largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
        }
        int row = largest / columns;
        int column = largest % columns;
        StringBuilder line =
                new StringBuilder("    d" + name + "[" + row + (columns == 1 ? "" : "," + column) + "] = ");
        for (int t = 0; t < unrolled.steps().size(); t++) {
            double term = unrolled.term(name, t, row, column);
            String sign = t == 0 ? (term < 0 ? "-" : "") : term < 0 ? " - " : " + ";
            line.append(sign).append(String.format(Locale.ROOT, "%.4f", Math.abs(term)));
        }
        terminal.say(line.append(String.format(Locale.ROOT, " = %.4f", gradient[largest]))
                .toString());
    }
}
