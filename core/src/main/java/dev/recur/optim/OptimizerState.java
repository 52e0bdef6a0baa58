package dev.recur.optim;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An optimiser at work: its moments and the number of steps done. */
public final class OptimizerState {
    private final Optimizer optimizer;
    private final Layout layout;
    private final Kernels kernels;
    private final Workers workers;
    private final List<Layout.View> spared; // of weight decay, in their order
    private final List<Parameters> moments = new ArrayList<>();
    private final float[][] arrays;
    private final Workers.Task task = this::updatePart;
    private long step;

    // Of the update under way, for the workers.
    private float[] w = {};
    private float[] g = {};
    private float clip;
    private double rate;
    private @Nullable LayerRates layers;

    public OptimizerState(Optimizer optimizer, Layout layout, Kernels kernels, Workers workers) {
        this(optimizer, layout, false, kernels, workers);
    }

    /** @param decayMatrices whether weight decay leaves all but matrices alone */
    public OptimizerState(Optimizer optimizer, Layout layout, boolean decayMatrices, Kernels kernels, Workers workers) {
        this.spared = decayMatrices
                ? layout.views().stream()
                        .filter(view -> view.shape().rank() < 2)
                        .toList()
                : List.of();
        this.optimizer = optimizer;
        this.layout = layout;
        this.kernels = kernels;
        this.workers = workers;
        this.arrays = new float[optimizer.moments()][];
        for (int moment = 0; moment < arrays.length; moment++) {
            moments.add(Parameters.zeros(layout));
            arrays[moment] = moments.get(moment).values();
        }
    }

    public Optimizer optimizer() {
        return optimizer;
    }

    /** How many updates were made. */
    public long step() {
        return step;
    }

    /** The arrays themselves, to be saved, or filled before {@link #resume}. */
    public List<Parameters> moments() {
        return List.copyOf(moments);
    }

    /** Goes on after so many updates. */
    public void resume(long updatesDone) {
        step = updatesDone;
    }

    /**
     * One step: weights change, the gradient is used up.
     *
     * @param clipFactor what the gradient is multiplied by, see {@link GradientNorm#clipFactor}
     * @param learningRate of this step
     */
    public void update(Parameters weights, Parameters gradient, double clipFactor, double learningRate) {
        update(weights, gradient, clipFactor, learningRate, null);
    }

    /** The same with a factor of the rate for each layer; null is 1 for all. Moments are kept for layers that stand still, too. */
    public void update(
            Parameters weights,
            Parameters gradient,
            double clipFactor,
            double learningRate,
            @Nullable LayerRates layers) {
        if (weights.layout() != layout || gradient.layout() != layout) {
            throw new IllegalArgumentException(
                    "OptimizerState.update: weights and gradient must have the layout given at the start");
        }
        step++;
        w = weights.values();
        g = gradient.values();
        clip = (float) clipFactor;
        rate = learningRate;
        this.layers = layers;
        workers.run(task);
    }

    private void updatePart(int worker, int count) {
        int blocks = Ranges.blocks(w.length);
        int at = Ranges.start(Ranges.first(blocks, worker, count), w.length);
        int n = Ranges.start(Ranges.first(blocks, worker + 1, count), w.length) - at;
        LayerRates all = layers;
        if (all == null) {
            updateRange(at, n, rate);
            return;
        }
        for (int segment = 0; segment < all.count(); segment++) {
            int from = Math.max(at, all.from(segment));
            int to = Math.min(at + n, all.to(segment));
            if (from < to) {
                updateRange(from, to - from, rate * all.factor(segment));
            }
        }
    }

    private void updateRange(int at, int n, double rangeRate) {
        int from = at;
        for (Layout.View view : spared) {
            int begin = Math.max(at, view.offset());
            int end = Math.min(at + n, view.offset() + view.shape().size());
            if (begin < end) {
                updateRange(from, begin - from, rangeRate, optimizer.decay());
                updateRange(begin, end - begin, rangeRate, 0);
                from = end;
            }
        }
        updateRange(from, at + n - from, rangeRate, optimizer.decay());
    }

    private void updateRange(int at, int n, double rangeRate, double decay) {
        float r = (float) rangeRate;
        if (optimizer.decoupled()) {
            update(at, n, clip, r, (float) (1 - rangeRate * decay));
        } else if (decay == 0) {
            update(at, n, clip, r, 1);
        } else {
            kernels.scale(g, at, n, clip);
            kernels.addScaled(g, at, w, at, n, (float) decay);
            update(at, n, 1, r, 1);
        }
    }

    /** Elements {@code at} to before {@code at + n}; the gradient is multiplied by {@code scale}, the weights by {@code keep}. */
    private void update(int at, int n, float scale, float r, float keep) {
        if (optimizer instanceof Optimizer.Sgd) {
            kernels.sgd(w, g, at, n, scale, r, keep);
        } else if (optimizer instanceof Optimizer.Momentum o) {
            kernels.momentum(w, arrays[0], g, at, n, scale, r, keep, (float) o.momentum(), o.nesterov());
        } else if (optimizer instanceof Optimizer.RmsProp o) {
            kernels.rmsprop(w, arrays[0], g, at, n, scale, r, keep, (float) o.average(), (float) o.epsilon());
        } else if (optimizer instanceof Optimizer.Adagrad o) {
            kernels.adagrad(w, arrays[0], g, at, n, scale, r, keep, (float) o.epsilon());
        } else if (optimizer instanceof Optimizer.Adam o) {
            adam(at, n, scale, r, keep, o.beta1(), o.beta2(), o.epsilon());
        } else if (optimizer instanceof Optimizer.AdamW o) {
            adam(at, n, scale, r, keep, o.beta1(), o.beta2(), o.epsilon());
        }
    }

    private void adam(int at, int n, float scale, float r, float keep, double beta1, double beta2, double epsilon) {
        float b1 = (float) beta1;
        float b2 = (float) beta2;
        float c1 = (float) (1 / (1 - StrictMath.pow(beta1, step)));
        float c2 = (float) (1 / (1 - StrictMath.pow(beta2, step)));
        kernels.adam(w, arrays[0], arrays[1], g, at, n, scale, r, keep, b1, b2, c1, c2, (float) epsilon);
    }
}
