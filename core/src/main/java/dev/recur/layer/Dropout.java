package dev.recur.layer;

import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import dev.recur.random.Stream;

/**
 * Variational dropout (Gal and Ghahramani 2016): one mask for each row, the same at all steps of a chunk; kept values are divided by the
 * probability of keeping. The mask is a function of the stream, the step of training, the row and the unit. The rate may rise while a network is
 * trained (Morerio et al. 2017).
 */
public final class Dropout {
    private final double drop;
    private final int length;
    private final Stream chance;
    private final Kernels kernels = Kernels.selected();
    private double strength = 1;
    private float[] mask = {}; // [N, length]
    private float[] y = {}; // [total, length]

    /** @param drop the probability of dropping, at least 0 and below 1 */
    public Dropout(double drop, int length, Stream chance) {
        this.drop = drop;
        this.length = length;
        this.chance = chance;
    }

    /** True if forward returns what it is given. */
    public boolean idle() {
        return drop == 0;
    }

    /** What the probability is multiplied by from here on, 0 to 1. */
    public void strength(double value) {
        strength = value;
    }

    /** x is [total, length] and stays as it is. */
    public float[] forward(float[] x, Rows rows, long step) {
        if (idle()) {
            return x;
        }
        if (mask.length < rows.rows() * length) {
            mask = new float[rows.rows() * length];
        }
        if (y.length < rows.total() * length) {
            y = new float[rows.total() * length];
        }
        chance.mask(mask, 0, rows.rows() * length, 1 - strength * drop, step, 0);
        multiply(y, x, rows);
        return y;
    }

    /** The gradient of x in place of the gradient of y. */
    public void backward(float[] dy, Rows rows) {
        if (!idle()) {
            multiply(dy, dy, rows);
        }
    }

    private void multiply(float[] to, float[] from, Rows rows) {
        for (int t = 0; t < rows.steps(); t++) {
            int at = rows.offset(t) * length;
            int n = rows.alive(t) * length;
            kernels.pointwise(Pointwise.MUL, to, at, from, at, mask, 0, mask, 0, mask, 0, n, Kernels.KEEP);
        }
    }
}
