package dev.recur.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrumTest {
    @Test
    void knownEigenvalues() {
        double[][] rotation = {{0, -2, 0}, {2, 0, 0}, {0, 0, 1}};
        Spectrum spectrum = Spectrum.of(rotation);
        assertThat(spectrum.radius()).isCloseTo(2, within(1e-12));
        assertThat(Math.abs(spectrum.values().get(0).imaginary())).isCloseTo(2, within(1e-12));
        assertThat(spectrum.values().get(2).real()).isCloseTo(1, within(1e-12));
        // x³ − 6x² + 11x − 6 = (x − 1)(x − 2)(x − 3)
        assertThat(Spectrum.of(new double[][] {{6, -11, 6}, {1, 0, 0}, {0, 1, 0}})
                        .values())
                .extracting(value -> Math.rint(value.real() * 1e8) / 1e8)
                .containsExactly(3.0, 2.0, 1.0);
        assertThat(Spectrum.of(new double[][] {{0, 1}, {0, 0}}).radius()).isLessThan(1e-7);
        assertThat(Spectrum.of(new double[4][4]).radius()).isZero();
        assertThat(Spectrum.of(new double[][] {{Double.NaN}}).radius()).isNaN();
        assertThat(Spectrum.of(new double[0][0]).radius()).isZero();
    }

    /** The sum of the eigenvalues is the trace, that of their squares the trace of the square. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 17, 60})
    void tracesOfRandomMatrices(int n) {
        float[] noise = FadingTest.noise(n * n, n);
        double[][] matrix = new double[n][n];
        double trace = 0;
        double square = 0;
        for (int i = 0; i < n * n; i++) {
            matrix[i / n][i % n] = noise[i];
        }
        for (int i = 0; i < n; i++) {
            trace += matrix[i][i];
            for (int j = 0; j < n; j++) {
                square += matrix[i][j] * matrix[j][i];
            }
        }
        Spectrum spectrum = Spectrum.of(matrix);
        assertThat(spectrum.values()).hasSize(n);
        assertThat(spectrum.values().stream()
                        .mapToDouble(Spectrum.Eigenvalue::real)
                        .sum())
                .isCloseTo(trace, within(1e-10 * n));
        assertThat(spectrum.values().stream()
                        .mapToDouble(value -> value.real() * value.real() - value.imaginary() * value.imaginary())
                        .sum())
                .isCloseTo(square, within(1e-9 * n));
    }

    /** In a matrix that is too large for all, the outermost are found. */
    @Test
    void theOutermostOfALargeMatrix() {
        int n = 400;
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 1.0 * i / n;
            matrix[i][(i + 7) % n] += 1e-3;
        }
        matrix[3][3] = -1.5;
        assertThat(Spectrum.of(matrix).radius()).isCloseTo(1.5, within(1e-6));
    }
}
