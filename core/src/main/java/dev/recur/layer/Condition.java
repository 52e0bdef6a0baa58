package dev.recur.layer;

import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import java.util.Arrays;

/**
 * {@code x(t) += c}, {@code c = Σ w_p C[k_p]}, C [K, D]: what a row is given once and finds at every step, such as a label (one row of C, w = 1)
 * or numbers (a row each). Sums are chains of fused multiply-adds, p rising.
 */
public final class Condition {
    private final int length; // D
    private final int at; // where C begins in the model's flat array
    private final int places; // P
    private final Kernels kernels = Kernels.selected();
    private float[] c = {}; // [N, D]
    private float[] dc = {};
    private int[] given = {}; // [N, P]
    private float[] weights = {};
    private int rows; // N

    /**
     * @param length D
     * @param at where C begins in the model's flat array
     * @param places P
     */
    public Condition(int length, int at, int places) {
        this.length = length;
        this.at = at;
        this.places = places;
    }

    /**
     * What {@code n} rows are given from here on, with the weights of now.
     *
     * @param given [n, P], which must stay as it is until backward
     * @param weights [n, P], likewise
     */
    public void give(int[] given, float[] weights, int n, float[] flat) {
        this.given = given;
        this.weights = weights;
        this.rows = n;
        if (c.length < n * length) {
            c = new float[Math.multiplyExact(n, length)];
            dc = new float[c.length];
        }
        Arrays.fill(c, 0, n * length, 0f);
        for (int row = 0; row < n; row++) {
            for (int p = row * places; p < (row + 1) * places; p++) {
                addScaled(c, row * length, weights[p], flat, at + given[p] * length);
            }
        }
    }

    /** Adds to x, [total, D]. */
    public void forward(float[] x, Rows packed) {
        if (packed.rows() > rows) {
            throw new IllegalStateException(
                    "Condition.forward: " + packed.rows() + " rows, but " + rows + " were told what they are given");
        }
        for (int t = 0; t < packed.steps(); t++) {
            kernels.addRows(x, packed.offset(t) * length, c, 0, 0, 1, packed.alive(t) * length);
        }
    }

    /** Adds to the gradient of C: each row's steps falling, then rows rising. dx, [total, D], is also that of what forward was given. */
    public void backward(float[] dx, Rows packed, float[] gradient) {
        Arrays.fill(dc, 0, packed.rows() * length, 0f);
        for (int t = packed.steps() - 1; t >= 0; t--) {
            kernels.addRows(dc, 0, dx, packed.offset(t) * length, 0, 1, packed.alive(t) * length);
        }
        for (int row = 0; row < packed.rows(); row++) {
            for (int p = row * places; p < (row + 1) * places; p++) {
                addScaled(gradient, at + given[p] * length, weights[p], dc, row * length);
            }
        }
    }

    /** {@code sum[j] = fma(w, v[j], sum[j])}, j &lt; D. */
    private void addScaled(float[] sum, int sumAt, float w, float[] v, int vAt) {
        for (int j = 0; j < length; j++) {
            sum[sumAt + j] = Math.fma(w, v[vAt + j], sum[sumAt + j]);
        }
    }
}
