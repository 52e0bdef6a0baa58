package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.train.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    @Test
    void aSmallFigureIsNotPrintedAsZeros() {
        assertThat(ComparisonTable.shown(Interval.of(List.of(0.25)))).isEqualTo("0.2500");
        assertThat(ComparisonTable.shown(Interval.of(List.of(0.25, 0.35)))).startsWith("0.3000 ±0.");
        assertThat(ComparisonTable.shown(Interval.of(List.of(0.0)))).isEqualTo("0.0000");
        assertThat(ComparisonTable.shown(Interval.of(List.of(0.0000301, 0.0000361))))
                .startsWith("0.000033 ±0.0000");
        assertThat(ComparisonTable.shown(Interval.of(List.of(0.0000023)))).isEqualTo("0.00000230");
        assertThat(ComparisonTable.shown(Interval.of(List.of()))).isEqualTo("-");
    }
}
