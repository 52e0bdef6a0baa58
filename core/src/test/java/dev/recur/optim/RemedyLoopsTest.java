package dev.recur.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Noise, clipping by unit, rates by layer. */
@Tag("bits")
class RemedyLoopsTest {
    private static final Layout LAYOUT = layout();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.add("embedding", 61, 67);
        builder.add("layer0.W", 13, 41);
        builder.add("layer0.b", 5003);
        builder.add("layer1.forward.W", 5, 7);
        builder.add("output.W", 9, 3);
        return builder.build();
    }

    private static Parameters random(long seed, double scale) {
        SplittableRandom random = new SplittableRandom(seed);
        Parameters all = Parameters.zeros(LAYOUT);
        for (Layout.View view : LAYOUT.views()) {
            float[] values = all.read(view.name());
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (scale * (random.nextDouble() - 0.5));
            }
            all.write(view.name(), values);
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void noiseIsAFunctionOfThePlaceAndLeavesGaps(int threads) {
        Stream chance = new Randomness(7).stream("noise");
        Parameters noisy = random(1, 2);
        try (Workers workers = new Workers(threads)) {
            new Noise(LAYOUT, chance, Kernels.selected(), workers).add(noisy, 0.5, 0.25, 9);
        }
        float[] normals = new float[LAYOUT.size()];
        chance.normals(normals, 0, normals.length, 9, 0);
        float[] expected = new float[normals.length];
        Parameters before = random(1, 2);
        for (Layout.View view : LAYOUT.views()) {
            for (int i = view.offset(); i < view.offset() + view.shape().size(); i++) {
                expected[i] = Math.fma(0.25f, normals[i], before.values()[i] * 0.5f);
            }
        }
        assertThat(noisy.values()).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aUnitsGradientIsAtMostAShareOfItsWeights(int threads) {
        Parameters weights = random(2, 0.2);
        java.util.Arrays.fill(weights.values(), 67, 134, 0f);
        Parameters gradient = random(3, 4);
        gradient.values()[0] = 1e-9f;
        Parameters before = gradient.copy();
        try (Workers workers = new Workers(threads)) {
            new UnitClipping(LAYOUT, Kernels.selected(), workers).bound(gradient, weights, 0.1);
        }
        for (int row = 0; row < 61; row++) {
            double w = norm(weights, row * 67, 67);
            assertThat(norm(gradient, row * 67, 67)).isCloseTo(0.1 * Math.max(w, UnitClipping.SHORTEST), within(1e-6));
        }
        Layout.View b = LAYOUT.view("layer0.b");
        assertThat(norm(gradient, b.offset(), 5003)).isCloseTo(0.1 * norm(weights, b.offset(), 5003), within(1e-5));
        assertThat(gradient.read("output.W")).containsExactly(before.read("output.W"));
    }

    private static double norm(Parameters parameters, int at, int n) {
        double sum = 0;
        for (int i = at; i < at + n; i++) {
            sum += (double) parameters.values()[i] * parameters.values()[i];
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aLayerLearnsAtItsOwnRate(int threads) {
        LayerRates layers = new LayerRates(LAYOUT);
        assertThat(layers.levels()).isEqualTo(4);
        layers.set(2, 3);
        Parameters found = updated(threads, 0.1, layers);
        Parameters start = random(4, 1);
        String[] arrays = {"embedding", "layer0.W", "layer0.b", "layer1.forward.W", "output.W"};
        double[] rates = {0, 0.025, 0.025, 0.05, 0.1};
        for (int i = 0; i < arrays.length; i++) {
            float[] expected = rates[i] == 0
                    ? start.read(arrays[i])
                    : updated(1, rates[i], null).read(arrays[i]);
            assertThat(found.read(arrays[i])).as(arrays[i]).containsExactly(expected);
        }
    }

    @Test
    void aDecoderLiesAboveItsEncoder() {
        Layout.Builder builder = Layout.builder();
        String[] names = {
            "source.embedding", "encoder0.forward.W", "encoder1.forward.W", "decoder0.W", "attention.W", "output.W"
        };
        for (String name : names) {
            builder.add(name, 2, 8);
        }
        LayerRates layers = new LayerRates(builder.build());
        layers.set(2, 4);
        assertThat(layers.levels()).isEqualTo(5);
        assertThat(layers.count()).isEqualTo(5);
        double[] factors = {0, 0.125, 0.25, 0.5, 1};
        for (int segment = 0; segment < factors.length; segment++) {
            assertThat(layers.factor(segment)).isEqualTo(factors[segment]);
        }
    }

    @Test
    void equalRatesChangeNoBit() {
        LayerRates layers = new LayerRates(LAYOUT);
        layers.set(1, layers.levels());
        assertThat(updated(2, 0.1, layers).values())
                .containsExactly(updated(1, 0.1, null).values());
    }

    private static Parameters updated(int threads, double rate, @org.jspecify.annotations.Nullable LayerRates layers) {
        Parameters weights = random(4, 1);
        try (Workers workers = new Workers(threads)) {
            OptimizerState state =
                    new OptimizerState(new Optimizer.Adam(0.9, 0.999, 1e-8, 0), LAYOUT, Kernels.selected(), workers);
            state.update(weights, random(5, 1), 0.7, rate, layers);
            state.update(weights, random(6, 1), 1, rate, layers);
        }
        return weights;
    }
}
