package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenTableTest {
    private static final Plan.Wanted TOKENS = new Plan.Wanted(true, false, true);

    static List<String> cells() {
        return Cell.names();
    }

    /** All bits but those of the matrices whose gradients are added up by token. */
    @ParameterizedTest
    @MethodSource("cells")
    void lookingUpEqualsMultiplying(String name) {
        Trial trial = Trial.of(Cell.named(name), 1);
        for (Passes passes : List.of(Passes.ALL, Passes.NONE)) {
            Plan plan = new Plan(trial.cell, trial.shape, TOKENS, passes, Kernels.selected());
            for (int workers = 1; workers <= 3 && plan.readsTokens(); workers++) {
                try (Workers pool = new Workers(workers)) {
                    Judge.Outcome multiplied = trial.run(plan, pool, true);
                    Judge.Outcome lookedUp = trial.run(plan, pool, true, true);
                    for (Product product : plan.tokenProducts()) {
                        multiplied.dWeights().remove(product.matrix);
                    }
                    assertThat(Trial.difference(multiplied, lookedUp))
                            .as("%s, %s, %d workers", name, passes, workers)
                            .isNull();
                }
            }
        }
    }

    /** More rows and units than are added at a time: the same bits, the tokens' matrices too, as when each step is added alone. */
    @Test
    void manyStepsAreAddedAsOneByOne() {
        int[] lengths = new int[40];
        Arrays.setAll(lengths, row -> row < 30 ? 16 : 7);
        Cell cell = Cell.named("lstm");
        Trial trial = new Trial(cell, cell.shape(4, 150, Map.of()), Rows.ofLengths(lengths), 1);
        Passes alone = new Passes(true, true, true, true, true, 1);
        Plan stepwise = new Plan(trial.cell, trial.shape, TOKENS, alone, Kernels.selected());
        Plan together = new Plan(trial.cell, trial.shape, TOKENS, Passes.ALL, Kernels.selected());
        Judge.Outcome expected;
        try (Workers one = new Workers(1)) {
            expected = trial.run(stepwise, one, true, true);
        }
        for (int workers = 1; workers <= 3; workers++) {
            try (Workers pool = new Workers(workers)) {
                assertThat(Trial.difference(expected, trial.run(together, pool, true, true)))
                        .as("%d workers", workers)
                        .isNull();
            }
        }
    }

    @Test
    void mostCellsLookTokensUp() {
        long found = Cell.names().stream()
                .map(name -> Trial.of(Cell.named(name), 1))
                .filter(trial ->
                        new Plan(trial.cell, trial.shape, TOKENS, Passes.ALL, Kernels.selected()).readsTokens())
                .count();
        assertThat(found).isGreaterThan(Cell.names().size() / 2);
    }
}
