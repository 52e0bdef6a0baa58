package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.model.LanguageModel;
import dev.recur.model.Translator;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {
    private static final Training TRAINING = RunText.training()
            .epochs(2)
            .remedies(Remedies.builder().start("bf=2", "layer1.bf=3").build())
            .build();

    @TempDir
    Path folder;

    private Path text;

    @BeforeEach
    void writeText() throws IOException {
        text = Files.writeString(folder.resolve("text.txt"), RunText.TEXT);
    }

    private Pretraining pretraining(String name, Training training) {
        return Pretraining.prediction(
                training,
                RunText.options().layers(3).build(),
                new TrainingFiles(List.of(text), null),
                folder.resolve(name),
                () -> 0);
    }

    @Test
    void layersBelowStandStillAndTheNewOneLearns() throws IOException {
        Map<Integer, LanguageModel> begins = new HashMap<>();
        Map<Integer, float[]> bottoms = new HashMap<>();
        List<Integer> layers = new ArrayList<>();
        pretraining("m", TRAINING)
                .run(
                        (layer, trainer) -> {
                            layers.add(layer);
                            LanguageModel model = (LanguageModel) trainer.model();
                            begins.put(layer, model);
                            bottoms.put(layer, model.parameters().read("layer0.Ui"));
                            if (layer == 2) {
                                assertThat(model.parameters().read("layer1.bf")).containsOnly(3);
                            }
                            return event -> {};
                        },
                        () -> false);
        assertThat(layers).containsExactly(1, 2, 3);
        LanguageModel end = LanguageModel.load(folder.resolve("m"));
        assertThat(end.config().layers()).isEqualTo(3);
        // what the first run has made of the lowest layer is what the others begin and end with
        assertThat(bottoms.get(2)).containsExactly(begins.get(1).parameters().read("layer0.Ui"));
        assertThat(end.parameters().read("layer0.Ui")).containsExactly(bottoms.get(2));
        assertThat(end.parameters().read("layer1.Ui"))
                .containsExactly(begins.get(2).parameters().read("layer1.Ui"));
        assertThat(end.parameters().read("embedding"))
                .containsExactly(begins.get(1).parameters().read("embedding"));
        assertThat(folder.resolve("m.layer1")).doesNotExist();
        assertThat(folder.resolve("m.layer2")).doesNotExist();
    }

    @Test
    void whatWasStoppedGoesOnToTheSameFile() throws Exception {
        pretraining("whole", TRAINING).run((layer, trainer) -> event -> {}, () -> false);
        TrainingEvent.Reason reason = TrainingEvent.Reason.STOPPED;
        int parts = 0;
        while (reason == TrainingEvent.Reason.STOPPED) {
            reason = pretraining("broken", TRAINING).run((layer, trainer) -> event -> {}, Stopped.after(31));
            parts++;
        }
        assertThat(parts).isGreaterThan(3);
        assertThat(RunText.sha256(folder.resolve("broken"))).isEqualTo(RunText.sha256(folder.resolve("whole")));
    }

    private Pretraining autoencoder(String name) {
        TranslateOptions options = TranslateOptions.builder()
                .sourceTokens(Tokenizer.CHARACTERS)
                .targetTokens(Tokenizer.CHARACTERS)
                .hidden(24)
                .embedding(8)
                .dropout(0)
                .smoothing(0)
                .build();
        Training training = Training.builder()
                .batch(8)
                .rate(0.02)
                .epochs(120)
                .patience(0)
                .threads(1)
                .build();
        return Pretraining.reconstruction(
                training, options, new TrainingFiles(List.of(text), null), folder.resolve(name), () -> 0);
    }

    @Test
    void anAutoencoderLearnsToWriteALineAgainFromItsLastStateAlone() throws IOException {
        Files.writeString(text, "abba\nbab\naab\nbbb\nbaaa\nab\nba\naaa\nabab\nbbaa\n".repeat(2));
        List<Double> nats = new ArrayList<>();
        autoencoder("m")
                .run(
                        (layer, trainer) -> event -> {
                            if (event instanceof TrainingEvent.Stepped step) {
                                nats.add(step.loss());
                            }
                        },
                        () -> false);
        Translator model = Translator.load(folder.resolve("m"));
        assertThat(model.config().attention()).isEqualTo(Translator.Look.NONE);
        assertThat(model.source().tokens()).isEqualTo(model.target().tokens());
        assertThat(nats.get(0)).isGreaterThan(0.9);
        assertThat(nats.get(nats.size() - 1)).isLessThan(0.4);
    }

    @Test
    void anAutoencoderThatWasStoppedGoesOnToTheSameFile() throws Exception {
        autoencoder("whole").run((layer, trainer) -> event -> {}, () -> false);
        assertThat(autoencoder("broken").run((layer, trainer) -> event -> {}, Stopped.after(9)))
                .isEqualTo(TrainingEvent.Reason.STOPPED);
        autoencoder("broken").run((layer, trainer) -> event -> {}, () -> false);
        assertThat(RunText.sha256(folder.resolve("broken"))).isEqualTo(RunText.sha256(folder.resolve("whole")));
    }

    @Test
    void aFileOfAnotherRunIsInTheWay() throws IOException {
        pretraining("m", TRAINING).run((layer, trainer) -> event -> {}, Stopped.after(70));
        assertThatThrownBy(() -> pretraining("m", RunText.training().epochs(1).build())
                        .run((layer, trainer) -> event -> {}, () -> false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("asked for otherwise");
    }
}
