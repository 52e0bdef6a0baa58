package dev.recur.inspect;

import dev.recur.plot.ColourMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text whose every token has a colour: blue below the middle, red above. As a page of HTML that needs nothing else, or piece by piece for
 * whoever shows it otherwise.
 */
public final class ColouredText {
    /**
     * The text by one unit's values.
     *
     * @param title what is shown
     * @param shares where each value lies, −1 to 1
     */
    private record Part(String title, float[] values, double[] shares) {}

    private static final int COLOURS = 33;

    private final List<String> pieces;
    private final List<Part> parts = new ArrayList<>();

    /** @param pieces of the text, one for each token */
    public ColouredText(List<String> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Adds the text in the colours of these values, one for each token. */
    public ColouredText by(String title, float[] values) {
        if (values.length != pieces.size()) {
            throw new IllegalArgumentException(
                    "ColouredText: " + pieces.size() + " tokens, but " + values.length + " values for " + title);
        }
        parts.add(new Part(title, values.clone(), shares(values)));
        return this;
    }

    /**
     * Values with a sign keep it, as shares of the largest; others are spread from −1 to 1.
     */
    public static double[] shares(float[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double most = Math.max(Math.abs(low), Math.abs(high));
        double[] shares = new double[values.length];
        for (int t = 0; t < values.length; t++) {
            if (low < 0) {
                shares[t] = values[t] / most;
            } else if (high > low) {
                shares[t] = 2 * (values[t] - low) / (high - low) - 1;
            }
        }
        return shares;
    }

    /** The whole page. */
    public String html(String title) {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>\n")
                .append(
                        "body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem;")
                .append(" background: #fff; color: #1f2328 }\n")
                .append("h1 { font-size: 1.3rem } h2 { font-size: 1rem; margin-top: 2rem }\n")
                .append("pre { font: 14px/1.45 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap;")
                .append(" border: 1px solid #d0d7de; border-radius: 6px; padding: 1rem; color: #000 }\n");
        for (int i = 0; i < COLOURS; i++) {
            int colour = ColourMap.SIGNED.at((double) i / (COLOURS - 1));
            String ink = i < 5 || i >= COLOURS - 5 ? "; color: #fff" : "";
            page.append(String.format(Locale.ROOT, ".c%d { background: #%06x%s }%n", i, colour, ink));
        }
        page.append("</style>\n<h1>").append(escaped(title)).append("</h1>\n");
        page.append("<p>Each token in the colour of one unit's value when it was read: <span class=\"c2\">low</span> ");
        page.append("<span class=\"c16\">middle</span> <span class=\"c30\">high</span>.</p>\n");
        parts.forEach(part -> part(page, part));
        return page.append("</html>\n").toString().replace("\r\n", "\n");
    }

    private void part(StringBuilder page, Part part) {
        page.append("<h2>").append(escaped(part.title)).append("</h2>\n<pre>");
        for (int t = 0; t < pieces.size(); t++) {
            if (pieces.get(t).isEmpty()) {
                continue;
            }
            long colour = Math.round((part.shares[t] + 1) / 2 * (COLOURS - 1));
            page.append(String.format(Locale.ROOT, "<span class=\"c%d\" title=\"%.3f\">", colour, part.values[t]));
            page.append(escaped(pieces.get(t).replace("\n", "↵\n"))).append("</span>");
        }
        page.append("</pre>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
