package dev.recur.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.parallel.Workers;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeanSquareTest {
    @Test
    void valueAndGradientForAnyNumberOfWorkers() {
        SplittableRandom random = new SplittableRandom(2);
        int n = 10_007;
        float[] y = new float[n];
        float[] targets = new float[n];
        double expected = 0;
        for (int j = 0; j < n; j++) {
            y[j] = (float) random.nextDouble();
            targets[j] = (float) random.nextDouble();
            expected += Math.pow((double) y[j] - targets[j], 2);
        }
        double first = 0;
        for (int threads = 1; threads <= 4; threads++) {
            try (Workers workers = new Workers(threads)) {
                float[] d = y.clone();
                double value = new MeanSquare(workers, n).backward(d, targets, n, 0.5f / n);
                assertThat(value).isCloseTo(expected, within(1e-4));
                first = threads == 1 ? value : first;
                assertThat(value).isEqualTo(first);
                for (int j = 0; j < n; j++) {
                    assertThat(d[j]).isEqualTo((y[j] - targets[j]) * (1f / n));
                }
            }
        }
    }

    @Test
    void refusesMoreThanThereIsRoomFor() {
        try (Workers workers = new Workers(1)) {
            MeanSquare loss = new MeanSquare(workers, 10);
            assertThatThrownBy(() -> loss.backward(new float[5000], new float[5000], 5000, 1))
                    .hasMessageContaining("5000 elements, but there is room for 4096");
        }
    }
}
