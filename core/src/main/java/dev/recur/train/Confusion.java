package dev.recur.train;

/**
 * What was taken for what.
 *
 * @param counts how often each class, [actual], was called which, [said]
 */
public record Confusion(long[][] counts) {
    /** Of so many classes, nothing counted yet. */
    static Confusion of(int classes) {
        return new Confusion(new long[classes][classes]);
    }

    void add(int actual, int said) {
        counts[actual][said]++;
    }

    public double accuracy() {
        long right = 0;
        long all = 0;
        for (int k = 0; k < counts.length; k++) {
            right += counts[k][k];
            all += support(k);
        }
        return (double) right / all;
    }

    /** Of what was called {@code k}, the share that is; 0 if nothing was. */
    public double precision(int k) {
        long called = called(k);
        return called == 0 ? 0 : (double) counts[k][k] / called;
    }

    /** Of what is {@code k}, the share that was called so; 0 if there is none. */
    public double recall(int k) {
        long there = support(k);
        return there == 0 ? 0 : (double) counts[k][k] / there;
    }

    /** The harmonic mean of precision and recall; 0 if both are. */
    public double f1(int k) {
        double precision = precision(k);
        double recall = recall(k);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /** How many are {@code k}. */
    public long support(int k) {
        long sum = 0;
        for (long said : counts[k]) {
            sum += said;
        }
        return sum;
    }

    private long called(int k) {
        long sum = 0;
        for (long[] actual : counts) {
            sum += actual[k];
        }
        return sum;
    }

    /** The mean F1 of all classes that occur or were called, each counting the same. */
    public double macroF1() {
        double sum = 0;
        int classes = 0;
        for (int k = 0; k < counts.length; k++) {
            if (called(k) + support(k) > 0) {
                sum += f1(k);
                classes++;
            }
        }
        return sum / classes;
    }
}
