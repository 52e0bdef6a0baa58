package dev.recur.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ActivationPenaltyTest {
    private static final Rows ROWS = Rows.ofLengths(4, 3, 3, 1);
    private static final int H = 5;

    private static double size(double[] h, int[] targets) {
        double sum = 0;
        for (int i = 0; i < ROWS.total(); i++) {
            for (int j = 0; j < H && targets[i] >= 0; j++) {
                sum += h[i * H + j] * h[i * H + j];
            }
        }
        return 0.3 * sum;
    }

    private static double change(double[] h, int[] targets) {
        double sum = 0;
        for (int t = 1; t < ROWS.steps(); t++) {
            for (int r = 0; r < ROWS.alive(t); r++) {
                for (int j = 0; j < H && targets[ROWS.offset(t) + r] >= 0; j++) {
                    double step = h[(ROWS.offset(t) + r) * H + j] - h[(ROWS.offset(t - 1) + r) * H + j];
                    sum += step * step;
                }
            }
        }
        return 0.7 * sum;
    }

    @Test
    void gradientsAreSlopesWherePredictionsAre() {
        SplittableRandom random = new SplittableRandom(3);
        double[] h = random.doubles(ROWS.total() * H, -1, 1).toArray();
        float[] floats = new float[h.length];
        for (int i = 0; i < h.length; i++) {
            floats[i] = (float) h[i];
        }
        int[] targets = new int[ROWS.total()];
        targets[2] = -1;
        targets[5] = -1;
        float[] dh = new float[h.length];
        Arrays.fill(dh, 1f);
        ActivationPenalty penalty = new ActivationPenalty(Kernels.selected(), H, 0.3 * H, 0.7 * H);
        penalty.size(dh, floats, ROWS, targets, 1);
        penalty.change(dh, floats, ROWS, targets, 1);
        for (int i = 0; i < h.length; i++) {
            double value = h[i];
            h[i] = value + 1e-5;
            double above = size(h, targets) + change(h, targets);
            h[i] = value - 1e-5;
            double below = size(h, targets) + change(h, targets);
            h[i] = value;
            assertThat((double) dh[i]).as("dh[%d]", i).isCloseTo(1 + (above - below) / 2e-5, within(1e-5));
        }
    }

    @Test
    void withoutTargetsAllPlacesCountAndTheMeanIsTaken() {
        float[] h = new float[ROWS.total() * H];
        for (int i = 0; i < h.length; i++) {
            h[i] = i % 7 - 3;
        }
        ActivationPenalty penalty = new ActivationPenalty(Kernels.selected(), H, 2, 1);
        float[] wanted = new float[h.length];
        penalty.size(wanted, h, ROWS, new int[ROWS.total()], 1f / ROWS.total());
        penalty.change(wanted, h, ROWS, new int[ROWS.total()], 1f / ROWS.total());
        float[] found = new float[h.length];
        penalty.add(found, h, ROWS);
        assertThat(found).containsExactly(wanted).isNotEqualTo(new float[h.length]);

        new ActivationPenalty(Kernels.selected(), H, 0, 0).add(found, h, ROWS);
        assertThat(found).containsExactly(wanted);
    }
}
