package dev.recur.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelsTest {
    private static final int WIDE = Kernels.PANEL;

    @ParameterizedTest
    @CsvSource({"1,1", "64,64", "65,3", "7,100", "128,17", "130,65"})
    void holdsEveryEntryOnceAndZerosBeside(int m, int k) {
        int stride = k + 3;
        float[] w = Samples.tame(new SplittableRandom(m), m * stride);
        float[] forward = Samples.tame(new SplittableRandom(k), 5 + Panels.size(m, k));
        float[] backward = new float[5 + Panels.size(k, m)];
        Panels.packForward(forward, 5, w, 0, stride, m, k);
        Panels.packBackward(backward, 5, w, 0, stride, m, k);
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < (m + WIDE - 1) / WIDE * WIDE; j++) {
                float entry = forward[5 + (j / WIDE) * k * WIDE + p * WIDE + j % WIDE];
                assertThat(entry).isEqualTo(j < m ? w[j * stride + p] : 0f);
            }
        }
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < (k + WIDE - 1) / WIDE * WIDE; j++) {
                float entry = backward[5 + (j / WIDE) * m * WIDE + i * WIDE + j % WIDE];
                assertThat(entry).isEqualTo(j < k ? w[i * stride + j] : 0f);
            }
        }
        float[] back = new float[m * k];
        Panels.unpackForward(back, 0, k, forward, 5, m, k);
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                assertThat(back[i * k + p]).isEqualTo(w[i * stride + p]);
            }
        }
    }
}
