package dev.recur.cli;

import dev.recur.generate.Translation;
import java.util.List;

/** Where a translator looked, for terminals: a column for each token it read, a row for each it wrote, the darker the more. */
final class AttentionText {
    private static final String[] SHADES = {"  ", "░░", "▒▒", "▓▓", "██"};
    private static final double[] FROM = {0, 0.05, 0.2, 0.4, 0.7};
    private static final int LONGEST = 16; // of a token that is shown

    private final Terminal terminal;

    AttentionText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Translation translation) {
        List<String> tokens = translation.tokens();
        int left = 0;
        for (String token : tokens) {
            left = Math.max(left, Columns.of(Columns.cut(token, LONGEST)));
        }
        int sources = translation.sourceTokens().size();
        int most = Math.max(1, (terminal.width() - left - 1) / 2);
        for (int from = 0; from < sources; from += most) {
            int to = Math.min(sources, from + most);
            head(translation.sourceTokens().subList(from, to), left);
            for (int t = 0; t < tokens.size(); t++) {
                StringBuilder line = new StringBuilder(Columns.pad(Columns.cut(tokens.get(t), LONGEST), left, true));
                line.append(' ');
                for (int s = from; s < to; s++) {
                    line.append(shade(translation.attention()[t][s]));
                }
                terminal.say(line.toString().stripTrailing());
            }
        }
    }

    /** Tokens from above to below, one sign a line, all ending on the lowest. */
    private void head(List<String> tokens, int left) {
        List<int[]> signs = tokens.stream()
                .map(token -> Columns.cut(token, LONGEST).codePoints().toArray())
                .toList();
        int longest = signs.stream().mapToInt(sign -> sign.length).max().orElse(0);
        for (int row = 0; row < longest; row++) {
            StringBuilder line = new StringBuilder(" ".repeat(left + 1));
            for (int[] sign : signs) {
                int at = row - (longest - sign.length);
                line.append(Columns.pad(at < 0 ? "" : Character.toString(sign[at]), 2, false));
            }
            terminal.say(line.toString().stripTrailing());
        }
    }

    private static String shade(float weight) {
        int level = 0;
        while (level + 1 < FROM.length && weight >= FROM[level + 1]) {
            level++;
        }
        return SHADES[level];
    }
}
