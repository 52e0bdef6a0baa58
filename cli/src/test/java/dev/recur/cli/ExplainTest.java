package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExplainTest {
    @Test
    void helloIsExplainedAndChecked() {
        Run run = Run.of("explain", "hello");

        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("t = 1: reads h, should say e", "from this step's loss", "from the future")
                .contains("the other way round")
                .contains("all 40 gradients")
                .containsPattern("L = -log 0\\.\\d{4} = \\d\\.\\d{4}");
        assertThat(Run.of("explain")).isEqualTo(run);
        assertThat(Run.of("explain", "--seed", "2")).isNotEqualTo(run);
    }

    @Test
    void theSumsAreWhatTheyClaim() {
        String line = Run.of("explain", "hello")
                .out()
                .lines()
                .filter(found -> found.contains("dV["))
                .findFirst()
                .orElseThrow();
        String[] sides = line.substring(line.indexOf(" = ") + 3).split(" = ");
        double sum = 0;
        for (String term : sides[0].replace(" - ", " + -").split(" \\+ ")) {
            sum += Double.parseDouble(term);
        }
        assertThat(sum).isCloseTo(Double.parseDouble(sides[1]), org.assertj.core.api.Assertions.within(3e-4));
    }

    @Test
    void anotherWordMoreUnitsAndTraining() {
        assertThat(Run.of("explain", "循环神经网络", "--hidden", "5", "--trained").code())
                .isEqualTo(Main.DONE);
        assertThat(Run.of("explain", "hello", "--trained").out()).contains("loss of the word: ");
    }

    @Test
    void cellsAreExplainedByTheirDerivation() {
        assertThat(Run.of("explain", "cell", "gru").out())
                .startsWith("gru — Cho et al. 2014")
                .contains("Equations", "Gradients of the loss", "dz(t)");
        assertThat(Run.of("explain", "cell", "gru", "--latex").out())
                .isEqualTo(Run.of("cell", "show", "gru", "--latex").out());
    }

    @Test
    void mistakesAreOneLine() {
        for (String[] wrong :
                new String[][] {{"explain", "h"}, {"explain", "hello", "--hidden", "0"}, {"explain", "cell", "lstn"}}) {
            Run run = Run.of(wrong);
            assertThat(run.code()).isEqualTo(Main.FAILED);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.out()).isEmpty();
        }
        assertThat(Run.of("explain", "cell").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("explain", "--help").out()).contains("Examples: recur explain hello");
        assertThat(Run.of("explain", "cell", "--help").out()).contains("Example: recur explain cell");
    }
}
