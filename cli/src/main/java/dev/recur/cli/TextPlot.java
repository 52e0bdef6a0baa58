package dev.recur.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plot of characters, for terminals: one sign for each line, a scale at the left. */
final class TextPlot {
    private static final String SIGNS = "●○▲△■□◆◇";
    private static final Style[] COLOURS = {Style.CYAN, Style.YELLOW, Style.GREEN, Style.RED};
    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final int ROWS = 12;
    private static final int LEFT = 9;

    private record Series(String name, double[] values) {}

    private final List<Series> series = new ArrayList<>();
    private final boolean powers;

    /** @param powers whether values are exponents of ten */
    TextPlot(boolean powers) {
        this.powers = powers;
    }

    /** Values at 0, 1, 2, …; those that are no finite numbers are left out. */
    TextPlot line(String name, double[] values) {
        series.add(new Series(name, values));
        return this;
    }

    void print(Terminal terminal, String below) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int longest = 0;
        for (Series one : series) {
            longest = Math.max(longest, one.values.length);
            for (double value : one.values) {
                low = Double.isFinite(value) ? Math.min(low, value) : low;
                high = Double.isFinite(value) ? Math.max(high, value) : high;
            }
        }
        if (low > high) {
            terminal.say("  nothing to show: all values are 0 or no numbers");
            return;
        }
        double room = Math.max(0, (powers ? 0.5 : 1e-9) - (high - low)) / 2;
        low -= room;
        high += room;
        int columns = Math.max(8, Math.min(longest, terminal.width() - LEFT - 3));
        String[][] grid = new String[ROWS][columns];
        for (int s = series.size() - 1; s >= 0; s--) {
            draw(terminal, grid, s, longest, low, high);
        }
        for (int row = 0; row < ROWS; row++) {
            double value = high - (high - low) * row / (ROWS - 1);
            String label = row % 3 == 0 || row == ROWS - 1 ? label(value) : "";
            StringBuilder line = new StringBuilder(" ".repeat(LEFT - label.length()) + label + " │");
            for (String cell : grid[row]) {
                line.append(cell == null ? " " : cell);
            }
            terminal.say(line.toString().stripTrailing());
        }
        String end = String.valueOf(longest - 1);
        terminal.say(" ".repeat(LEFT) + " └" + "─".repeat(columns));
        String indent = " ".repeat(LEFT + 2);
        String axis = indent + axis(below, columns, end);
        if (Columns.of(axis) <= terminal.width()) {
            terminal.say(axis);
        } else {
            terminal.say(indent + axis("", columns, end));
            terminal.say(indent + below);
        }
        legend(terminal);
    }

    private void draw(Terminal terminal, String[][] grid, int index, int longest, double low, double high) {
        double[] values = series.get(index).values;
        int columns = grid[0].length;
        for (int column = 0; column < columns; column++) {
            int at = columns == 1 ? 0 : (int) Math.rint((double) column * (longest - 1) / (columns - 1));
            if (at < values.length && Double.isFinite(values[at])) {
                int row = (int) Math.rint((high - values[at]) / (high - low) * (ROWS - 1));
                grid[row][column] = sign(terminal, index);
            }
        }
    }

    private static String sign(Terminal terminal, int index) {
        return terminal.paint(COLOURS[index % COLOURS.length], SIGNS.substring(index % 8, index % 8 + 1));
    }

    private void legend(Terminal terminal) {
        StringBuilder line = new StringBuilder(" ".repeat(LEFT + 2));
        for (int s = 0; s < series.size() && series.size() > 1; s++) {
            line.append(sign(terminal, s))
                    .append(' ')
                    .append(series.get(s).name)
                    .append("   ");
        }
        if (series.size() > 1) {
            terminal.say(line.toString().stripTrailing());
        }
    }

    /** From 0 to the end, named between the two, or beside them where that would crowd. */
    private static String axis(String name, int columns, String end) {
        int room = columns - 1 - end.length();
        return room >= Columns.of(name) + 4
                ? "0" + centred(name, room) + end
                : ("0" + " ".repeat(Math.max(1, room)) + end + "  " + name).stripTrailing();
    }

    private static String centred(String text, int width) {
        int free = Math.max(0, width - Columns.of(text));
        return " ".repeat(free / 2) + text + " ".repeat(free - free / 2);
    }

    private String label(double value) {
        return powers ? power(value) : String.format(Locale.ROOT, "%.3g", value);
    }

    /** Ten to the {@code log10}, with two digits: of any size. */
    static String power(double log10) {
        if (log10 == Double.NEGATIVE_INFINITY) {
            return "0";
        }
        if (!Double.isFinite(log10)) {
            return "NaN";
        }
        if (log10 > -3 && log10 < 4) {
            double value = Math.pow(10, log10);
            int decimals = (int) Math.max(0, 1 - Math.floor(log10));
            return String.format(Locale.ROOT, "%." + decimals + "f", value);
        }
        double exponent = Math.floor(log10);
        double digits = Math.rint(Math.pow(10, log10 - exponent + 1)) / 10;
        if (digits >= 10) {
            digits /= 10;
            exponent++;
        }
        return String.format(Locale.ROOT, "%.1fe%.0f", digits, exponent);
    }

    /** A number from 0 to 1 as a bar of one character. */
    static char level(double share) {
        return LEVELS.charAt((int) Math.max(0, Math.min(7, Math.floor(share * 8))));
    }
}
