package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.text.TextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One-to-many: a label and a number begin each text. */
@Tag("bits")
class GivenTaskTest {
    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    Path folder;

    private Path table = Path.of("");

    @BeforeEach
    void writeTable() throws IOException {
        table = Files.writeString(folder.resolve("table.tsv"), table());
    }

    /** Texts of unlike lengths, some longer than a chunk: the label says which letters, the number how many words. */
    private static String table() {
        StringBuilder lines = new StringBuilder();
        for (int n = 0; n < 150; n++) {
            int words = 1 + n * 7 % 5;
            String word = List.of("abab", "xyxy", "klm").get(n % 3).substring(n % 2) + " ";
            lines.append(List.of("early", "late", "middle").get(n % 3))
                    .append('\t')
                    .append(words)
                    .append('\t')
                    .append(word.repeat(words).strip())
                    .append('\n');
        }
        return lines.toString();
    }

    private static LanguageOptions.Builder options() {
        return RunText.options().given(new LanguageGiven("when,words:numbers", ""));
    }

    private Path train(String name, Training training, LanguageOptions options) throws IOException {
        Path model = folder.resolve(name);
        TrainingFiles files = new TrainingFiles(List.of(table), null);
        try (Trainer trainer = Trainer.create(training, options, files, model, () -> 0)) {
            trainer.run(event -> {}, NEVER);
        }
        return model;
    }

    /** The same with any kernels, threads and JDK. */
    private static final String SHA256 = "a4dac1aca5295cae4558f835d2f2a9d1719780c1877d89e31da8d224099f57f3";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void equalRunsGiveEqualFiles(int threads) throws Exception {
        Path model = train(
                "m",
                RunText.training().epochs(3).threads(threads).build(),
                options().build());
        assertThat(RunText.sha256(model)).isEqualTo(SHA256);
    }

    @ParameterizedTest
    @CsvSource({"gru, 11, 13", "lstm, 22, 17"})
    void aRunThatWasStoppedOftenEndsAsOneThatWasNot(String cell, int back, int every) throws Exception {
        Training training = RunText.training().epochs(2).build();
        LanguageOptions options = options()
                .cell(Cell.named(cell).text())
                .back(back)
                .inputDropout(0.1)
                .build();
        Path whole = train("whole", training, options);
        Path broken = folder.resolve("broken");
        TrainingFiles files = new TrainingFiles(List.of(table), null);
        int parts = Stopped.often(Trainer.create(training, options, files, broken, () -> 0), broken, every);
        assertThat(parts).isGreaterThan(2);
        assertThat(RunText.sha256(broken)).isEqualTo(RunText.sha256(whole));
    }

    @Test
    void textsAreWellPredictedByWhatTheyAreGivenAndNotByAnotherLabel() throws IOException {
        Path file = train("m", RunText.training().epochs(12).build(), options().build());
        LanguageModel model = LanguageModel.load(file);
        Path turned = Files.writeString(
                folder.resolve("turned.tsv"),
                table().replace("early", "LATE").replace("late", "early").replace("LATE", "late"));
        try (Workers workers = new Workers(1)) {
            Evaluation right = Evaluation.of(model, List.of(table), workers);
            Evaluation wrong = Evaluation.of(model, List.of(turned), workers);
            assertThat(right.bitsPerToken()).isLessThan(0.8);
            assertThat(wrong.bitsPerToken()).isGreaterThan(2 * right.bitsPerToken());
            assertThat(right.documents()).isEqualTo(150);
            assertThat(right.tokens()).isEqualTo(right.characters() + 150);
        }
        Path strange = Files.writeString(folder.resolve("strange.tsv"), "early\t1\tab\nnever\t2\tab\n");
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> Evaluation.of(model, List.of(strange), workers))
                    .isInstanceOf(TextException.class)
                    .hasMessageContaining(
                            "strange.tsv, line 2: the when never is none of those that were learnt: early,");
        }
    }

    @Test
    void dataThatDoNotFitAreNamed() throws IOException {
        table = Files.writeString(folder.resolve("x.tsv"), "early\t1\tab\nlate\tab\n");
        assertThatThrownBy(
                        () -> train("m", RunText.training().build(), options().build()))
                .hasMessageContaining("x.tsv, line 2: expected 3 columns, when TAB words TAB text, found 2");
        table = Files.writeString(folder.resolve("x.tsv"), "early\tone\tab\n");
        assertThatThrownBy(
                        () -> train("m", RunText.training().build(), options().build()))
                .hasMessageContaining("x.tsv, line 1: the words is \"one\"");
        table = Files.writeString(folder.resolve("x.csv"), "when,text\nearly,ab\n");
        assertThatThrownBy(
                        () -> train("m", RunText.training().build(), options().build()))
                .hasMessageContaining(
                        "x.csv, line 1: the header is when,text; expected the columns when and words and text");
        assertThatThrownBy(() -> new LanguageGiven("when", "when,body")).hasMessageContaining("column text 0 times");
        assertThatThrownBy(() -> new LanguageGiven("", "text,label")).hasMessageContaining("--given");
    }
}
