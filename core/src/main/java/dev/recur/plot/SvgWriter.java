package dev.recur.plot;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plain SVG without scripts, fonts or embedded images, which also strict pages show. Inks are classes of a style sheet, so that a dark page
 * gets the dark ones.
 */
final class SvgWriter {
    private final StringBuilder body = new StringBuilder();
    private final Map<Ink, String> classes = new LinkedHashMap<>();

    String write(Drawing drawing) {
        drawing.marks().forEach(this::mark);
        String size = number(drawing.width()) + " " + number(drawing.height());
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + "\" width=\""
                + number(drawing.width()) + "\" height=\"" + number(drawing.height())
                + "\" role=\"img\" font-family=\"system-ui, 'Segoe UI', Helvetica, Arial, sans-serif\">\n"
                + "<title>" + escaped(drawing.title()) + "</title>\n<style>\n" + style() + "</style>\n" + body
                + "</svg>\n";
    }

    private String style() {
        StringBuilder light = new StringBuilder();
        StringBuilder dark = new StringBuilder("@media (prefers-color-scheme: dark) {\n");
        classes.forEach((ink, name) -> {
            light.append(rule(name, ink.light()));
            if (ink.dark() != ink.light()) {
                dark.append(rule(name, ink.dark()));
            }
        });
        return light.append(dark).append("}\n").toString();
    }

    private static String rule(String name, int colour) {
        return ".f" + name + " { fill: " + colour(colour) + " } .s" + name + " { stroke: " + colour(colour)
                + "; fill: none }\n";
    }

    private String of(Ink ink) {
        return classes.computeIfAbsent(ink, key -> String.valueOf(classes.size()));
    }

    private void mark(Drawing.Mark mark) {
        if (mark instanceof Drawing.Line line) {
            line(line);
        } else if (mark instanceof Drawing.Box box) {
            body.append("<rect class=\"f").append(of(box.ink())).append('"');
            attribute("x", box.x()).attribute("y", box.y());
            attribute("width", box.width()).attribute("height", box.height());
            body.append("/>\n");
        } else if (mark instanceof Drawing.Words words) {
            words(words);
        } else if (mark instanceof Drawing.Cells cells) {
            cells(cells);
        }
    }

    private void line(Drawing.Line line) {
        body.append("<path class=\"s").append(of(line.ink())).append('"');
        attribute("stroke-width", line.thickness());
        body.append(line.dashed() ? " stroke-dasharray=\"5 4\"" : "").append(" stroke-linejoin=\"round\" d=\"");
        boolean down = false;
        for (int i = 0; i < line.x().length; i++) {
            if (Double.isNaN(line.x()[i]) || Double.isNaN(line.y()[i])) {
                down = false;
                continue;
            }
            body.append(down ? 'L' : 'M')
                    .append(number(line.x()[i]))
                    .append(' ')
                    .append(number(line.y()[i]));
            down = true;
        }
        body.append("\"/>\n");
    }

    private void words(Drawing.Words words) {
        body.append("<text class=\"f").append(of(words.ink())).append('"');
        attribute("x", words.x()).attribute("y", words.y()).attribute("font-size", words.size());
        switch (words.anchor()) {
            case MIDDLE -> body.append(" text-anchor=\"middle\"");
            case END -> body.append(" text-anchor=\"end\"");
            case START -> {}
        }
        if (words.upright()) {
            body.append(" transform=\"rotate(-90 ").append(number(words.x())).append(' ');
            body.append(number(words.y())).append(")\"");
        }
        body.append('>').append(escaped(words.text())).append("</text>\n");
    }

    /** One path for each colour, with neighbours of a row as one rectangle: small, and sharp at any size. */
    private void cells(Drawing.Cells cells) {
        int rows = cells.colours().length / cells.columns();
        Map<Integer, StringBuilder> paths = new TreeMap<>();
        for (int row = 0; row < rows; row++) {
            int column = 0;
            while (column < cells.columns()) {
                int from = column;
                int colour = cells.colours()[row * cells.columns() + from];
                while (column < cells.columns() && cells.colours()[row * cells.columns() + column] == colour) {
                    column++;
                }
                paths.computeIfAbsent(colour, key -> new StringBuilder())
                        .append('M')
                        .append(from)
                        .append(' ')
                        .append(row)
                        .append('h')
                        .append(column - from)
                        .append("v1h")
                        .append(from - column)
                        .append('z');
            }
        }
        body.append("<g shape-rendering=\"crispEdges\" transform=\"translate(").append(number(cells.x()));
        body.append(' ').append(number(cells.y())).append(") scale(");
        body.append(number(cells.width() / cells.columns())).append(' ').append(number(cells.height() / rows));
        body.append(")\">\n");
        paths.forEach((colour, path) -> body.append("<path fill=\"")
                .append(colour(colour))
                .append("\" d=\"")
                .append(path)
                .append("\"/>\n"));
        body.append("</g>\n");
    }

    private SvgWriter attribute(String name, double value) {
        body.append(' ').append(name).append("=\"").append(number(value)).append('"');
        return this;
    }

    private static String colour(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }

    /** At most three decimals, by whole numbers: the shortest forms of doubles differ between JDKs. */
    static String number(double value) {
        long thousandths = Math.round(value * 1000);
        long size = Math.abs(thousandths);
        String decimals = size % 1000 == 0
                ? ""
                : String.format(Locale.ROOT, ".%03d", size % 1000).replaceAll("0+$", "");
        return (thousandths < 0 ? "-" : "") + size / 1000 + decimals;
    }

    /** Signs that XML does not know become the one that stands for such. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.appendCodePoint(Character.isISOControl(point) ? 0xFFFD : point);
            }
        });
        return escaped.toString();
    }
}
