package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.generate.Generator;
import dev.recur.generate.Sampling;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of n-grams, with dropout that rises and weight decay of matrices alone. */
@Tag("bits")
class NgramTaskTest {
    /** The same with any kernels, threads and JDK. */
    private static final String SHA256 = "6806c000f1bf961d49ebdaaef1e30d4145959aafe8ed756497aedfcc3daf90fa";

    @TempDir
    Path folder;

    private Path text = Path.of("");

    @BeforeEach
    void writeText() throws IOException {
        text = Files.writeString(folder.resolve("text.txt"), RunText.TEXT);
    }

    private static Training.Builder training() {
        return RunText.training()
                .optimizer("adamw")
                .weightDecay(0.1)
                .remedies(
                        Remedies.builder().dropoutRise(0.8).decayMatrices(true).build());
    }

    private static LanguageOptions.Builder options() {
        return RunText.options().inputDropout(0.1).ngrams(new LanguageNgrams(3, 0));
    }

    private Path train(String name, Training training, LanguageOptions options, Path file) throws IOException {
        Path model = folder.resolve(name);
        TrainingFiles files = new TrainingFiles(List.of(file), null);
        try (Trainer trainer = Trainer.create(training, options, files, model, () -> 0)) {
            trainer.run(event -> {}, () -> false);
        }
        return model;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void equalRunsGiveEqualFiles(int threads) throws Exception {
        Path model = train(
                "m", training().epochs(4).threads(threads).build(), options().build(), text);
        assertThat(RunText.sha256(model)).isEqualTo(SHA256);
    }

    @ParameterizedTest
    @CsvSource({"false, 11, 13", "false, 33, 7", "true, 22, 17"})
    void aRunThatWasStoppedOftenEndsAsOneThatWasNot(boolean lines, int back, int every) throws Exception {
        Training training = training().epochs(2).build();
        LanguageOptions options = options().lines(lines).back(back).build();
        Path file = lines ? Files.writeString(folder.resolve("lines.txt"), RunText.lines()) : text;
        Path whole = train("whole", training, options, file);
        Path broken = folder.resolve("broken");
        TrainingFiles files = new TrainingFiles(List.of(file), null);
        int parts = Stopped.often(Trainer.create(training, options, files, broken, () -> 0), broken, every);
        assertThat(parts).isGreaterThan(2);
        assertThat(RunText.sha256(broken)).isEqualTo(RunText.sha256(whole));
    }

    /** Validation, evaluation along one stream and what is written all read the same n-grams. */
    @Test
    void aTextIsPredictedAsItIsWritten() throws IOException {
        Path file = train("m", training().epochs(10).build(), options().build(), text);
        LanguageModel model = LanguageModel.load(file);
        assertThat(model.ngrams().longest()).isEqualTo(3);
        try (Workers workers = new Workers(1)) {
            assertThat(Evaluation.of(model, List.of(text), workers).bitsPerToken())
                    .isLessThan(0.5);
            StringBuilder written = new StringBuilder();
            new Generator(model, new Sampling(0, 0, 1), 1, workers)
                    .generate("hello w", 60, 1, (which, piece) -> written.append(piece));
            assertThat(RunText.TEXT).contains("hello w" + written);
            Adaptation still = new Adaptation(5, 0, 0);
            Evaluation dynamic = DynamicEvaluation.of(
                    model, Evaluation.read(model, List.of(text)), null, still, workers, Watch.NONE);
            assertThat(dynamic.bitsPerToken())
                    .isCloseTo(Evaluation.of(model, List.of(text), workers).bitsPerToken(), within(0.05));
        }
    }

    @Test
    void decayLeavesBiasesAloneWhereItIsAsked() throws IOException {
        Training plain = RunText.training().optimizer("adamw").epochs(1).build();
        Training decayed = training().epochs(1).remedies(Remedies.NONE).build();
        Training matrices = training()
                .epochs(1)
                .remedies(Remedies.builder().decayMatrices(true).build())
                .build();
        // After one step the gradients, and so the moves, are those of the same weights.
        List<LanguageModel> models = new ArrayList<>();
        for (Training training : List.of(plain, decayed, matrices)) {
            Path model = folder.resolve("m" + models.size());
            TrainingFiles files = new TrainingFiles(List.of(text), null);
            try (Trainer trainer = Trainer.create(training, RunText.options().build(), files, model, () -> 0)) {
                trainer.run(event -> {}, Stopped.after(1));
                models.add((LanguageModel) trainer.model());
            }
        }
        for (String bias : List.of("layer0.bf", "output.b")) {
            assertThat(models.get(2).parameters().read(bias))
                    .as(bias)
                    .containsExactly(models.get(0).parameters().read(bias));
        }
        assertThat(models.get(1).parameters().read("layer0.bf"))
                .isNotEqualTo(models.get(0).parameters().read("layer0.bf"));
        for (String matrix : List.of("layer1.Ui", "output.W")) {
            assertThat(models.get(2).parameters().read(matrix))
                    .as(matrix)
                    .containsExactly(models.get(1).parameters().read(matrix))
                    .isNotEqualTo(models.get(0).parameters().read(matrix));
        }
    }

    @Test
    void whatCannotBeIsRefusedInOneLine() throws IOException {
        Path rare = Files.writeString(folder.resolve("rare.txt"), "abcdefghijklmnopqrstuvwxyz".repeat(9));
        assertThatThrownBy(() -> train("m", training().build(), options().build(), rare))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no two tokens follow each other 10 times in the training data, so there are no n-grams;"
                        + " lower --ngram-at-least or leave out --ngrams");
        assertThatThrownBy(() -> new LanguageNgrams(1, 0)).hasMessageContaining("it must have 2 to 16, or 0");
        assertThatThrownBy(() -> new LanguageNgrams(17, 0)).hasMessageContaining("the longest n-gram has 17 tokens");
        assertThatThrownBy(() -> new LanguageNgrams(4, -1)).hasMessageContaining("the frequency of an n-gram is -1");
        assertThatThrownBy(() -> new LanguageNgrams(0, 5)).hasMessageContaining("as in --ngrams 4");
    }
}
