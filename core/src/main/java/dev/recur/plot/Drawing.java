package dev.recur.plot;

import dev.recur.store.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Marks on a rectangle, later ones above earlier ones. */
public final class Drawing {
    /** What can be drawn. */
    sealed interface Mark permits Line, Box, Words, Cells {}

    /** A line through points; where a coordinate is NaN it is interrupted. */
    record Line(double[] x, double[] y, Ink ink, double thickness, boolean dashed) implements Mark {}

    record Box(double x, double y, double width, double height, Ink ink) implements Mark {}

    /** One line of text; {@code y} is its base line. An upright text reads from below. */
    record Words(double x, double y, String text, double size, Anchor anchor, Ink ink, boolean upright)
            implements Mark {}

    /** A grid of equal rectangles, row by row from above. */
    record Cells(double x, double y, double width, double height, int columns, int[] colours) implements Mark {}

    /** Which part of a text stands at its place. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** Pixels a point in PNG: sharp on today's screens. */
    private static final double PIXELS = 2;

    private final double width;
    private final double height;
    private final String title;
    private final List<Mark> marks = new ArrayList<>();

    /** @param title for readers who hear the picture, and for the window's tab */
    Drawing(double width, double height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
        box(0, 0, width, height, Ink.GROUND);
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    String title() {
        return title;
    }

    List<Mark> marks() {
        return marks;
    }

    void line(double[] x, double[] y, Ink ink, double thickness, boolean dashed) {
        marks.add(new Line(x, y, ink, thickness, dashed));
    }

    void line(double x0, double y0, double x1, double y1, Ink ink, double thickness) {
        line(new double[] {x0, x1}, new double[] {y0, y1}, ink, thickness, false);
    }

    void box(double x, double y, double boxWidth, double boxHeight, Ink ink) {
        marks.add(new Box(x, y, boxWidth, boxHeight, ink));
    }

    void words(double x, double y, String text, double size, Anchor anchor, Ink ink) {
        marks.add(new Words(x, y, text, size, anchor, ink, false));
    }

    void upright(double x, double y, String text, double size, Ink ink) {
        upright(x, y, text, size, Anchor.MIDDLE, ink);
    }

    void upright(double x, double y, String text, double size, Anchor anchor, Ink ink) {
        marks.add(new Words(x, y, text, size, anchor, ink, true));
    }

    void cells(double x, double y, double gridWidth, double gridHeight, int columns, int[] colours) {
        marks.add(new Cells(x, y, gridWidth, gridHeight, columns, colours));
    }

    /** Another drawing, moved. */
    void place(Drawing other, double dx, double dy) {
        for (Mark mark : other.marks) {
            if (mark instanceof Line line) {
                line(moved(line.x, dx), moved(line.y, dy), line.ink, line.thickness, line.dashed);
            } else if (mark instanceof Box box) {
                box(box.x + dx, box.y + dy, box.width, box.height, box.ink);
            } else if (mark instanceof Words words) {
                marks.add(new Words(
                        words.x + dx, words.y + dy, words.text, words.size, words.anchor, words.ink, words.upright));
            } else if (mark instanceof Cells cells) {
                cells(cells.x + dx, cells.y + dy, cells.width, cells.height, cells.columns, cells.colours);
            }
        }
    }

    private static double[] moved(double[] values, double by) {
        double[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += by;
        }
        return moved;
    }

    /** Pictures one below the other. */
    public static Drawing column(String title, List<Drawing> parts) {
        double widest = parts.stream().mapToDouble(Drawing::width).max().orElse(0);
        double all = parts.stream().mapToDouble(Drawing::height).sum();
        Drawing column = new Drawing(widest, all, title);
        double y = 0;
        for (Drawing part : parts) {
            column.place(part, 0, y);
            y += part.height;
        }
        return column;
    }

    /** The picture as SVG, which every browser shows: equal drawings give equal texts. */
    public String svg() {
        return new SvgWriter().write(this);
    }

    /**
     * The picture as PNG.
     *
     * @throws IOException if this Java runtime cannot draw text; the message says what to do
     */
    public byte[] png() throws IOException {
        return PngWriter.write(this, PIXELS);
    }

    /** Writes a file of the kind that its name ends in, {@code .svg} or {@code .png}. */
    public void write(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".svg")) {
            WholeFile.write(file, svg());
        } else if (name.endsWith(".png")) {
            WholeFile.write(file, png());
        } else {
            throw new IllegalArgumentException(
                    "the picture " + file + " is of no known kind; let its name end in .svg or .png");
        }
    }
}
