package dev.recur.model;

/** Soft-max of few logits, for people: in double, the same everywhere. */
public final class Probabilities {
    private Probabilities() {}

    /** Of {@code n} logits from {@code at}. */
    public static double[] of(float[] logits, int at, int n) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < n; k++) {
            most = Math.max(most, logits[at + k]);
        }
        double[] p = new double[n];
        double sum = 0;
        for (int k = 0; k < n; k++) {
            p[k] = StrictMath.exp(logits[at + k] - most);
            sum += p[k];
        }
        for (int k = 0; k < n; k++) {
            p[k] /= sum;
        }
        return p;
    }

    /** The first of the largest. */
    public static int likeliest(double[] p) {
        int best = 0;
        for (int k = 1; k < p.length; k++) {
            best = p[k] > p[best] ? k : best;
        }
        return best;
    }
}
