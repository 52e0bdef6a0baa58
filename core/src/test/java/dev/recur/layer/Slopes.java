package dev.recur.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleFunction;

/** Gradients held to the central differences of a plain function in double. */
final class Slopes {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 2e-5;

    private Slopes() {}

    static double[] of(ToDoubleFunction<double[]> function, double[] at) {
        double[] slopes = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double kept = at[i];
            at[i] = kept + STEP;
            double above = function.applyAsDouble(at);
            at[i] = kept - STEP;
            double below = function.applyAsDouble(at);
            at[i] = kept;
            slopes[i] = (above - below) / (2 * STEP);
        }
        return slopes;
    }

    /** Every entry within a few roundings of a float; the worst is named. */
    static void agree(String what, float[] found, double[] expected) {
        int worst = 0;
        double most = -1;
        for (int i = 0; i < expected.length; i++) {
            double off = Math.abs(found[i] - expected[i]) / (1 + Math.abs(expected[i]));
            if (!(off <= most)) {
                most = off;
                worst = i;
            }
        }
        if (expected.length > 0) {
            assertThat(most)
                    .as("%s[%d]: found %s, expected %s", what, worst, found[worst], expected[worst])
                    .isLessThan(TOLERANCE);
        }
    }
}
