package dev.recur.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RatesTest {
    @Test
    void constantIsConstantBehindTheWarmUp() {
        Rates rates = new Rates(new Schedule.Constant(0.4, 4), null);
        assertThat(rates.rate(1)).isEqualTo(0.1);
        assertThat(rates.rate(2)).isEqualTo(0.2);
        assertThat(rates.rate(4)).isEqualTo(0.4);
        assertThat(rates.rate(1_000_000)).isEqualTo(0.4);
        assertThat(new Rates(new Schedule.Constant(0.4, 0), null).rate(1)).isEqualTo(0.4);
    }

    @Test
    void cosineFallsFromTheWarmUpToItsEnd() {
        Rates rates = new Rates(new Schedule.Cosine(1, 10, 110, 0.2), null);
        assertThat(rates.rate(5)).isEqualTo(0.5);
        assertThat(rates.rate(10)).isEqualTo(1);
        assertThat(rates.rate(60)).isCloseTo(0.6, within(1e-12));
        assertThat(rates.rate(110)).isCloseTo(0.2, within(1e-12));
        assertThat(rates.rate(500)).isEqualTo(rates.rate(110));
        for (long step = 10; step < 110; step++) {
            assertThat(rates.rate(step + 1)).isLessThan(rates.rate(step));
        }
    }

    @Test
    void plateauCutsWhenNothingGetsBetter() {
        Rates rates = new Rates(new Schedule.Plateau(1, 0, 0.5, 2), null);
        rates.validated(3);
        rates.validated(2);
        rates.validated(2);
        assertThat(rates.rate(9)).isEqualTo(1);
        rates.validated(2.5);
        assertThat(rates.rate(9)).isEqualTo(0.5);
        rates.validated(1.9);
        rates.validated(Double.NaN);
        assertThat(rates.rate(9)).isEqualTo(0.5);
        Rates resumed = new Rates(rates.schedule(), rates.state());
        resumed.validated(1.95);
        assertThat(resumed.rate(9)).isEqualTo(0.25);
        assertThat(resumed.state()).isEqualTo(new Rates.State(1.9, 0, 2));
    }

    @Test
    void onlyAPlateauCuts() {
        Rates rates = new Rates(new Schedule.Constant(1, 0), null);
        for (int n = 0; n < 5; n++) {
            rates.validated(1);
        }
        assertThat(rates.state()).isEqualTo(new Rates.State(1, 4, 0));
        assertThat(rates.rate(1)).isEqualTo(1);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new Schedule.Constant(0, 0)).hasMessageContaining("a learning rate of 0.0");
        assertThatThrownBy(() -> new Schedule.Constant(1, -1)).hasMessageContaining("warm-up of -1");
        assertThatThrownBy(() -> new Schedule.Cosine(1, 10, 10, 0)).hasMessageContaining("more steps than the warm-up");
        assertThatThrownBy(() -> new Schedule.Cosine(1, 0, 10, 2)).hasMessageContaining("a lowest rate from 0 to 1.0");
        assertThatThrownBy(() -> new Schedule.Plateau(1, 0, 1, 2)).hasMessageContaining("factor 1.0");
        assertThatThrownBy(() -> new Schedule.Plateau(1, 0, 0.5, 0)).hasMessageContaining("patience 0");
    }
}
