package dev.recur.cli;

import dev.recur.plot.Drawing;
import dev.recur.plot.IntervalPlot;
import dev.recur.plot.LinePlot;
import dev.recur.store.Records;
import dev.recur.train.Contender;
import dev.recur.train.Interval;
import dev.recur.train.Outcome;
import dev.recur.train.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report of a comparison: one HTML page that needs nothing else, with pictures inside. */
final class ComparisonPage {
    private static final String STYLE = """
            :root { color-scheme: light dark }
            body { font: 15px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; max-width: 62rem; margin: 2rem auto;
              padding: 0 1rem; color: #1f2328; background: #ffffff }
            table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto }
            th, td { padding: .3rem .7rem; border-bottom: 1px solid #8884; text-align: right; white-space: nowrap }
            th:first-child, td:first-child, th:last-child, td:last-child { text-align: left }
            code { font-size: 13px }
            svg { max-width: 100%; height: auto }
            @media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #14181f } }
            """;

    /** So many lines are told apart in one picture. */
    private static final int LINES = 5;

    private final Trial trial;
    private final List<Standing> standings;
    private final ComparisonTable table;
    private final String figure;
    private final double baseline;

    ComparisonPage(Trial trial, List<Standing> standings) {
        this.trial = trial;
        this.standings = standings;
        this.table = new ComparisonTable(trial, standings);
        this.figure = table.figures().isEmpty() ? "loss" : table.figures().get(0);
        this.baseline = table.baseline();
    }

    String html() {
        String title = "Remedies on " + trial.name();
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.append("<title>").append(escaped(title)).append("</title>\n<style>\n");
        page.append(STYLE).append("</style>\n");
        page.append("<h1>").append(escaped(title)).append("</h1>\n");
        page.append("<p>").append(escaped(about())).append("</p>\n");
        page.append(Drawing.column(title, pictures()).svg());
        table(page);
        options(page);
        return page.append("</html>\n").toString();
    }

    private String about() {
        int runs = standings.stream()
                .mapToInt(standing -> standing.outcomes().size())
                .max()
                .orElse(0);
        return trial.title(standings.get(0).contender().options()) + ". All have the same budget; " + runs
                + (runs == 1 ? " run" : " runs") + " of each, with seeds of their own. Figures are those of the best"
                + " validation of a run, on data that it does not learn from; ± is the 95 % interval of the mean after"
                + " Student. A run that exploded counts with what it had reached before.";
    }

    // ---- pictures

    private List<Drawing> pictures() {
        List<Drawing> pictures = new ArrayList<>();
        pictures.add(bars());
        List<Standing> best = new ArrayList<>(standings);
        best.removeIf(standing -> standing.curve().isEmpty());
        best.sort(Comparator.comparingDouble(this::cost));
        for (int from = 0; from < best.size(); from += LINES) {
            pictures.add(curves(best.subList(from, Math.min(from + LINES, best.size()))));
        }
        return pictures;
    }

    /** For the order of the pictures: what falls is a loss, what rises is none. */
    private double cost(Standing standing) {
        double mean = standing.interval(figure).mean();
        return puzzle() ? mean : -mean;
    }

    private boolean puzzle() {
        return Double.isFinite(baseline);
    }

    private Drawing bars() {
        List<IntervalPlot.Row> rows = new ArrayList<>();
        for (Standing standing : standings) {
            Interval interval = standing.interval(figure);
            rows.add(new IntervalPlot.Row(
                    standing.contender().name(),
                    interval.mean(),
                    interval.half(),
                    standing.values(figure),
                    table.verdict(standing)));
        }
        String title = "What each reached" + (puzzle() ? "; broken line: no memory" : "");
        return new IntervalPlot(title, figure, rows, baseline).drawing();
    }

    private Drawing curves(List<Standing> some) {
        String title = "On the way, mean over the runs";
        LinePlot plot = puzzle() ? LinePlot.ofPowers(title, "updates", figure) : LinePlot.of(title, "updates", figure);
        double last = 1;
        for (Standing standing : some) {
            List<Outcome.Point> curve = standing.curve();
            double[] x = curve.stream().mapToDouble(Outcome.Point::update).toArray();
            double[] y = curve.stream()
                    .mapToDouble(point -> puzzle() ? StrictMath.log10(point.figure()) : point.figure())
                    .toArray();
            last = Math.max(last, x[x.length - 1]);
            plot.line(standing.contender().name(), x, y);
        }
        if (puzzle()) {
            double level = StrictMath.log10(baseline);
            plot.dashed("no memory", new double[] {0, last}, new double[] {level, level});
        }
        return plot.drawing();
    }

    // ---- tables

    private void table(StringBuilder page) {
        page.append("<table>\n<tr>");
        table.head().forEach(cell -> page.append("<th>").append(escaped(cell)).append("</th>"));
        page.append("</tr>\n");
        for (Standing standing : standings) {
            page.append("<tr>");
            table.row(standing)
                    .forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</table>\n");
    }

    /** What most have in common is said once, and of each what it has otherwise. */
    private void options(StringBuilder page) {
        List<Map<String, Object>> all = standings.stream()
                .map(standing -> options(standing.contender()))
                .toList();
        Map<String, Object> usual = new LinkedHashMap<>();
        for (String name : all.get(0).keySet()) {
            Object value = usual(all, name);
            if (value != null) {
                usual.put(name, value);
            }
        }
        page.append("<h2>Options</h2>\n<p>All, but for what the table says: <code>");
        page.append(escaped(words(usual))).append("</code></p>\n<table>\n");
        for (int i = 0; i < all.size(); i++) {
            Map<String, Object> own = new LinkedHashMap<>(all.get(i));
            own.entrySet().removeAll(usual.entrySet());
            page.append("<tr><td>")
                    .append(escaped(standings.get(i).contender().name()))
                    .append("</td><td><code>")
                    .append(escaped(words(own)))
                    .append("</code></td></tr>\n");
        }
        page.append("</table>\n");
    }

    /** The value that more than half of them have; null if there is none. */
    private static @Nullable Object usual(List<Map<String, Object>> all, String name) {
        for (Map<String, Object> some : all) {
            Object value = some.get(name);
            long same = all.stream()
                    .filter(other -> Objects.equals(other.get(name), value))
                    .count();
            if (value != null && 2 * same > all.size()) {
                return value;
            }
        }
        return null;
    }

    private static Map<String, Object> options(Contender contender) {
        Map<String, Object> options = new LinkedHashMap<>(Records.map((Record) contender.options()));
        options.putAll(Records.written(contender.training()));
        options.remove("threads");
        options.remove("checkpoint seconds");
        options.computeIfPresent("cell", (name, text) -> title(String.valueOf(text)));
        return options;
    }

    /** The first line of a cell says what it is. */
    private static String title(String cell) {
        return cell.lines().findFirst().orElse("").replaceFirst("^#\\s*", "").replaceFirst(" —.*", "");
    }

    /** As one would write them. */
    private static String words(Map<String, Object> options) {
        return options.entrySet().stream()
                .flatMap(option -> (option.getValue() instanceof List<?> list ? list : List.of(option.getValue()))
                        .stream().map(value -> TrainOptions.flag(option.getKey()) + " " + value))
                .collect(Collectors.joining(" "));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
