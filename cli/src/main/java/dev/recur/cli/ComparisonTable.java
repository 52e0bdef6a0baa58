package dev.recur.cli;

import dev.recur.train.Interval;
import dev.recur.train.Outcome;
import dev.recur.train.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Contenders with means over their runs, and with 95 % intervals where there are several runs: in the terminal, as JSON, in cells. */
final class ComparisonTable {
    /** So little of the baseline is a test solved. */
    private static final double SOLVED = 0.1;

    /** So much of it is nothing learnt. */
    private static final double FAILED = 0.9;

    private static final String SHARE = "share of the baseline";

    private final Trial trial;
    private final List<Standing> standings;
    private final List<String> figures;

    ComparisonTable(Trial trial, List<Standing> standings) {
        this.trial = trial;
        this.standings = standings;
        this.figures = standings.stream()
                .map(Standing::figures)
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** Names of the figures, the one that decides first. */
    List<String> figures() {
        return figures;
    }

    List<String> head() {
        List<String> head = new ArrayList<>(List.of("contender", "weights", "updates", "runs"));
        head.addAll(figures);
        head.add("seconds");
        head.add("");
        return head;
    }

    List<String> row(Standing standing) {
        List<String> row = new ArrayList<>();
        row.add(standing.contender().name());
        row.add(mean(standing, outcome -> outcome.weights()));
        row.add(mean(standing, outcome -> outcome.updates()));
        row.add(String.valueOf(standing.outcomes().size()));
        for (String figure : figures) {
            row.add(shown(standing.interval(figure)));
        }
        row.add(String.format(
                Locale.ROOT,
                "%.1f",
                standing.outcomes().stream()
                        .mapToDouble(outcome -> outcome.seconds())
                        .average()
                        .orElse(0)));
        row.add(verdict(standing));
        return row;
    }

    private static String mean(Standing standing, ToLongFunction<Outcome> of) {
        return String.valueOf(
                Math.round(standing.outcomes().stream().mapToLong(of).average().orElse(0)));
    }

    static String shown(Interval interval) {
        if (interval.count() == 0) {
            return "-";
        }
        String form = form(interval.mean());
        String mean = String.format(Locale.ROOT, form, interval.mean());
        return interval.count() == 1 ? mean : mean + String.format(Locale.ROOT, " ±" + form, interval.half());
    }

    /** How a figure is printed: with four decimals, and with more if it is so small that they would be zeros. */
    static String form(double figure) {
        double size = Math.abs(figure);
        return "%." + (size == 0 || size >= 1e-3 ? 4 : size >= 1e-5 ? 6 : 8) + "f";
    }

    /** What the figures mean in a word, of puzzles; and whether runs exploded. */
    String verdict(Standing standing) {
        List<String> words = new ArrayList<>();
        int runs = standing.outcomes().size();
        List<Double> shares = standing.values(SHARE);
        if (!shares.isEmpty()) {
            long solved = shares.stream().filter(share -> share <= SOLVED).count();
            long failed = shares.stream().filter(share -> share >= FAILED).count();
            words.add(
                    solved > 0
                            ? "solved" + of(solved, runs)
                            : failed == shares.size() ? "learnt nothing" : "on its way");
        }
        if (standing.exploded() > 0) {
            words.add("exploded" + of(standing.exploded(), runs));
        }
        return String.join(", ", words);
    }

    private static String of(long some, int all) {
        return some == all ? "" : " in " + some + " of " + all;
    }

    void print(Terminal terminal) {
        Table table = new Table(head().toArray(String[]::new));
        for (Standing standing : standings) {
            table.row(row(standing).toArray());
        }
        table.print(terminal);
        double baseline = baseline();
        if (Double.isFinite(baseline)) {
            terminal.say(String.format(Locale.ROOT, "baseline %.4f", baseline));
        }
    }

    double baseline() {
        return Trial.baseline(standings.get(0).contender().options());
    }

    /** An object for each contender: the means, and behind "±" the halves of their intervals. */
    List<Map<String, Object>> json() {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Standing standing : standings) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("test", trial.name());
            line.put("contender", standing.contender().name());
            line.put("runs", standing.outcomes().size());
            line.put("exploded", standing.exploded());
            Map<String, Object> means = new LinkedHashMap<>();
            for (String figure : standing.figures()) {
                Interval interval = standing.interval(figure);
                means.put(figure, interval.mean());
                if (Double.isFinite(interval.half())) {
                    means.put(figure + " ±", interval.half());
                }
            }
            line.put("figures", means);
            lines.add(line);
        }
        return lines;
    }
}
