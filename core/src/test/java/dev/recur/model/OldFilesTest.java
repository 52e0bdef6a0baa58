package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.batch.Minibatch;
import dev.recur.batch.Streams;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Ids;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Files that earlier versions wrote open for good, and predict what they predicted. Each format leaves one file here. */
class OldFilesTest {
    private static final Path FILES = Path.of("src/test/resources/dev/recur/model");

    @Test
    void format1() throws IOException {
        Path file = FILES.resolve("language-format-1.safetensors");
        assertThat(Files.size(file)).isLessThan(10_000);

        LanguageModel model = LanguageModel.load(file);

        assertThat(model.config().hidden()).isEqualTo(8);
        assertThat(model.config().layers()).isEqualTo(1);
        assertThat(model.cell().title()).contains("gru");
        assertThat(model.vocabulary().tokenizer()).isEqualTo(Tokenizer.CHARACTERS);
        assertThat(model.vocabulary().hasMarks()).isFalse();
        assertThat(model.provenance()).containsKeys("data sha256", "options", "result");
        try (Workers workers = new Workers(1)) {
            LanguageNetwork network = new LanguageNetwork(model, false, new Randomness(0), workers);
            network.load(0);
            Minibatch batch = new Minibatch();
            Ids ids = Ids.of(model.vocabulary().encode("hello yellow well"));
            Streams.of(ids, 1, 100).fill(0, 0, batch);
            assertThat(network.evaluate(batch)).isEqualTo(NATS);
        }
    }

    /** To the last bit, with any kernels and on any JDK. */
    private static final double NATS = 41.9703528881073;
}
