package dev.recur.kernel;

import org.jspecify.annotations.Nullable;

/** Float by float, with {@code Math.fma}: the definition of every bit. */
final class ScalarKernels extends Kernels {
    static final ScalarKernels INSTANCE = new ScalarKernels();

    private ScalarKernels() {}

    @Override
    public String name() {
        return "scalar";
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
        for (int i = 0; i < rows; i++) {
            int row = cAt + i * cStride;
            int start = dAt + i * dStride;
            if (d != c || start != row) {
                System.arraycopy(d, start, c, row, columns);
            }
            ScalarProducts.row(c, row, a, aAt + i * aStride, 1, panel, panelAt, PANEL, columns, depth);
        }
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
            for (int i = 0; i < rows; i++) {
                ScalarProducts.row(c, cAt + i * cStride + j, a, aAt + i, STRIP, b, panel, PANEL, width, depth);
            }
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
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j += width) {
                int target = toAt + j / width * toPanel + i * width;
                System.arraycopy(from, fromAt + i * fromStride + j, to, target, Math.min(width, columns - j));
            }
        }
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
        ScalarSweeps.run(op, out, outAt, a, aAt, b, bAt, c, cAt, d, dAt, n, flush);
    }

    @Override
    public void normalize(float[] y, int yAt, float[] x, int xAt, int rows, int length) {
        for (int i = 0; i < rows; i++) {
            ScalarRows.normalize(y, yAt + i * length, x, xAt + i * length, length);
        }
    }

    @Override
    public void normalizeScale(float[] r, int rAt, float[] x, int xAt, int rows, int length) {
        for (int i = 0; i < rows; i++) {
            float mean = ScalarRows.sum(x, xAt + i * length, length) / length;
            r[rAt + i] = ScalarRows.normScale(x, xAt + i * length, length, mean);
        }
    }

    @Override
    public void dNormalize(
            float[] dx, int dxAt, float[] g, int gAt, float[] y, int yAt, float[] r, int rAt, int rows, int length) {
        for (int i = 0; i < rows; i++) {
            int row = i * length;
            ScalarRows.dNormalize(dx, dxAt + row, g, gAt + row, y, yAt + row, r[rAt + i], length);
        }
    }

    @Override
    public void addRows(float[] sum, int sumAt, float[] g, int gAt, int gStride, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                sum[sumAt + j] += g[gAt + i * gStride + j];
            }
        }
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
        for (int i = 0; i < rows; i++) {
            int to = groupsAt + group[groupAt + i] * stride;
            for (int j = 0; j < columns; j++) {
                float value = g[gAt + i * stride + j];
                sum[sumAt + j] += value;
                groups[to + j] += value;
            }
        }
    }

    @Override
    public void addProductRows(
            float[] sum, int sumAt, float[] g, int gAt, float[] v, int vAt, int stride, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int k = i * stride + j;
                sum[sumAt + j] = Math.fma(g[gAt + k], v[vAt + k], sum[sumAt + j]);
            }
        }
    }

    @Override
    public void softmax(float[] y, int yAt, float[] x, int xAt, int n, float inverseTemperature) {
        float sum = ScalarRows.exponentials(y, yAt, x, xAt, n, ScalarRows.max(x, xAt, n), inverseTemperature);
        scale(y, yAt, n, 1f / sum);
    }

    @Override
    public float crossEntropy(float[] x, int xAt, int n, int target, float scale) {
        float max = ScalarRows.max(x, xAt, n);
        float below = max - x[xAt + target];
        float sum = ScalarRows.exponentials(x, xAt, x, xAt, n, max, 1f);
        scale(x, xAt, n, scale / sum);
        x[xAt + target] -= scale;
        return Functions.log(sum) + below;
    }

    @Override
    public float dot(float[] x, int xAt, float[] y, int yAt, int n) {
        return ScalarRows.sumOfProducts(x, xAt, y, yAt, n);
    }

    @Override
    public double sumOfSquares(float[] x, int at, int n) {
        return ScalarRows.sumOfProducts(x, at, x, at, n);
    }

    @Override
    public void scale(float[] x, int at, int n, float factor) {
        for (int j = at; j < at + n; j++) {
            x[j] *= factor;
        }
    }

    @Override
    public void addScaled(float[] y, int yAt, float[] x, int xAt, int n, float factor) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] = Math.fma(factor, x[xAt + j], y[yAt + j]);
        }
    }

    @Override
    public void sgd(float[] w, float[] g, int at, int n, float clip, float rate, float keep) {
        for (int j = at; j < at + n; j++) {
            w[j] = flushed(Math.fma(-rate, clip * g[j], keep * w[j]));
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
        for (int j = at; j < at + n; j++) {
            float dw = clip * g[j];
            float speed = flushed(Math.fma(momentum, m[j], dw));
            m[j] = speed;
            w[j] = flushed(Math.fma(-rate, nesterov ? Math.fma(momentum, speed, dw) : speed, keep * w[j]));
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
        float fresh = 1f - decay;
        for (int j = at; j < at + n; j++) {
            float dw = clip * g[j];
            float square = flushed(Math.fma(decay, v[j], fresh * dw * dw));
            v[j] = square;
            w[j] = flushed(Math.fma(-rate, dw / (Functions.sqrt(square) + epsilon), keep * w[j]));
        }
    }

    @Override
    public void adagrad(
            float[] w, float[] v, float[] g, int at, int n, float clip, float rate, float keep, float epsilon) {
        for (int j = at; j < at + n; j++) {
            float dw = clip * g[j];
            float square = flushed(Math.fma(dw, dw, v[j]));
            v[j] = square;
            w[j] = flushed(Math.fma(-rate, dw / (Functions.sqrt(square) + epsilon), keep * w[j]));
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
        float fresh1 = 1f - beta1;
        float fresh2 = 1f - beta2;
        for (int j = at; j < at + n; j++) {
            float dw = clip * g[j];
            float mean = flushed(Math.fma(beta1, m[j], fresh1 * dw));
            float square = flushed(Math.fma(beta2, v[j], fresh2 * dw * dw));
            m[j] = mean;
            v[j] = square;
            float step = mean * c1 / (Functions.sqrt(square * c2) + epsilon);
            w[j] = flushed(Math.fma(-rate, step, keep * w[j]));
        }
    }
}
