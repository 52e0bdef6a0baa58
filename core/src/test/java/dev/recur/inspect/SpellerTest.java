package dev.recur.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellerTest {
    @ParameterizedTest
    @CsvSource({"hello, 3, 0", "hello, 5, 800", "ab, 1, 0", "循环网络循环, 4, 50", "aaa, 2, 10"})
    void threeWaysToTheGradientAgree(String word, int hidden, int training) {
        Speller speller = new Speller(word, hidden, 7);
        speller.train(training);
        Speller.Check check = speller.check();

        assertThat(check.engine()).isLessThan(1e-6);
        assertThat(check.differences()).isLessThan(1e-8);
        assertThat(check.passed()).isTrue();
        int d = speller.unrolled().letters().size();
        assertThat(check.entries()).isEqualTo(hidden * d + hidden * hidden + hidden + d * hidden + d);
    }

    @Test
    void theTermsOfTheStepsAddUpToTheGradient() {
        Unrolled unrolled = new Speller("hello", 3, 1).unrolled();

        assertThat(unrolled.letters()).containsExactly("h", "e", "l", "o");
        assertThat(unrolled.steps()).hasSize(4);
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                double sum = 0;
                for (int t = 0; t < 4; t++) {
                    sum += unrolled.term("U", t, row, column);
                }
                assertThat(sum).isCloseTo(unrolled.gradient("U")[row * 3 + column], within(1e-15));
            }
        }
        assertThat(unrolled.steps().get(3).future()).containsOnly(0);
        assertThat(unrolled.term("U", 0, 0, 0)).isZero();
    }

    @Test
    void itLearnsToSpell() {
        Speller speller = new Speller("hello", 4, 1);
        double before = speller.unrolled().loss();
        speller.train(1000);

        assertThat(speller.unrolled().loss()).isLessThan(0.1 * before);
    }

    @Test
    void wordsThatCannotBeExplainedAreRefused() {
        assertThatThrownBy(() -> new Speller("h", 3, 1)).hasMessageContaining("2 to 40");
        assertThatThrownBy(() -> new Speller("hello", 0, 1)).hasMessageContaining("hidden is 0");
    }
}
