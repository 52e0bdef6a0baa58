package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.kernel.Kernels;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Floats kept for each (t, row) in training: states and outputs, then planes. What a sum after the loop multiplies (operands of loop products,
 * factors of gains) lives to the end beside the adjoints, so cells with such values keep more than the larger of the two.
 */
class KeepTest {
    private static final int H = 60;
    private static final int D = 28;

    @ParameterizedTest
    @CsvSource({
        "elman, 2, 0, 0",
        "irnn, 2, 0, 0",
        "jordan, 4, 0, 0",
        "dt, 4, 0, 0",
        "dts, 4, 0, 0",
        "rhn2, 6, 0, 0",
        "lstm, 6, 0, 0",
        "lstm-1997, 5, 0, 0",
        "lstm-peephole, 6, 0, 0",
        "lstm-coupled, 5, 0, 0",
        "lstm-projected, 26, 0, 0",
        "lstm-layernorm, 24, 0, 9",
        "lstm-multiplicative, 9, 0, 0",
        "lstm-mogrifier, 10, 6, 0",
        "lstm-depthgated, 7, 0, 0",
        "janet, 4, 0, 0",
        "slstm, 8, 0, 0",
        "gru, 5, 0, 0",
        "gru-2014, 5, 0, 0",
        "mgu, 4, 0, 0",
        "ugrnn, 3, 0, 0",
        "ligru, 7, 0, 2",
        "cfn, 4, 0, 0",
        "nbrc, 4, 0, 0",
        "star, 3, 0, 0",
        "fastgrnn, 6, 0, 0",
        "antisymmetric, 3, 0, 0",
        "cornn, 3, 0, 0",
        "unicornn, 6, 0, 0",
        "lem, 6, 0, 0",
        "indrnn, 2, 0, 0",
        "mingru, 3, 0, 0",
        "minlstm, 5, 0, 0",
        "qrnn2, 8, 2, 0"
    })
    void staysAsSmallAsItIs(String name, int ofH, int ofD, int more) {
        Cell cell = Cell.named(name);
        Shape shape = cell.shape(D, H, Map.of());
        Plan plan = new Plan(cell, shape, new Plan.Wanted(true, true, true), Passes.ALL, Kernels.scalar());
        assertThat(plan.program().kept()).isEqualTo(ofH * H + ofD * D + more);
    }
}
