package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.optim.Rates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingTest {
    @ParameterizedTest
    @CsvSource({"constant, 0.02, 0.02", "plateau, 0.02, 0.02", "cosine, 0.011, 0.002", "cosine-to-zero, 0.01, 0"})
    void eachScheduleEndsWhereItSays(String name, double half, double end) {
        Training training = Training.builder().rate(0.02).schedule(name).build();
        Rates rates = new Rates(training.newSchedule(1000), Rates.State.START);
        assertThat(rates.rate(500)).isCloseTo(half, within(1e-12));
        assertThat(rates.rate(1000)).isCloseTo(end, within(1e-12));
    }

    @Test
    void anUnknownScheduleIsRefused() {
        assertThatThrownBy(() -> Training.builder().schedule("sine").build())
                .hasMessage("there is no schedule sine; there are constant, cosine, cosine-to-zero and plateau");
    }
}
