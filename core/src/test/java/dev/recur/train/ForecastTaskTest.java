package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.model.Forecaster;
import dev.recur.model.StandardSeries;
import dev.recur.parallel.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class ForecastTaskTest {
    /** Of the model after 3 epochs: the same with any kernels, threads and JDK. */
    private static final String SHA256 = "e43be4e0133e4890ddd6f5a3c4440579d403c4a0370c7c9f3d0b525d6ef78023";

    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    Path folder;

    private Path file;

    /** Two triangular waves of unlike periods, and what follows from both. */
    @BeforeEach
    void write() throws IOException {
        StringBuilder text = new StringBuilder("time,a,b,sum\n");
        for (int t = 0; t < 260; t++) {
            int a = Math.abs(t % 10 - 5);
            int b = Math.abs(t % 16 - 8);
            text.append(t % 24)
                    .append(":00,")
                    .append(a)
                    .append(',')
                    .append(b * 10)
                    .append(',')
                    .append(a + b)
                    .append('\n');
        }
        file = Files.writeString(folder.resolve("waves.csv"), text);
    }

    private static ForecastOptions options(Map<String, Object> more) {
        Map<String, Object> changes = new java.util.HashMap<>(Map.of(
                "inputs", "a,b", "targets", "sum", "horizon", 3, "steps", 8, "season", 10, "hidden", 12, "dropout",
                0.1));
        changes.putAll(more);
        return ForecastOptions.of(changes);
    }

    private static Training training(int epochs, int threads) {
        return Training.builder()
                .batch(9)
                .rate(0.01)
                .valid(0.2)
                .patience(0)
                .epochs(epochs)
                .threads(threads)
                .build();
    }

    private Trainer trainer(Training training, ForecastOptions options, Path model) throws IOException {
        return Trainer.create(training, options, new TrainingFiles(List.of(file), null), model, () -> 0);
    }

    private Path train(String name, Training training, ForecastOptions options) throws IOException {
        Path model = folder.resolve(name);
        try (Trainer trainer = trainer(training, options, model)) {
            trainer.run(event -> {}, NEVER);
        }
        return model;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void equalRunsGiveEqualFiles(int threads) throws Exception {
        assertThat(RunText.sha256(train("m", training(3, threads), options(Map.of()))))
                .isEqualTo(SHA256);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 23})
    void aRunThatWasStoppedOftenEndsAsOneThatWasNot(int every) throws Exception {
        ForecastOptions options = options(Map.of("layers", 2, "weight drop", 0.2, "base", "season"));
        Path whole = train("whole", training(2, 1), options);
        Path broken = folder.resolve("broken");
        int parts = Stopped.often(trainer(training(2, 1), options, broken), broken, every);
        assertThat(parts).isGreaterThan(1);
        assertThat(RunText.sha256(broken)).isEqualTo(RunText.sha256(whole));
    }

    /** An outlier makes the loss of the minibatches that hold it leap. The weights are sound. */
    @Test
    void anOutlierIsNoExplosion() throws Exception {
        List<String> rows = new ArrayList<>(Files.readAllLines(file));
        rows.set(100, "3:00,0,0,3000");
        Files.write(file, rows);
        List<TrainingEvent> events = new ArrayList<>();
        try (Trainer trainer = trainer(training(2, 1), options(Map.of()), folder.resolve("m"))) {
            assertThat(trainer.run(events::add, NEVER)).isEqualTo(TrainingEvent.Reason.EPOCHS);
        }
        assertThat(events).noneMatch(TrainingEvent.Exploded.class::isInstance);
        double largest = steps(events).max().orElseThrow();
        assertThat(largest)
                .as("a leap")
                .isGreaterThan(4 * steps(events).findFirst().orElseThrow());
    }

    @Test
    void weightsThatAreLostAreAnExplosion() throws Exception {
        Training wild = Training.builder()
                .batch(9)
                .rate(20)
                .schedule("constant")
                .valid(0.2)
                .epochs(3)
                .threads(1)
                .build();
        List<TrainingEvent> events = new ArrayList<>();
        try (Trainer trainer = trainer(wild, options(Map.of()), folder.resolve("m"))) {
            assertThat(trainer.run(events::add, NEVER)).isEqualTo(TrainingEvent.Reason.DIVERGED);
        }
        assertThat(events)
                .filteredOn(TrainingEvent.Exploded.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(TrainingEvent.Exploded.class, exploded -> {
                    assertThat(exploded.quantity()).isEqualTo("loss spike");
                    assertThat(exploded.step()).isEqualTo(2);
                });
    }

    private static DoubleStream steps(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Stepped.class::isInstance)
                .mapToDouble(event -> ((TrainingEvent.Stepped) event).loss());
    }

    @Test
    void learnsWhatNaiveForecastsCannot() throws Exception {
        Forecaster model = Forecaster.load(train("m", training(40, 1), options(Map.of("bidirectional", true))));
        StandardSeries series = StandardSeries.of(
                model, SeriesFiles.read(List.of(file)).tables().get(0));
        try (Workers workers = new Workers(1)) {
            Forecasts test = Forecasts.of(model, series, 208, workers, Watch.NONE);
            assertThat(test.count()).isEqualTo(50);
            assertThat(test.mse(Forecasts.Method.MODEL))
                    .isLessThan(test.mse(Forecasts.Method.LAST) / 10)
                    .isLessThan(test.mse(Forecasts.Method.SEASON) / 10);
            assertThat(test.coverage(0.95)).isBetween(0.8, 1.0);
            assertThat(test.coverage(0.5)).isBetween(0.25, 0.75);
        }
    }

    @Test
    void anOutlierIsAnAnomaly() throws Exception {
        Forecaster model = Forecaster.load(train("m", training(20, 1), options(Map.of("horizon", 1))));
        List<String> lines = Files.readAllLines(file);
        lines.set(1 + 100, "4:00,0,30,19");
        Path odd = Files.write(folder.resolve("odd.csv"), lines);
        StandardSeries series =
                StandardSeries.of(model, SeriesFiles.read(List.of(odd)).tables().get(0));
        try (Workers workers = new Workers(2)) {
            Anomalies found = Anomalies.of(model, series, workers, Watch.NONE);
            assertThat(found.first()).isEqualTo(10);
            assertThat(found.scores()).hasSize(250);
            int most = 0;
            for (int r = 0; r < 250; r++) {
                most = found.scores()[r] > found.scores()[most] ? r : most;
            }
            assertThat(found.first() + most).isBetween(100, 101);
            assertThat(found.scores()[most]).isGreaterThan(model.threshold(3));
        }
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assertThatThrownBy(() -> train("m", training(1, 1), options(Map.of("steps", 300))))
                .hasMessageContaining("waves.csv")
                .hasMessageContaining("has 260 rows, but a forecast needs the 300 before it");
        assertThatThrownBy(() -> train("m", training(1, 1), options(Map.of("steps", 155))))
                .hasMessageContaining("leaves 156 rows to learn from, but a window takes 158");
        assertThatThrownBy(() -> train("m", training(1, 1), options(Map.of("inputs", "a,c"))))
                .hasMessageContaining("no column of numbers named \"c\"; it has a, b, sum");
        assertThatThrownBy(() -> options(Map.of("base", "season", "season", 0)))
                .hasMessageContaining("forecasts that start from the last season need one");
        assertThatThrownBy(() -> options(Map.of("targets", "a,a"))).hasMessageContaining("several different ones");
        assertThatThrownBy(() -> options(Map.of("test", 1.0))).hasMessageContaining("the share for a test is 1.0");
    }
}
