package dev.recur.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every block operation against the naive evaluation of its formula, bit by bit. */
@Tag("bits")
class PointwiseTest {
    private static final int AT = 3;

    @ParameterizedTest
    @EnumSource
    void isItsFormula(Pointwise op) {
        Formula formula = Formula.of(op);
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.selected()}) {
            SplittableRandom random = new SplittableRandom(op.ordinal());
            for (int n = 0; n <= 70; n++) {
                check(kernels, op, formula, random, n, n % 2 == 0 ? Kernels.FLUSH : Kernels.KEEP);
            }
            check(kernels, op, formula, random, 20_000, Kernels.FLUSH);
            check(kernels, op, formula, random, 20_001, Kernels.KEEP);
        }
    }

    private static void check(
            Kernels kernels, Pointwise op, Formula formula, SplittableRandom random, int n, int flush) {
        float[][] x = new float[4][];
        for (int k = 0; k < 4; k++) {
            x[k] = Samples.any(random, n + 2 * AT);
        }
        float[] expected = Samples.any(random, n + 2 * AT);
        float[] found = expected.clone();
        for (int j = 0; j < n; j++) {
            float value = formula.value(new float[] {x[0][AT + j], x[1][j], x[2][2 * AT + j], x[3][AT + j]});
            expected[AT + j] = flush == Kernels.FLUSH ? Kernels.flushed(value) : value;
        }
        kernels.pointwise(op, found, AT, x[0], AT, x[1], 0, x[2], 2 * AT, x[3], AT, n, flush);
        Samples.assertSame(kernels.name() + " " + op + " n=" + n + " flush=" + flush, found, expected);
    }

    @ParameterizedTest
    @EnumSource
    void mayOverwriteAnOperand(Pointwise op) {
        SplittableRandom random = new SplittableRandom(99);
        int n = 203;
        for (int over = 0; over < op.arity(); over++) {
            float[][] x = new float[4][];
            for (int k = 0; k < 4; k++) {
                x[k] = Samples.any(random, n);
            }
            float[] apart = new float[n];
            Kernels kernels = Kernels.selected();
            kernels.pointwise(op, apart, 0, x[0], 0, x[1], 0, x[2], 0, x[3], 0, n, Kernels.KEEP);
            kernels.pointwise(op, x[over], 0, x[0], 0, x[1], 0, x[2], 0, x[3], 0, n, Kernels.KEEP);
            Samples.assertSame(op + " over operand " + over, x[over], apart);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsOnlyItsOperands(Pointwise op) {
        float[] none = new float[0];
        float[][] x = {none, none, none, none};
        for (int k = 0; k < op.arity(); k++) {
            x[k] = new float[17];
        }
        float[] out = new float[17];
        Kernels.selected().pointwise(op, out, 0, x[0], 0, x[1], 0, x[2], 0, x[3], 0, 17, Kernels.KEEP);
        assertThat(op.arity()).isBetween(1, 4);
    }
}
