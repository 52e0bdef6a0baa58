package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.store.Records;
import dev.recur.train.Tasks;
import dev.recur.train.Training;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainOptionsTest {
    private static void names(String help, Set<String> options) {
        for (String name : options) {
            String flag = TrainOptions.flag(name).substring(2);
            assertThat(help).containsPattern("--(no-)?" + flag + "[=, ][^\n]*[A-Za-z]{3}");
            assertThat(help).doesNotContain("--" + flag + "= ");
        }
    }

    @Test
    void theHelpOfATaskNamesEveryOptionThatItTakesAndNoOther() {
        for (String task : Tasks.names()) {
            String help = Run.of("train", "--task", task, "--help").out();
            Set<String> options = TrainOptions.of(Tasks.named(task));
            names(help, options);
            names(help, Records.names(Training.class));
            for (String name : TrainOptions.names()) {
                if (!options.contains(name) && !Records.names(Training.class).contains(name)) {
                    assertThat(help)
                            .as(task)
                            .doesNotContainPattern(
                                    "(?m)^ +--(no-)?" + TrainOptions.flag(name).substring(2) + "[=, ]");
                }
            }
            assertThat(help.contains("--target="))
                    .as(task)
                    .isEqualTo(Tasks.named(task).takesTargets());
        }
    }

    @Test
    void withoutATaskItIsThatOfLanguageModelsAndTellsOfTheOthers() {
        String help = Run.of("train", "--help").out();
        assertThat(help)
                .isEqualTo(Run.of("train", "--task", "language", "--help").out())
                .startsWith("Usage: recur train [OPTIONS] [DATA...]")
                .contains("--output=MODEL", "--help", "Example")
                .contains("recur train --help --task", "classify | tag | translate");
        assertThat(help.lines().count()).isLessThan(130);
        Run wrong = Run.of("train", "--task", "sing", "--help");
        assertThat(wrong.code()).isEqualTo(Main.USAGE);
        assertThat(wrong.err())
                .contains("there is no task sing; there are language, classify")
                .hasLineCount(1);
    }

    @Test
    void defaultsAreThoseOfTheTask() {
        assertThat(Run.of("train", "--help").out()).contains("Learning rate (default: 0.003).", "(default: cosine).");
        assertThat(Run.of("train", "--task", "classify", "--help").out()).contains("Learning rate (default: 0.002).");
    }

    @Test
    void thatOfPretrainingNamesWhatItTakes() {
        String help = Run.of("pretrain", "--help").out();
        names(
                help,
                PretrainOptions.names().stream()
                        .filter(name -> !name.equals(TrainOptions.VALID))
                        .collect(java.util.stream.Collectors.toSet()));
        assertThat(help)
                .contains("prediction 0.003, reconstruction 0.002")
                .doesNotContain("--crf", "--horizon", "--minutes", "--train-top", "of language", "of translate");
        assertThat(Run.of("pretrain", "x.txt", "-o", "x", "--crf").code()).isEqualTo(Main.USAGE);
    }
}
