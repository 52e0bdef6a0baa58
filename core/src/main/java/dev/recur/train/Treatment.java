package dev.recur.train;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.kernel.Kernels;
import dev.recur.optim.GradientNorm;
import dev.recur.optim.LayerRates;
import dev.recur.optim.Noise;
import dev.recur.optim.UnitClipping;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import org.jspecify.annotations.Nullable;

/** {@link Remedies} at work, around a step of a {@link Trainer}. What is off does nothing and holds no memory. */
final class Treatment {
    private static final double FADING = 0.55;

    private final Remedies remedies;
    private final @Nullable Noise onWeights;
    private final @Nullable Noise onGradient;
    private final @Nullable UnitClipping units;
    private final @Nullable LayerRates layers;
    private final @Nullable Parameters clean;

    Treatment(Remedies remedies, long seed, Layout layout, Workers workers) {
        Kernels kernels = Kernels.selected();
        Randomness randomness = new Randomness(seed);
        boolean noisy = remedies.weightNoise() > 0;
        this.remedies = remedies;
        this.onWeights = noisy ? new Noise(layout, randomness.stream("weight noise"), kernels, workers) : null;
        this.clean = noisy ? Parameters.zeros(layout) : null;
        this.onGradient = remedies.gradientNoise() > 0
                ? new Noise(layout, randomness.stream("gradient noise"), kernels, workers)
                : null;
        this.units = remedies.clipUnits() > 0 ? new UnitClipping(layout, kernels, workers) : null;
        this.layers = remedies.trainTop() > 0 || remedies.unfreeze() > 0 || remedies.layerDecay() > 1
                ? new LayerRates(layout)
                : null;
    }

    /** What the rates of dropout are multiplied by. */
    double dropping(long step, long stepsInAll) {
        double rise = remedies.dropoutRise() * stepsInAll;
        return rise > 0 ? Math.min(1, step / rise) : 1;
    }

    /** Before the weights are read for a step. */
    void disturb(Parameters weights, long step) {
        if (onWeights != null && clean != null) {
            clean.set(weights);
            onWeights.add(weights, 1, remedies.weightNoise(), step);
        }
    }

    /** Undoes {@link #disturb}. */
    void calm(Parameters weights) {
        if (clean != null) {
            weights.set(clean);
        }
    }

    /** Bounds elements, then units. Returns the norm that is left. */
    double bound(Parameters gradient, Parameters weights, GradientNorm norms, double norm) {
        if (remedies.clipValue() > 0) {
            norms.bound(gradient, remedies.clipValue());
        }
        if (units != null) {
            units.bound(gradient, weights, remedies.clipUnits());
        }
        return remedies.clipValue() > 0 || units != null ? norms.norm(gradient) : norm;
    }

    /** Adds noise to the gradient, after multiplying it by {@code factor}. Returns the factor that is still to be multiplied by. */
    double shake(Parameters gradient, double factor, long step) {
        if (onGradient == null) {
            return factor;
        }
        double variance = remedies.gradientNoise() / StrictMath.pow(1.0 + step, FADING);
        onGradient.add(gradient, factor, Math.sqrt(variance), step);
        return 1;
    }

    /** How fast each layer learns in an epoch; null for one rate. */
    @Nullable
    LayerRates layers(long epoch) {
        if (layers != null) {
            int first = remedies.trainTop() > 0 ? remedies.trainTop() : remedies.unfreeze() > 0 ? 1 : layers.levels();
            long trained = remedies.unfreeze() == 0 ? first : first + epoch / remedies.unfreeze();
            layers.set(Math.max(1, remedies.layerDecay()), (int) Math.min(layers.levels(), trained));
        }
        return layers;
    }
}
