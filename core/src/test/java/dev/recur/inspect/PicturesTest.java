package dev.recur.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.plot.Drawing;
import dev.recur.plot.LinePlot;
import dev.recur.train.LanguageOptions;
import dev.recur.train.Trainer;
import dev.recur.train.Training;
import dev.recur.train.TrainingEvent;
import dev.recur.train.TrainingFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pictures of the documentation: made anew, they are those that lie there, to the byte. With {@code RECUR_PICTURES=write} they are
 * written; {@code docs/pictures/make} does that.
 */
class PicturesTest {
    private static final Path PICTURES = Path.of("../docs/pictures");
    private static final Path TEXT = Path.of("../LICENSE"); // English that stays as it is

    @TempDir
    Path folder;

    private long ticks;

    @BeforeEach
    void fromZero() {
        ticks = 0;
    }

    private static void hold(String name, Drawing drawing) throws IOException {
        Path file = PICTURES.resolve(name);
        if ("write".equals(System.getenv("RECUR_PICTURES"))) {
            drawing.write(file);
        }
        assertThat(Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n"))
                .as("docs/pictures/%s; if the change is wanted, run docs/pictures/make", name)
                .isEqualTo(drawing.svg());
    }

    /** A thousand steps of h(t) = U h(t-1) + W x(t) with three spectral radii. */
    @Test
    void linearRecurrence() throws IOException {
        LinePlot plot = LinePlot.ofPowers(
                "A thousand steps back through h(t) = U h(t−1) + W x(t)", "steps back, k", "norm of ∂L(T)/∂h(T−k)");
        try (Workers workers = new Workers(1)) {
            for (double radius : new double[] {1.1, 1.0, 0.9}) {
                float[] x = new float[1001 * 3];
                Recording recording = Recording.of(FadingTest.linear(radius, 1), x, workers);
                float[] dTop = new float[12];
                dTop[0] = 1;
                Fading fading = Fading.measure(recording, x, new int[] {1000}, dTop, 1000, workers);
                double[] every = new double[101];
                double[] means = new double[101];
                for (int i = 0; i <= 100; i++) {
                    every[i] = 10 * i;
                    means[i] = fading.courses().get(0).mean(10 * i);
                }
                plot.line("radius " + radius, every, means);
            }
        }
        hold("linear.svg", plot.drawing(720, 340));
    }

    /** The same text learned by three cells. */
    @Test
    void fadingInThreeCells() throws IOException {
        LinePlot plot = LinePlot.ofPowers(
                "How far back a loss is heard, after 400 steps of training", "steps back, k", "norm of ∂L(T)/∂h(T−k)");
        for (String cell : List.of("elman", "gru", "lstm")) {
            try (Trainer trainer = trainer(cell);
                    Workers workers = new Workers(1)) {
                trainer.run(event -> {}, () -> false);
                Passage passage = Passage.ofKnown((LanguageModel) trainer.model(), Files.readString(TEXT), 2000);
                Gradients found = Gradients.measure(passage, new Gradients.Options(60, 40, 0, 0), workers);
                double[] means = found.fading().main().get(0).means();
                double[] lags = new double[means.length];
                for (int k = 0; k < lags.length; k++) {
                    lags[k] = k;
                }
                plot.line(cell, lags, means);
                if (cell.equals("lstm")) {
                    aUnitKnowsTheLine(passage, workers);
                }
            }
        }
        hold("cells.svg", plot.drawing(720, 340));
    }

    /** It has read nothing but this licence for 400 steps, and has a unit for the place in the line all the same. */
    private static void aUnitKnowsTheLine(Passage passage, Workers workers) {
        Property property = Property.named("line-position");
        Units units = new Units(Recording.of(Layers.of(passage.model()), passage.x(), workers));
        Units.Found found = units.search(property, property.of(passage), 1, 19, 1);
        Units.Follower best = found.followers().get(0);

        assertThat(best.unit().name()).isIn("c", "h");
        assertThat(Math.abs(best.correlation())).isGreaterThan(0.5).isGreaterThan(2 * found.chance());
        assertThat(best.p()).isEqualTo(1.0 / 20);
    }

    /** How the reach grows while the LSTM learns. */
    @Test
    void training() throws IOException {
        List<GradientWatch.Reading> readings = new ArrayList<>();
        LongSupplier clock = () -> ticks++; // so that it looks every 25 steps
        GradientWatch.Options options = new GradientWatch.Options(60, 12, 0.04, 0);
        try (Trainer trainer = trainer("lstm");
                GradientWatch watch = new GradientWatch(
                        (LanguageModel) trainer.model(), Files.readString(TEXT), options, clock, readings::add)) {
            TrainingEvent.Reason reason = trainer.run(watch, () -> false);
            assertThat(reason).isEqualTo(TrainingEvent.Reason.EPOCHS);
            assertThat(readings).hasSizeGreaterThan(12).isEqualTo(watch.readings());
            assertThat(watch.overhead()).isLessThan(0.05);
            assertThat(watch.steps()).isEqualTo(400);
        }
        hold(
                "training.svg",
                GradientPictures.ofTraining(readings, "An LSTM while it learns: what a loss says k steps back"));
    }

    @Test
    void longRunsAreLookedAtLessOften() throws IOException {
        List<GradientWatch.Reading> told = new ArrayList<>();
        GradientWatch.Options options = new GradientWatch.Options(2, 1, 1e9, 0);
        try (Trainer trainer = trainer("indrnn");
                GradientWatch watch = new GradientWatch(
                        (LanguageModel) trainer.model(), Files.readString(TEXT), options, () -> ticks++, told::add)) {
            for (long step = 1; step <= 5000; step++) {
                watch.accept(new TrainingEvent.Stepped(1, step, 5000, 1, 1, step, 1, step % 10 == 0, 1));
            }
            assertThat(watch.readings()).hasSizeBetween(512, 1024);
            assertThat(watch.readings().get(0).step()).isEqualTo(10);
            assertThat(told.get(told.size() - 1).step()
                            - told.get(told.size() - 2).step())
                    .isGreaterThan(1);
            assertThat(told.stream().mapToLong(GradientWatch.Reading::steps).sum())
                    .isEqualTo(told.get(told.size() - 1).step());
            assertThat(watch.clipped()).isEqualTo(500);
        }
    }

    @Test
    void watchingChangesNoBit() throws IOException {
        byte[] alone = run(false);
        assertThat(run(true)).isEqualTo(alone);
    }

    private byte[] run(boolean watched) throws IOException {
        LongSupplier clock = () -> ticks++;
        try (Trainer trainer = trainer("gru");
                GradientWatch watch = new GradientWatch(
                        (LanguageModel) trainer.model(),
                        Files.readString(TEXT),
                        GradientWatch.Options.DEFAULTS,
                        clock,
                        reading -> {})) {
            trainer.run(watched ? watch : event -> {}, () -> false);
        }
        return Files.readAllBytes(folder.resolve("gru.safetensors"));
    }

    private Trainer trainer(String cell) throws IOException {
        Training training = Training.builder()
                .batch(8)
                .rate(0.004)
                .epochs(20)
                .patience(0)
                .valid(0.1)
                .build();
        LanguageOptions options = LanguageOptions.builder()
                .cell(Cell.named(cell).text())
                .hidden(48)
                .layers(1)
                .steps(64)
                .dropout(0)
                .build();
        return Trainer.create(
                training,
                options,
                new TrainingFiles(List.of(TEXT), null),
                folder.resolve(cell + ".safetensors"),
                () -> 0);
    }
}
