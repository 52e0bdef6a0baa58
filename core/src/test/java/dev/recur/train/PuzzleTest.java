package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class PuzzleTest {
    private static final BooleanSupplier NEVER = () -> false;
    private static final Stream CHANCE = new Randomness(1).stream("test");

    @TempDir
    Path folder;

    private static float[] x(Puzzle puzzle, int length, int n) {
        return new float[puzzle.steps(length) * n * puzzle.inputs()];
    }

    private static int[] classes(Puzzle puzzle, int length, int n) {
        return new int[(puzzle.everyStep() ? puzzle.steps(length) : 1) * n];
    }

    /** Which input is 1 of those from {@code at}. */
    private static int hot(float[] x, int at, int count) {
        int found = -1;
        for (int j = 0; j < count; j++) {
            if (x[at + j] != 0) {
                assertThat(x[at + j]).isEqualTo(1);
                assertThat(found).isEqualTo(-1);
                found = j;
            }
        }
        return found;
    }

    @Test
    void addingMarksOneNumberInEachHalfAndItsBaselineIsTheVariance() {
        int n = 4000;
        float[] x = x(Puzzle.ADDING, 7, n);
        float[] wanted = new float[n];
        Puzzle.ADDING.fill(CHANCE, 3, 7, n, x, wanted, new int[0]);
        double mean = 0;
        double squares = 0;
        for (int r = 0; r < n; r++) {
            float sum = 0;
            int marks = 0;
            for (int t = 0; t < 7; t++) {
                marks += x[(t * n + r) * 2 + 1] == 0 ? 0 : t < 3 ? 1 : 10;
                sum += x[(t * n + r) * 2] * x[(t * n + r) * 2 + 1];
            }
            assertThat(marks).isEqualTo(11);
            assertThat(wanted[r]).isEqualTo(sum);
            mean += wanted[r] / n;
            squares += wanted[r] * wanted[r] / n;
        }
        assertThat(squares - mean * mean).isCloseTo(Puzzle.ADDING.baseline(7), within(0.01));
    }

    @Test
    void copyAsksForItsFirstTenSigns() {
        int n = 3;
        int length = 12;
        float[] x = x(Puzzle.COPY, length, n);
        int[] classes = classes(Puzzle.COPY, length, n);
        Puzzle.COPY.fill(CHANCE, 0, length, n, x, new float[0], classes);
        for (int r = 0; r < n; r++) {
            for (int t = 0; t < 32; t++) {
                int sign = hot(x, (t * n + r) * 10, 10);
                assertThat(sign).isEqualTo(t < 10 ? classes[(22 + t) * n + r] : t == 21 ? 9 : 8);
                assertThat(classes[t * n + r]).isBetween(t < 22 ? 8 : 0, t < 22 ? 8 : 7);
            }
        }
        assertThat(Puzzle.COPY.baseline(length)).isEqualTo(10 * Math.log(8) / 32, within(1e-12));
    }

    @Test
    void parityCountsOnes() {
        float[] x = x(Puzzle.PARITY, 9, 50);
        int[] classes = classes(Puzzle.PARITY, 9, 50);
        Puzzle.PARITY.fill(CHANCE, 0, 9, 50, x, new float[0], classes);
        int odd = 0;
        for (int r = 0; r < 50; r++) {
            int ones = 0;
            for (int t = 0; t < 9; t++) {
                ones += x[t * 50 + r] > 0 ? 1 : 0;
            }
            assertThat(classes[r]).isEqualTo(ones % 2);
            odd += classes[r];
        }
        assertThat(odd).isBetween(15, 35);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 40})
    void temporalOrderHasTwoSignsThatCount(int length) {
        int n = 60;
        float[] x = x(Puzzle.TEMPORAL_ORDER, length, n);
        int[] classes = classes(Puzzle.TEMPORAL_ORDER, length, n);
        Puzzle.TEMPORAL_ORDER.fill(CHANCE, 0, length, n, x, new float[0], classes);
        int[] counts = new int[4];
        for (int r = 0; r < n; r++) {
            List<Integer> signs = new ArrayList<>();
            for (int t = 0; t < length; t++) {
                int sign = hot(x, (t * n + r) * 8, 8);
                assertThat(sign == 6).isEqualTo(t == 0);
                assertThat(sign == 7).isEqualTo(t == length - 1);
                if (sign == 4 || sign == 5) {
                    signs.add(sign - 4);
                }
            }
            assertThat(signs).hasSize(2);
            assertThat(classes[r]).isEqualTo(2 * signs.get(0) + signs.get(1));
            counts[classes[r]]++;
        }
        assertThat(counts).doesNotContain(0);
    }

    @ParameterizedTest
    @EnumSource
    void aSequenceDoesNotDependOnItsCompany(Puzzle puzzle) {
        float[] many = x(puzzle, 20, 5);
        float[] few = x(puzzle, 20, 2);
        puzzle.fill(CHANCE, 4, 20, 5, many, new float[5], classes(puzzle, 20, 5));
        puzzle.fill(CHANCE, 4, 20, 2, few, new float[2], classes(puzzle, 20, 2));
        int width = puzzle.inputs();
        for (int t = 0; t < puzzle.steps(20); t++) {
            for (int j = 0; j < 2 * width; j++) {
                assertThat(few[t * 2 * width + j]).isEqualTo(many[t * 5 * width + j]);
            }
        }
    }

    private static PuzzleOptions options(Puzzle puzzle, int length) {
        return PuzzleOptions.of(Map.of("puzzle", puzzle, "length", length, "hidden", 8, "updates", 9, "sequences", 23));
    }

    private static Training training(int epochs, int threads) {
        return Training.builder()
                .batch(10)
                .rate(0.01)
                .epochs(epochs)
                .threads(threads)
                .patience(0)
                .build();
    }

    private Path train(String name, PuzzleOptions options, Training training, List<TrainingEvent> events)
            throws IOException {
        Path model = folder.resolve(name);
        try (Trainer trainer = Trainer.create(training, options, new TrainingFiles(List.of(), null), model, () -> 0)) {
            trainer.run(events::add, NEVER);
        }
        return model;
    }

    @ParameterizedTest
    @EnumSource
    void bitsDependNeitherOnThreadsNorOnStops(Puzzle puzzle) throws Exception {
        PuzzleOptions options = options(puzzle, 11);
        String one = RunText.sha256(train("one", options, training(2, 1), new ArrayList<>()));
        for (int threads : new int[] {2, 3}) {
            Path other = train("m" + threads, options, training(2, threads), new ArrayList<>());
            assertThat(RunText.sha256(other)).isEqualTo(one);
        }
        Path broken = folder.resolve("broken");
        int[] asked = {0};
        try (Trainer trainer =
                Trainer.create(training(2, 1), options, new TrainingFiles(List.of(), null), broken, () -> 0)) {
            assertThat(trainer.run(event -> {}, () -> asked[0]++ == 13)).isEqualTo(TrainingEvent.Reason.STOPPED);
        }
        try (Trainer trainer = Trainer.resume(broken, 2, () -> 0)) {
            trainer.run(event -> {}, NEVER);
        }
        assertThat(RunText.sha256(broken)).isEqualTo(one);
    }

    @Test
    void aShortPuzzleIsSolved() throws Exception {
        List<TrainingEvent> events = new ArrayList<>();
        PuzzleOptions options = PuzzleOptions.of(
                Map.of("puzzle", "adding", "length", 4, "hidden", 24, "updates", 60, "sequences", 100));
        train("m", options, training(12, 1), events);
        TrainingEvent.Finished last = (TrainingEvent.Finished) events.get(events.size() - 1);
        assertThat(last.best().get("share of the baseline")).isLessThan(0.1);
        assertThat(last.best().get("MSE")).isEqualTo(last.best().get("share of the baseline") / 6, within(1e-12));
    }

    /** The first loss is 2.01, the second 24.7 or 44: an error more than three or more than four times as large. */
    @ParameterizedTest
    @CsvSource({"2.3, EPOCHS", "3, DIVERGED"})
    void aSquareLeapsFurtherThanNats(double rate, TrainingEvent.Reason expected) throws Exception {
        PuzzleOptions options = PuzzleOptions.of(
                Map.of("puzzle", Puzzle.ADDING, "length", 11, "hidden", 8, "updates", 2, "sequences", 23));
        Training wild = Training.builder()
                .batch(10)
                .rate(rate)
                .optimizer("sgd")
                .clip(0)
                .schedule("constant")
                .epochs(1)
                .threads(1)
                .build();
        Path model = folder.resolve("m");
        try (Trainer trainer = Trainer.create(wild, options, new TrainingFiles(List.of(), null), model, () -> 0)) {
            assertThat(trainer.run(event -> {}, NEVER)).isEqualTo(expected);
        }
    }

    @Test
    void aLengthThatIsTooShortIsRefused() {
        assertThatThrownBy(() -> options(Puzzle.TEMPORAL_ORDER, 7)).hasMessage("the length is 7; it must be 8 or more");
        assertThatThrownBy(() -> PuzzleOptions.of(Map.of("puzzle", "subtracting")))
                .hasMessage("puzzle is subtracting; it can be adding, copy, parity, temporal-order");
    }
}
