package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of random cells give the bits of the reference, with all passes, with none, and with some. */
class RandomPlanTest {
    private static final Workers[] WORKERS = new Workers[3];

    @BeforeAll
    static void hire() {
        for (int i = 0; i < WORKERS.length; i++) {
            WORKERS[i] = new Workers(i + 1);
        }
    }

    @AfterAll
    static void dismiss() {
        for (Workers workers : WORKERS) {
            workers.close();
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private static void same(Cell cell, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Trial trial = Trial.of(cell, seed);
        Judge.Outcome reference = trial.reference();
        Passes some = new Passes(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                1 + random.nextInt(12));
        for (Passes passes : new Passes[] {Passes.ALL, Passes.NONE, some}) {
            Workers workers = WORKERS[random.nextInt(WORKERS.length)];
            Judge.Outcome found = trial.run(trial.plan(passes, Kernels.selected()), workers, true);
            assertThat(Trial.difference(reference, found))
                    .as("%s, %s, %d threads:%n%s", cell, passes, workers.count(), cell.text())
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomCells(int seed) {
        same(Cell.parse(RandomCells.text(seed), "seed " + seed), seed);
    }

    /** What is handed back from the step after is read outside the loop in which it arrives. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "size D = H\np(t) = (M x(t)) * x(t)\nh(t) = p(t-1)",
                "q(t) = x(t-1)\nh(t) = M x(t) + U h(t-1)",
                "h(t) = M (x(t-1) * (N x(t)))",
                "h(t) = M s(t-1)\ns(t) = tanh(R s(t-1))\nr(t) = s(t-2)",
                "size D = H\np(t) = (M (x(t) * tanh(x(t)))) * x(t)\nh(t) = p(t-1) * (V p(t-1)) + U h(t-1)",
                "h(t) = x(t-1)\nsize D = H",
                "h(t) = tanh(W x(t) + U h(t-3))\noutput s\ns(t) = V h(t-1) + R x(t-2)"
            })
    void gradientsThatCrossLoops(String text) {
        same(Cell.parse(text, "crossing.cell"), 5);
    }
}
