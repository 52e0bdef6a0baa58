package dev.recur.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a {@link Comparison} reached.
 *
 * @param contender its name
 * @param key of all that decides the result, to know a run again
 * @param weights the number of them
 * @param updates made
 * @param exploded the update at which the run ended because numbers were lost or the loss leapt; 0 if it did not
 * @param figures of the best validation, see {@link Score}; none if the run exploded before it was validated
 * @param curve the figure that decides, at each validation
 */
public record Outcome(
        String contender,
        long seed,
        String key,
        long weights,
        long updates,
        long exploded,
        Map<String, Double> figures,
        List<Point> curve,
        double seconds) {
    /** A validation. */
    public record Point(long update, double figure) {}

    public Outcome {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        curve = List.copyOf(curve);
    }

    /** The figure that decides; NaN if there is none. */
    public double decisive() {
        return figures.isEmpty() ? Double.NaN : figures.values().iterator().next();
    }

    /** For JSON; {@link #read} is its inverse. */
    public Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("contender", contender);
        map.put("seed", seed);
        map.put("weights", weights);
        map.put("updates", updates);
        if (exploded > 0) {
            map.put("exploded", exploded);
        }
        map.put("figures", figures);
        map.put(
                "curve",
                curve.stream().map(point -> List.of(point.update, point.figure)).toList());
        map.put("seconds", seconds);
        map.put("key", key);
        return map;
    }

    /** @throws IllegalArgumentException if the map is none of these; the message says what is missing */
    public static Outcome read(Map<String, ? extends @Nullable Object> map) {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (map.get("figures") instanceof Map<?, ?> found) {
            found.forEach((name, figure) -> figures.put(String.valueOf(name), number(figure)));
        }
        List<Point> curve = new ArrayList<>();
        if (map.get("curve") instanceof List<?> points) {
            for (Object point : points) {
                if (!(point instanceof List<?> pair) || pair.size() != 2) {
                    throw new IllegalArgumentException("a point of the curve is " + point);
                }
                curve.add(new Point(Math.round(number(pair.get(0))), number(pair.get(1))));
            }
        }
        return new Outcome(
                String.valueOf(map.get("contender")),
                whole(map, "seed"),
                String.valueOf(map.get("key")),
                whole(map, "weights"),
                whole(map, "updates"),
                map.containsKey("exploded") ? whole(map, "exploded") : 0,
                figures,
                curve,
                number(map.get("seconds")));
    }

    private static long whole(Map<String, ? extends @Nullable Object> map, String name) {
        if (map.get(name) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(name + " is " + map.get(name) + ", but a whole number is needed");
    }

    /** JSON has no word for what is not finite: that is written as a string. */
    private static double number(@Nullable Object found) {
        return found instanceof Number number ? number.doubleValue() : Double.parseDouble(String.valueOf(found));
    }
}
