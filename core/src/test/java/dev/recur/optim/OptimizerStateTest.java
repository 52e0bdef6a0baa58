package dev.recur.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerStateTest {
    private static final int STEPS = 12;

    static Stream<Optimizer> all() {
        return Stream.of(
                new Optimizer.Sgd(0),
                new Optimizer.Sgd(0.02),
                new Optimizer.Momentum(0.9, false, 0),
                new Optimizer.Momentum(0.9, true, 0.02),
                new Optimizer.RmsProp(0.99, 1e-8, 0),
                new Optimizer.RmsProp(0.9, 1e-8, 0.02),
                new Optimizer.Adagrad(1e-10, 0),
                new Optimizer.Adagrad(1e-10, 0.02),
                new Optimizer.Adam(0.9, 0.999, 1e-8, 0),
                new Optimizer.Adam(0.8, 0.99, 1e-8, 0.02),
                new Optimizer.AdamW(0.9, 0.999, 1e-8, 0.02));
    }

    private static Layout layout(int size) {
        Layout.Builder builder = Layout.builder();
        builder.add("w", size);
        return builder.build();
    }

    private static Parameters random(Layout layout, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Parameters parameters = Parameters.zeros(layout);
        for (int j = 0; j < parameters.values().length; j++) {
            parameters.values()[j] = (float) (random.nextDouble() - 0.5);
        }
        return parameters;
    }

    private static Parameters train(
            Optimizer optimizer,
            Layout layout,
            int threads,
            Kernels kernels,
            int from,
            int to,
            Parameters weights,
            OptimizerState resumed) {
        try (Workers workers = new Workers(threads)) {
            OptimizerState state = new OptimizerState(optimizer, layout, kernels, workers);
            if (resumed != null) {
                for (int moment = 0; moment < optimizer.moments(); moment++) {
                    state.moments().get(moment).set(resumed.moments().get(moment));
                }
                state.resume(resumed.step());
            }
            for (int step = from; step < to; step++) {
                state.update(weights, random(layout, step), 0.5, 0.1 / step);
            }
            last = state;
            return weights;
        }
    }

    private static OptimizerState last;

    /** The textbook, in double. */
    private static double[] oracle(Optimizer optimizer, Layout layout) {
        float[] start = random(layout, 0).values();
        double[] w = new double[start.length];
        double[] m = new double[start.length];
        double[] v = new double[start.length];
        for (int j = 0; j < w.length; j++) {
            w[j] = start[j];
        }
        for (int step = 1; step <= STEPS; step++) {
            float[] gradient = random(layout, step).values();
            double rate = 0.1 / step;
            for (int j = 0; j < w.length; j++) {
                double decay = optimizer.decay();
                boolean apart = optimizer instanceof Optimizer.AdamW;
                double g = 0.5 * gradient[j] + (apart ? 0 : decay * w[j]);
                double u = direction(optimizer, g, m, v, j, step);
                w[j] = w[j] - (apart ? rate * decay * w[j] : 0) - rate * u;
            }
        }
        return w;
    }

    private static double direction(Optimizer optimizer, double g, double[] m, double[] v, int j, int step) {
        if (optimizer instanceof Optimizer.Momentum o) {
            m[j] = o.momentum() * m[j] + g;
            return o.nesterov() ? g + o.momentum() * m[j] : m[j];
        }
        if (optimizer instanceof Optimizer.RmsProp o) {
            v[j] = o.average() * v[j] + (1 - o.average()) * g * g;
            return g / (Math.sqrt(v[j]) + o.epsilon());
        }
        if (optimizer instanceof Optimizer.Adagrad o) {
            v[j] += g * g;
            return g / (Math.sqrt(v[j]) + o.epsilon());
        }
        if (optimizer instanceof Optimizer.Adam o) {
            return adam(g, m, v, j, step, o.beta1(), o.beta2(), o.epsilon());
        }
        if (optimizer instanceof Optimizer.AdamW o) {
            return adam(g, m, v, j, step, o.beta1(), o.beta2(), o.epsilon());
        }
        return g;
    }

    private static double adam(
            double g, double[] m, double[] v, int j, int step, double beta1, double beta2, double epsilon) {
        m[j] = beta1 * m[j] + (1 - beta1) * g;
        v[j] = beta2 * v[j] + (1 - beta2) * g * g;
        return m[j] / (1 - Math.pow(beta1, step)) / (Math.sqrt(v[j] / (1 - Math.pow(beta2, step))) + epsilon);
    }

    @ParameterizedTest
    @MethodSource("all")
    void followsTheTextbook(Optimizer optimizer) {
        Layout layout = layout(1000);
        float[] found = train(optimizer, layout, 1, Kernels.selected(), 1, STEPS + 1, random(layout, 0), null)
                .values();
        double[] expected = oracle(optimizer, layout);
        for (int j = 0; j < found.length; j++) {
            assertThat((double) found[j]).as("w[%d]", j).isCloseTo(expected[j], within(5e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void workersAndKernelsDoNotChangeABit(Optimizer optimizer) {
        Layout layout = layout(3 * Ranges.BLOCK + 77);
        float[] one = train(optimizer, layout, 1, Kernels.scalar(), 1, 5, random(layout, 0), null)
                .values();
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(train(optimizer, layout, threads, Kernels.selected(), 1, 5, random(layout, 0), null)
                            .values())
                    .isEqualTo(one);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void goesOnExactlyAfterItIsSaved(Optimizer optimizer) {
        Layout layout = layout(500);
        float[] whole = train(optimizer, layout, 1, Kernels.selected(), 1, 9, random(layout, 0), null)
                .values();
        Parameters half = train(optimizer, layout, 1, Kernels.selected(), 1, 4, random(layout, 0), null);
        assertThat(last.step()).isEqualTo(3);
        assertThat(train(optimizer, layout, 1, Kernels.selected(), 4, 9, half, last)
                        .values())
                .isEqualTo(whole);
    }

    @Test
    void refusesWhatCannotLearn() {
        assertThatThrownBy(() -> new Optimizer.Adam(1, 0.999, 1e-8, 0))
                .hasMessage("the optimizer's beta1 is 1.0; it must be at least 0 and below 1");
        assertThatThrownBy(() -> new Optimizer.Momentum(Double.NaN, false, 0)).hasMessageContaining("momentum is NaN");
        assertThatThrownBy(() -> new Optimizer.AdamW(0.9, 0.999, 0, 0)).hasMessageContaining("epsilon is 0.0");
        assertThatThrownBy(() -> new Optimizer.Sgd(-1)).hasMessageContaining("weight decay is -1.0");
        assertThatThrownBy(() -> new Optimizer.Sgd(Double.POSITIVE_INFINITY)).hasMessageContaining("Infinity");
        try (Workers workers = new Workers(1)) {
            OptimizerState state = new OptimizerState(new Optimizer.Sgd(0), layout(3), Kernels.scalar(), workers);
            Parameters other = Parameters.zeros(layout(3));
            assertThatThrownBy(() -> state.update(other, other, 1, 1))
                    .hasMessageContaining("the layout given at the start");
        }
        assertThat(new Optimizer.RmsProp(0.9, 1e-8, 0).name()).isEqualTo("rmsprop");
    }
}
