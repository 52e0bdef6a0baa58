package dev.recur.cell;

import java.util.function.ToIntFunction;

/** The judge in double: plain, and held to finite differences. */
final class Oracle extends Judge {
    private static final double EPSILON = 1e-5;

    private double kink = Double.POSITIVE_INFINITY;

    Oracle(Derivative derivative, ToIntFunction<Length> lengths) {
        super(derivative, lengths);
    }

    @Override
    double number(double value) {
        return value;
    }

    @Override
    double apply(Op op, double a, double b, double c) {
        if (op == Op.RELU || op == Op.ABS || op == Op.SQRT) {
            kink = Math.min(kink, Math.abs(a));
        } else if (op == Op.MAX || op == Op.MIN) {
            kink = Math.min(kink, Math.abs(a - b));
        }
        return op.value(a, b, c);
    }

    /** The least distance to a point without a derivative that an operation has come to. */
    double kink() {
        return kink;
    }

    @Override
    double fma(double a, double b, double sum) {
        return a * b + sum;
    }

    @Override
    double add(double a, double b) {
        return a + b;
    }

    @Override
    void normalize(double[] y, double[] x, int at, int length) {
        double mean = mean(x, at, length);
        double scale = normalizeScale(x, at, length);
        for (int j = 0; j < length; j++) {
            y[at + j] = (x[at + j] - mean) * scale;
        }
    }

    @Override
    double normalizeScale(double[] x, int at, int length) {
        double mean = mean(x, at, length);
        double variance = 0;
        for (int j = 0; j < length; j++) {
            double away = x[at + j] - mean;
            variance += away * away;
        }
        return 1 / Math.sqrt(variance / length + EPSILON);
    }

    @Override
    void dNormalize(double[] dx, double[] g, double[] y, double r, int at, int length) {
        double product = 0;
        for (int j = 0; j < length; j++) {
            product += g[at + j] * y[at + j];
        }
        double mean = mean(g, at, length);
        for (int j = 0; j < length; j++) {
            dx[at + j] = r * (g[at + j] - mean - y[at + j] * product / length);
        }
    }

    private static double mean(double[] x, int at, int length) {
        double sum = 0;
        for (int j = 0; j < length; j++) {
            sum += x[at + j];
        }
        return sum / length;
    }
}
