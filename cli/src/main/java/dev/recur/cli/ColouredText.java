package dev.recur.cli;

import dev.recur.model.Classifier;
import dev.recur.text.Tokenizer;
import java.util.List;
import java.util.Locale;

/**
 * A text whose tokens show what they speak for: green for, red against, bold for at least half of the strongest. Without colours the
 * tokens that count are given their influence as a number.
 */
final class ColouredText {
    private static final double STRONG = 0.5;
    private static final double WEAK = 0.1;

    private final Terminal terminal;
    private final String gap;

    ColouredText(Terminal terminal, Tokenizer tokenizer) {
        this.terminal = terminal;
        this.gap = tokenizer == Tokenizer.CHARACTERS ? "" : " ";
    }

    String of(List<Classifier.Influence> influences) {
        double most = influences.stream()
                .mapToDouble(token -> Math.abs(token.influence()))
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Classifier.Influence token : influences) {
            text.append(text.isEmpty() ? "" : gap).append(shown(token, most == 0 ? 0 : token.influence() / most));
        }
        return text.toString();
    }

    private String shown(Classifier.Influence token, double share) {
        String plain = token.token().replaceAll("[\t\n\r]", " ");
        if (Math.abs(share) < WEAK) {
            return plain;
        }
        if (!terminal.colour()) {
            return plain + String.format(Locale.ROOT, "(%+.2f)", token.influence());
        }
        String coloured = terminal.paint(share > 0 ? Style.GREEN : Style.RED, plain);
        return Math.abs(share) >= STRONG ? terminal.paint(Style.BOLD, coloured) : coloured;
    }
}
