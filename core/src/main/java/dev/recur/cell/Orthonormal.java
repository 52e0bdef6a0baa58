package dev.recur.cell;

/** Matrices with orthonormal rows or columns, by Gram and Schmidt on a normal sample. */
final class Orthonormal {
    /** A row that keeps less than this of its length has lost digits, and is made orthogonal once more. */
    private static final double LOST = 1e-3;

    private Orthonormal() {}

    static void fill(double[] values, int rows, int columns, double gain, Start.Draws draws) {
        int few = Math.min(rows, columns);
        int many = Math.max(rows, columns);
        boolean upright = rows > columns;
        double[][] basis = new double[few][many];
        for (int p = 0; p < few; p++) {
            for (int q = 0; q < many; q++) {
                basis[p][q] = draws.normal(upright ? (long) q * columns + p : (long) p * columns + q);
            }
            orthogonalise(basis, p);
        }
        for (int p = 0; p < few; p++) {
            for (int q = 0; q < many; q++) {
                values[upright ? q * columns + p : p * columns + q] = gain * basis[p][q];
            }
        }
    }

    private static void orthogonalise(double[][] basis, int last) {
        double[] row = basis[last];
        for (int pass = 0; pass < 3; pass++) {
            double before = Math.sqrt(dot(row, row));
            for (int p = 0; p < last; p++) {
                subtract(row, dot(row, basis[p]), basis[p]);
            }
            double after = Math.sqrt(dot(row, row));
            for (int q = 0; q < row.length; q++) {
                row[q] /= after;
            }
            if (after > LOST * before) {
                return;
            }
        }
    }

    private static void subtract(double[] row, double factor, double[] other) {
        for (int q = 0; q < row.length; q++) {
            row[q] -= factor * other[q];
        }
    }

    /** Four sums side by side, always in this order. */
    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int q = 0;
        for (; q + 4 <= a.length; q += 4) {
            s0 += a[q] * b[q];
            s1 += a[q + 1] * b[q + 1];
            s2 += a[q + 2] * b[q + 2];
            s3 += a[q + 3] * b[q + 3];
        }
        for (; q < a.length; q++) {
            s0 += a[q] * b[q];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
