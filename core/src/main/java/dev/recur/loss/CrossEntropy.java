package dev.recur.loss;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.Arrays;

/**
 * Soft-max cross-entropy over rows of logits, in nats. The value is the sum of the rows' values in their order in double; each row's
 * value and gradient depend on that row alone, so rows may be dealt to workers in any way.
 */
public final class CrossEntropy {
    private final Kernels kernels;
    private final Workers workers;
    private final float[] losses; // [rows]
    private final Workers.Task task = this::part;

    // Of the call under way, for the workers.
    private float[] x = {};
    private int xAt;
    private int xStride;
    private int[] classOf = {};
    private int rowCount;
    private int classCount;
    private float factor;

    /**
     * @param mostRows of one call
     */
    public CrossEntropy(Kernels kernels, Workers workers, int mostRows) {
        this.kernels = kernels;
        this.workers = workers;
        this.losses = new float[mostRows];
    }

    /**
     * Turns logits to their gradient in place: {@code d = (softmax(x) - onehot(target)) * scale} for each row. A row without a target
     * (below 0) adds nothing to the value, and its gradient is 0.
     *
     * @param logits [rows, V] from {@code at}, rows {@code stride} apart
     * @param targets [rows]
     * @param scale 1 / (number of rows that count) makes it the gradient of the mean
     * @return the sum of the rows' values, not scaled
     */
    public double backward(float[] logits, int at, int stride, int[] targets, int rows, int vocabulary, float scale) {
        if (rows > losses.length || rows > targets.length) {
            throw new IllegalArgumentException("CrossEntropy.backward: " + rows + " rows, but there is room for "
                    + losses.length + " and there are " + targets.length + " targets");
        }
        x = logits;
        xAt = at;
        xStride = stride;
        classOf = targets;
        rowCount = rows;
        classCount = vocabulary;
        factor = scale;
        workers.run(task);
        return sum(losses, rows);
    }

    private void part(int worker, int count) {
        int from = (int) ((long) rowCount * worker / count);
        int to = (int) ((long) rowCount * (worker + 1) / count);
        rows(kernels, x, xAt, xStride, classOf, losses, from, to, classCount, factor);
    }

    /** Rows {@code from} to before {@code to} of the same, for whoever has workers of his own; values go to {@code losses}. */
    public static void rows(
            Kernels kernels,
            float[] logits,
            int at,
            int stride,
            int[] targets,
            float[] losses,
            int from,
            int to,
            int vocabulary,
            float scale) {
        for (int row = from; row < to; row++) {
            int rowAt = at + row * stride;
            int target = targets[row];
            if (target < 0) {
                Arrays.fill(logits, rowAt, rowAt + vocabulary, 0f);
                losses[row] = 0;
            } else {
                losses[row] = kernels.crossEntropy(logits, rowAt, vocabulary, target, scale);
            }
        }
    }

    /** Of the first {@code rows} values, in their order. */
    public static double sum(float[] losses, int rows) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += losses[row];
        }
        return sum;
    }
}
