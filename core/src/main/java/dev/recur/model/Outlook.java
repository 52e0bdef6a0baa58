package dev.recur.model;

import java.util.HashSet;
import java.util.List;

/**
 * What a forecaster reads and what it says.
 *
 * @param inputs names of the columns it reads
 * @param targets names of the columns it forecasts
 * @param steps how many rows it reads
 * @param horizon how many rows it forecasts
 * @param season how many rows lie between a row and the one that is like it; 0 for none
 * @param base what the network's output is added to
 * @param centred whether each input is read less its mean over the rows that are read, so that a series may drift away from where it was
 *     in training
 */
public record Outlook(
        List<String> inputs, List<String> targets, int steps, int horizon, int season, Base base, boolean centred) {
    /** What a network need not learn because it is given it. */
    public enum Base {
        /** The mean: the network's output is the forecast. */
        NOTHING,
        /** The last value that is known. */
        LAST,
        /** The value one season before. */
        SEASON
    }

    private static final int MOST = 1 << 24; // numbers of a forecast

    public Outlook {
        inputs = different("inputs", inputs);
        targets = different("targets", targets);
        Ranges.positive("steps", steps);
        Ranges.positive("horizon", horizon);
        if (season < 0 || base == Base.SEASON && season == 0) {
            throw new IllegalArgumentException("season is " + season + ", but "
                    + (season < 0
                            ? "0 (for none) or more is needed"
                            : "forecasts that start from the last season need one"));
        }
        if ((long) targets.size() * horizon > MOST) {
            throw new IllegalArgumentException("a forecast of " + horizon + " rows of " + targets.size()
                    + " targets has too many numbers; at most " + MOST + " are possible");
        }
    }

    private static List<String> different(String what, List<String> names) {
        if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException(
                    "the " + what + " are " + names + ", but one column or several different ones are needed");
        }
        return List.copyOf(names);
    }

    /** How many rows must be known before the first that is forecast. */
    public int history() {
        return Math.max(steps, season);
    }

    /** Numbers of a forecast. */
    public int outputs() {
        return targets.size() * horizon;
    }
}
