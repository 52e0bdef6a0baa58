package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class TrainerTest {
    private static final BooleanSupplier NEVER = () -> false;
    private static final Consumer<TrainingEvent> NOBODY = event -> {};

    @TempDir
    Path folder;

    private Path text;

    @BeforeEach
    void writeText() throws IOException {
        text = Files.writeString(folder.resolve("text.txt"), RunText.TEXT);
    }

    private Trainer trainer(Training training, LanguageOptions options, Path model, LongSupplier nanos)
            throws IOException {
        return Trainer.create(training, options, new TrainingFiles(List.of(text), null), model, nanos);
    }

    private Path train(String name, Training training, LongSupplier nanos, List<TrainingEvent> events)
            throws IOException {
        return train(name, training, RunText.options().build(), nanos, events);
    }

    private Path train(
            String name, Training training, LanguageOptions options, LongSupplier nanos, List<TrainingEvent> events)
            throws IOException {
        Path model = folder.resolve(name);
        try (Trainer trainer = trainer(training, options, model, nanos)) {
            trainer.run(events::add, NEVER);
        }
        return model;
    }

    @Test
    void learnsAndKeepsTheBest() throws IOException {
        List<TrainingEvent> events = new ArrayList<>();
        Training options = RunText.training().epochs(60).build();
        Path model = train("m", options, () -> 0, events);

        List<TrainingEvent.Validated> validated = events.stream()
                .filter(TrainingEvent.Validated.class::isInstance)
                .map(TrainingEvent.Validated.class::cast)
                .toList();
        double best = validated.stream()
                .mapToDouble(TrainingEvent.Validated::loss)
                .min()
                .orElseThrow();
        assertThat(best).isLessThan(validated.get(0).loss() / 2);
        assertThat(events.get(0)).isInstanceOf(TrainingEvent.Started.class);
        assertThat(events.get(events.size() - 1)).isInstanceOfSatisfying(TrainingEvent.Finished.class, last -> {
            assertThat(last.best()).containsEntry("nats per token", best);
            assertThat(last.reason()).isEqualTo(TrainingEvent.Reason.EPOCHS);
        });
        assertThat(LanguageModel.load(model).provenance()).containsKeys("options", "result", "data sha256");
        assertThat(Trainer.checkpointOf(model)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void equalRunsGiveEqualFiles(int threads) throws Exception {
        Path model = train("m", RunText.training().epochs(8).threads(threads).build(), () -> 0, new ArrayList<>());
        assertThat(RunText.sha256(model)).isEqualTo(RunText.SHA256);
    }

    @ParameterizedTest
    @CsvSource({
        "lstm, false, 11, cosine, 3",
        "gru, true, 11, plateau, 40",
        "lstm, false, 33, constant, 17",
        "gru, true, 22, cosine, 25"
    })
    void aRunThatWasStoppedOftenEndsAsOneThatWasNot(String cell, boolean lines, int back, String schedule, int every)
            throws Exception {
        if (lines) {
            text = Files.writeString(folder.resolve("lines.txt"), RunText.lines());
        }
        Training training = RunText.training().schedule(schedule).epochs(4).build();
        LanguageOptions options = RunText.options()
                .cell(Cell.named(cell).text())
                .lines(lines)
                .back(back)
                .weightDrop(0.2)
                .inputDropout(lines ? 0.1 : 0)
                .build();
        Path whole = train("whole", training, options, () -> 0, new ArrayList<>());
        Path broken = folder.resolve("broken");
        int parts = Stopped.often(trainer(training, options, broken, () -> 0), broken, every);
        assertThat(parts).isGreaterThan(2);
        assertThat(RunText.sha256(broken)).isEqualTo(RunText.sha256(whole));
    }

    @Test
    void aRunThatIsStoppedBeforeItsFirstValidationWritesTheWeightsOfNow() throws Exception {
        Path model = folder.resolve("m");
        float[] start;
        float[] now;
        try (Trainer trainer =
                trainer(RunText.training().epochs(2).build(), RunText.options().build(), model, () -> 0)) {
            start = trainer.model().parameters().values().clone();
            trainer.run(NOBODY, Stopped.after(3));
            now = LanguageModel.load(model).parameters().values();
        }
        assertThat(now).isNotEqualTo(start);
        assertThat(now)
                .isEqualTo(LanguageModel.load(Trainer.checkpointOf(model))
                        .parameters()
                        .values());
    }

    @Test
    void aRunIsAbandonedAtAnyMoment() throws Exception {
        Training options = RunText.training().epochs(3).checkpointSeconds(1).build();
        AtomicLong seconds = new AtomicLong();
        Path whole = train("whole", options, () -> 0, new ArrayList<>());
        Path broken = folder.resolve("broken");
        Trainer first = trainer(options, RunText.options().build(), broken, () -> 400_000_000 * seconds.get());
        assertThatThrownBy(() -> first.run(
                        event -> {
                            seconds.incrementAndGet();
                            if (event instanceof TrainingEvent.Stepped step && step.step() == 44) {
                                throw new IllegalStateException("power cut");
                            }
                        },
                        NEVER))
                .hasMessage("power cut");
        first.close();
        try (Trainer second = Trainer.resume(broken, 0, () -> 0)) {
            second.run(NOBODY, NEVER);
        }
        assertThat(RunText.sha256(broken)).isEqualTo(RunText.sha256(whole));
    }

    @Test
    void divergenceNamesStepAndArrayAndKeepsTheCheckpoint() throws Exception {
        List<TrainingEvent> events = new ArrayList<>();
        Training options = RunText.training().epochs(3).checkpointSeconds(0).build();
        Path model = folder.resolve("m");
        try (Trainer trainer = trainer(options, RunText.options().build(), model, () -> 0)) {
            TrainingEvent.Reason reason = trainer.run(
                    event -> {
                        events.add(event);
                        if (event instanceof TrainingEvent.Checkpointed last && last.step() == 9) {
                            trainer.model().parameters().values()[0] = Float.NaN;
                        }
                    },
                    NEVER);
            assertThat(reason).isEqualTo(TrainingEvent.Reason.DIVERGED);
        }
        assertThat(events)
                .filteredOn(TrainingEvent.Exploded.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(TrainingEvent.Exploded.class, diverged -> {
                    assertThat(diverged.step()).isEqualTo(10);
                    assertThat(diverged.quantity()).isNotBlank();
                });
        assertThat(model).doesNotExist();
        for (float weight :
                LanguageModel.load(Trainer.checkpointOf(model)).parameters().values()) {
            assertThat(weight).isFinite();
        }
    }

    private static Training explosive(String onExplosion) {
        return RunText.training()
                .optimizer("sgd")
                .schedule("constant")
                .rate(6)
                .clip(0)
                .epochs(16)
                .onExplosion(onExplosion)
                .build();
    }

    private static LanguageOptions rectified() {
        return RunText.options().cell(Cell.named("irnn").text()).dropout(0).build();
    }

    @Test
    void anExplosionIsTakenBackAndTheRateHalved() throws Exception {
        List<TrainingEvent> events = new ArrayList<>();
        Path stopped = train("stopped", explosive(Training.STOP), rectified(), () -> 0, events);
        assertThat(events.get(events.size() - 1))
                .isInstanceOfSatisfying(
                        TrainingEvent.Finished.class,
                        last -> assertThat(last.reason()).isEqualTo(TrainingEvent.Reason.DIVERGED));
        assertThat(stopped).doesNotExist();

        events.clear();
        Path model = train("m", explosive(Training.REWIND), rectified(), () -> 0, events);
        assertThat(events)
                .filteredOn(TrainingEvent.Rewound.class::isInstance)
                .first()
                .isInstanceOfSatisfying(TrainingEvent.Rewound.class, rewound -> {
                    assertThat(rewound.factor()).isEqualTo(0.5);
                    assertThat(rewound.step()).isLessThan(rewound.from());
                });
        assertThat(events.get(events.size() - 1))
                .isInstanceOfSatisfying(
                        TrainingEvent.Finished.class,
                        last -> assertThat(last.reason()).isEqualTo(TrainingEvent.Reason.EPOCHS));
        assertThat(LanguageModel.load(model).provenance().get("result")).contains("rewinds after explosions");
    }

    @Test
    void weightsThatAreLostAtAValidationAreTakenBackBehindIt() throws Exception {
        List<TrainingEvent> events = new ArrayList<>();
        Path model = folder.resolve("m");
        Training options =
                RunText.training().epochs(4).onExplosion(Training.REWIND).build();
        try (Trainer trainer = trainer(options, RunText.options().build(), model, () -> 0)) {
            trainer.run(
                    event -> {
                        boolean first = events.stream().noneMatch(TrainingEvent.Validated.class::isInstance);
                        events.add(event);
                        if (first && event instanceof TrainingEvent.Validated) {
                            Arrays.fill(trainer.model().parameters().values(), Float.NaN);
                        }
                    },
                    NEVER);
        }
        assertThat(events)
                .filteredOn(TrainingEvent.Rewound.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        TrainingEvent.Rewound.class,
                        back -> assertThat(back.factor()).isEqualTo(0.5));
        assertThat(events)
                .filteredOn(TrainingEvent.Validated.class::isInstance)
                .extracting(event -> ((TrainingEvent.Validated) event).epoch())
                .containsExactly(1, 1, 2, 3, 4);
        for (float weight : LanguageModel.load(model).parameters().values()) {
            assertThat(weight).isFinite();
        }
    }

    /** Loses all weights at the first validation of the third epoch. */
    private static Consumer<TrainingEvent> losing(Trainer trainer, List<TrainingEvent> events) {
        return event -> {
            boolean first = events.stream().noneMatch(TrainingEvent.Rewound.class::isInstance);
            events.add(event);
            if (first && event instanceof TrainingEvent.Validated validated && validated.epoch() == 3) {
                Arrays.fill(trainer.model().parameters().values(), Float.NaN);
            }
        };
    }

    private static List<Double> rates(List<TrainingEvent> events) {
        return events.stream()
                .filter(TrainingEvent.Stepped.class::isInstance)
                .map(event -> ((TrainingEvent.Stepped) event).rate())
                .toList();
    }

    @Test
    void aRunStoppedBehindAnExplosionCutsItsRateWhereItWouldHave() throws Exception {
        // so small a rate that no validation is better than the first
        Training options = RunText.training()
                .optimizer("sgd")
                .rate(1e-30)
                .schedule("plateau")
                .epochs(9)
                .onExplosion(Training.REWIND)
                .build();
        List<TrainingEvent> whole = new ArrayList<>();
        try (Trainer trainer = trainer(options, RunText.options().build(), folder.resolve("whole"), () -> 0)) {
            trainer.run(losing(trainer, whole), NEVER);
        }
        List<TrainingEvent> parts = new ArrayList<>();
        Path broken = folder.resolve("broken");
        try (Trainer trainer = trainer(options, RunText.options().build(), broken, () -> 0)) {
            trainer.run(losing(trainer, parts), () -> parts.stream().anyMatch(TrainingEvent.Rewound.class::isInstance));
        }
        try (Trainer trainer = Trainer.resume(broken, 0, () -> 0)) {
            trainer.run(parts::add, NEVER);
        }
        assertThat(rates(parts)).isEqualTo(rates(whole));
        assertThat(rates(whole).stream().distinct().count())
                .as("halved and cut")
                .isGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 61})
    void aRunThatWentBackEndsTheSameHoweverOftenItWasStopped(int every) throws Exception {
        Path whole = train("whole", explosive(Training.REWIND), rectified(), () -> 0, new ArrayList<>());
        Path broken = folder.resolve("broken");
        TrainingEvent.Reason reason;
        try (Trainer first = trainer(explosive(Training.REWIND), rectified(), broken, () -> 0)) {
            reason = first.run(NOBODY, Stopped.after(every));
        }
        while (reason == TrainingEvent.Reason.STOPPED) {
            try (Trainer next = Trainer.resume(broken, 1, () -> 0)) {
                reason = next.run(NOBODY, Stopped.after(every));
            }
        }
        assertThat(RunText.sha256(broken)).isEqualTo(RunText.sha256(whole));
    }

    @Test
    void patienceEndsARun() throws Exception {
        List<TrainingEvent> events = new ArrayList<>();
        // A rate so small that no validation is ever better than the first by a bit, once weights stand still.
        train(
                "m",
                RunText.training()
                        .optimizer("sgd")
                        .rate(1e-30)
                        .patience(2)
                        .epochs(9)
                        .build(),
                () -> 0,
                events);
        assertThat(events).filteredOn(TrainingEvent.Validated.class::isInstance).hasSize(3);
        assertThat(events.get(events.size() - 1))
                .isInstanceOfSatisfying(
                        TrainingEvent.Finished.class,
                        last -> assertThat(last.reason()).isEqualTo(TrainingEvent.Reason.PATIENCE));
    }

    @Test
    void minutesEndARunAndItsModelIsWritten() throws Exception {
        List<TrainingEvent> events = new ArrayList<>();
        AtomicLong clock = new AtomicLong();
        Path model = train("m", RunText.training().minutes(1).build(), () -> clock.addAndGet(1_000_000_000), events);
        assertThat(events.get(events.size() - 1))
                .isInstanceOfSatisfying(
                        TrainingEvent.Finished.class,
                        last -> assertThat(last.reason()).isEqualTo(TrainingEvent.Reason.TIME));
        assertThat(LanguageModel.load(model).config().hidden()).isEqualTo(16);
    }

    @Test
    void aChangedTextIsRefused() throws Exception {
        Path model = folder.resolve("m");
        try (Trainer trainer =
                trainer(RunText.training().epochs(2).build(), RunText.options().build(), model, () -> 0)) {
            trainer.run(NOBODY, Stopped.after(3));
        }
        Files.writeString(text, RunText.TEXT + "x");
        assertThatThrownBy(() -> Trainer.resume(model, 0, () -> 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("have changed");
    }
}
