package dev.recur.optim;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;

/**
 * Adaptive gradient clipping (Brock, De, Smith and Simonyan 2021): the gradient of each unit, which is a row of a matrix or a whole vector,
 * is at most a share of the norm of the unit's weights. Weights shorter than {@link #SHORTEST} count as that long, so that zeros can begin to
 * move. As in the paper, the output layer is left as it is.
 */
public final class UnitClipping {
    /** The norm that a unit's weights have at least, for this purpose. */
    public static final double SHORTEST = 1e-3;

    private static final String OUTPUT = "output.";

    private final Kernels kernels;
    private final Workers workers;
    private final int[] starts;
    private final int[] lengths;
    private final Workers.Task task = this::boundPart;

    // Of the call under way, for the workers.
    private float[] g = {};
    private float[] w = {};
    private double share;

    public UnitClipping(Layout layout, Kernels kernels, Workers workers) {
        this.kernels = kernels;
        this.workers = workers;
        int units = 0;
        for (Layout.View view : layout.views()) {
            units += rows(view);
        }
        this.starts = new int[units];
        this.lengths = new int[units];
        int unit = 0;
        for (Layout.View view : layout.views()) {
            for (int row = 0; row < rows(view); row++) {
                lengths[unit] = view.shape().size() / rows(view);
                starts[unit] = view.offset() + row * lengths[unit];
                unit++;
            }
        }
    }

    private static int rows(Layout.View view) {
        return view.name().startsWith(OUTPUT)
                ? 0
                : view.shape().rank() > 1 ? view.shape().length(0) : 1;
    }

    /** {@code g *= share * max(|w|, SHORTEST) / |g|} for each unit whose gradient is longer than that. NaN stays. */
    public void bound(Parameters gradient, Parameters weights, double share) {
        this.g = gradient.values();
        this.w = weights.values();
        this.share = share;
        workers.run(task);
    }

    private void boundPart(int worker, int count) {
        int end = Ranges.first(starts.length, worker + 1, count);
        for (int unit = Ranges.first(starts.length, worker, count); unit < end; unit++) {
            int at = starts[unit];
            int n = lengths[unit];
            double most = share * Math.max(Math.sqrt(kernels.sumOfSquares(w, at, n)), SHORTEST);
            double norm = Math.sqrt(kernels.sumOfSquares(g, at, n));
            if (norm > most) {
                kernels.scale(g, at, n, (float) (most / norm));
            }
        }
    }
}
