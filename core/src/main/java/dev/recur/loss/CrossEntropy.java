package dev.recur.loss;

import dev.recur.kernel.Kernels;
import dev.recur.layer.LinearLoss;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Soft-max cross-entropy over rows of logits, in nats. The value is the sum of the rows' values in their order in double; each row's
 * value and gradient depend on that row alone, so rows may be dealt to workers in any way.
 *
 * <p>With smoothing s (Szegedy et al. 2016) a row is to give its target 1 - s and all V classes together s, equally. With class weights a
 * row's value and gradient are multiplied by the weight of its target.
 */
public final class CrossEntropy implements LinearLoss.Loss {
    private final Kernels kernels;
    private final Workers workers;
    private final float[] losses; // [rows]
    private final float smoothing;
    private final float @Nullable [] weights; // [V]
    private float[] ones = {}; // [V]
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
        this(kernels, workers, mostRows, 0, null);
    }

    /**
     * @param mostRows of one call
     * @param smoothing at least 0 and below 1
     * @param weights of each class, at least 0; null for 1 each
     */
    public CrossEntropy(Kernels kernels, Workers workers, int mostRows, double smoothing, float @Nullable [] weights) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException(
                    "CrossEntropy: smoothing is " + smoothing + ", but a share from 0 to below 1 is needed");
        }
        for (int c = 0; weights != null && c < weights.length; c++) {
            if (!(weights[c] >= 0 && weights[c] < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "CrossEntropy: the weight of class " + c + " is " + weights[c] + ", but at least 0 is needed");
            }
        }
        this.kernels = kernels;
        this.workers = workers;
        this.losses = new float[mostRows];
        this.smoothing = (float) smoothing;
        this.weights = weights == null ? null : weights.clone();
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
        begin(targets, rows, vocabulary, scale);
        x = logits;
        xAt = at;
        xStride = stride;
        workers.run(task);
        return sum();
    }

    /** Begins a call whose rows come bit by bit: {@link #rows} for each of them, then {@link #sum}. Arguments as in {@link #backward}. */
    public void begin(int[] targets, int rows, int vocabulary, float scale) {
        if (rows > losses.length || rows > targets.length) {
            throw new IllegalArgumentException("CrossEntropy: " + rows + " rows, but there is room for " + losses.length
                    + " and there are " + targets.length + " targets");
        }
        classOf = targets;
        rowCount = rows;
        classCount = vocabulary;
        factor = scale;
        if (weights != null && weights.length != vocabulary) {
            throw new IllegalArgumentException(
                    "CrossEntropy: " + vocabulary + " classes, but " + weights.length + " weights of classes");
        }
        if (smoothing > 0 && ones.length != vocabulary) {
            ones = new float[vocabulary];
            Arrays.fill(ones, 1f);
        }
    }

    private void part(int worker, int count) {
        int from = (int) ((long) rowCount * worker / count);
        int to = (int) ((long) rowCount * (worker + 1) / count);
        rows(x, xAt + from * xStride, xStride, from, to - from);
    }

    /** Turns some rows' logits, [count, V] from {@code at}, rows {@code stride} apart, to their gradient in place. */
    @Override
    public void rows(float[] logits, int at, int stride, int first, int count) {
        for (int row = 0; row < count; row++) {
            losses[first + row] = row(logits, at + row * stride, classOf[first + row]);
        }
    }

    private float row(float[] x, int at, int target) {
        if (target < 0) {
            Arrays.fill(x, at, at + classCount, 0f);
            return 0;
        }
        float weight = weights == null ? 1f : weights[target];
        float scale = factor * weight;
        if (smoothing == 0) {
            return weight * kernels.crossEntropy(x, at, classCount, target, scale);
        }
        float mean = kernels.dot(x, at, ones, 0, classCount) / classCount;
        float above = x[at + target] - mean;
        float loss = kernels.crossEntropy(x, at, classCount, target, scale);
        x[at + target] += scale * smoothing;
        kernels.addScaled(x, at, ones, 0, classCount, -(scale * smoothing) / classCount);
        return weight * (loss + smoothing * above);
    }

    /** The sum of all rows' values, not scaled. */
    public double sum() {
        double sum = 0;
        for (int row = 0; row < rowCount; row++) {
            sum += losses[row];
        }
        return sum;
    }
}
