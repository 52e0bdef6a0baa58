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
    void defaultsAreThoseOfTheRecordsOfEachTaskIfTheyDiffer() {
        assertThat(Run.of("train", "--help").out())
                .containsPattern("Learning rate \\(default: language 0\\.003, classify 0\\.002[,)]")
                .contains("constant, cosine or plateau (default: language cosine, ");
    }
}
