package dev.recur.plot;

import dev.recur.plot.Drawing.Anchor;
import java.util.List;

/**
 * A weight for each pair of tokens as a colour: a column for each token that was read, a row for each that was written, the first one above.
 *
 * @param weights [down][across], 0 to 1
 */
public record TokenMap(String title, List<String> across, List<String> down, float[][] weights) {
    private static final double CELL = 20;
    private static final double MARGIN = 16;
    private static final double TOP = 44;
    private static final double WIDEST = 1.1; // of a sign, by its size; Chinese ones are the widest
    private static final int COLOURS = 48;

    public TokenMap {
        if (weights.length != down.size()) {
            throw new IllegalArgumentException(
                    "TokenMap: " + weights.length + " rows of weights, but " + down.size() + " tokens");
        }
        for (float[] row : weights) {
            if (row.length != across.size()) {
                throw new IllegalArgumentException(
                        "TokenMap: " + row.length + " weights in a row, but " + across.size() + " tokens");
            }
        }
        across = List.copyOf(across);
        down = List.copyOf(down);
    }

    public Drawing drawing() {
        double left = MARGIN + room(down);
        double top = TOP + room(across);
        double width = CELL * across.size();
        double height = CELL * down.size();
        double titled = MARGIN * 2 + title.length() * Frame.SMALL * WIDEST;
        Drawing drawing =
                new Drawing(Math.max(left + width + MARGIN, Math.min(titled, 1200)), top + height + MARGIN, title);
        drawing.words(MARGIN, 26, title, Frame.SMALL + 3, Anchor.START, Ink.TEXT);
        if (!down.isEmpty()) {
            drawing.cells(left, top, width, height, across.size(), colours());
        }
        for (int column = 0; column < across.size(); column++) {
            double x = left + (column + 0.5) * CELL + Frame.SMALL / 3;
            drawing.upright(x, top - 6, across.get(column), Frame.SMALL, Anchor.START, Ink.TEXT);
        }
        for (int row = 0; row < down.size(); row++) {
            double y = top + (row + 0.5) * CELL + Frame.SMALL / 3;
            drawing.words(left - 6, y, down.get(row), Frame.SMALL, Anchor.END, Ink.TEXT);
        }
        return drawing;
    }

    private int[] colours() {
        int[] colours = new int[down.size() * across.size()];
        for (int row = 0; row < down.size(); row++) {
            for (int column = 0; column < across.size(); column++) {
                double share = Math.rint(weights[row][column] * (double) COLOURS) / COLOURS;
                colours[row * across.size() + column] = ColourMap.RISING.at(share);
            }
        }
        return colours;
    }

    private static double room(List<String> tokens) {
        int longest = tokens.stream().mapToInt(String::length).max().orElse(0);
        return 12 + longest * Frame.SMALL * WIDEST * 0.65;
    }
}
