package dev.recur.layer;

import dev.recur.array.Layout;
import dev.recur.cell.Rows;

/** Layers in double, written plainly: what the tests of layers compare with. Packed arrays as everywhere. */
final class Plain {
    private Plain() {}

    /** The Elman cell with tanh: {@code h(t) = tanh(W x(t) + U h(t-1) + b)}, along time or against it. */
    static double[] elman(double[] flat, Layout layout, Recurrent.Place place, double[] x, Rows rows, boolean against) {
        int in = place.in();
        int hidden = place.out();
        int w = layout.view(place.prefix() + "W").offset();
        int u = layout.view(place.prefix() + "U").offset();
        int b = layout.view(place.prefix() + "b").offset();
        double[] y = new double[rows.total() * hidden];
        for (int r = 0; r < rows.rows(); r++) {
            double[] h = new double[hidden];
            for (int s = 0; s < rows.length(r); s++) {
                int t = against ? rows.length(r) - 1 - s : s;
                int p = rows.offset(t) + r;
                double[] next = new double[hidden];
                for (int j = 0; j < hidden; j++) {
                    double sum = flat[b + j];
                    for (int i = 0; i < in; i++) {
                        sum += flat[w + j * in + i] * x[p * in + i];
                    }
                    for (int i = 0; i < hidden; i++) {
                        sum += flat[u + j * hidden + i] * h[i];
                    }
                    next[j] = Math.tanh(sum);
                }
                h = next;
                System.arraycopy(h, 0, y, p * hidden, hidden);
            }
        }
        return y;
    }

    static double[] layer(double[] flat, Layout layout, Layer.Place place, double[] x, Rows rows) {
        if (place instanceof Recurrent.Place recurrent) {
            return elman(flat, layout, recurrent, x, rows, false);
        }
        Bidirectional.Place both = (Bidirectional.Place) place;
        return join(
                rows.total(),
                elman(flat, layout, both.along(), x, rows, false),
                elman(flat, layout, both.against(), x, rows, true));
    }

    /** Rows of several arrays side by side. */
    static double[] join(int rows, double[]... parts) {
        int width = 0;
        for (double[] part : parts) {
            width += part.length / rows;
        }
        double[] joined = new double[rows * width];
        int column = 0;
        for (double[] part : parts) {
            int own = part.length / rows;
            for (int p = 0; p < rows; p++) {
                System.arraycopy(part, p * own, joined, p * width + column, own);
            }
            column += own;
        }
        return joined;
    }

    /** What makes one number of an array: a sum of products with fixed factors. */
    static double dot(double[] y, float[] factors) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * factors[i];
        }
        return sum;
    }
}
