package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.array.Layout;
import dev.recur.parallel.Workers;
import dev.recur.store.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutRiseTest {
    @TempDir
    Path folder;

    @Test
    void risesInAStraightLineAndStays() {
        Layout layout = Layout.builder().build();
        try (Workers workers = new Workers(1)) {
            Treatment half = new Treatment(Remedies.builder().dropoutRise(0.5).build(), 1, layout, workers);
            assertThat(half.dropping(1, 40)).isEqualTo(0.05);
            assertThat(half.dropping(10, 40)).isEqualTo(0.5);
            assertThat(half.dropping(20, 40)).isEqualTo(1);
            assertThat(half.dropping(40, 40)).isEqualTo(1);
            assertThat(new Treatment(Remedies.NONE, 1, layout, workers).dropping(1, 40))
                    .isEqualTo(1);
        }
        assertThatThrownBy(() -> Remedies.builder().dropoutRise(1.5).build())
                .hasMessageContaining("the rise of dropout is 1.5; it must be 0 to 1, a share of the run");
    }

    /** Half of 0.4 is 0.2, in every task that has dropout: where the input is read, between layers, and before the output. */
    @ParameterizedTest
    @ValueSource(strings = {"language", "classify", "tag", "translate", "forecast", "image"})
    void halfTheStrengthIsHalfTheRate(String kind) throws IOException {
        try (Workers workers = new Workers(1)) {
            float[] half = gradient(kind, 0.4, 0.5, workers);
            assertThat(half).containsExactly(gradient(kind, 0.2, 1, workers));
            assertThat(half).isNotEqualTo(gradient(kind, 0.4, 1, workers));
        }
    }

    private float[] gradient(String kind, double dropout, double strength, Workers workers) throws IOException {
        Training training = Training.builder().batch(5).valid(0).build();
        Task task = options(kind, dropout)
                .begin(training, new TrainingFiles(List.of(data(kind)), null), null, null, workers);
        float[] gradient = new float[task.model().parameters().values().length];
        task.load(7, strength);
        task.train(0, 0, gradient);
        return gradient;
    }

    private static TaskOptions options(String kind, double dropout) {
        Map<String, Object> one = Map.of("hidden", 10, "layers", 2, "dropout", dropout);
        Map<String, Object> both = Map.of("hidden", 10, "layers", 2, "dropout", dropout, "input dropout", dropout);
        return switch (kind) {
            case "language" -> Records.with(LanguageOptions.DEFAULTS, both);
            case "classify" -> Records.with(ClassifierOptions.DEFAULTS, both);
            case "tag" -> Records.with(TagOptions.DEFAULTS, both);
            case "translate" -> Records.with(TranslateOptions.DEFAULTS, both);
            case "forecast" -> ForecastOptions.of(one);
            default -> ImageOptions.of(one);
        };
    }

    private Path data(String kind) throws IOException {
        if (kind.equals("image")) {
            return RunImages.write(folder, "train", 40);
        }
        StringBuilder text = new StringBuilder(kind.equals("forecast") ? "a,b\n" : "");
        for (int n = 0; n < 150; n++) {
            text.append(
                    switch (kind) {
                        case "classify" -> "ab".charAt(n % 2) + "\t" + "some text here ".repeat(1 + n % 3) + "\n";
                        case "tag" -> "word" + n % 7 + " " + "AB".charAt(n % 2) + (n % 4 == 0 ? "\n\n" : "\n");
                        case "translate" -> "ab cd " + n % 7 + "\tAB CD " + n % 7 + "\n";
                        case "forecast" -> n % 10 + "," + n % 7 + "\n";
                        default -> "some text that is long enough for rows side by side\n";
                    });
        }
        return Files.writeString(folder.resolve(kind + (kind.equals("forecast") ? ".csv" : ".txt")), text);
    }
}
