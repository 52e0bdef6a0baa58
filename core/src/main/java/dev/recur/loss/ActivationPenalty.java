package dev.recur.loss;

import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Activation regularisation and its temporal kind (Merity, McCann and Socher 2017): outputs are kept small, and kept from changing fast. With n
 * places, H units and both weights α and β the loss grows by
 *
 * <pre>
 * α / (n H) Σ |h(t)|²  +  β / (n H) Σ |h(t) - h(t-1)|²
 * </pre>
 *
 * summed over the places t; the second sum leaves out the first step of a chunk. The paper takes the first sum of outputs behind dropout, as a
 * language model does here; other networks take both of outputs as they are. Only the gradients are computed here.
 */
public final class ActivationPenalty {
    private final Kernels kernels;
    private final int width;
    private final double ofSize;
    private final double ofChange;

    /**
     * @param width H
     * @param ofSize α; 0 for none
     * @param ofChange β; 0 for none
     */
    public ActivationPenalty(Kernels kernels, int width, double ofSize, double ofChange) {
        this.kernels = kernels;
        this.width = width;
        this.ofSize = ofSize;
        this.ofChange = ofChange;
    }

    /** Both, at all steps of all rows: to {@code dh} what the mean over them adds. */
    public void add(float[] dh, float[] h, Rows rows) {
        size(dh, h, rows, null, 1f / rows.total());
        change(dh, h, rows, null, 1f / rows.total());
    }

    /**
     * {@code dh += 2 α scale / H h}.
     *
     * @param targets below 0 where a place does not count, [total]; null if all do
     * @param scale 1 / n
     */
    public void size(float[] dh, float[] h, Rows rows, int @Nullable [] targets, float scale) {
        if (ofSize == 0) {
            return;
        }
        float factor = (float) (2 * ofSize * scale / width);
        for (int i = 0; i < rows.total(); i++) {
            if (targets == null || targets[i] >= 0) {
                kernels.addScaled(dh, i * width, h, i * width, width, factor);
            }
        }
    }

    /** {@code dh(t) += 2 β scale / H (h(t) - h(t-1))} and {@code dh(t-1) -=} the same; the parameters as for {@link #size}. */
    public void change(float[] dh, float[] h, Rows rows, int @Nullable [] targets, float scale) {
        if (ofChange == 0) {
            return;
        }
        float factor = (float) (2 * ofChange * scale / width);
        for (int t = rows.steps() - 1; t > 0; t--) {
            for (int r = 0; r < rows.alive(t); r++) {
                int now = (rows.offset(t) + r) * width;
                int before = (rows.offset(t - 1) + r) * width;
                if (targets == null || targets[rows.offset(t) + r] >= 0) {
                    kernels.addScaled(dh, now, h, now, width, factor);
                    kernels.addScaled(dh, now, h, before, width, -factor);
                    kernels.addScaled(dh, before, h, before, width, factor);
                    kernels.addScaled(dh, before, h, now, width, -factor);
                }
            }
        }
    }
}
