package dev.recur.optim;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The norm of a gradient and how to bound it. Squares are summed by block, in the kernels' virtual lanes, and the blocks are added in
 * their order in double, so the number of workers does not matter.
 */
public final class GradientNorm {
    private final Layout layout;
    private final Kernels kernels;
    private final Workers workers;
    private final double[] sums;
    private final Workers.Task sumTask = this::sumPart;
    private final Workers.Task boundTask = this::boundPart;

    // Of the task under way, for the workers.
    private float[] g = {};
    private float limit;

    public GradientNorm(Layout layout, Kernels kernels, Workers workers) {
        this.layout = layout;
        this.kernels = kernels;
        this.workers = workers;
        this.sums = new double[Ranges.blocks(layout.size())];
    }

    /** The Euclidean norm; not finite if an element is not, or if the squares of a block do not fit into a float. */
    public double norm(Parameters gradient) {
        g = gradient.values();
        workers.run(sumTask);
        double sum = 0;
        for (double block : sums) {
            sum += block;
        }
        return Math.sqrt(sum);
    }

    private void sumPart(int worker, int count) {
        int end = Ranges.first(sums.length, worker + 1, count);
        for (int block = Ranges.first(sums.length, worker, count); block < end; block++) {
            int at = Ranges.start(block, g.length);
            sums[block] = kernels.sumOfSquares(g, at, Ranges.start(block + 1, g.length) - at);
        }
    }

    /** What a gradient of this norm is multiplied by so that its norm is at most {@code most}. */
    public static double clipFactor(double norm, double most) {
        return norm > most ? most / norm : 1;
    }

    /** Bounds every element: {@code g = min(max(g, -most), most)}. NaN stays. */
    public void bound(Parameters gradient, double most) {
        g = gradient.values();
        limit = (float) most;
        workers.run(boundTask);
    }

    private void boundPart(int worker, int count) {
        int end = Ranges.start(Ranges.first(sums.length, worker + 1, count), g.length);
        for (int j = Ranges.start(Ranges.first(sums.length, worker, count), g.length); j < end; j++) {
            float value = g[j];
            g[j] = value > limit ? limit : value < -limit ? -limit : value;
        }
    }

    /** The name of the first array with an element that is NaN or infinite; null if there is none. */
    public @Nullable String firstNotFinite(Parameters parameters) {
        float[] values = parameters.values();
        for (int j = 0; j < values.length; j++) {
            if (!Float.isFinite(values[j])) {
                return layout.nameAt(j);
            }
        }
        return null;
    }
}
