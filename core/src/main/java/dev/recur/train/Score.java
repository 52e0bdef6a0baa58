package dev.recur.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good a model is on held-out data.
 *
 * @param loss the mean, as in training; it decides between equal ones
 * @param higherIsBetter of the figure that decides
 * @param figures named, in order; the first decides which weights are the best
 */
public record Score(double loss, boolean higherIsBetter, Map<String, Double> figures) {
    public Score {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("a score without a figure");
        }
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** The figure that decides. */
    public double decisive() {
        return figures.values().iterator().next();
    }

    /** The lower, the better. */
    double cost() {
        return higherIsBetter ? -decisive() : decisive();
    }
}
