package dev.recur.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The optimisers' updates: the selected kernels against the scalar ones bit by bit; adam against its formula. */
@Tag("bits")
class UpdatesTest {
    private static final int AT = 2;

    private interface Update {
        void on(Kernels kernels, float[] w, float[] m, float[] v, float[] g, int n);
    }

    private static void agree(String what, Update update) {
        SplittableRandom random = new SplittableRandom(21);
        for (int n = 0; n <= 70; n++) {
            for (boolean nasty : new boolean[] {false, true}) {
                float[] g = nasty ? Samples.any(random, n + 2 * AT) : Samples.tame(random, n + 2 * AT);
                float[][] expected = new float[3][];
                float[][] found = new float[3][];
                for (int k = 0; k < 3; k++) {
                    expected[k] = Samples.tame(random, n + 2 * AT);
                    expected[k][0] = Math.abs(expected[k][0]);
                    found[k] = expected[k].clone();
                }
                update.on(Kernels.scalar(), expected[0], expected[1], expected[2], g, n);
                update.on(Kernels.selected(), found[0], found[1], found[2], g, n);
                for (int k = 0; k < 3; k++) {
                    Samples.assertSame(what + " n=" + n + " array " + k, found[k], expected[k]);
                }
            }
        }
    }

    @Test
    void agreesWithScalarInEveryBit() {
        agree("sgd", (k, w, m, v, g, n) -> k.sgd(w, g, AT, n, 0.5f, 0.1f, 0.99f));
        agree("momentum", (k, w, m, v, g, n) -> k.momentum(w, m, g, AT, n, 0.5f, 0.1f, 1f, 0.9f, false));
        agree("nesterov", (k, w, m, v, g, n) -> k.momentum(w, m, g, AT, n, 0.5f, 0.1f, 1f, 0.9f, true));
        agree("rmsprop", (k, w, m, v, g, n) -> k.rmsprop(w, v, g, AT, n, 1f, 0.1f, 1f, 0.95f, 1e-8f));
        agree("adagrad", (k, w, m, v, g, n) -> k.adagrad(w, v, g, AT, n, 1f, 0.1f, 1f, 1e-8f));
        agree(
                "adam",
                (k, w, m, v, g, n) -> k.adam(w, m, v, g, AT, n, 0.3f, 2e-3f, 0.999f, 0.9f, 0.999f, 5f, 300f, 1e-8f));
    }

    @Test
    void adamIsItsFormula() {
        float[] w = {0.5f};
        float[] m = {0.1f};
        float[] v = {0.02f};
        Kernels.selected().adam(w, m, v, new float[] {-0.4f}, 0, 1, 1f, 0.01f, 1f, 0.9f, 0.999f, 2f, 3f, 1e-8f);
        float mean = Math.fma(0.9f, 0.1f, (1f - 0.9f) * -0.4f);
        float square = Math.fma(0.999f, 0.02f, (1f - 0.999f) * -0.4f * -0.4f);
        assertThat(m[0]).isEqualTo(mean);
        assertThat(v[0]).isEqualTo(square);
        float step = mean * 2f / ((float) Math.sqrt(square * 3f) + 1e-8f);
        assertThat(w[0]).isEqualTo(Math.fma(-0.01f, step, 0.5f));
    }

    @Test
    void idleMomentsReachZero() {
        float[] w = new float[16];
        float[] m = new float[16];
        float[] v = new float[16];
        java.util.Arrays.fill(m, 1e-20f);
        java.util.Arrays.fill(v, 1e-20f);
        for (int step = 0; step < 60_000; step++) {
            Kernels.selected().adam(w, m, v, new float[16], 0, 16, 1f, 0.01f, 1f, 0.9f, 0.999f, 1f, 1f, 1e-8f);
        }
        assertThat(m).containsOnly(0f);
        assertThat(v).containsOnly(0f);
    }
}
