package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {
    @TempDir
    Path folder;

    private String model = "";

    @BeforeEach
    void saveModel() throws IOException {
        LanguageModel untrained = LanguageModel.create(
                new LanguageModel.Config(Cell.named("gru").text(), 6, 2, 5, 0, 0, 0, false),
                Corpus.of("hello world", Tokenizer.CHARACTERS, false).vocabulary(1, 100),
                new Randomness(1));
        Path file = folder.resolve("m.safetensors");
        untrained.save(file, Map.of("text sha256", "abc"), Map.of(), List.of());
        model = file.toString();
    }

    @Test
    void writesOnFromThePrompt() {
        Run run = Run.of("generate", model, "--prompt", "hello", "--length", "20");

        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out()).startsWith("hello").hasSize(26).endsWith("\n");
        assertThat(run.err()).isEmpty();
        assertThat(Run.of("generate", model, "--prompt", "hello", "--length", "20"))
                .isEqualTo(run);
        for (String threads : new String[] {"1", "2", "3"}) {
            assertThat(Run.of("generate", model, "--prompt", "hello", "--length", "20", "--threads", threads))
                    .isEqualTo(run);
        }
        assertThat(Run.of("generate", model, "--prompt", "hello", "--length", "20", "--seed", "2"))
                .isNotEqualTo(run);
    }

    @Test
    void writesSeveralTextsOfWhichTheFirstIsTheOneAlone() {
        Run run = Run.of("generate", model, "--length", "15", "--count", "3", "--top-k", "4", "--top-p", "0.9");

        assertThat(run.out().lines()).hasSize(3).allMatch(line -> line.length() == 15);
        assertThat(run.out())
                .startsWith(Run.of("generate", model, "--length", "15", "--top-k", "4", "--top-p", "0.9")
                        .out());
    }

    @Test
    void infoTellsWhatTheFileHolds() {
        Run run = Run.of("info", model);

        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out())
                .contains("language model", "layers: 2", "hidden: 6", "layer0.", "text sha256: abc")
                .contains("vocabulary of 9");
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "no model at all");
        for (String[] wrong : new String[][] {
            {"generate", folder.resolve("none").toString()},
            {"generate", other.toString()},
            {"info", other.toString()},
            {"generate", model, "--temperature", "-1"},
            {"generate", model, "--prompt", "xyz"}
        }) {
            Run run = Run.of(wrong);
            assertThat(run.code()).isEqualTo(Main.FAILED);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines()).hasSize(1);
        }
        assertThat(Run.of("generate", model, "--prompt", "hexenlx").err())
                .contains("the prompt holds x (U+0078), n (U+006E), which this model has never seen");
        assertThat(Run.of("generate").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("generate", model, "--threads", "-1").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("generate", model, "--length", "0").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("generate", "--help").out()).contains("Examples: recur generate");
        assertThat(Run.of("info", "--help").out()).contains("Example: recur info");
    }
}
