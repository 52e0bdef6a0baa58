package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.train.Tasks;
import org.junit.jupiter.api.Test;

class TrainOptionsTest {
    @Test
    void theHelpNamesEveryOptionOfEveryTaskAndSaysWhatItIs() {
        String help = Run.of("train", "--help").out();
        for (String name : TrainOptions.names()) {
            String flag = TrainOptions.flag(name).substring(2);
            assertThat(help).containsPattern("--(no-)?" + flag + "[= ][^\n]*[A-Za-z]{3}");
            assertThat(help).doesNotContain("--" + flag + "= ");
        }
        for (String task : Tasks.names()) {
            assertThat(help).contains(task);
        }
    }

    @Test
    void defaultsAreThoseOfTheRecords() {
        assertThat(Run.of("train", "--help").out())
                .contains("Learning rate (default: language 0.003, classify 0.002", "(default: cosine)");
    }
}
