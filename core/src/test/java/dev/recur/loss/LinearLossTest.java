package dev.recur.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.kernel.Kernels;
import dev.recur.layer.Linear;
import dev.recur.layer.LinearLoss;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs by chunks have the bits of outputs that lie in memory all at once. */
class LinearLossTest {
    @ParameterizedTest(name = "{0} rows, {1} inputs, {2} outputs, bias {3}, {4} workers")
    @CsvSource({
        "1, 3, 2, true, 1",
        "2, 3, 2, true, 3",
        "61, 20, 65, true, 2",
        "700, 7, 65, true, 1",
        "2500, 16, 65, true, 2",
        "2000, 5, 16, false, 3",
        "600, 9, 3000, true, 2",
    })
    void equalsOneAfterTheOther(int rows, int in, int out, boolean biased, int count) {
        SplittableRandom random = new SplittableRandom(rows);
        float[] flat = values(random, 3 + in * out + out); // the bias ends the array: no vector may reach beyond it
        int bias = biased ? 3 + in * out : -1;
        float[] x = values(random, rows * in);
        int[] targets = random.ints(rows, -1, out).toArray();
        try (Workers workers = new Workers(count)) {
            Linear linear = new Linear(in, out, 3, bias, true, true, workers);
            linear.load(flat);
            CrossEntropy loss = new CrossEntropy(Kernels.selected(), workers, rows);
            float[] dx = new float[rows * in];
            float[] gradient = new float[flat.length];
            float[] y = linear.forward(x, rows);
            double nats = loss.backward(y, 0, out, targets, rows, out, 0.25f);
            linear.backward(y, dx, gradient);

            LinearLoss chunks = new LinearLoss(linear, workers);
            for (int round = 0; round < 2; round++) { // what lies in its arrays from before does not matter
                float[] otherDx = new float[rows * in];
                float[] otherGradient = new float[flat.length];
                loss.begin(targets, rows, out, 0.25f);
                chunks.train(x, rows, otherDx, otherGradient, loss);
                assertThat(loss.sum()).isEqualTo(nats);
                assertThat(Arrays.equals(otherDx, dx)).as("gradient of x").isTrue();
                assertThat(Arrays.equals(otherGradient, gradient))
                        .as("of W and b")
                        .isTrue();

                loss.begin(targets, rows, out, 1f);
                chunks.evaluate(x, rows, loss);
                assertThat(loss.sum()).isEqualTo(nats);
            }
        }
    }

    private static float[] values(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return values;
    }
}
