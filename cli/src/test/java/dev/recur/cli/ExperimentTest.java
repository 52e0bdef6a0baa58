package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.store.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                .contains("gru, seed 1, update 5:")
                .endsWith("baseline " + baseline + System.lineSeparator());
    }

    @Test
    void jsonIsOneObjectForEachRunThenOneForEachContender() {
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
                "--seeds",
                "2",
                "--json");
        List<Map<String, Object>> lines = run.out().lines().map(Json::read).toList();
        assertThat(lines).hasSize(4 + 2);
        assertThat(lines.get(1))
                .containsEntry("contender", "gru")
                .containsEntry("updates", 2L)
                .containsEntry("seed", 1L)
                .containsKeys("baseline", "figures", "curve");
        assertThat(lines.get(2)).containsEntry("contender", "elman").containsEntry("seed", 2L);
        assertThat(lines.get(5))
                .containsEntry("contender", "gru")
                .containsEntry("runs", 2L)
                .containsEntry("exploded", 0L);
        assertThat(String.valueOf(lines.get(5).get("figures"))).contains("nats=", "nats ±=", "accuracy ±=");
    }

    private Run remedies(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "experiment", "remedies", "--task", "adding", "--length", "8", "--updates", "4", "--hidden", "5"));
        all.addAll(List.of("--seeds", "2", "--report", folder.resolve("r.html").toString()));
        all.addAll(List.of(more));
        return Run.of(all.toArray(String[]::new));
    }

    @Test
    void remediesComparesContendersAndWritesAPage() throws Exception {
        Run run = remedies(
                "--contender",
                "plain=--cell elman",
                "--contender",
                "kept=--cell lstm --start bf=chrono({T}) --clip 0.5",
                "--contender",
                "slow=--cell lem --set dt=0.5",
                "--contender",
                "hot=--cell irnn --optimizer sgd --rate 1e6 --clip 0");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("plain +46 +4 +2 +[0-9.]+ ±")
                .containsPattern("hot .*exploded")
                .contains("hot, seed 2: the training exploded at update ", "written: ");
        String page = Files.readString(folder.resolve("r.html"));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("<svg", ">kept<", "--cell lstm --clip 0.5 --start bf=chrono(8)", "exploded")
                .doesNotContain("<script", "href=", "src=", "NaN");
        // what all have in common is said once
        assertThat(page.split("--hidden 5", -1)).hasSize(2);
    }

    @Test
    void runsThatAreInTheFileAreNotRunAgain() throws Exception {
        Path runs = folder.resolve("runs.jsonl");
        String[] more = {"--runs", runs.toString(), "--cell", "elman,gru"};
        Run first = remedies(more);
        String page = Files.readString(folder.resolve("r.html"));
        List<String> lines = Files.readAllLines(runs);
        assertThat(lines).hasSize(4);
        // a run is missing, and one was being written when the power failed
        Files.writeString(
                runs, lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(2).substring(0, 40));
        Run second = remedies(more);
        assertThat(first.out()).contains("elman, seed 1, update 4:");
        assertThat(second.out())
                .doesNotContain("elman, seed 1, update", "gru, seed 1, update")
                .contains("elman, seed 2, update 4:", "gru, seed 2, update 4:");
        assertThat(Files.readString(folder.resolve("r.html")).replaceAll("<td>[0-9.]+</td><td>[^<]*</td></tr>", ""))
                .isEqualTo(page.replaceAll("<td>[0-9.]+</td><td>[^<]*</td></tr>", ""));
    }

    @Test
    void theListOfRemediesCanBeReadForEveryTest() throws Exception {
        for (String name : Trial.names()) {
            assertThat(new Contenders(Trial.named(name), Map.of()).read(Contenders.remedies()))
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void whatCannotBeReadOrWrittenIsNamedBeforeAnythingRuns() throws Exception {
        Path runs = Files.writeString(folder.resolve("strange.jsonl"), "{\"a\":1}\n");
        Run strange = remedies("--runs", runs.toString());
        assertThat(strange.err()).contains(runs + ", line 1: no run of an experiment");
        assertThat(strange.code()).isEqualTo(Main.FAILED);
        Path page = folder.resolve("nowhere").resolve("r.html");
        Run nowhere = Run.of("experiment", "adding", "--updates", "1", "--report", page.toString());
        assertThat(nowhere.err()).contains("there is no folder " + page.getParent());
        assertThat(nowhere.out()).isEmpty();
    }

    @Test
    void wrongContendersAreNamed() {
        assertThat(remedies("--contender", "nothing").err()).contains("the contender nothing is not of the form");
        assertThat(remedies("--contender", "a=--cel lstm").err()).contains("contender a: Unknown options: '--cel'");
        assertThat(remedies("--contender", "a=--dropout 0.5").err())
                .contains("contender a: --dropout is no option of the task puzzle");
        assertThat(remedies("--contender", "a=--updates 5").err()).contains("contender a: Unknown option");
        assertThat(remedies("--contender", "a=--cell lem --set dz=1").err())
                .contains("contender a: the cell: there is no number and no size dz to set");
        assertThat(remedies("--contender", "a=--rate -1").code()).isEqualTo(Main.USAGE);
        assertThat(remedies("--contender", "a=", "--contender", "a=--rate 1").err())
                .contains("two contenders are called a");
        assertThat(Run.of("experiment", "adding", "--task", "copy").err()).contains("--task belongs to remedies");
        assertThat(remedies("--seeds", "0").code()).isEqualTo(Main.USAGE);
    }

    @Test
    void anyTaskOfTrainingCanBeTheTestEvenFromAModel() throws Exception {
        Path texts = folder.resolve("texts.tsv");
        Files.writeString(texts, "good\ta fine day\nbad\ta sad day\n".repeat(6));
        Path words = folder.resolve("words.txt");
        Files.writeString(words, "a fine day\na sad day\n".repeat(20));
        Path model = folder.resolve("lm");
        assertThat(Run.of(
                                "train",
                                words.toString(),
                                "--tokens",
                                "words",
                                "--lines",
                                "--hidden",
                                "4",
                                "--layers",
                                "1",
                                "--epochs",
                                "1",
                                "-o",
                                model.toString())
                        .code())
                .isZero();
        Run run = Run.of(
                "experiment",
                "remedies",
                "--task",
                "classify",
                texts.toString(),
                "--epochs",
                "2",
                "--hidden",
                "4",
                "--no-bidirectional",
                "--seeds",
                "2",
                "--report",
                folder.resolve("r.html").toString(),
                "--contender",
                "from nothing=--embedding 4",
                "--contender",
                "pretrained=--from " + model);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("accuracy", "pretrained, seed 2, update").doesNotContain("baseline");
        assertThat(Run.of("experiment", "classify", "--cell", "gru").err()).contains("which data?");
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
