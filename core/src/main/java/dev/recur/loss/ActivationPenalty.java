package dev.recur.loss;

import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;

/**
 * Activation regularisation and its temporal kind (Merity, McCann and Socher 2017): outputs are kept small, and kept from changing fast. With n
 * predictions, H units and both weights α and β the loss grows by
 *
 * <pre>
 * α / (n H) Σ |h(t)|²  +  β / (n H) Σ |h(t) - h(t-1)|²
 * </pre>
 *
 * summed over the places t with a prediction; the second sum leaves out the first step of a chunk. Only the gradients are computed here.
 */
public final class ActivationPenalty {
    private final Kernels kernels;
    private final int width;

    /** @param width H */
    public ActivationPenalty(Kernels kernels, int width) {
        this.kernels = kernels;
        this.width = width;
    }

    /**
     * {@code dh += 2 factor h} wherever there is a prediction.
     *
     * @param targets below 0 where nothing is predicted, [total]
     */
    public void size(float[] dh, float[] h, Rows rows, int[] targets, double factor) {
        float twice = (float) (2 * factor);
        for (int i = 0; i < rows.total(); i++) {
            if (targets[i] >= 0) {
                kernels.addScaled(dh, i * width, h, i * width, width, twice);
            }
        }
    }

    /** {@code dh(t) += 2 factor (h(t) - h(t-1))} and {@code dh(t-1) -=} the same, wherever there is a prediction at t. */
    public void change(float[] dh, float[] h, Rows rows, int[] targets, double factor) {
        float twice = (float) (2 * factor);
        for (int t = rows.steps() - 1; t > 0; t--) {
            for (int r = 0; r < rows.alive(t); r++) {
                int now = (rows.offset(t) + r) * width;
                int before = (rows.offset(t - 1) + r) * width;
                if (targets[rows.offset(t) + r] >= 0) {
                    kernels.addScaled(dh, now, h, now, width, twice);
                    kernels.addScaled(dh, now, h, before, width, -twice);
                    kernels.addScaled(dh, before, h, before, width, twice);
                    kernels.addScaled(dh, before, h, now, width, -twice);
                }
            }
        }
    }
}
