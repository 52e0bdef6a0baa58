package dev.recur.loss;

import dev.recur.parallel.Workers;

/** Squared differences, summed by block in double and the blocks in their order. */
public final class MeanSquare {
    private static final int BLOCK = 4096;

    private final Workers workers;
    private final double[] sums;
    private final Workers.Task task = this::part;

    // Of the call under way, for the workers.
    private float[] y = {};
    private float[] wanted = {};
    private int length;
    private float factor;

    /**
     * @param most elements of one call
     */
    public MeanSquare(Workers workers, int most) {
        this.workers = workers;
        this.sums = new double[blocks(most)];
    }

    /**
     * Turns outputs to their gradient in place: {@code d = (y - target) * (2 * scale)}.
     *
     * @param scale 1 / n makes it the gradient of the mean
     * @return the sum of {@code (y - target)^2} over the first n elements, not scaled
     */
    public double backward(float[] outputs, float[] targets, int n, float scale) {
        if (blocks(n) > sums.length) {
            throw new IllegalArgumentException(
                    "MeanSquare.backward: " + n + " elements, but there is room for " + (long) sums.length * BLOCK);
        }
        y = outputs;
        wanted = targets;
        length = n;
        factor = 2 * scale;
        workers.run(task);
        double sum = 0;
        for (int block = 0; block < blocks(n); block++) {
            sum += sums[block];
        }
        return sum;
    }

    private void part(int worker, int count) {
        int blocks = blocks(length);
        int end = (int) ((long) blocks * (worker + 1) / count);
        for (int block = (int) ((long) blocks * worker / count); block < end; block++) {
            double sum = 0;
            for (int j = block * BLOCK; j < Math.min(length, (block + 1) * BLOCK); j++) {
                float d = y[j] - wanted[j];
                sum += (double) d * d;
                y[j] = d * factor;
            }
            sums[block] = sum;
        }
    }

    private static int blocks(int n) {
        return (n + BLOCK - 1) / BLOCK;
    }
}
