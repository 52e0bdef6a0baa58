package dev.recur.plot;

import dev.recur.plot.Drawing.Anchor;

/** The place of a plot on its drawing: title above, axes to the left and below. */
final class Frame {
    static final double SMALL = 11;
    private static final double LARGE = 14;
    private static final double TICK = 4;

    final Drawing drawing;
    final double left;
    final double top;
    final double width;
    final double height;

    /** The margins leave room for titles and ticks; {@code right} is what the plot itself needs beside. */
    Frame(Drawing drawing, double left, double right) {
        this.drawing = drawing;
        this.left = left;
        this.top = 44;
        this.width = drawing.width() - left - right;
        this.height = drawing.height() - top - 52;
        drawing.words(left, 26, drawing.title(), LARGE, Anchor.START, Ink.TEXT);
    }

    double x(Axis axis, double value) {
        return left + width * axis.share(value);
    }

    double y(Axis axis, double value) {
        return top + height * (1 - axis.share(value));
    }

    void below(Axis axis, boolean grid) {
        for (Axis.Tick tick : axis.ticks((int) (width / 70))) {
            double x = x(axis, tick.value());
            if (grid) {
                drawing.line(x, top, x, top + height, Ink.GRID, 1);
            }
            drawing.line(x, top + height, x, top + height + TICK, Ink.MUTED, 1);
            drawing.words(x, top + height + TICK + SMALL + 2, tick.label(), SMALL, Anchor.MIDDLE, Ink.MUTED);
        }
        drawing.words(left + width / 2, drawing.height() - 12, axis.title(), SMALL + 1, Anchor.MIDDLE, Ink.TEXT);
    }

    void beside(Axis axis, boolean grid) {
        for (Axis.Tick tick : axis.ticks((int) (height / 34))) {
            double y = y(axis, tick.value());
            if (grid) {
                drawing.line(left, y, left + width, y, Ink.GRID, 1);
            }
            drawing.line(left - TICK, y, left, y, Ink.MUTED, 1);
            drawing.words(left - TICK - 3, y + SMALL / 3, tick.label(), SMALL, Anchor.END, Ink.MUTED);
        }
        drawing.upright(18, top + height / 2, axis.title(), SMALL + 1, Ink.TEXT);
    }

    void border() {
        double[] x = {left, left + width, left + width, left, left};
        double[] y = {top, top, top + height, top + height, top};
        drawing.line(x, y, Ink.MUTED, 1, false);
    }
}
