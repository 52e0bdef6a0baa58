package dev.recur.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * Eigenvalues of a real matrix with nothing below its subdiagonal, by the shifted QR method of Francis (1961): plane rotations in complex
 * numbers, one shift a sweep (Wilkinson's), an eigenvalue split off wherever a subdiagonal entry has died.
 */
final class HessenbergEigenvalues {
    private static final int MOST_SWEEPS = 60; // for one eigenvalue
    private static final double NOTHING = 0x1p-52;

    private final int n;
    private final double[][] re;
    private final double[][] im;

    HessenbergEigenvalues(double[][] matrix) {
        this.n = matrix.length;
        this.re = new double[n][];
        this.im = new double[n][n];
        for (int i = 0; i < n; i++) {
            re[i] = matrix[i].clone();
        }
    }

    List<Spectrum.Eigenvalue> find() {
        List<Spectrum.Eigenvalue> found = new ArrayList<>();
        int last = n - 1;
        int sweeps = 0;
        while (last >= 0) {
            int first = last;
            while (first > 0 && !dead(first)) {
                first--;
            }
            if (first == last || sweeps == MOST_SWEEPS) {
                found.add(new Spectrum.Eigenvalue(re[last][last], im[last][last]));
                last--;
                sweeps = 0;
            } else {
                sweep(first, last, ++sweeps);
            }
        }
        return found;
    }

    private boolean dead(int row) {
        double size = modulus(row, row - 1);
        if (size <= NOTHING * (modulus(row, row) + modulus(row - 1, row - 1)) || size < 1e-300) {
            re[row][row - 1] = 0;
            im[row][row - 1] = 0;
            return true;
        }
        return false;
    }

    private double modulus(int i, int j) {
        return Math.hypot(re[i][j], im[i][j]);
    }

    /** QR of rows first … last minus the shift, then R Q plus the shift. */
    private void sweep(int first, int last, int number) {
        double[] shift = number % 10 == 0
                ? new double[] {modulus(last, last - 1) + modulus(last, last), 0} // out of a rut
                : shift(last);
        for (int i = first; i <= last; i++) {
            re[i][i] -= shift[0];
            im[i][i] -= shift[1];
        }
        double[] cosines = new double[last - first];
        double[][] sines = new double[last - first][];
        for (int k = first; k < last; k++) {
            double size = Math.hypot(modulus(k, k), modulus(k + 1, k));
            double top = modulus(k, k);
            double c = size == 0 ? 1 : top / size;
            double[] phase = top == 0 ? new double[] {1, 0} : new double[] {re[k][k] / top, im[k][k] / top};
            double[] below = {re[k + 1][k], im[k + 1][k]};
            double[] s = size == 0 // phase · conjugate(below) / size
                    ? new double[] {0, 0}
                    : new double[] {
                        (phase[0] * below[0] + phase[1] * below[1]) / size,
                        (phase[1] * below[0] - phase[0] * below[1]) / size
                    };
            cosines[k - first] = c;
            sines[k - first] = s;
            for (int j = k; j <= last; j++) {
                rotateRows(k, j, c, s);
            }
        }
        for (int k = first; k < last; k++) {
            for (int i = first; i <= Math.min(last, k + 1); i++) {
                rotateColumns(k, i, cosines[k - first], sines[k - first]);
            }
        }
        for (int i = first; i <= last; i++) {
            re[i][i] += shift[0];
            im[i][i] += shift[1];
        }
    }

    /** Rows k and k+1 at column j: (c·a + s·b, c·b − conj(s)·a). */
    private void rotateRows(int k, int j, double c, double[] s) {
        double ar = re[k][j];
        double ai = im[k][j];
        double br = re[k + 1][j];
        double bi = im[k + 1][j];
        re[k][j] = c * ar + s[0] * br - s[1] * bi;
        im[k][j] = c * ai + s[0] * bi + s[1] * br;
        re[k + 1][j] = c * br - (s[0] * ar + s[1] * ai);
        im[k + 1][j] = c * bi - (s[0] * ai - s[1] * ar);
    }

    /** Columns k and k+1 at row i, by the conjugate transpose of the rotation: (c·a + conj(s)·b, c·b − s·a). */
    private void rotateColumns(int k, int i, double c, double[] s) {
        double ar = re[i][k];
        double ai = im[i][k];
        double br = re[i][k + 1];
        double bi = im[i][k + 1];
        re[i][k] = c * ar + s[0] * br + s[1] * bi;
        im[i][k] = c * ai + s[0] * bi - s[1] * br;
        re[i][k + 1] = c * br - (s[0] * ar - s[1] * ai);
        im[i][k + 1] = c * bi - (s[0] * ai + s[1] * ar);
    }

    /** The eigenvalue of the last two rows and columns that is nearer to the last entry. */
    private double[] shift(int last) {
        double hr = (re[last - 1][last - 1] - re[last][last]) / 2;
        double hi = (im[last - 1][last - 1] - im[last][last]) / 2;
        double pr = re[last - 1][last] * re[last][last - 1] - im[last - 1][last] * im[last][last - 1];
        double pi = re[last - 1][last] * im[last][last - 1] + im[last - 1][last] * re[last][last - 1];
        double qr = hr * hr - hi * hi + pr;
        double qi = 2 * hr * hi + pi;
        double size = Math.hypot(qr, qi);
        double rr = Math.sqrt(Math.max(0, (size + qr) / 2));
        double ri = Math.copySign(Math.sqrt(Math.max(0, (size - qr) / 2)), qi);
        if (hr * rr + hi * ri < 0) {
            rr = -rr;
            ri = -ri;
        }
        double dr = hr + rr;
        double di = hi + ri;
        double norm = dr * dr + di * di;
        if (norm == 0) {
            return new double[] {re[last][last], im[last][last]};
        }
        return new double[] {re[last][last] - (pr * dr + pi * di) / norm, im[last][last] - (pi * dr - pr * di) / norm};
    }
}
