package dev.recur.plot;

import dev.recur.plot.Drawing.Anchor;
import java.util.List;

/**
 * Numbers of a grid as colours, with a bar that tells what the colours mean.
 *
 * @param values by row, the lowest row first; all of one length; what is no finite number stays empty
 * @param powers whether values are exponents of ten
 */
public record HeatMap(
        String title, Range x, Range y, String valueTitle, boolean powers, ColourMap map, double[][] values) {
    /** What the edges of the grid mean. */
    public record Range(String title, double low, double high) {
        Axis axis() {
            return new Axis(title, low, high, false);
        }
    }

    /** So many colours are told apart, and files stay small. */
    private static final int COLOURS = 96;

    private static final int EMPTY = 0xC9CED4;
    private static final double BAR = 16;

    public HeatMap {
        if (values.length == 0 || values[0].length == 0) {
            throw new IllegalArgumentException("HeatMap " + title + ": there are no values");
        }
        for (double[] row : values) {
            if (row.length != values[0].length) {
                throw new IllegalArgumentException(
                        "HeatMap " + title + ": rows of " + values[0].length + " and of " + row.length + " values");
            }
        }
    }

    public Drawing drawing() {
        return drawing(720, 400);
    }

    public Drawing drawing(double width, double height) {
        Drawing drawing = new Drawing(width, height, title);
        Frame frame = new Frame(drawing, 72, 108);
        Axis scale = scale();
        int columns = values[0].length;
        int[] colours = new int[values.length * columns];
        for (int row = 0; row < values.length; row++) {
            for (int column = 0; column < columns; column++) {
                colours[(values.length - 1 - row) * columns + column] = colour(scale, values[row][column]);
            }
        }
        drawing.cells(frame.left, frame.top, frame.width, frame.height, columns, colours);
        frame.below(x.axis(), false);
        frame.beside(y.axis(), false);
        frame.border();
        bar(frame, scale);
        return drawing;
    }

    /** Signs are told apart by a scale that has 0 in its middle. */
    private Axis scale() {
        Axis found = Axis.covering(valueTitle, List.of(values), powers);
        double most = Math.max(Math.abs(found.low()), Math.abs(found.high()));
        return map == ColourMap.SIGNED ? new Axis(valueTitle, -most, most, powers) : found;
    }

    private int colour(Axis scale, double value) {
        return Double.isFinite(value) ? map.at(Math.rint(scale.share(value) * COLOURS) / COLOURS) : EMPTY;
    }

    private void bar(Frame frame, Axis scale) {
        int[] colours = new int[COLOURS + 1];
        for (int i = 0; i <= COLOURS; i++) {
            colours[i] = map.at((double) (COLOURS - i) / COLOURS);
        }
        double at = frame.left + frame.width + 16;
        frame.drawing.cells(at, frame.top, BAR, frame.height, 1, colours);
        for (Axis.Tick tick : scale.ticks((int) (frame.height / 28))) {
            double level = frame.y(scale, tick.value());
            frame.drawing.line(at + BAR, level, at + BAR + 4, level, Ink.MUTED, 1);
            frame.drawing.words(at + BAR + 7, level + 4, tick.label(), Frame.SMALL, Anchor.START, Ink.MUTED);
        }
        frame.drawing.upright(
                frame.drawing.width() - 10, frame.top + frame.height / 2, valueTitle, Frame.SMALL + 1, Ink.TEXT);
    }
}
