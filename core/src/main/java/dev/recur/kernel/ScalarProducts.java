package dev.recur.kernel;

/** Chains of {@code Math.fma}, eight columns at a time so that the chains hide each other's latency. */
final class ScalarProducts {
    private ScalarProducts() {}

    /** {@code c[j] = chain over p of fma(a[p * aStep], b[p, j], acc)} from {@code c[j]}. */
    static void row(
            float[] c,
            int cAt,
            float[] a,
            int aAt,
            int aStep,
            float[] b,
            int bAt,
            int bStride,
            int columns,
            int depth) {
        int j = 0;
        for (; j + 8 <= columns; j += 8) {
            eight(c, cAt + j, a, aAt, aStep, b, bAt + j, bStride, depth);
        }
        for (; j < columns; j++) {
            float acc = c[cAt + j];
            for (int p = 0; p < depth; p++) {
                acc = Math.fma(a[aAt + p * aStep], b[bAt + p * bStride + j], acc);
            }
            c[cAt + j] = acc;
        }
    }

    private static void eight(
            float[] c, int cAt, float[] a, int aAt, int aStep, float[] b, int bAt, int bStride, int depth) {
        float c0 = c[cAt];
        float c1 = c[cAt + 1];
        float c2 = c[cAt + 2];
        float c3 = c[cAt + 3];
        float c4 = c[cAt + 4];
        float c5 = c[cAt + 5];
        float c6 = c[cAt + 6];
        float c7 = c[cAt + 7];
        for (int p = 0; p < depth; p++) {
            float x = a[aAt + p * aStep];
            int k = bAt + p * bStride;
            c0 = Math.fma(x, b[k], c0);
            c1 = Math.fma(x, b[k + 1], c1);
            c2 = Math.fma(x, b[k + 2], c2);
            c3 = Math.fma(x, b[k + 3], c3);
            c4 = Math.fma(x, b[k + 4], c4);
            c5 = Math.fma(x, b[k + 5], c5);
            c6 = Math.fma(x, b[k + 6], c6);
            c7 = Math.fma(x, b[k + 7], c7);
        }
        c[cAt] = c0;
        c[cAt + 1] = c1;
        c[cAt + 2] = c2;
        c[cAt + 3] = c3;
        c[cAt + 4] = c4;
        c[cAt + 5] = c5;
        c[cAt + 6] = c6;
        c[cAt + 7] = c7;
    }
}
