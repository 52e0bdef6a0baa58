package dev.recur.cell;

/**
 * Square matrices with a spectral radius that is asked for. The radius is found by Gelfand's formula, |A^m|^(1/m) for m a power of two, by
 * squaring: no eigenvalue is needed, complex ones are as good as real ones, and the order of all sums is that of plain loops. With m = 2^20 the
 * norm's own factor, at most √n times the condition of the eigenvectors, changes the sixth digit.
 */
final class SpectralRadius {
    private static final int SQUARINGS = 20;

    private SpectralRadius() {}

    static void fill(double[] values, int rows, int columns, double radius, Start.Draws draws) {
        if (rows != columns) {
            throw new IllegalArgumentException("spectral(r) is a start for square matrices, and this one is [" + rows
                    + ", " + columns + "]; take orthogonal(g) or glorot(g)");
        }
        for (int i = 0; i < rows * columns; i++) {
            values[i] = draws.normal(i);
        }
        double found = of(values, rows);
        for (int i = 0; i < rows * columns; i++) {
            values[i] *= radius / found;
        }
    }

    /** Of [n, n], row-major. */
    static double of(double[] matrix, int n) {
        double[] power = matrix.clone();
        double[] square = new double[n * n];
        double log = 0; // of the factors taken out, each to its share of the power
        double share = 1;
        for (int i = 0; i < SQUARINGS; i++) {
            double norm = norm(power);
            if (norm == 0) {
                return 0;
            }
            log += share * StrictMath.log(norm);
            for (int j = 0; j < power.length; j++) {
                power[j] /= norm;
            }
            square(square, power, n);
            double[] swap = power;
            power = square;
            square = swap;
            share /= 2;
        }
        double last = norm(power);
        return last == 0 ? 0 : StrictMath.exp(log + share * StrictMath.log(last));
    }

    private static void square(double[] to, double[] a, int n) {
        for (int i = 0; i < n; i++) {
            int row = i * n;
            for (int j = 0; j < n; j++) {
                to[row + j] = 0;
            }
            for (int k = 0; k < n; k++) {
                double factor = a[row + k];
                int other = k * n;
                for (int j = 0; j < n; j++) {
                    to[row + j] += factor * a[other + j];
                }
            }
        }
    }

    /** Frobenius'. */
    private static double norm(double[] a) {
        double sum = 0;
        for (double value : a) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
