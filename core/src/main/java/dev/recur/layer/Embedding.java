package dev.recur.layer;

import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;

/** {@code y = E[token]}, E [V, D]: for cells or options that need the embedding itself; else tokens are looked up in the first layer. */
public final class Embedding {
    private final int length;
    private final int at;
    private final Kernels kernels = Kernels.selected();
    private float[] y = {};
    private int[] tokens = {};

    /** @param at where E begins in the model's flat array */
    public Embedding(int length, int at) {
        this.length = length;
        this.at = at;
    }

    /** tokens is [total]; it must stay as it is until backward. Returns y, [total, D]. */
    public float[] forward(int[] tokens, int total, float[] flat) {
        this.tokens = tokens;
        if (y.length < total * length) {
            y = new float[Math.multiplyExact(total, length)];
        }
        for (int i = 0; i < total; i++) {
            System.arraycopy(flat, at + tokens[i] * length, y, i * length, length);
        }
        return y;
    }

    /** Adds the rows of dy, [total, D], to the gradients of their tokens: steps falling, rows rising. */
    public void backward(float[] dy, Rows rows, float[] gradient) {
        for (int t = rows.steps() - 1; t >= 0; t--) {
            for (int i = rows.offset(t); i < rows.offset(t + 1); i++) {
                kernels.addRows(gradient, at + tokens[i] * length, dy, i * length, length, 1, length);
            }
        }
    }
}
