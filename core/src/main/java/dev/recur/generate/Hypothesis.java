package dev.recur.generate;

import org.jspecify.annotations.Nullable;

/**
 * A translation so far, as the last of its tokens.
 *
 * @param before null for the mark of the begin
 * @param length tokens after the mark of the begin
 * @param logProbability of all of them
 * @param looked the weights of the source's tokens when it was written; empty if the model looks at nothing
 */
record Hypothesis(
        @Nullable Hypothesis before, int token, int length, double logProbability, int[] source, float[] looked)
        implements Constraint.Draft {
    static Hypothesis begin(int token, int[] source) {
        return new Hypothesis(null, token, 0, 0, source, new float[0]);
    }

    Hypothesis and(int next, double all, float[] weights) {
        return new Hypothesis(this, next, length + 1, all, source, weights);
    }

    @Override
    public int[] tokens() {
        int[] tokens = new int[length];
        int at = length;
        for (Hypothesis last = this; last.before != null; last = last.before) {
            tokens[--at] = last.token;
        }
        return tokens;
    }

    /** [length][tokens of the source]. */
    float[][] attention() {
        float[][] attention = new float[length][];
        int at = length;
        for (Hypothesis last = this; last.before != null; last = last.before) {
            attention[--at] = last.looked;
        }
        return attention;
    }
}
