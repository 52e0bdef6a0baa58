package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.store.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier from data to answers. */
class ClassifyTest {
    @TempDir
    static Path folder;

    private static String data = "";
    private static String model = "";
    private static Run training = new Run(-1, "", "");

    @BeforeAll
    static void train() throws IOException {
        StringBuilder lines = new StringBuilder();
        String[] animals = {"cat", "dog", "cow", "hen"};
        String[] plants = {"oak", "elm", "fern", "moss"};
        for (int n = 0; n < 160; n++) {
            String[] kind = n % 2 == 0 ? animals : plants;
            lines.append("this is the ")
                    .append(kind[n / 2 % 4])
                    .append(" number ")
                    .append(n % 5);
            lines.append('\t').append(n % 2 == 0 ? "animal" : "plant").append('\n');
        }
        data = Files.writeString(folder.resolve("data.tsv"), lines).toString();
        model = folder.resolve("m").toString();
        training = Run.of(
                "train",
                "--task",
                "classify",
                data,
                "--columns",
                "text,label",
                "-o",
                model,
                "--hidden",
                "8",
                "--epochs",
                "12",
                "--rate",
                "0.02");
    }

    @Test
    void trainingTellsAccuracy() {
        assertThat(training.err()).isEmpty();
        assertThat(training.code()).isZero();
        assertThat(training.out())
                .contains("labels 2, vocabulary 18, training texts 144")
                .containsPattern("epoch 12: held-out accuracy \\d\\.\\d{4}, macro F1 \\d\\.\\d{4}, nats per text")
                .contains("try: recur predict " + model);
        assertThat(Run.of("info", model).out())
                .contains("sequence classifier", "labels: animal, plant", "bidirectional: true", "pooling: max");
    }

    @Test
    void textsOfArgumentsAndOfStandardInputAreToldTheirLabel() {
        Run run = Run.of("predict", model, "this is the cow", "the fern number 3");
        assertThat(run.out()).isEqualTo("animal\tthis is the cow\nplant\tthe fern number 3\n");
        assertThat(withInput("this is the cow\nthe fern number 3\n", "predict", model))
                .isEqualTo(run);
        assertThat(Run.of("predict", model, "the hen", "--probabilities").out())
                .matches("animal\tthe hen\tanimal 0\\.\\d{4}, plant 0\\.\\d{4}\n");
    }

    @Test
    void machinesAreToldInJson() {
        Run run = Run.of("predict", model, "the tiny moss", "--json", "--probabilities", "--explain");
        Map<String, @Nullable Object> object = Json.read(run.out());
        assertThat(object).containsEntry("label", "plant").containsEntry("unknown", 1L);
        assertThat((Map<?, ?>) object.get("probabilities")).hasSize(2);
        assertThat((List<?>) object.get("influences")).hasSize(3);
        assertThat(run.out().lines()).hasSize(1);
    }

    @Test
    void theWordThatDecidesIsShown() {
        assertThat(Run.of("predict", model, "this is the cow number 2", "--explain")
                        .out())
                .containsPattern("cow\\(\\+\\d+\\.\\d\\d\\)");
    }

    @Test
    void evaluationShowsFiguresConfusionsAndErrors() throws IOException {
        Path test = Files.writeString(folder.resolve("test.tsv"), "the oak\tplant\nthe cat\tanimal\nthe dog\tplant\n");
        Run run = Run.of("evaluate", model, test.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("3 texts: accuracy 66.67 %, macro F1 66.67")
                .containsPattern("animal +1 +50\\.0 +100\\.0 +66\\.7")
                .containsPattern("plant +1 +1\n")
                .containsPattern("3  plant  0\\.\\d{4}  animal +the dog");
        assertThat(Json.read(
                        Run.of("evaluate", model, test.toString(), "--json").out()))
                .containsEntry("texts", 3L)
                .containsKeys("accuracy", "macro_f1", "confusion");
        assertThat(Run.of("evaluate", model, test.toString(), "--columns", "label,text")
                        .err())
                .contains("test.tsv, line 1: the label the oak is none of those that were learnt");
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.tsv"), "animal\tthe cat\nthe dog\n");
        String out = folder.resolve("x").toString();
        Run noLabel = Run.of("train", "--task", "classify", bad.toString(), "-o", out);
        assertThat(noLabel.code()).isEqualTo(Main.FAILED);
        assertThat(noLabel.err()).contains("bad.tsv, line 2: expected 2 columns, label TAB text, found 1");
        assertThat(Run.of("train", "--task", "classify", data, "-o", out, "--steps", "9")
                        .err())
                .contains("--steps is no option of the task classify");
        assertThat(Run.of("train", data, "-o", out, "--pooling", "max").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("train", "--task", "classify", data, "-o", out, "--pooling", "sum")
                        .err())
                .contains("pooling is sum; it can be last, mean, max, attention");
        assertThat(withInput("the cat\n\nthe dog\n", "predict", model).err())
                .contains("standard input, line 2: expected a text, found an empty line");
        assertThat(Run.of("predict", model, " ").err()).contains("holds no words to judge by");
        assertThat(Run.of("generate", model).err()).contains("expected a language model, found a sequence classifier");
        assertThat(Run.of("evaluate", model, data, "--streams", "2").code()).isEqualTo(Main.USAGE);
        for (String command : new String[] {"predict", "evaluate"}) {
            assertThat(Run.of(command).code()).isEqualTo(Main.USAGE);
            assertThat(Run.of(command, "--help").out()).contains("recur " + command + " ");
        }
    }

    private static synchronized Run withInput(String text, String... arguments) {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            return Run.of(arguments);
        } finally {
            System.setIn(before);
        }
    }
}
