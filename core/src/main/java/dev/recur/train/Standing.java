package dev.recur.train;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** How one contender stands after all its runs. */
public record Standing(Contender contender, List<Outcome> outcomes) {
    public Standing {
        outcomes = List.copyOf(outcomes);
    }

    /** Of all contenders, in their order. */
    public static List<Standing> of(List<Contender> contenders, List<Outcome> outcomes) {
        return contenders.stream()
                .map(contender -> new Standing(
                        contender,
                        outcomes.stream()
                                .filter(outcome -> outcome.contender().equals(contender.name()))
                                .toList()))
                .toList();
    }

    /** Names of the figures, the one that decides first; empty if every run exploded before it was validated. */
    public List<String> figures() {
        Set<String> names = new LinkedHashSet<>();
        outcomes.forEach(outcome -> names.addAll(outcome.figures().keySet()));
        return List.copyOf(names);
    }

    /** A figure of all runs that have it. */
    public List<Double> values(String figure) {
        List<Double> values = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            Double value = outcome.figures().get(figure);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    public Interval interval(String figure) {
        return Interval.of(values(figure));
    }

    /** How many runs ended because they exploded. */
    public int exploded() {
        return (int) outcomes.stream().filter(outcome -> outcome.exploded() > 0).count();
    }

    /** At each validation the mean over the runs that came so far. */
    public List<Outcome.Point> curve() {
        TreeMap<Long, List<Double>> found = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            for (Outcome.Point point : outcome.curve()) {
                found.computeIfAbsent(point.update(), update -> new ArrayList<>())
                        .add(point.figure());
            }
        }
        List<Outcome.Point> curve = new ArrayList<>();
        found.forEach((update, figures) ->
                curve.add(new Outcome.Point(update, Interval.of(figures).mean())));
        return curve;
    }
}
