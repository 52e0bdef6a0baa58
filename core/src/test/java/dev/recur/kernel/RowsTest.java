package dev.recur.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sums and soft-max of rows: the selected kernels against the scalar ones bit by bit, and the scalar ones against double. */
@Tag("bits")
class RowsTest {
    private static final int AT = 3;
    private final Kernels scalar = Kernels.scalar();
    private final Kernels selected = Kernels.selected();

    private static void both(String what, float[] start, Consumer<float[]> expected, Consumer<float[]> found) {
        float[] x = start.clone();
        float[] y = start.clone();
        expected.accept(x);
        found.accept(y);
        Samples.assertSame(what, y, x);
    }

    @Test
    void agreesWithScalarInEveryBit() {
        SplittableRandom random = new SplittableRandom(11);
        for (int length = 1; length <= 70; length++) {
            agree(random, length, 3, false);
            agree(random, length, 2, true);
        }
        agree(random, 1000, 2, false);
        agree(random, 4096, 1, false);
    }

    private void agree(SplittableRandom random, int length, int rows, boolean nasty) {
        int n = AT + rows * length;
        float[] x = nasty ? Samples.any(random, n) : Samples.tame(random, n);
        float[] y = Samples.tame(random, n);
        float[] w = Samples.tame(random, n);
        float[] r = Samples.tame(random, AT + rows);
        String what = "length " + length + (nasty ? " nasty" : "");
        both(
                what + " normalize",
                y,
                o -> scalar.normalize(o, AT, x, AT, rows, length),
                o -> selected.normalize(o, AT, x, AT, rows, length));
        both(
                what + " normalizeScale",
                r,
                o -> scalar.normalizeScale(o, AT, x, AT, rows, length),
                o -> selected.normalizeScale(o, AT, x, AT, rows, length));
        both(
                what + " dNormalize",
                x,
                o -> scalar.dNormalize(o, AT, o, AT, y, AT, r, AT, rows, length),
                o -> selected.dNormalize(o, AT, o, AT, y, AT, r, AT, rows, length));
        for (int columns : new int[] {length, length / 2 + 1}) {
            both(
                    what + " addRows, columns " + columns,
                    y,
                    o -> scalar.addRows(o, AT, x, AT, length, rows, columns),
                    o -> selected.addRows(o, AT, x, AT, length, rows, columns));
            int[] group = random.ints(rows, 0, rows).toArray();
            float[] sums = Samples.tame(random, n);
            both(
                    what + " addRowsByGroup, columns " + columns,
                    y,
                    o -> scalar.addRowsByGroup(o, AT, sums.clone(), AT, group, 0, x, AT, length, rows, columns),
                    o -> selected.addRowsByGroup(o, AT, sums.clone(), AT, group, 0, x, AT, length, rows, columns));
            both(
                    what + " groups of addRowsByGroup, columns " + columns,
                    sums,
                    o -> scalar.addRowsByGroup(y.clone(), AT, o, AT, group, 0, x, AT, length, rows, columns),
                    o -> selected.addRowsByGroup(y.clone(), AT, o, AT, group, 0, x, AT, length, rows, columns));
            both(
                    what + " addProductRows, columns " + columns,
                    y,
                    o -> scalar.addProductRows(o, AT, x, AT, w, AT, length, rows, columns),
                    o -> selected.addProductRows(o, AT, x, AT, w, AT, length, rows, columns));
        }
        both(
                what + " softmax",
                y,
                o -> scalar.softmax(o, AT, x, AT, length, 0.7f),
                o -> selected.softmax(o, AT, x, AT, length, 0.7f));
        float[] a = x.clone();
        float[] b = x.clone();
        int target = random.nextInt(length);
        float expected = scalar.crossEntropy(a, AT, length, target, 0.25f);
        assertThat(Samples.same(selected.crossEntropy(b, AT, length, target, 0.25f), expected))
                .as(what)
                .isTrue();
        Samples.assertSame(what + " crossEntropy", b, a);
        float squares = (float) scalar.sumOfSquares(x, AT, n - AT);
        assertThat(Samples.same((float) selected.sumOfSquares(x, AT, n - AT), squares))
                .as(what)
                .isTrue();
        assertThat(Samples.same(selected.dot(x, AT, w, AT + 1, length - 1), scalar.dot(x, AT, w, AT + 1, length - 1)))
                .as(what)
                .isTrue();
        both(what + " scale", x, o -> scalar.scale(o, AT, n - AT, 1.3f), o -> selected.scale(o, AT, n - AT, 1.3f));
        both(
                what + " addScaled",
                y,
                o -> scalar.addScaled(o, AT, x, AT, n - AT, 1.3f),
                o -> selected.addScaled(o, AT, x, AT, n - AT, 1.3f));
    }

    /** The order of a sum is written down: sixteen chains, then a tree. */
    @Test
    void sumsInSixteenLanes() {
        float[] x = Samples.tame(new SplittableRandom(5), 71);
        float[] lanes = new float[16];
        for (int j = 0; j < x.length; j++) {
            lanes[j % 16] = Math.fma(x[j], x[j], lanes[j % 16]);
        }
        for (int half = 8; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] += lanes[l + half];
            }
        }
        assertThat(selected.sumOfSquares(x, 0, x.length)).isEqualTo(lanes[0]);
        assertThat(selected.dot(x, 0, x.clone(), 0, x.length)).isEqualTo(lanes[0]);
    }

    /** A column is one chain, its rows in order, whatever lies beside it. */
    @Test
    void addsRowsInOrder() {
        int stride = 150;
        int rows = 7;
        float[] g = Samples.tame(new SplittableRandom(9), rows * stride);
        for (int columns : new int[] {1, 64, 70, 149}) {
            float[] sum = new float[stride];
            float[] expected = new float[stride];
            for (int j = 0; j < columns; j++) {
                for (int i = 0; i < rows; i++) {
                    expected[j] += g[1 + i * stride + j];
                }
            }
            selected.addRows(sum, 0, g, 1, stride, rows, columns);
            Samples.assertSame("columns " + columns, sum, expected);
        }
    }

    @Test
    void normalizesToMeanZeroAndVarianceOne() {
        int n = 45;
        float[] x = Samples.tame(new SplittableRandom(6), n);
        float[] y = new float[n];
        float[] r = new float[1];
        selected.normalize(y, 0, x, 0, 1, n);
        selected.normalizeScale(r, 0, x, 0, 1, n);
        double sum = 0;
        double squares = 0;
        for (float value : y) {
            sum += value;
            squares += (double) value * value;
        }
        assertThat(sum / n).isCloseTo(0, within(1e-6));
        assertThat(squares / n).isCloseTo(1, within(1e-3));
        assertThat(y[1] - y[0]).isCloseTo((x[1] - x[0]) * r[0], within(1e-5f));
    }

    @Test
    void crossEntropyIsTheLossAndItsDerivative() {
        int n = 65;
        int target = 17;
        float[] x = Samples.tame(new SplittableRandom(8), n);
        double sum = 0;
        for (float value : x) {
            sum += Math.exp(value);
        }
        float[] d = x.clone();
        float loss = selected.crossEntropy(d, 0, n, target, 0.5f);
        assertThat((double) loss).isCloseTo(Math.log(sum) - x[target], within(1e-6));
        for (int j = 0; j < n; j++) {
            double expected = 0.5 * (Math.exp(x[j]) / sum - (j == target ? 1 : 0));
            assertThat((double) d[j]).isCloseTo(expected, within(1e-7));
        }
    }

    @Test
    void softmaxOfLargeLogitsIsSharpAndSumsToOne() {
        float[] x = {1000f, -1000f, 999f, Float.NEGATIVE_INFINITY};
        selected.softmax(x, 0, x, 0, 4, 1f);
        assertThat(x[0]).isCloseTo(0.7310586f, within(1e-6f));
        assertThat(x[1]).isZero();
        assertThat(x[2]).isCloseTo(0.26894143f, within(1e-6f));
        assertThat(x[3]).isZero();
    }
}
