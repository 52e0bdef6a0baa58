package dev.recur.kernel;

import org.jspecify.annotations.Nullable;

/** Whole vectors through the sweeps, what is left over through the scalar ones, which have the same bits. */
final class VectorKernels extends Kernels {
    static final VectorKernels INSTANCE = new VectorKernels();

    private static final ScalarKernels TAIL = ScalarKernels.INSTANCE;

    /** Floats that go through two sweeps one after the other: the arrays' parts stay in the first cache. */
    private static final int BLOCK = 1024;

    private VectorKernels() {}

    private static int whole(int n) {
        return n & -Width.LANES;
    }

    @Override
    public String name() {
        return "vector " + Width.BITS;
    }

    @Override
    public void multiply(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            int aStride,
            float[] panel,
            int panelAt,
            int rows,
            int columns,
            int depth,
            float[] d,
            int dAt,
            int dStride,
            float @Nullable [] next,
            int nextAt) {
        VectorProducts.multiply(
                c, cAt, cStride, a, aAt, aStride, panel, panelAt, rows, columns, depth, d, dAt, dStride, next, nextAt);
    }

    @Override
    public void multiplyTransposed(
            float[] c,
            int cAt,
            int cStride,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            int bPanel,
            int rows,
            int columns,
            int depth) {
        for (int j = 0; j < columns; j += PANEL) {
            int width = Math.min(PANEL, columns - j);
            int panel = bAt + j / PANEL * bPanel;
            VectorProducts.multiplyTransposed(c, cAt + j, cStride, a, aAt, b, panel, rows, width, depth);
        }
    }

    @Override
    public void cut(
            float[] to,
            int toAt,
            int toPanel,
            int width,
            float[] from,
            int fromAt,
            int fromStride,
            int rows,
            int columns) {
        VectorProducts.cut(to, toAt, toPanel, width, from, fromAt, fromStride, rows, columns);
    }

    @Override
    public void pointwise(
            Pointwise op,
            float[] out,
            int outAt,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            float[] d,
            int dAt,
            int n,
            int flush) {
        int k = whole(n);
        VectorSweeps.run(op, out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, k);
        if (flush != KEEP) {
            // a pass of its own, in the first cache: inside the sweeps it would cost those values as much that are not
            // stored
            VectorUpdates.flush(out, outAt, k, flush);
        }
        if (k < n) {
            ScalarSweeps.run(op, out, outAt + k, a, aAt + k, b, bAt + k, c, cAt + k, d, dAt + k, n - k, flush);
        }
    }

    @Override
    public void normalize(float[] y, int yAt, float[] x, int xAt, int rows, int length) {
        for (int i = 0; i < rows; i++) {
            VectorRows.normalize(y, yAt + i * length, x, xAt + i * length, length);
        }
    }

    @Override
    public void normalizeScale(float[] r, int rAt, float[] x, int xAt, int rows, int length) {
        for (int i = 0; i < rows; i++) {
            float mean = VectorRows.sum(x, xAt + i * length, length) / length;
            r[rAt + i] = VectorRows.normScale(x, xAt + i * length, length, mean);
        }
    }

    @Override
    public void dNormalize(
            float[] dx, int dxAt, float[] g, int gAt, float[] y, int yAt, float[] r, int rAt, int rows, int length) {
        for (int i = 0; i < rows; i++) {
            int row = i * length;
            VectorRows.dNormalize(dx, dxAt + row, g, gAt + row, y, yAt + row, r[rAt + i], length);
        }
    }

    @Override
    public void addRows(float[] sum, int sumAt, float[] g, int gAt, int gStride, int rows, int columns) {
        VectorRows.addRows(sum, sumAt, g, gAt, gStride, rows, columns);
    }

    @Override
    public void addRowsByGroup(
            float[] sum,
            int sumAt,
            float[] groups,
            int groupsAt,
            int[] group,
            int groupAt,
            float[] g,
            int gAt,
            int stride,
            int rows,
            int columns) {
        int k = VectorRows.addRowsByGroup(sum, sumAt, groups, groupsAt, group, groupAt, g, gAt, stride, rows, columns);
        TAIL.addRowsByGroup(
                sum, sumAt + k, groups, groupsAt + k, group, groupAt, g, gAt + k, stride, rows, columns - k);
    }

    @Override
    public void addProductRows(
            float[] sum, int sumAt, float[] g, int gAt, float[] v, int vAt, int stride, int rows, int columns) {
        VectorRows.addProductRows(sum, sumAt, g, gAt, v, vAt, stride, rows, columns);
    }

    @Override
    public void softmax(float[] y, int yAt, float[] x, int xAt, int n, float inverseTemperature) {
        float sum = VectorRows.exponentials(y, yAt, x, xAt, n, VectorRows.max(x, xAt, n), inverseTemperature);
        scale(y, yAt, n, 1f / sum);
    }

    @Override
    public float crossEntropy(float[] x, int xAt, int n, int target, float scale) {
        float max = VectorRows.max(x, xAt, n);
        float below = max - x[xAt + target];
        float sum = VectorRows.exponentials(x, xAt, x, xAt, n, max, 1f);
        scale(x, xAt, n, scale / sum);
        x[xAt + target] -= scale;
        return Functions.log(sum) + below;
    }

    @Override
    public float dot(float[] x, int xAt, float[] y, int yAt, int n) {
        return VectorRows.sumOfProducts(x, xAt, y, yAt, n);
    }

    @Override
    public double sumOfSquares(float[] x, int at, int n) {
        return VectorRows.sumOfProducts(x, at, x, at, n);
    }

    @Override
    public void scale(float[] x, int at, int n, float factor) {
        int k = whole(n);
        VectorUpdates.scale(x, at, k, factor);
        TAIL.scale(x, at + k, n - k, factor);
    }

    @Override
    public void addScaled(float[] y, int yAt, float[] x, int xAt, int n, float factor) {
        int k = whole(n);
        VectorUpdates.addScaled(y, yAt, x, xAt, k, factor);
        TAIL.addScaled(y, yAt + k, x, xAt + k, n - k, factor);
    }

    @Override
    public void sgd(float[] w, float[] g, int at, int n, float clip, float rate, float keep) {
        int k = whole(n);
        VectorUpdates.sgd(w, g, at, k, clip, rate, keep);
        if (k < n) {
            TAIL.sgd(w, g, at + k, n - k, clip, rate, keep);
        }
    }

    @Override
    public void momentum(
            float[] w,
            float[] m,
            float[] g,
            int at,
            int n,
            float clip,
            float rate,
            float keep,
            float momentum,
            boolean nesterov) {
        int k = whole(n);
        VectorUpdates.momentum(w, m, g, at, k, clip, rate, keep, momentum, nesterov);
        if (k < n) {
            TAIL.momentum(w, m, g, at + k, n - k, clip, rate, keep, momentum, nesterov);
        }
    }

    @Override
    public void rmsprop(
            float[] w,
            float[] v,
            float[] g,
            int at,
            int n,
            float clip,
            float rate,
            float keep,
            float decay,
            float epsilon) {
        int k = whole(n);
        VectorUpdates.rmsprop(w, v, g, at, k, clip, rate, keep, decay, epsilon);
        if (k < n) {
            TAIL.rmsprop(w, v, g, at + k, n - k, clip, rate, keep, decay, epsilon);
        }
    }

    @Override
    public void adagrad(
            float[] w, float[] v, float[] g, int at, int n, float clip, float rate, float keep, float epsilon) {
        int k = whole(n);
        VectorUpdates.adagrad(w, v, g, at, k, clip, rate, keep, epsilon);
        if (k < n) {
            TAIL.adagrad(w, v, g, at + k, n - k, clip, rate, keep, epsilon);
        }
    }

    @Override
    public void adam(
            float[] w,
            float[] m,
            float[] v,
            float[] g,
            int at,
            int n,
            float clip,
            float rate,
            float keep,
            float beta1,
            float beta2,
            float c1,
            float c2,
            float epsilon) {
        int k = whole(n);
        for (int j = 0; j < k; j += BLOCK) {
            int block = Math.min(BLOCK, k - j);
            VectorUpdates.moments(m, v, g, at + j, block, clip, beta1, beta2);
            VectorUpdates.adamStep(w, m, v, at + j, block, rate, keep, c1, c2, epsilon);
        }
        if (k < n) {
            TAIL.adam(w, m, v, g, at + k, n - k, clip, rate, keep, beta1, beta2, c1, c2, epsilon);
        }
    }
}
