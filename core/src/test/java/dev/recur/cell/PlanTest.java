package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan has the bits of the reference, with any subset of passes, any number of workers and rows and units dealt either way. */
class PlanTest {
    static List<String> cells() {
        return Cell.names();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void equalsReferenceWithoutPasses(String name) {
        check(Cell.named(name), Passes.NONE, Kernels.scalar());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void equalsReferenceWithAnySubsetOfPasses(String name) {
        for (int subset = 0; subset < 32; subset++) {
            check(Cell.named(name), passes(subset), Kernels.selected());
        }
    }

    /** Weights that no cache holds from step to step, rows for tiles of every height. */
    @ParameterizedTest
    @ValueSource(strings = {"lstm", "gru", "elman"})
    void equalsReferenceWhereWeightsAreFar(String name) {
        Cell cell = Cell.named(name);
        int[] lengths = new int[26];
        Arrays.setAll(lengths, row -> row < 20 ? 3 : 2);
        int hidden = name.equals("elman") ? 530 : 330;
        check(
                new Trial(cell, cell.shape(7, hidden, Map.of()), Rows.ofLengths(lengths), 1),
                Passes.ALL,
                Kernels.selected());
    }

    private static Passes passes(int bits) {
        return new Passes(
                (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0, bits % 7 + 1);
    }

    static void check(Cell cell, Passes passes, Kernels kernels) {
        check(Trial.of(cell, 1), passes, kernels);
    }

    private static void check(Trial trial, Passes passes, Kernels kernels) {
        Judge.Outcome reference = trial.reference();
        for (int workers = 1; workers <= 3; workers++) {
            try (Workers pool = new Workers(workers)) {
                Judge.Outcome found = trial.run(trial.plan(passes, kernels), pool, true);
                assertThat(Trial.difference(reference, found))
                        .as("%s, %s, %d workers", trial.cell.title(), passes, workers)
                        .isNull();
            }
        }
    }
}
