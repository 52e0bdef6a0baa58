package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.cell.Cell;
import dev.recur.model.ImageClassifier;
import dev.recur.model.NumericShape;
import dev.recur.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class ImageTaskTest {
    /** Of the model after 2 epochs: the same with any kernels, threads and JDK. */
    private static final String SHA256 = "ee1b3ee4c3674539841f44812a4e7cd139bf510511193c097685a19953d777bb";

    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    Path folder;

    private Path images;

    @BeforeEach
    void write() throws IOException {
        images = RunImages.write(folder, "train", 120);
    }

    private static ImageOptions options(Map<String, Object> more) {
        Map<String, Object> changes =
                new HashMap<>(Map.of("hidden", 9, "cell", Cell.named("gru").text()));
        changes.putAll(more);
        return ImageOptions.of(changes);
    }

    private static Training training(int epochs, int threads) {
        return Training.builder()
                .batch(7)
                .rate(0.01)
                .patience(0)
                .epochs(epochs)
                .threads(threads)
                .build();
    }

    private Path train(String name, Training training, ImageOptions options, List<TrainingEvent> events)
            throws IOException {
        Path model = folder.resolve(name);
        try (Trainer trainer =
                Trainer.create(training, options, new TrainingFiles(List.of(images), null), model, () -> 0)) {
            trainer.run(events::add, NEVER);
        }
        return model;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void equalRunsGiveEqualFiles(int threads) throws Exception {
        Path model = train("m", training(2, threads), options(Map.of("bidirectional", true)), new ArrayList<>());
        assertThat(RunText.sha256(model)).isEqualTo(SHA256);
    }

    @ParameterizedTest
    @CsvSource({"rows, 0, 1, none, last", "pixels, 5, 2, residual, attention"})
    void aRunThatWasStoppedOftenEndsAsOneThatWasNot(String by, long permute, int layers, String skip, String pooling)
            throws Exception {
        ImageOptions options = options(Map.of(
                "by", by, "permute", permute, "layers", layers, "skip", skip, "pooling", pooling, "weight drop", 0.2));
        Path whole = train("whole", training(2, 1), options, new ArrayList<>());
        Path broken = folder.resolve("broken");
        TrainingEvent.Reason reason;
        try (Trainer first =
                Trainer.create(training(2, 1), options, new TrainingFiles(List.of(images), null), broken, () -> 0)) {
            reason = first.run(event -> {}, Stopped.after(11));
        }
        while (reason == TrainingEvent.Reason.STOPPED) {
            try (Trainer next = Trainer.resume(broken, 2, () -> 0)) {
                reason = next.run(event -> {}, Stopped.after(11));
            }
        }
        assertThat(RunText.sha256(broken)).isEqualTo(RunText.sha256(whole));
        NumericShape shape = ImageClassifier.load(broken).config();
        assertThat(shape.skip()).isEqualTo(options.skip());
        assertThat(shape.pooling()).isEqualTo(options.pooling());
    }

    @ParameterizedTest
    @CsvSource({"rows, 0", "pixels, 0", "rows, 3"})
    void learnsAndIsJudgedAloneAsInCompany(String by, long permute) throws Exception {
        Path file = train("m", training(30, 1), options(Map.of("by", by, "permute", permute)), new ArrayList<>());
        ImageClassifier model = ImageClassifier.load(file);
        Images others = Images.read(List.of(RunImages.write(folder, "test", 90)));
        try (Workers workers = new Workers(2)) {
            ImageJudgement found = ImageJudgement.of(model, others, workers, Watch.NONE);
            assertThat(found.confusion().accuracy()).isGreaterThan(0.9);
            assertThat(Arrays.stream(found.confusion().counts())
                            .flatMapToLong(Arrays::stream)
                            .sum())
                    .isEqualTo(90);
            for (int i : new int[] {0, 13, 89}) {
                byte[] own = Arrays.copyOfRange(others.pixels(), i * 20, (i + 1) * 20);
                Images alone = new Images(4, 5, own, new int[] {others.classes()[i]}, "");
                assertThat(ImageJudgement.of(model, alone, workers, Watch.NONE).probability()[0])
                        .isEqualTo(found.probability()[i]);
            }
        }
    }

    @Test
    void fewerImagesOnRequestTheHeldOutOnesAmongThem() throws Exception {
        List<TrainingEvent> events = new ArrayList<>();
        train("m", training(1, 1), options(Map.of("images", 40)), events);
        assertThat(((TrainingEvent.Started) events.get(0)).data())
                .containsEntry("training images", 36L)
                .containsEntry("validation images", 4L);
        assertThatThrownBy(() -> options(Map.of("images", 1))).hasMessageContaining("the number of images is 1");
    }

    @Test
    void whatDoesNotFitIsSaid() throws Exception {
        Path labels = folder.resolve("train-labels-idx1");
        Path few = RunImages.write(folder.resolve("few-labels-idx1"), new byte[3], 3);
        assertThat(Images.read(List.of(labels, images)).count()).isEqualTo(120);
        assertThatThrownBy(() -> Images.read(List.of(images, few)))
                .hasMessageContaining("holds 3 labels, but")
                .hasMessageContaining("holds 120 images; expected one for each");
        assertThatThrownBy(() -> Images.read(List.of(labels))).hasMessageContaining("expected images");
        assertThatThrownBy(() -> Images.read(List.of(images, images))).hasMessageContaining("expected labels");
        ImageClassifier model = ImageClassifier.load(train("m", training(1, 1), options(Map.of()), new ArrayList<>()));
        try (Workers workers = new Workers(1)) {
            Images other = new Images(5, 4, new byte[20], new int[] {0}, "");
            assertThatThrownBy(() -> ImageJudgement.of(model, other, workers, Watch.NONE))
                    .hasMessage("the images are 5 by 4, but the classifier reads 4 by 5");
            Images unknown = new Images(4, 5, new byte[20], new int[] {4}, "");
            assertThatThrownBy(() -> ImageJudgement.of(model, unknown, workers, Watch.NONE))
                    .hasMessage("a label is 4, but the classifier knows 0 to 3");
        }
        Files.delete(labels);
        assertThatThrownBy(() -> Images.read(List.of(images))).hasMessageContaining("there is no file " + labels);
    }
}
