package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
    /** The table of Student's t, two-sided 95 %, as every textbook has it. */
    @ParameterizedTest
    @CsvSource({"1, 12.706", "2, 4.303", "3, 3.182", "4, 2.776", "9, 2.262", "30, 2.042", "120, 1.980"})
    void quantilesAreThoseOfTheTable(int freedom, double t) {
        assertThat(Interval.quantile(freedom)).isCloseTo(t, within(0.0006));
    }

    @Test
    void threeValues() {
        Interval interval = Interval.of(List.of(1.0, 2.0, 6.0));
        assertThat(interval.mean()).isEqualTo(3);
        // deviation √7, so 4.3027 √(7/3)
        assertThat(interval.half()).isCloseTo(6.5725, within(1e-3));
        assertThat(interval.count()).isEqualTo(3);
    }

    @Test
    void oneValueHasNoIntervalAndNoneNoMean() {
        assertThat(Interval.of(List.of(4.0)).mean()).isEqualTo(4);
        assertThat(Interval.of(List.of(4.0)).half()).isNaN();
        assertThat(Interval.of(List.of()).mean()).isNaN();
    }
}
