package dev.recur.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Shape;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outermost eigenvalues from products alone are those of the whole matrix. */
class JacobianTest {
    private static final int D = 3;
    private static final int STEP = 7;

    private static Layers layers(Cell cell, int hidden, float scale) {
        List<Shape> shapes = new ArrayList<>();
        List<float[]> weights = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Shape shape = cell.shape(i == 0 ? D : hidden, hidden, Map.of());
            Plan plan = Plan.of(cell, shape, Plan.Wanted.INFERENCE);
            float[] flat = new float[plan.size()];
            plan.start(flat, 0, new Randomness(5), "layer" + i);
            for (int j = 0; j < flat.length; j++) {
                flat[j] *= scale;
            }
            shapes.add(shape);
            weights.add(flat);
        }
        return new Layers(cell, shapes, weights);
    }

    private static void alike(Layers layers, int dimensions, double tolerance) {
        float[] x = FadingTest.noise(10 * D, 3);
        try (Workers workers = new Workers(1)) {
            Recording recording = Recording.of(layers, x, workers);
            for (int layer = 0; layer < 2; layer++) {
                Spectrum whole = Jacobian.of(recording, x, layer, STEP, workers).spectrum();
                Spectrum some = Jacobian.outermost(recording, x, layer, STEP, dimensions, workers);
                assertThat(some.values()).hasSizeLessThanOrEqualTo(dimensions);
                assertThat(some.radius())
                        .as("layer %d", layer)
                        .isCloseTo(whole.radius(), within(tolerance * whole.radius()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"elman", "gru", "lstm"})
    void allDimensions(String cell) {
        alike(layers(Cell.named(cell), 5, 2), 32, 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gru", "lstm"})
    void fewDimensions(String cell) {
        alike(layers(Cell.named(cell), 60, 2), 32, 0.03);
    }

    @Test
    void aKnownRadius() {
        float[] x = FadingTest.noise(10 * D, 3);
        try (Workers workers = new Workers(1)) {
            Recording recording = Recording.of(FadingTest.linear(0.9, 2), x, workers);
            for (int layer = 0; layer < 2; layer++) {
                assertThat(Jacobian.outermost(recording, x, layer, STEP, 32, workers)
                                .radius())
                        .isCloseTo(0.9, within(1e-5));
            }
        }
    }
}
