package dev.recur.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Shape;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A linear recurrence, whose gradients must change by exactly the spectral radius of U at every step. */
class FadingTest {
    private static final int D = 3;
    private static final int H = 12;
    private static final int T = 1001;

    /** Layers of h(t) = U h(t-1) + W x(t), U a scaled orthogonal matrix. */
    static Layers linear(double radius, int count) {
        Cell cell = Cell.parse("h(t) = U h(t-1) + W x(t)\nU ~ orthogonal(" + radius + ")", "linear");
        List<Shape> shapes = new ArrayList<>();
        List<float[]> weights = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Shape shape = cell.shape(i == 0 ? D : H, H, Map.of());
            Plan plan = Plan.of(cell, shape, Plan.Wanted.INFERENCE);
            float[] flat = new float[plan.size()];
            plan.start(flat, 0, new Randomness(5), "layer" + i);
            shapes.add(shape);
            weights.add(flat);
        }
        return new Layers(cell, shapes, weights);
    }

    static float[] noise(int n, long seed) {
        Stream stream = new Randomness(seed).stream("test");
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) stream.uniform(-1, 1, 0, i);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, 1.0, 1.1})
    void aLinearRecurrenceShowsItsRadiusOverAThousandSteps(double radius) {
        float[] x = new float[T * D]; // with other inputs, 1.1^1000 would be more than a float holds as a state too
        try (Workers workers = new Workers(1)) {
            Recording recording = Recording.of(linear(radius, 1), x, workers);
            int[] ends = {T - 1, 700};
            Fading fading = Fading.measure(recording, x, ends, noise(2 * H, 1), T, workers);

            Fading.Course course = fading.courses().get(0);
            assertThat(course.lags()).isEqualTo(1000);
            double first = course.log10()[0][0];
            for (int lag = 0; lag <= 1000; lag++) {
                assertThat(course.log10()[lag][0] - first).isCloseTo(lag * Math.log10(radius), within(2e-5));
            }
            assertThat(course.log10()[700][1]).isFinite();
            assertThat(course.log10()[701][1]).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(course.rate(0)).isCloseTo(radius, within(1e-3)); // means over other ends from lag 701 on
            assertThat(new Fading.Course(0, "h", column(course.log10())).rate(0))
                    .isCloseTo(radius, within(1e-6));

            Lyapunov lyapunov = Lyapunov.measure(recording, x, T, 1, workers);
            assertThat(lyapunov.rate()).isCloseTo(radius, within(1e-6));
            assertThat(lyapunov.error()).isLessThan(1e-6);
            Jacobian jacobian = Jacobian.of(recording, x, 0, 500, workers);
            assertThat(jacobian.spectrum().radius()).isCloseTo(radius, within(1e-6));
            assertThat(jacobian.spectrum().values()).hasSize(H);
        }
    }

    private static double[][] column(double[][] of) {
        double[][] first = new double[of.length][1];
        for (int i = 0; i < of.length; i++) {
            first[i][0] = of[i][0];
        }
        return first;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theLimitOfManyLayersIsTheLargestOfThem(int layers) {
        float[] x = new float[T * D];
        try (Workers workers = new Workers(1)) {
            Recording recording = Recording.of(linear(1.1, layers), x, workers);
            Fading fading = Fading.measure(recording, x, new int[] {T - 1}, noise(H, 1), 10_000, workers);

            assertThat(fading.courses()).hasSize(layers);
            assertThat(fading.courses().get(layers - 1).rate(0)).isCloseTo(1.1, within(1e-6));
            assertThat(fading.courses().get(0).log10()[1000][0]).isBetween(41.0, 60.0); // 1.1^1000 = 2.5e41
        }
    }
}
