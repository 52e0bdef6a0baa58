package dev.recur.layer;

import dev.recur.kernel.Kernels;
import dev.recur.random.Stream;

/**
 * Drops whole tokens (Gal and Ghahramani 2016; Merity et al. 2018): in a step of training the vector of a token is zero wherever the token
 * stands, or divided by the probability of keeping it. The mask is a function of the stream, the step and the token. An output whose
 * matrix is the embedding is not touched.
 */
public final class EmbeddingDropout {
    private final double drop;
    private final int length;
    private final Stream chance;
    private final Kernels kernels = Kernels.selected();
    private final float[] mask; // [V]
    private long drawn = -1;

    /** @param drop the probability of dropping, at least 0 and below 1 */
    public EmbeddingDropout(double drop, int vocabulary, int length, Stream chance) {
        this.drop = drop;
        this.length = length;
        this.chance = chance;
        this.mask = new float[drop == 0 ? 0 : vocabulary];
    }

    /** True if nothing is dropped. */
    public boolean idle() {
        return drop == 0;
    }

    /** Multiplies the vectors x, [total, length], of these tokens in place; what is done to a gradient, too. */
    public void apply(float[] x, int[] tokens, int total, long step) {
        if (idle()) {
            return;
        }
        if (drawn != step) {
            chance.mask(mask, 0, mask.length, 1 - drop, step, 0);
            drawn = step;
        }
        for (int i = 0; i < total; i++) {
            kernels.scale(x, i * length, length, mask[tokens[i]]);
        }
    }
}
