package dev.recur.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GradientNormTest {
    private static final Layout LAYOUT = layout();

    private static Layout layout() {
        Layout.Builder builder = Layout.builder();
        builder.add("E", 70, 100);
        builder.add("b", 9001);
        return builder.build();
    }

    private static Parameters random() {
        SplittableRandom random = new SplittableRandom(9);
        Parameters gradient = Parameters.zeros(LAYOUT);
        for (int j = 0; j < gradient.values().length; j++) {
            gradient.values()[j] = (float) (random.nextDouble() * 4 - 2);
        }
        return gradient;
    }

    @Test
    void isTheEuclideanNormForAnyNumberOfWorkers() {
        double squares = 0;
        for (float value : random().values()) {
            squares += (double) value * value;
        }
        double first = 0;
        for (int threads = 1; threads <= 4; threads++) {
            try (Workers workers = new Workers(threads)) {
                double norm = new GradientNorm(LAYOUT, Kernels.selected(), workers).norm(random());
                assertThat(norm).isCloseTo(Math.sqrt(squares), within(1e-4));
                first = threads == 1 ? norm : first;
                assertThat(norm).isEqualTo(first);
                assertThat(new GradientNorm(LAYOUT, Kernels.scalar(), workers).norm(random()))
                        .isEqualTo(first);
            }
        }
    }

    @Test
    void clipsByNorm() {
        assertThat(GradientNorm.clipFactor(10, 5)).isEqualTo(0.5);
        assertThat(GradientNorm.clipFactor(4, 5)).isEqualTo(1);
        assertThat(GradientNorm.clipFactor(0, 5)).isEqualTo(1);
    }

    @Test
    void boundsByValueAndLeavesNaN() {
        try (Workers workers = new Workers(3)) {
            Parameters gradient = random();
            float[] before = gradient.values().clone();
            before[5000] = Float.NaN;
            gradient.values()[5000] = Float.NaN;
            new GradientNorm(LAYOUT, Kernels.selected(), workers).bound(gradient, 0.5);
            for (int j = 0; j < before.length; j++) {
                before[j] = Math.max(-0.5f, Math.min(0.5f, before[j]));
            }
            assertThat(before[5000]).isNaN();
            assertThat(gradient.values()).isEqualTo(before);
        }
    }

    @Test
    void namesTheArrayThatIsNotFinite() {
        try (Workers workers = new Workers(2)) {
            GradientNorm norms = new GradientNorm(LAYOUT, Kernels.selected(), workers);
            Parameters gradient = random();
            assertThat(norms.firstNotFinite(gradient)).isNull();
            gradient.values()[9000] = Float.NEGATIVE_INFINITY;
            assertThat(norms.firstNotFinite(gradient)).isEqualTo("b");
            assertThat(norms.norm(gradient)).isInfinite();
            gradient.values()[3] = Float.NaN;
            assertThat(norms.firstNotFinite(gradient)).isEqualTo("E");
            assertThat(norms.norm(gradient)).isNaN();
        }
    }
}
