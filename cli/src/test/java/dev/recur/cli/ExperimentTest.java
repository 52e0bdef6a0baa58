package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.store.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "adding, 0.1667, MSE",
        "copy, 0.7427, accuracy",
        "parity, 0.6931, accuracy",
        "temporal-order, 1.3863, accuracy"
    })
    void printsWhatCellsReachBesideTheBaseline(String puzzle, String baseline, String figure) {
        Run run = Run.of(
                "experiment",
                puzzle,
                "--length",
                "8",
                "--cell",
                "elman,gru",
                "--updates",
                "5",
                "--hidden",
                "6",
                "--batch",
                "7");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("without any memory the loss is " + baseline, "share of the baseline", figure)
                .contains("gru, update 5:")
                .endsWith("baseline " + baseline + System.lineSeparator());
    }

    @Test
    void jsonIsOneObjectForEachCell() {
        Run run = Run.of(
                "experiment",
                "parity",
                "--length",
                "5",
                "--cell",
                "elman,gru",
                "--updates",
                "2",
                "--hidden",
                "4",
                "--json");
        assertThat(run.out().lines()).hasSize(2);
        assertThat(Json.read(run.out().lines().skip(1).findFirst().orElseThrow()))
                .containsEntry("cell", "gru")
                .containsEntry("updates", 2L)
                .containsKeys("baseline", "nats", "accuracy");
    }

    @Test
    void isAlsoATaskOfTraining() {
        Path model = folder.resolve("m");
        Run run = Run.of(
                "train",
                "--task",
                "puzzle",
                "--puzzle",
                "copy",
                "--length",
                "3",
                "--updates",
                "4",
                "--epochs",
                "2",
                "-o",
                model.toString());
        assertThat(run.out()).contains("epoch 2: held-out nats ");
        assertThat(Run.of("info", model.toString()).out()).contains("puzzle solver");
        assertThat(Run.of("train", "--task", "puzzle", "x.txt", "-o", model.toString())
                        .err())
                .contains("makes its data; name none");
        assertThat(Run.of("experiment", "juggling").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("experiment", "adding", "--length", "1").err())
                .contains("the length is 1; it must be 2 or more");
        assertThat(Run.of("experiment", "adding", "--updates", "0").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("experiment", "adding", "--cell", "lstmm").err()).contains("lstm");
    }
}
