package dev.recur.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No kernel allocates once it is compiled: a vector that is boxed shows here, and costs a factor of a hundred. */
class AllocationTest {
    private static final int N = 256;

    /** The compilers work in the background and may have to queue: on a busy machine 20,000 rounds were over before they were done. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Rounds until one allocates nothing; what the last one allocated. */
    private static long leastAllocated(Runnable round) {
        long least = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (least > 0 && System.nanoTime() - start < PATIENCE.toNanos()) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            round.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static float[] filled(int n) {
        return Samples.tame(new java.util.SplittableRandom(n), n);
    }

    @Test
    void pointwiseAllocatesNothing() {
        Kernels kernels = Kernels.selected();
        float[] a = filled(N);
        float[] out = new float[N];
        Pointwise[] all = Pointwise.values();
        assertThat(leastAllocated(() -> {
                    for (Pointwise op : all) {
                        kernels.pointwise(op, out, 0, a, 0, a, 0, a, 0, a, 0, N, Kernels.FLUSH);
                    }
                }))
                .isZero();
    }

    @Test
    void productsAllocateNothing() {
        Kernels kernels = Kernels.selected();
        float[] a = filled(Kernels.STRIP * 40);
        float[] panel = filled(64 * 40);
        float[] c = new float[40 * 64];
        assertThat(leastAllocated(() -> {
                    for (int rows = 1; rows <= 8; rows++) {
                        for (int columns = 5; columns <= 64; columns += 59) {
                            kernels.multiplyPanels(c, 0, 64, a, 0, 40, panel, 0, rows, columns, 40, true);
                            kernels.multiplyTransposed(c, 0, 64, a, 0, panel, 0, 0, rows, columns, 40);
                        }
                    }
                    java.util.Arrays.fill(c, 0f);
                }))
                .isZero();
    }

    @Test
    void rowsAndUpdatesAllocateNothing() {
        Kernels kernels = Kernels.selected();
        float[] x = filled(N);
        float[] y = filled(N + 1);
        float[] z = new float[N];
        int[] group = {1, 0};
        assertThat(leastAllocated(() -> {
                    kernels.normalize(z, 0, x, 0, 2, 100);
                    kernels.normalizeScale(z, 0, x, 0, 2, 100);
                    kernels.dNormalize(z, 0, x, 0, y, 0, y, 0, 2, 100);
                    kernels.addRows(z, 0, x, 0, 100, 2, 100);
                    kernels.addRowsByGroup(z, 0, z, 100, group, 0, x, 0, 70, 2, 70);
                    kernels.addProductRows(z, 0, x, 0, y, 0, 100, 2, 100);
                    kernels.softmax(z, 0, x, 0, N, 1f);
                    kernels.crossEntropy(z, 0, N, 1, 1f);
                    z[0] = kernels.dot(x, 0, y, 1, N);
                    kernels.scale(z, 0, N, (float) kernels.sumOfSquares(x, 0, N) * 0f);
                    kernels.addScaled(z, 0, x, 0, N, 1f);
                    kernels.momentum(z, y, x, 0, N, 1f, 0f, 1f, 0.9f, true);
                    kernels.sgd(z, x, 0, N, 1f, 0f, 1f);
                    kernels.rmsprop(z, y, x, 0, N, 1f, 0f, 1f, 0.9f, 1f);
                    kernels.adagrad(z, y, x, 0, N, 1f, 0f, 1f, 1f);
                    kernels.adam(z, y, y, x, 0, N, 1f, 0f, 1f, 0.9f, 0.9f, 1f, 1f, 1f);
                }))
                .isZero();
    }
}
