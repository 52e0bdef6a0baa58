package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every plan, whatever the cell, bit for bit. */
class PlanLawsTest {
    private static final Rows RAGGED = Rows.ofLengths(7, 7, 6, 3, 1, 0, 0);
    private static final Workers ONE = new Workers(1);
    private static final Workers TWO = new Workers(2);

    @AfterAll
    static void close() {
        ONE.close();
        TWO.close();
    }

    /** All cells of the library, and some random texts by their seed. */
    static Stream<String> cells() {
        return Stream.concat(Cell.names().stream(), IntStream.range(0, 20).mapToObj(seed -> "random " + (1000 + seed)));
    }

    static IntStream seeds() {
        return IntStream.range(2000, 2060);
    }

    private static Cell cell(String name) {
        return name.startsWith("random ")
                ? Cell.parse(RandomCells.text(Long.parseLong(name.substring(7))), name)
                : Cell.named(name);
    }

    private static Trial trial(Cell cell) {
        return new Trial(cell, Trial.small(cell, 4, 5), RAGGED, 11);
    }

    private static Plan plan(Trial trial, Plan.Wanted wanted) {
        return new Plan(trial.cell, trial.shape, wanted, Passes.ALL, Kernels.selected());
    }

    private static Plan plan(Trial trial) {
        return plan(trial, Plan.Wanted.EVERYTHING);
    }

    private static void same(Judge.Outcome expected, Judge.Outcome found, String what, Cell cell) {
        assertThat(Trial.difference(expected, found)).as("%s of %s", what, cell).isNull();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void piecesAreTheWhole(String name) {
        Trial trial = trial(cell(name));
        Judge.Outcome whole = trial.run(plan(trial), ONE, true);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int round = 0; round < 4; round++) {
            int[] cuts = random.ints(1 + round, 0, RAGGED.steps() + 1).sorted().toArray();
            Judge.Outcome pieces = Pieces.run(trial, plan(trial), round % 2 == 0 ? ONE : TWO, cuts);
            same(whole, pieces, name + " cut at " + Arrays.toString(cuts), trial.cell);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void stepsAreTheSequence(String name) {
        Trial trial = trial(cell(name));
        Judge.Outcome whole = trial.run(plan(trial), ONE, true);
        Judge.Outcome steps = Pieces.run(trial, plan(trial), ONE, 1, 2, 3, 4, 5, 6);
        same(whole, steps, name + " step by step, with gradients", trial.cell);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void stepsCarryOn(String name) {
        Cell cell = cell(name);
        Trial trial = new Trial(cell, Trial.small(cell, 4, 5), Rows.full(5, 3), 12);
        Judge.Outcome whole = trial.run(plan(trial), ONE, true);
        Plan plan = plan(trial, Plan.Wanted.INFERENCE);
        PackedWeights weights = plan.weights();
        weights.load(trial.flat(plan, 0), 0, ONE);
        Rows one = Rows.full(1, 3);
        Buffers buffers = plan.buffers();
        buffers.reserve(one);
        for (int i = 0; i < plan.states().size(); i++) {
            Trial.put(Lookup.in(trial.given.start(), plan.states().get(i)), buffers.start(i));
        }
        for (int t = 0; t < 5; t++) {
            for (int i = 0; i < cell.inputs().size(); i++) {
                double[] x = Lookup.in(trial.given.inputs(), cell.inputs().get(i))[t];
                buffers.input(i, Trial.packed(new double[][] {x}));
            }
            plan.forward(weights, buffers, one, ONE);
            for (int i = 0; i < plan.outputs().size(); i++) {
                double[] expected = Lookup.in(whole.outputs(), plan.outputs().get(i))[t];
                assertThat(Trial.doubles(buffers.output(i), expected.length))
                        .as("%s, output %d at step %d", name, i, t)
                        .isEqualTo(expected);
            }
            buffers.carryOn(3);
        }
        for (int i = 0; i < plan.states().size(); i++) {
            double[] expected = Lookup.in(whole.end(), plan.states().get(i));
            assertThat(Trial.doubles(buffers.start(i), expected.length))
                    .as("%s, end of %s", name, plan.states().get(i))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aRowDoesNotFeelItsCompany(String name) {
        Trial trial = trial(cell(name));
        Judge.Outcome all = trial.run(plan(trial), TWO, true);
        for (int r = 0; r < RAGGED.rows(); r++) {
            Judge.Outcome alone = trial.alone(r).run(plan(trial), ONE, true);
            alone.dWeights().clear();
            same(alone, row(trial, all, r), name + ", row " + r, trial.cell);
        }
    }

    private static Judge.Outcome row(Trial trial, Judge.Outcome all, int r) {
        Map<String, double[][]> outputs = new LinkedHashMap<>();
        all.outputs().forEach((name, steps) -> outputs.put(name, trial.row(steps, r, trial.length(name))));
        Map<String, double[]> end = new LinkedHashMap<>();
        all.end().forEach((name, value) -> end.put(name, Trial.row(value, r, trial.length(name))));
        Map<String, double[][]> dInputs = new LinkedHashMap<>();
        all.dInputs().forEach((name, steps) -> dInputs.put(name, trial.row(steps, r, trial.length(name))));
        Map<String, double[]> dStart = new LinkedHashMap<>();
        all.dStart().forEach((name, value) -> dStart.put(name, Trial.row(value, r, trial.length(name))));
        return new Judge.Outcome(outputs, end, dInputs, dStart, Map.of());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void thePastDoesNotSeeTheFuture(String name) {
        Trial trial = trial(cell(name));
        int t = 3;
        Judge.Outcome before = trial.run(plan(trial), ONE, true);
        Lookup.in(trial.given.inputs(), "x")[t][0] += 0.5;
        Judge.Outcome after = trial.run(plan(trial), ONE, true);
        boolean changed = false;
        for (String output : trial.cell.outputs()) {
            double[][] a = Lookup.in(before.outputs(), output);
            double[][] b = Lookup.in(after.outputs(), output);
            for (int s = 0; s < a.length; s++) {
                changed |= !Arrays.equals(a[s], b[s]);
                if (s < t) {
                    assertThat(b[s]).as("%s, %s(%d)", name, output, s).isEqualTo(a[s]);
                }
            }
        }
        if (!name.startsWith("random")) {
            assertThat(changed).as("%s sees its input", name).isTrue();
        }
    }

    /** What is not asked for is not there, and changes nothing of the rest. */
    @ParameterizedTest
    @MethodSource("cells")
    void askingForLessGivesTheSame(String name) {
        Trial trial = trial(cell(name));
        Judge.Outcome everything = trial.run(plan(trial), ONE, true);
        for (int less = 0; less < 4; less++) {
            Plan.Wanted wanted = new Plan.Wanted(true, (less & 1) != 0, (less & 2) != 0);
            same(Pieces.run(trial, plan(trial, wanted), TWO), everything, name + ", " + wanted, trial.cell);
        }
        Judge.Outcome forward = Pieces.run(trial, plan(trial, Plan.Wanted.INFERENCE), TWO);
        same(forward, everything, name + ", inference", trial.cell);
        assertThat(forward.outputs()).isNotEmpty();
        assertThat(forward.dWeights()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void rowsMayBeEmpty(String name) {
        Cell cell = cell(name);
        for (Rows rows : List.of(Rows.ofLengths(0, 0), Rows.full(0, 3), Rows.ofLengths(), Rows.ofLengths(2, 0, 0))) {
            Trial trial = new Trial(cell, Trial.small(cell, 4, 5), rows, 13);
            Judge.Outcome found = trial.run(plan(trial), TWO, true);
            same(trial.reference(), found, name, cell);
            if (rows.total() == 0) {
                for (String state : cell.states()) {
                    assertThat(Lookup.in(found.end(), state)).isEqualTo(Lookup.in(trial.given.start(), state));
                    assertThat(Lookup.in(found.dStart(), state)).isEqualTo(Lookup.in(trial.given.dEnd(), state));
                }
                found.dWeights()
                        .forEach((weight, value) -> assertThat(value).as(weight).containsOnly(0));
            }
        }
    }

    @Test
    void unitsDealtAreRowsDealt() {
        List<String> taken = new ArrayList<>();
        try (Workers three = new Workers(3)) {
            for (String name : Cell.names()) {
                Cell cell = Cell.named(name);
                Trial trial = new Trial(cell, Trial.small(cell, 70, 160), Rows.ofLengths(3, 2), 14);
                if (!plan(trial).unitsMode(trial.rows, 3)) {
                    continue;
                }
                taken.add(name);
                assertThat(plan(trial).unitsMode(trial.rows, 1)).isFalse();
                Judge.Outcome rows = trial.run(plan(trial), ONE, true);
                same(rows, trial.run(plan(trial), three, true), name + ", 3 workers", cell);
                same(rows, trial.run(plan(trial), TWO, true), name + ", 2 workers", cell);
                same(rows, Pieces.run(trial, plan(trial), three, 1, 2), name + ", 3 workers, in pieces", cell);
            }
        }
        assertThat(taken).contains("elman", "lstm", "gru", "lstm-mogrifier").hasSizeGreaterThan(20);
    }

    /** Gradients that are handed from state to state as they are, and read in another loop than the one that hands them on. */
    @Test
    void delaysByHandEqualTheReference() {
        List<String> texts = List.of(
                "h(t) = tanh(W x(t) + U p(t-1))\np(t) = q(t-1)\nq(t) = p(t-1) + h(t)",
                "q(t) = p(t-1)\nh(t) = tanh(W x(t) + U q(t-1))\np(t) = h(t-1)",
                "h(t) = V r(t-1)\nr(t) = W x(t) + b",
                "h(t) = tanh(V r(t-2) + b)\nr(t) = tanh(M p(t-1))\np(t) = W x(t-3)",
                "h(t) = p(t-1)\np(t) = σ(W q(t-2)) * q(t-1)\nq(t) = tanh(V x(t) + U q(t-1))");
        for (String text : texts) {
            Cell cell = Cell.parse(text, text);
            Trial trial = trial(cell);
            Judge.Outcome reference = trial.reference();
            for (Passes passes : List.of(Passes.ALL, Passes.NONE)) {
                same(reference, trial.run(trial.plan(passes, Kernels.selected()), TWO, true), passes.toString(), cell);
            }
            same(reference, Pieces.run(trial, plan(trial), ONE, 2, 5), "in pieces", cell);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomCellsEqualTheReference(int seed) {
        Cell cell = cell("random " + seed);
        Trial trial = Trial.of(cell, seed);
        Judge.Outcome reference = trial.reference();
        for (Passes passes : List.of(Passes.ALL, Passes.NONE)) {
            Plan plan = trial.plan(passes, Kernels.selected());
            same(reference, trial.run(plan, TWO, true), "random " + seed + ", " + passes, cell);
        }
    }
}
