package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.random.Randomness;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class StartTest {
    private static Start.Draws draws(String name) {
        dev.recur.random.Stream stream = new Randomness(3).stream("start/" + name);
        return new Start.Draws() {
            @Override
            public double uniform(long index) {
                return stream.uniform(0, index);
            }

            @Override
            public double normal(long index) {
                return stream.gaussian(0, index);
            }
        };
    }

    private static double[] fill(Start start, int rows, int columns) {
        double[] values = new double[rows * columns];
        start.fill(values, rows, columns, draws("W"));
        return values;
    }

    private static void assertOrthonormal(double[] m, int rows, int columns, double gain) {
        boolean upright = rows > columns;
        int few = Math.min(rows, columns);
        for (int p = 0; p < few; p++) {
            for (int q = 0; q < few; q++) {
                double dot = 0;
                for (int k = 0; k < Math.max(rows, columns); k++) {
                    dot += upright ? m[k * columns + p] * m[k * columns + q] : m[p * columns + k] * m[q * columns + k];
                }
                assertThat(dot).as("%d·%d", p, q).isCloseTo(p == q ? gain * gain : 0, within(1e-12));
            }
        }
    }

    @Test
    void orthogonalMatricesAreOrthogonalWhateverTheirForm() {
        assertOrthonormal(fill(new Start.Orthogonal(1), 7, 7), 7, 7, 1);
        assertOrthonormal(fill(new Start.Orthogonal(0.5), 4, 9), 4, 9, 0.5);
        assertOrthonormal(fill(new Start.Orthogonal(2), 9, 4), 9, 4, 2);
        assertOrthonormal(fill(new Start.Orthogonal(1), 64, 64), 64, 64, 1);
    }

    @Test
    void theSpectralRadiusIsThatOfTheEigenvalues() {
        // a rotation by 0.3 and a growth by 1.7 in the plane, and a third eigenvalue of -1.1: complex ones lead
        double c = 1.7 * Math.cos(0.3);
        double s = 1.7 * Math.sin(0.3);
        double[] known = {c, -s, 0.4, s, c, -0.2, 0, 0, -1.1};
        assertThat(SpectralRadius.of(known, 3)).isCloseTo(1.7, within(1e-5));
        assertThat(SpectralRadius.of(new double[] {0, 1, 0, 0}, 2)).isZero();
        double[] filled = fill(new Start.Spectral(0.9), 20, 20);
        assertThat(SpectralRadius.of(filled, 20)).isCloseTo(0.9, within(1e-5));
        assertThat(SpectralRadius.of(fill(new Start.Orthogonal(1.3), 20, 20), 20))
                .isCloseTo(1.3, within(1e-4));
    }

    @Test
    void boundsAndDeviationsAreThoseOfTheLaw() {
        double glorot = Math.sqrt(6.0 / (30 + 50));
        assertThat(DoubleStream.of(fill(new Start.Glorot(1), 30, 50)).boxed())
                .allMatch(v -> Math.abs(v) <= glorot)
                .anyMatch(v -> v > 0.9 * glorot);
        assertThat(DoubleStream.of(fill(new Start.Uniform(-1, 3), 30, 50)).boxed())
                .allMatch(v -> v >= -1 && v < 3)
                .anyMatch(v -> v > 2.9);
        assertThat(DoubleStream.of(fill(new Start.Chrono(784), 100, 1)).boxed())
                .allMatch(v -> v >= 0 && v <= Math.log(783))
                .anyMatch(v -> v > 6);
        double sum = 0;
        for (double v : fill(new Start.He(), 100, 50)) {
            sum += v * v;
        }
        assertThat(sum / 5000).isCloseTo(2.0 / 50, within(0.004));
        assertThat(fill(new Start.Identity(2), 2, 3)).containsExactly(2, 0, 0, 0, 2, 0);
        assertThat(fill(new Start.Number(-1), 1, 2)).containsExactly(-1, -1);
    }

    @Test
    void matricesOnTheStateBeginOrthogonalOthersByGlorot() {
        Cell cell = Cell.parse(
                "z(t) = tanh(W x(t) + V x(t-1))\nh(t) = σ(P z(t) + U h(t-1) + R (z(t) * h(t-1)) + b)", "my.cell");

        assertThat(cell.parameters().stream().map(p -> p.name() + " " + p.start()))
                .containsExactly("W glorot", "V glorot", "P glorot", "U orthogonal", "R orthogonal", "b 0");
    }

    @Test
    void startsAreDrawnFromTheStreamOfTheNameAndCopiesFollow() {
        Cell cell = Cell.parse(
                "bi ~ -bf\nbf ~ chrono(100)\ni(t) = σ(Wi x(t) + bi)\nh(t) = i(t) * σ(Wf x(t) + bf)\nWi ~ Wf",
                "my.cell");
        Shape shape = cell.shape(3, 4, Map.of());

        Map<String, double[]> values = cell.start(shape, StartTest::draws);

        assertThat(values.keySet()).containsExactly("Wi", "bi", "Wf", "bf");
        double[] alone = new double[4];
        new Start.Chrono(100).fill(alone, 4, 1, draws("bf"));
        assertThat(values.get("bf")).containsExactly(alone);
        assertThat(values.get("bi")).containsExactly(-alone[0], -alone[1], -alone[2], -alone[3]);
        assertThat(values.get("Wi")).containsExactly(values.get("Wf")).hasSize(12);
    }

    @Test
    void lawsReadNumbersByName() {
        Cell cell = Cell.parse(
                "reach = 50\ngain = 2\nh(t) = tanh(W x(t) + U h(t-1) + b)\nb ~ chrono(reach)\n"
                        + "U ~ orthogonal(-gain)\nW ~ normal(0.5, gain)",
                "my.cell");

        assertThat(cell.parameters().stream().map(Cell.Parameter::start))
                .containsExactly("normal(0.5, 2)", "orthogonal(-2)", "chrono(50)");
        assertThat(cell.with(Map.of("reach", 9.0)).parameters().get(2).start()).isEqualTo("chrono(9)");
    }
}
