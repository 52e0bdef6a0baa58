package dev.recur.inspect;

import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Eigenvalues of a square matrix, largest modulus first. Up to {@value #MOST} rows all of them; of larger matrices the outermost, as found in
 * a Krylov space of that many dimensions (Arnoldi 1951), which is where those of the largest modulus show first.
 */
public record Spectrum(List<Eigenvalue> values) {
    /** A number of the complex plane. */
    public record Eigenvalue(double real, double imaginary) {
        public double modulus() {
            return Math.hypot(real, imaginary);
        }
    }

    private static final int MOST = 256;
    private static final Spectrum NONE = new Spectrum(List.of(new Eigenvalue(Double.NaN, 0)));

    public Spectrum {
        values = values.stream()
                .sorted(Comparator.comparingDouble(Eigenvalue::modulus).reversed())
                .toList();
    }

    /** The modulus of the largest: what the matrix's powers grow by. 0 for a matrix without rows, NaN if there are numbers that are none. */
    public double radius() {
        return values.isEmpty() ? 0 : values.get(0).modulus();
    }

    /** Of [n][n]. */
    public static Spectrum of(double[][] matrix) {
        for (double[] row : matrix) {
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    return NONE;
                }
            }
        }
        return of(matrix.length, MOST, vector -> times(matrix, vector));
    }

    /**
     * Of a matrix of which only the products with vectors are known.
     *
     * @param n how many rows it has
     * @param dimensions of the Krylov space, at most
     */
    static Spectrum of(int n, int dimensions, UnaryOperator<double[]> times) {
        double[][] small = arnoldi(n, Math.min(n, dimensions), times);
        for (double[] row : small) {
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    return NONE;
                }
            }
        }
        return new Spectrum(new HessenbergEigenvalues(small).find());
    }

    /**
     * The matrix as seen in the Krylov space of a random vector: [m][m], nothing below the subdiagonal. Where the space is exhausted, it goes
     * on with another vector, so with m = n every eigenvalue is there.
     */
    private static double[][] arnoldi(int n, int m, UnaryOperator<double[]> times) {
        double[][] small = new double[m][m];
        List<double[]> basis = new ArrayList<>();
        Stream chance = new Randomness(1).stream("inspect/arnoldi");
        for (int j = 0; j < m; j++) {
            if (basis.size() == j) {
                basis.add(fresh(basis, chance, j, n));
            }
            double[] next = times.apply(basis.get(j));
            double before = norm(next);
            for (int pass = 0; pass < 2; pass++) { // twice is enough (Kahan; Giraud and Langou 2005)
                for (int i = 0; i <= j; i++) {
                    double share = dot(basis.get(i), next);
                    small[i][j] += share;
                    subtract(next, share, basis.get(i));
                }
            }
            double left = norm(next);
            if (j + 1 < m && left > 1e-12 * before && left > 0) {
                small[j + 1][j] = left;
                scale(next, 1 / left);
                basis.add(next);
            }
        }
        return small;
    }

    private static double[] fresh(List<double[]> basis, Stream chance, int number, int n) {
        double[] vector = new double[n];
        for (int i = 0; i < n; i++) {
            vector[i] = chance.gaussian(number, i);
        }
        for (int pass = 0; pass < 2; pass++) {
            for (double[] other : basis) {
                subtract(vector, dot(other, vector), other);
            }
        }
        scale(vector, 1 / norm(vector));
        return vector;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = dot(matrix[i], vector);
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static void subtract(double[] from, double share, double[] of) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= share * of[i];
        }
    }

    private static void scale(double[] a, double factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }
}
