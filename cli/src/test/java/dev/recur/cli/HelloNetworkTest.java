package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.random.Randomness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelloNetworkTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 77, -1})
    void learnsToSpellFromAnyStart(long seed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HelloAct(seed).play(Terminal.plain(out, out));
        String after = out.toString(StandardCharsets.UTF_8).split("nats a letter")[1];
        assertThat(after).doesNotContain("wrong");
    }

    @Test
    void theTableIsTheSameEverywhere() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HelloAct(1).play(Terminal.plain(out, out));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("loss 1.508 -> 0.003 nats")
                .containsPattern("4  l +0 0 1 0 +0\\.99 -0\\.88 -0\\.98 +-1\\.27 -1\\.27 -2\\.60 +5\\.69  o +o");
    }

    /** The gradient that moves the weights is that of the printed loss: a step of training makes it smaller. */
    @Test
    void aStepsScoresGiveTheLoss() {
        try (HelloNetwork network = new HelloNetwork(new Randomness(3))) {
            double sum = 0;
            for (HelloNetwork.Step step : network.steps()) {
                double all = 0;
                for (float score : step.scores()) {
                    all += Math.exp(score);
                }
                sum += Math.log(all) - step.scores()[HelloNetwork.LETTERS.indexOf(step.next())];
            }
            double first = network.train();
            assertThat(first).isCloseTo(sum / 4, within(1e-5));
            assertThat(network.train()).isLessThan(first);
        }
    }
}
