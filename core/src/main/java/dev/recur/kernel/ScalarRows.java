package dev.recur.kernel;

import java.util.Arrays;

/** Sums and soft-max of one row, float by float. */
final class ScalarRows {
    private ScalarRows() {}

    static float sum(float[] x, int at, int n) {
        float[] lanes = Lanes.own();
        Arrays.fill(lanes, 0f);
        for (int j = 0; j < n; j++) {
            lanes[j % Kernels.LANES] += x[at + j];
        }
        return Lanes.sum(lanes);
    }

    static float sumOfProducts(float[] x, int xAt, float[] y, int yAt, int n) {
        float[] lanes = Lanes.own();
        Arrays.fill(lanes, 0f);
        for (int j = 0; j < n; j++) {
            int l = j % Kernels.LANES;
            lanes[l] = Math.fma(x[xAt + j], y[yAt + j], lanes[l]);
        }
        return Lanes.sum(lanes);
    }

    static float normScale(float[] x, int at, int n, float mean) {
        float[] lanes = Lanes.own();
        Arrays.fill(lanes, 0f);
        for (int j = 0; j < n; j++) {
            int l = j % Kernels.LANES;
            float away = x[at + j] - mean;
            lanes[l] = Math.fma(away, away, lanes[l]);
        }
        return normScale(Lanes.sum(lanes) / n);
    }

    static float normScale(float variance) {
        return 1f / Functions.sqrt(variance + 1e-5f);
    }

    static void normalize(float[] y, int yAt, float[] x, int xAt, int n) {
        float mean = sum(x, xAt, n) / n;
        float r = normScale(x, xAt, n, mean);
        for (int j = 0; j < n; j++) {
            y[yAt + j] = (x[xAt + j] - mean) * r;
        }
    }

    static void dNormalize(float[] dx, int dxAt, float[] g, int gAt, float[] y, int yAt, float r, int n) {
        float mean = sum(g, gAt, n) / n;
        float along = sumOfProducts(g, gAt, y, yAt, n) / n;
        for (int j = 0; j < n; j++) {
            dx[dxAt + j] = r * (g[gAt + j] - mean - y[yAt + j] * along);
        }
    }

    /** The greatest, NaN left out; what is NaN comes back as such through its exponential. */
    static float max(float[] x, int at, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int j = at; j < at + n; j++) {
            max = x[j] > max ? x[j] : max;
        }
        return max;
    }

    /** {@code y[j] = exp((x[j] - max) * factor)}; returns their sum. */
    static float exponentials(float[] y, int yAt, float[] x, int xAt, int n, float max, float factor) {
        for (int j = 0; j < n; j++) {
            y[yAt + j] = Functions.exp((x[xAt + j] - max) * factor);
        }
        return sum(y, yAt, n);
    }
}
