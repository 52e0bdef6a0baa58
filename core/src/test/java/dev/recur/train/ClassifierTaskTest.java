package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.cell.Cell;
import dev.recur.layer.Pooling;
import dev.recur.model.SequenceClassifier;
import dev.recur.parallel.Workers;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class ClassifierTaskTest {
    /** Of the model after 3 epochs: the same with any kernels, threads and JDK. */
    private static final String SHA256 = "254321942c1ca33717cba8ba82b3f183ac037a70ad9fd3bf5d48ec5246ee5762";

    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    Path folder;

    private Path data;

    /** Words whose label is that of the vowel that comes more often; one label is rare. */
    private static String samples(int count, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder lines = new StringBuilder();
        for (int n = 0; n < count; n++) {
            int label = n % 7 == 0 ? 2 : n % 2;
            StringBuilder word = new StringBuilder();
            int length = 1 + random.nextInt(12);
            for (int i = 0; i <= length; i++) {
                word.append("bcdfg".charAt(random.nextInt(5)));
                word.append(random.nextInt(4) == 0 ? "aei".charAt(random.nextInt(3)) : "aei".charAt(label));
            }
            lines.append("AEI".charAt(label)).append('\t').append(word).append('\n');
        }
        return lines.toString();
    }

    @BeforeEach
    void writeData() throws IOException {
        data = Files.writeString(folder.resolve("data.tsv"), samples(300, 1));
    }

    private static ClassifierOptions.Builder options() {
        return ClassifierOptions.builder()
                .cell(Cell.named("lstm").text())
                .tokens(Tokenizer.CHARACTERS)
                .hidden(9)
                .inputDropout(0)
                .classWeights(true)
                .smoothing(0.05);
    }

    private static Training.Builder training() {
        return Training.builder().batch(13).rate(0.02).threads(1).patience(0);
    }

    private Path train(String name, Training training, ClassifierOptions options, @Nullable List<TrainingEvent> events)
            throws IOException {
        Path model = folder.resolve(name);
        try (Trainer trainer =
                Trainer.create(training, options, new TrainingFiles(List.of(data), null), model, () -> 0)) {
            trainer.run(
                    event -> {
                        if (events != null) {
                            events.add(event);
                        }
                    },
                    NEVER);
        }
        return model;
    }

    @Test
    void learnsAndTheMostAccurateIsKept() throws IOException {
        List<TrainingEvent> events = new ArrayList<>();
        Path model = train("m", training().epochs(15).build(), options().build(), events);
        double best = events.stream()
                .filter(TrainingEvent.Validated.class::isInstance)
                .mapToDouble(
                        event -> ((TrainingEvent.Validated) event).figures().get("accuracy"))
                .max()
                .orElseThrow();
        assertThat(best).isGreaterThan(0.85);
        assertThat(events.get(events.size() - 1))
                .isInstanceOfSatisfying(
                        TrainingEvent.Finished.class,
                        last -> assertThat(last.best()).containsEntry("accuracy", best));
        Path other = Files.writeString(folder.resolve("test.tsv"), samples(200, 2));
        SequenceClassifier read = SequenceClassifier.load(model);
        try (Workers workers = new Workers(2)) {
            List<Labelled> samples = LabelledFiles.read(List.of(other), "").samples();
            Classification found = Classification.of(read, samples, workers, Watch.NONE);
            assertThat(found.confusion().accuracy()).isGreaterThan(0.85);
            assertThat(found.confusion().recall(2)).isGreaterThan(0.7);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void equalRunsGiveEqualFiles(int threads) throws Exception {
        Path model = train(
                "m", training().epochs(3).threads(threads).build(), options().build(), null);
        assertThat(RunText.sha256(model)).isEqualTo(SHA256);
    }

    @ParameterizedTest
    @CsvSource({"lstm, 1, true, MAX, 0, 7", "gru, 2, true, ATTENTION, 0.2, 30", "elman, 1, false, LAST, 0.2, 11"})
    void aRunThatWasStoppedOftenEndsAsOneThatWasNot(
            String cell, int layers, boolean both, Pooling.Kind pooling, double input, int every) throws Exception {
        Training training = training().epochs(3).build();
        ClassifierOptions options = options()
                .cell(Cell.named(cell).text())
                .layers(layers)
                .bidirectional(both)
                .pooling(pooling)
                .inputDropout(input)
                .build();
        Path whole = train("whole", training, options, null);
        Path broken = folder.resolve("broken");
        int parts = Stopped.often(
                Trainer.create(training, options, new TrainingFiles(List.of(data), null), broken, () -> 0),
                broken,
                every);
        assertThat(parts).isGreaterThan(2);
        assertThat(RunText.sha256(broken)).isEqualTo(RunText.sha256(whole));
    }

    @Test
    void aLabelThatWasNotLearntIsNamedWithItsPlace() throws IOException {
        Path held = Files.writeString(folder.resolve("held.tsv"), "A\tbaba\nO\tbobo\n");
        TrainingFiles files = new TrainingFiles(List.of(data), held);
        Path model = train("m", training().epochs(1).build(), options().build(), null);
        try (Workers workers = new Workers(1)) {
            List<Labelled> samples = LabelledFiles.read(List.of(held), "").samples();
            SequenceClassifier read = SequenceClassifier.load(model);
            assertThatThrownBy(() -> Classification.of(read, samples, workers, Watch.NONE))
                    .hasMessage(held + ", line 2: the label O is none of those that were learnt: A, E, I");
        }
        assertThatThrownBy(() ->
                        Trainer.create(training().build(), options().build(), files, folder.resolve("n"), () -> 0))
                .hasMessageContaining("held.tsv, line 2: the label O");
    }
}
