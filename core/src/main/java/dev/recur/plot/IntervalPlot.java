package dev.recur.plot;

import dev.recur.plot.Drawing.Anchor;
import java.util.ArrayList;
import java.util.List;

/**
 * Means with their intervals, one below the other: a square for the mean, a bar for the interval, a dot for each value.
 *
 * @param reference what all are compared with, as a broken line; NaN for none
 */
public record IntervalPlot(String title, String valueTitle, List<Row> rows, double reference) {
    /**
     * One line of the plot.
     *
     * @param mean NaN if there is none; then {@code note} says why
     * @param half the interval is mean ± half; NaN for none
     * @param note stands beside the bar; may be empty
     */
    public record Row(String name, double mean, double half, List<Double> values, String note) {
        public Row {
            values = List.copyOf(values);
        }
    }

    private static final double HEIGHT = 24; // of a row
    private static final double CHARACTER = 6.4; // width of one in a name or note, about
    private static final double MARGINS = 96; // above and below, see Frame

    public IntervalPlot {
        rows = List.copyOf(rows);
    }

    public Drawing drawing() {
        return drawing(720);
    }

    public Drawing drawing(double width) {
        Drawing drawing = new Drawing(width, MARGINS + HEIGHT * Math.max(1, rows.size()), title);
        double names = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
        double notes = rows.stream().mapToInt(row -> row.note.length()).max().orElse(0);
        Frame frame = new Frame(drawing, 24 + names * CHARACTER, 24 + notes * CHARACTER);
        Axis axis = axis();
        frame.below(axis, true);
        frame.border();
        if (Double.isFinite(reference)) {
            double x = frame.x(axis, reference);
            double[] ends = {frame.top, frame.top + frame.height};
            drawing.line(new double[] {x, x}, ends, Ink.TEXT, 1.2, true);
        }
        for (int i = 0; i < rows.size(); i++) {
            row(frame, axis, rows.get(i), frame.top + HEIGHT * (i + 0.5));
        }
        return drawing;
    }

    /** From 0, or below it where an interval or a value is. */
    private Axis axis() {
        List<double[]> all = new ArrayList<>(List.of(new double[] {0, reference}));
        for (Row row : rows) {
            double half = Double.isFinite(row.half) ? row.half : 0;
            all.add(new double[] {row.mean - half, row.mean + half});
            all.add(row.values.stream().mapToDouble(Double::doubleValue).toArray());
        }
        return Axis.covering(valueTitle, all, false);
    }

    private static void row(Frame frame, Axis axis, Row row, double y) {
        Drawing drawing = frame.drawing;
        drawing.words(frame.left - 8, y + 4, row.name, Frame.SMALL, Anchor.END, Ink.TEXT);
        drawing.words(frame.left + frame.width + 8, y + 4, row.note, Frame.SMALL, Anchor.START, Ink.MUTED);
        Ink ink = Ink.series(0);
        if (Double.isFinite(row.mean) && Double.isFinite(row.half)) {
            double from = frame.x(axis, row.mean - row.half);
            double to = frame.x(axis, row.mean + row.half);
            drawing.line(from, y, to, y, ink, 2.4);
            drawing.line(from, y - 5, from, y + 5, ink, 1.8);
            drawing.line(to, y - 5, to, y + 5, ink, 1.8);
        }
        for (double value : row.values) {
            if (Double.isFinite(value)) {
                drawing.box(frame.x(axis, value) - 1.5, y + 4, 3, 3, Ink.series(1));
            }
        }
        if (Double.isFinite(row.mean)) {
            drawing.box(frame.x(axis, row.mean) - 3.5, y - 3.5, 7, 7, ink);
        }
    }
}
