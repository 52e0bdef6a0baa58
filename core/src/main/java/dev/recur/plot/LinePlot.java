package dev.recur.plot;

import dev.recur.plot.Drawing.Anchor;
import java.util.ArrayList;
import java.util.List;

/** Lines over a common axis, with a legend where there are several. */
public final class LinePlot {
    private record Series(String name, double[] x, double[] y, boolean dashed) {}

    private static final double CHARACTER = 6.2; // width of one in the legend, about

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final boolean powers;
    private final List<Series> series = new ArrayList<>();

    private LinePlot(String title, String xTitle, String yTitle, boolean powers) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
        this.powers = powers;
    }

    public static LinePlot of(String title, String xTitle, String yTitle) {
        return new LinePlot(title, xTitle, yTitle, false);
    }

    /** With a logarithmic y axis. Its values are given as exponents of ten, so that they may be of any size. */
    public static LinePlot ofPowers(String title, String xTitle, String yTitle) {
        return new LinePlot(title, xTitle, yTitle, true);
    }

    /** Values that are no finite numbers leave a gap. */
    public LinePlot line(String name, double[] x, double[] y) {
        return add(new Series(name, x.clone(), y.clone(), false));
    }

    /** For what is compared with: a bound, an expected course. */
    public LinePlot dashed(String name, double[] x, double[] y) {
        return add(new Series(name, x.clone(), y.clone(), true));
    }

    private LinePlot add(Series line) {
        if (line.x.length != line.y.length) {
            throw new IllegalArgumentException("LinePlot " + title + ": the line " + line.name + " has " + line.x.length
                    + " x and " + line.y.length + " y");
        }
        series.add(line);
        return this;
    }

    public Drawing drawing() {
        return drawing(720, 400);
    }

    public Drawing drawing(double width, double height) {
        Drawing drawing = new Drawing(width, height, title);
        boolean legend = series.size() > 1;
        int longest = series.stream().mapToInt(line -> line.name.length()).max().orElse(0);
        Frame frame = new Frame(drawing, 72, legend ? 46 + longest * CHARACTER : 24);
        Axis x = Axis.covering(xTitle, series.stream().map(Series::x).toList(), false);
        Axis y = Axis.covering(yTitle, series.stream().map(Series::y).toList(), powers);
        frame.below(x, true);
        frame.beside(y, true);
        frame.border();
        for (int i = 0; i < series.size(); i++) {
            Series line = series.get(i);
            double[] px = new double[line.x.length];
            double[] py = new double[line.x.length];
            for (int j = 0; j < px.length; j++) {
                px[j] = Double.isFinite(line.x[j]) ? frame.x(x, line.x[j]) : Double.NaN;
                py[j] = Double.isFinite(line.y[j]) ? frame.y(y, line.y[j]) : Double.NaN;
            }
            drawing.line(px, py, Ink.series(i), line.dashed ? 1.2 : 1.8, line.dashed);
            if (legend) {
                double at = frame.top + 8 + 18 * i;
                double from = frame.left + frame.width + 12;
                drawing.line(
                        new double[] {from, from + 18},
                        new double[] {at, at},
                        Ink.series(i),
                        line.dashed ? 1.2 : 2.4,
                        line.dashed);
                drawing.words(from + 24, at + 4, line.name, Frame.SMALL, Anchor.START, Ink.TEXT);
            }
        }
        return drawing;
    }
}
