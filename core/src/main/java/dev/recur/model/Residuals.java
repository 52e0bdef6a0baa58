package dev.recur.model;

import java.util.Arrays;

/**
 * How far from the truth a forecaster was on held-out data: quantiles of (value - forecast) for each step ahead and each target, and of the
 * scores of anomaly. They are arrays of the model that no gradient touches, so that they are kept and restored with the weights that they
 * were found with.
 */
final class Residuals {
    /** Of residuals: symmetric, with the median. */
    static final double[] LEVELS = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99};

    /** Of scores. */
    static final double[] SCORE_LEVELS = {0.5, 0.99};

    private static final int QUARTER = 4; // places in LEVELS
    private static final int MEDIAN = 5;
    private static final int THREE_QUARTERS = 6;

    /** Between the quartiles of a normal distribution, in standard deviations. */
    private static final double QUARTILES = 1.349;

    /** In standard deviations of the series; smaller errors are no anomaly, however steady the rest. */
    private static final double LEAST = 1e-3;

    private final float[] flat;
    private final int at;
    private final int scoresAt;
    private final int outputs;
    private final int targets;

    Residuals(float[] flat, int at, int scoresAt, Outlook outlook) {
        this.flat = flat;
        this.at = at;
        this.scoresAt = scoresAt;
        this.outputs = outlook.outputs();
        this.targets = outlook.targets().size();
    }

    static void declare(Blocks blocks, Outlook outlook) {
        blocks.bias("residuals", outlook.outputs() * LEVELS.length);
        blocks.bias("scores", SCORE_LEVELS.length);
    }

    /** @param residuals [count, horizon, K] in standard units */
    void learn(float[] residuals, int count) {
        float[] column = new float[count];
        for (int j = 0; j < outputs; j++) {
            for (int i = 0; i < count; i++) {
                column[i] = residuals[i * outputs + j];
            }
            Arrays.sort(column);
            for (int level = 0; level < LEVELS.length; level++) {
                flat[at + j * LEVELS.length + level] = quantile(column, LEVELS[level]);
            }
        }
        for (int i = 0; i < count; i++) {
            column[i] = (float) score(residuals, i * outputs);
        }
        Arrays.sort(column);
        for (int level = 0; level < SCORE_LEVELS.length; level++) {
            flat[scoresAt + level] = quantile(column, SCORE_LEVELS[level]);
        }
        flat[scoresAt + 1] = Math.max(flat[scoresAt + 1], flat[scoresAt] + (float) LEAST); // where there are no errors
    }

    /** Between the two nearest of sorted numbers, in proportion. */
    private static float quantile(float[] sorted, double level) {
        double place = level * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(sorted.length - 1, below + 1);
        return (float) (sorted[below] + (place - below) * (sorted[above] - sorted[below]));
    }

    /** Whether these are quantiles, which rise, and not what the arrays start as. */
    boolean known() {
        boolean rising = flat[scoresAt] >= 0 && flat[scoresAt + 1] > flat[scoresAt];
        for (int i = 1; rising && i < outputs * LEVELS.length; i++) {
            rising = i % LEVELS.length == 0 || flat[at + i] >= flat[at + i - 1];
        }
        return rising;
    }

    /** @param output (step ahead) · K + target */
    double quantile(int output, double level) {
        int found = Arrays.binarySearch(LEVELS, level);
        return flat[at + output * LEVELS.length + found];
    }

    /**
     * How unlike the usual ones errors one step ahead are: over all targets the largest distance from the median, in deviations as the
     * quartiles show them.
     *
     * @param errors [K] from {@code from}, in standard units
     */
    double score(float[] errors, int from) {
        double most = 0;
        for (int k = 0; k < targets; k++) {
            int own = at + k * LEVELS.length;
            double spread = Math.max(LEAST, (flat[own + THREE_QUARTERS] - flat[own + QUARTER]) / QUARTILES);
            most = Math.max(most, Math.abs(errors[from + k] - flat[own + MEDIAN]) / spread);
        }
        return most;
    }

    /** So far beyond the usual scores as {@code tolerance} times the way from their median to their 99th percentile. */
    double threshold(double tolerance) {
        return flat[scoresAt] + tolerance * (flat[scoresAt + 1] - flat[scoresAt]);
    }
}
