package dev.recur.cli;

import dev.recur.inspect.ColouredText;
import dev.recur.plot.ColourMap;
import java.util.List;

/** A text coloured by a unit, on a terminal; where there is no colour, with a row of bars below each line. */
final class UnitText {
    private static final int CUBE = 5; // steps of each colour in the palette of 256

    private final Terminal terminal;

    UnitText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(List<String> pieces, float[] values) {
        double[] shares = ColouredText.shares(values);
        StringBuilder text = new StringBuilder();
        StringBuilder bars = new StringBuilder();
        int column = 0;
        int room = Math.max(20, terminal.width() - 4);
        for (int t = 0; t < pieces.size(); t++) {
            for (int at = 0; at < pieces.get(t).length(); ) {
                int point = pieces.get(t).codePointAt(at);
                at += Character.charCount(point);
                String shown = point == '\n' ? "↵" : Character.isISOControl(point) ? "�" : Character.toString(point);
                text.append(terminal.colour() ? coloured(shown, shares[t]) : shown);
                bars.append(String.valueOf(TextPlot.level((shares[t] + 1) / 2)).repeat(Columns.of(shown)));
                column += Columns.of(shown);
                if (point == '\n' || column >= room) {
                    end(text, bars);
                    column = 0;
                }
            }
        }
        if (column > 0) {
            end(text, bars);
        }
    }

    private void end(StringBuilder text, StringBuilder bars) {
        terminal.say("  " + text);
        if (!terminal.colour()) {
            terminal.say("  " + bars);
        }
        text.setLength(0);
        bars.setLength(0);
    }

    private static String coloured(String shown, double share) {
        int rgb = ColourMap.SIGNED.at((share + 1) / 2);
        int cube = 16 + 36 * step(rgb >> 16) + 6 * step(rgb >> 8) + step(rgb);
        int ink = Math.abs(share) > 0.75 ? 231 : 16;
        return "\u001b[38;5;" + ink + ";48;5;" + cube + "m" + shown + "\u001b[0m";
    }

    private static int step(int channel) {
        return Math.round((channel & 0xFF) * CUBE / 255f);
    }
}
