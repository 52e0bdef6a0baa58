package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.random.Randomness;
import dev.recur.store.Json;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateTest {
    @TempDir
    Path folder;

    private String model(Tokenizer tokenizer, boolean lines) throws IOException {
        LanguageModel untrained = LanguageModel.create(
                new LanguageModel.Config(Cell.named("gru").text(), 6, 2, 5, 0, 0, 0, false),
                Corpus.of("hello world\nhello hello\n", tokenizer, lines).vocabulary(1, 100),
                new Randomness(1));
        Path file = folder.resolve(tokenizer + "-" + lines);
        untrained.save(file, Map.of(), Map.of(), List.of());
        return file.toString();
    }

    private String text(String content) throws IOException {
        return Files.writeString(folder.resolve("text.txt"), content).toString();
    }

    @Test
    void tellsNatsBitsAndPerplexity() throws IOException {
        String text = text("hello held\n");

        Run run = Run.of("evaluate", model(Tokenizer.CHARACTERS, false), text, "--threads", "1");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out().lines())
                .startsWith(
                        text,
                        "  11 characters; 10 are predicted",
                        "  the state was carried through the whole text, in one row")
                .anyMatch(line -> line.matches("a character  2\\.\\d{4}  3\\.\\d{4} +\\d+\\.\\d{3}"));
        assertThat(run.out()).doesNotContain("unknown", "prediction");
        assertThat(Run.of("evaluate", model(Tokenizer.CHARACTERS, false), text, "--threads", "2"))
                .isEqualTo(run);
        assertThat(Run.of("evaluate", model(Tokenizer.CHARACTERS, false), text, "--streams", "2")
                        .out())
                .contains("through each of 2 equal parts");
    }

    @Test
    void saysWhatAPredictionIsAndWhatIsUnknown() throws IOException {
        String text = text("hello world\nhello moon\n");

        assertThat(Run.of("evaluate", model(Tokenizer.CHARACTERS, true), text).out())
                .contains("21 characters in 2 lines; 23 predictions: all of them and each line's end")
                .contains("each line on its own")
                .contains("2 characters (9.52 %) are unknown to the model")
                .contains("a prediction ", "a character ");
        assertThat(Run.of("evaluate", model(Tokenizer.WORDS, false), text).out())
                .contains("6 words; 5 are predicted", "1 words (16.67 %)", "a word ")
                .doesNotContain("a character");
        assertThat(Run.of("evaluate", model(Tokenizer.BYTES, false), text).out())
                .contains("a byte ", "a character ");
    }

    @Test
    void jsonIsOneObject() throws IOException {
        Run run = Run.of("evaluate", model(Tokenizer.CHARACTERS, false), text("hello held\n"), "--json");

        assertThat(run.out().lines()).hasSize(1);
        Map<String, @Nullable Object> object = Json.read(run.out());
        assertThat(object)
                .containsEntry("tokens", 10L)
                .containsEntry("unknown", 0L)
                .containsKeys("nats", "carried");
        assertThat((Double) object.get("bits_per_character"))
                .isEqualTo((Double) object.get("nats") / 10 / Math.log(2), org.assertj.core.data.Offset.offset(1e-12));
    }

    @Test
    void weightsThatLearnAreReportedBesideThoseThatStandStill() throws IOException {
        String model = model(Tokenizer.CHARACTERS, false);
        String text = text("hello held\n".repeat(30));

        Run run = Run.of("evaluate", model, text, "--dynamic-rate", "0.5", "--dynamic-steps", "5");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("a character +2\\..*"))
                .anyMatch(line -> line.matches("a character, dynamic +[01]\\..*"));
        assertThat(Run.of("evaluate", model, text, "--dynamic", "--dynamic-statistics", text, "--json")
                        .out())
                .contains("dynamic_bits_per_character");
        assertThat(Run.of("evaluate", model, text, "--dynamic-decay", "2").code())
                .isEqualTo(Main.USAGE);
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        String model = model(Tokenizer.CHARACTERS, false);
        String text = text("h");
        String[][] failing = {
            {"evaluate", folder.resolve("none").toString(), text},
            {"evaluate", model, folder.resolve("none").toString()},
            {"evaluate", text, text},
            {"evaluate", model, text},
        };
        for (String[] arguments : failing) {
            Run run = Run.of(arguments);
            assertThat(run.code()).as(run.err()).isEqualTo(Main.FAILED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines()).hasSize(1);
        }
        assertThat(Run.of("evaluate", model, text).err()).contains(text + ": a running text of 1 token has none");
        Run lines = Run.of("evaluate", model(Tokenizer.CHARACTERS, true), text, "--dynamic");
        assertThat(lines.code()).isEqualTo(Main.USAGE);
        assertThat(lines.err()).startsWith("recur: --dynamic: this model reads lines, each on its own");
        String other = folder.resolve("other.txt").toString();
        Files.writeString(Path.of(other), "hello hello hello");
        assertThat(Run.of("evaluate", model, other, "--dynamic", "--dynamic-statistics", text)
                        .err())
                .contains(text + ": a running text of 1 token has none");
        assertThat(Run.of("evaluate", model).code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("evaluate", model, text, "--streams", "0").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("evaluate", "--help").out()).contains("Examples: recur evaluate");
    }
}
