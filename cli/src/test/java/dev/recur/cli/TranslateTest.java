package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A translator from data to answers: of numbers in figures to numbers in words, backwards. */
class TranslateTest {
    private static final String[] WORDS = {"null", "one", "two", "three"};

    @TempDir
    static Path folder;

    private static String pairs = "";
    private static String sources = "";
    private static String targets = "";
    private static String model = "";
    private static Run training = new Run(-1, "", "");

    @BeforeAll
    static void train() throws IOException {
        List<String> read = new ArrayList<>();
        List<String> written = new ArrayList<>();
        List<String> both = new ArrayList<>();
        for (int n = 0; n < 80; n++) {
            String source = "";
            String target = "";
            for (int rest = n; rest > 0 || source.isEmpty(); rest /= 4) {
                source += rest % 4 + " ";
                target = WORDS[rest % 4] + (target.isEmpty() ? "" : " ") + target;
            }
            read.add(source.strip());
            written.add(target + "!");
            both.add(source.strip() + "\t" + target + "!");
        }
        pairs = Files.write(folder.resolve("pairs.tsv"), both).toString();
        sources = Files.write(folder.resolve("sources.txt"), read).toString();
        targets = Files.write(folder.resolve("targets.txt"), written).toString();
        model = folder.resolve("m").toString();
        training = Run.of(
                "train",
                "--task",
                "translate",
                sources,
                "--target",
                targets,
                "--valid",
                sources,
                "--valid-target",
                targets,
                "-o",
                model,
                "--cell",
                "gru",
                "--hidden",
                "24",
                "--epochs",
                "40",
                "--batch",
                "8",
                "--rate",
                "0.01",
                "--dropout",
                "0",
                "--smoothing",
                "0",
                "--threads",
                "1");
    }

    @Test
    void trainingTellsPerplexity() {
        assertThat(training.err()).isEmpty();
        assertThat(training.code()).isZero();
        assertThat(training.out())
                .contains("source vocabulary 7, target vocabulary 8, training pairs 80")
                .containsPattern("epoch 40: held-out perplexity 1\\.0\\d{3}, nats per token 0\\.0")
                .contains("try: recur predict " + model);
        assertThat(Run.of("info", model).out()).contains("translator", "attention: general", "source\nvocabulary of 7");
    }

    @Test
    void textsAreTranslatedWithPunctuationInItsPlace() {
        Run run = Run.of("predict", model, "3 2 1", "2");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("one two three!\ntwo!\n");
        Run best = Run.of("predict", model, "3 2 1", "--n-best", "3");
        assertThat(best.out().lines()).hasSize(3).first().asString().matches("-0\\.\\d{4}\tone two three!");
        assertThat(Run.of("predict", model, "3 2 1", "--beam", "1").out()).isEqualTo("one two three!\n");
    }

    @Test
    void objectsTellEverything() {
        Run run = Run.of("predict", model, "3 9", "--json", "--n-best", "2", "--show-attention");
        Map<String, @Nullable Object> object = Json.read(run.out());
        assertThat(object).containsEntry("source", "3 9").containsEntry("unknown", 1L);
        assertThat((List<?>) object.get("translations")).hasSize(2);
        assertThat(object.get("source_tokens")).isEqualTo(List.of("3", "9", "<end>"));
        assertThat((List<?>) object.get("attention"))
                .hasSameSizeAs((List<?>) object.get("tokens"))
                .allSatisfy(row -> assertThat((List<?>) row).hasSize(3));
    }

    @Test
    void attentionIsShownAndDrawn() throws IOException {
        Path picture = folder.resolve("attention.svg");
        Run run = Run.of("predict", model, "3 2 1", "--show-attention", "--picture", picture.toString());
        assertThat(run.out().lines().toList())
                .startsWith("one two three!")
                .anyMatch(line -> line.equals("      3 2 1 >"))
                .anyMatch(line -> line.matches("three .*[░▒▓█].*"));
        assertThat(picture).content().contains("<svg", ">three</text>", ">&lt;end&gt;</text>");
        Run other = Run.of("predict", model, "3", "--picture", "attention.gif");
        assertThat(other.code()).isEqualTo(Main.FAILED);
        assertThat(other.err()).contains(".svg or .png");
    }

    @Test
    void evaluationCountsAsSacreBleuDoes() {
        Run run = Run.of("evaluate", model, pairs);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("80 texts: BLEU ", "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp")
                .containsPattern("exactly as wanted +\\d+\\.\\d\\d %")
                .containsPattern("word error rate +\\d+\\.\\d\\d %")
                .containsPattern("perplexity a token +1\\.0\\d\\d");
        Map<String, @Nullable Object> object =
                Json.read(Run.of("evaluate", model, sources, "--target", targets, "--json", "--beam", "2")
                        .out());
        assertThat(object).containsEntry("kind", "translator").containsEntry("texts", 80L);
        assertThat((Double) object.get("bleu")).isGreaterThan(90);
        assertThat((Double) object.get("exact")).isGreaterThan(0.9);
        assertThat((Double) object.get("token_error_rate")).isLessThan(0.1);
    }

    @Test
    void aSourceThatStandsTwiceHasTwoReferences() throws IOException {
        Path data = Files.writeString(folder.resolve("two.tsv"), "2\ttwo!\n2\ttwain!\n1\tone!\n");
        assertThat(Run.of("evaluate", model, data.toString()).out())
                .contains("2 texts: ", "nrefs:var|")
                .containsPattern("exactly as wanted +100.00 %");
    }

    @Test
    void wrongUsageIsRefused() throws IOException {
        usage("are for labels", "predict", model, "1", "--explain");
        usage("1 to 2 are possible", "predict", model, "1", "--n-best", "3", "--beam", "2");
        usage("BLEU is counted in 13a, char or none", "evaluate", model, pairs, "--tokenize", "zh");
        usage("reads source TAB target", "evaluate", model, pairs, "--columns", "text,label");
        usage("takes no files of targets", "train", pairs, "--target", targets, "-o", "m");
        usage(
                "--valid-target needs --valid",
                "train",
                "--task",
                "translate",
                sources,
                "--target",
                targets,
                "--valid-target",
                targets,
                "-o",
                "m");
        usage(
                "name it with --valid-target",
                "train",
                "--task",
                "translate",
                sources,
                "--target",
                targets,
                "--valid",
                sources,
                "-o",
                "m");
        Run empty = Run.of(
                "evaluate",
                model,
                Files.writeString(folder.resolve("bad.tsv"), "1\tone\n2\n").toString());
        assertThat(empty.code()).isEqualTo(Main.FAILED);
        assertThat(empty.err()).contains("bad.tsv, line 2: expected source TAB target, found 1 column");
    }

    private static void usage(String message, String... arguments) {
        Run run = Run.of(arguments);
        assertThat(run.code()).isEqualTo(Main.USAGE);
        assertThat(run.err()).contains(message);
    }
}
