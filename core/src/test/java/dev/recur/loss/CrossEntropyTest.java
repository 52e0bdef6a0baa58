package dev.recur.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
    private static final int ROWS = 7;
    private static final int V = 37;
    private static final int STRIDE = 40;
    private static final int AT = 3;

    private final SplittableRandom random = new SplittableRandom(12);

    private float[] logits(double spread) {
        float[] x = new float[AT + ROWS * STRIDE];
        for (int j = 0; j < x.length; j++) {
            x[j] = (float) ((random.nextDouble() - 0.5) * spread);
        }
        return x;
    }

    private int[] targets() {
        int[] targets = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            targets[row] = random.nextInt(V);
        }
        return targets;
    }

    private static double oracle(float[] x, int[] targets) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            double z = 0;
            for (int j = 0; j < V; j++) {
                z += Math.exp(x[AT + row * STRIDE + j]);
            }
            sum += targets[row] < 0 ? 0 : Math.log(z) - x[AT + row * STRIDE + targets[row]];
        }
        return sum;
    }

    @Test
    void valueAndGradientAgreeWithFiniteDifferences() {
        float[] x = logits(6);
        int[] targets = targets();
        float[] d = x.clone();
        try (Workers workers = new Workers(2)) {
            double value = new CrossEntropy(Kernels.selected(), workers, ROWS)
                    .backward(d, AT, STRIDE, targets, ROWS, V, 0.25f);
            assertThat(value).isCloseTo(oracle(x, targets), within(1e-5));
        }
        for (int row = 0; row < ROWS; row++) {
            for (int j = 0; j < V; j++) {
                int at = AT + row * STRIDE + j;
                float kept = x[at];
                x[at] = kept + 0.0625f;
                double up = oracle(x, targets);
                x[at] = kept - 0.0625f;
                double down = oracle(x, targets);
                x[at] = kept;
                assertThat((double) d[at])
                        .as("row %d class %d", row, j)
                        .isCloseTo(0.25 * (up - down) / 0.125, within(2e-4));
            }
            for (int j = V; j < STRIDE && row < ROWS - 1; j++) {
                assertThat(d[AT + row * STRIDE + j]).isEqualTo(x[AT + row * STRIDE + j]);
            }
        }
    }

    @Test
    void workersAndKernelsDoNotChangeABit() {
        float[] x = logits(9);
        int[] targets = targets();
        float[] expected = null;
        double value = 0;
        for (int threads = 1; threads <= 9; threads++) {
            try (Workers workers = new Workers(threads)) {
                float[] d = x.clone();
                Kernels kernels = threads == 1 ? Kernels.scalar() : Kernels.selected();
                double found =
                        new CrossEntropy(kernels, workers, ROWS).backward(d, AT, STRIDE, targets, ROWS, V, 1f / 7);
                if (expected == null) {
                    expected = d;
                    value = found;
                }
                assertThat(d).isEqualTo(expected);
                assertThat(found).isEqualTo(value);
            }
        }
    }

    @Test
    void aRowWithoutATargetAddsNothing() {
        float[] x = logits(2);
        int[] targets = targets();
        targets[2] = -1;
        x[AT + 2 * STRIDE + 4] = Float.NaN;
        try (Workers workers = new Workers(1)) {
            CrossEntropy loss = new CrossEntropy(Kernels.selected(), workers, ROWS);
            float[] d = x.clone();
            double value = loss.backward(d, AT, STRIDE, targets, ROWS, V, 1f);
            assertThat(value).isCloseTo(oracle(x, targets), within(1e-5));
            for (int j = 0; j < V; j++) {
                assertThat(d[AT + 2 * STRIDE + j]).isZero();
            }
        }
    }

    @Test
    void hugeLogitsStayFiniteAndNaNShows() {
        float[] x = {1e30f, -1e30f, 0f, 88f, 89f, 90f, Float.NaN, 0f, 0f};
        try (Workers workers = new Workers(1)) {
            CrossEntropy loss = new CrossEntropy(Kernels.selected(), workers, 3);
            assertThat(loss.backward(x, 0, 3, new int[] {0, 2}, 2, 3, 1f))
                    .isCloseTo(Math.log(1 + Math.exp(-1) + Math.exp(-2)), within(1e-6));
            assertThat(loss.backward(x, 6, 3, new int[] {1}, 1, 3, 1f)).isNaN();
            assertThatThrownBy(() -> loss.backward(x, 0, 1, new int[9], 9, 1, 1f))
                    .hasMessageContaining("9 rows, but there is room for 3");
        }
    }

    @Test
    void smoothedAndWeighedItIsStillTheSlopeOfItsValue() {
        float[] x = logits(6);
        int[] targets = targets();
        targets[3] = -1;
        float[] weights = new float[V];
        for (int c = 0; c < V; c++) {
            weights[c] = c % 5 * 0.5f;
        }
        double[] plain = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            plain[j] = x[j];
        }
        float[] first = null;
        for (int threads = 1; threads <= 3; threads++) {
            float[] d = x.clone();
            try (Workers workers = new Workers(threads)) {
                double value = new CrossEntropy(Kernels.selected(), workers, ROWS, 0.1, weights)
                        .backward(d, AT, STRIDE, targets, ROWS, V, 0.25f);
                assertThat(value).isCloseTo(smoothed(plain, targets, weights, 0.1f), within(2e-5));
            }
            first = first == null ? d : first;
            assertThat(d).containsExactly(first);
        }
        for (int row = 0; row < ROWS; row++) {
            for (int j = 0; j < V; j++) {
                int at = AT + row * STRIDE + j;
                double kept = plain[at];
                plain[at] = kept + 1e-5;
                double up = smoothed(plain, targets, weights, 0.1f);
                plain[at] = kept - 1e-5;
                double down = smoothed(plain, targets, weights, 0.1f);
                plain[at] = kept;
                assertThat((double) first[at])
                        .as("row %d class %d", row, j)
                        .isCloseTo(0.25 * (up - down) / 2e-5, within(1e-6));
            }
        }
    }

    private static double smoothed(double[] x, int[] targets, float[] weights, double smoothing) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            double z = 0;
            double all = 0;
            for (int j = 0; j < V; j++) {
                z += Math.exp(x[AT + row * STRIDE + j]);
                all += x[AT + row * STRIDE + j];
            }
            if (targets[row] >= 0) {
                double wanted = (1 - smoothing) * x[AT + row * STRIDE + targets[row]] + smoothing * all / V;
                sum += weights[targets[row]] * (Math.log(z) - wanted);
            }
        }
        return sum;
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> new CrossEntropy(Kernels.selected(), workers, 1, 1, null))
                    .hasMessageContaining("smoothing is 1.0");
            assertThatThrownBy(() -> new CrossEntropy(Kernels.selected(), workers, 1, 0, new float[] {1, -1}))
                    .hasMessageContaining("weight of class 1 is -1.0");
            CrossEntropy two = new CrossEntropy(Kernels.selected(), workers, 1, 0, new float[] {1, 1});
            assertThatThrownBy(() -> two.backward(new float[3], 0, 3, new int[1], 1, 3, 1f))
                    .hasMessageContaining("3 classes, but 2 weights");
        }
    }
}
