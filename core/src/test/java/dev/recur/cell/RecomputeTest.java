package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory cut by running segments forward again has the bits of the whole. */
class RecomputeTest {
    private static final Rows RAGGED = Rows.ofLengths(9, 9, 8, 4, 1, 0);

    static List<String> cells() {
        return Cell.names();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void segmentsAreTheWhole(String name) {
        Cell cell = Cell.named(name);
        Trial trial = new Trial(cell, Trial.small(cell, 3, 6), RAGGED, 21);
        Plan plan = Plan.of(cell, trial.shape, Plan.Wanted.EVERYTHING);
        try (Workers workers = new Workers(2)) {
            Map<String, double[]> whole = Trial.arrays(trial.run(plan, workers, true));
            for (int segment : new int[] {1, 3, 4, 9, 20}) {
                Segmented segmented = new Segmented(plan, segment);
                // twice on the same arrays: nothing of the batch before may be left
                run(trial, plan, segmented, workers, whole, name + ", segments of " + segment);
                run(trial, plan, segmented, workers, whole, name + ", again, segments of " + segment);
            }
        }
    }

    private static void run(
            Trial trial, Plan plan, Segmented segmented, Workers workers, Map<String, double[]> whole, String what) {
        float[] flat = trial.flat(plan, 0);
        PackedWeights weights = plan.weights();
        weights.load(flat, 0, workers);
        segmented.reserve(trial.rows);
        float[][] dInputs = new float[trial.cell.inputs().size()][];
        for (int i = 0; i < dInputs.length; i++) {
            segmented.input(
                    i,
                    Trial.packed(
                            Lookup.in(trial.given.inputs(), trial.cell.inputs().get(i))));
            dInputs[i] = new float[RAGGED.total() * plan.inputLength(i)];
            segmented.dInput(i, dInputs[i]);
        }
        for (int i = 0; i < plan.states().size(); i++) {
            String state = plan.states().get(i);
            Trial.put(Lookup.in(trial.given.start(), state), segmented.start(i));
            Trial.put(Lookup.in(trial.given.dEnd(), state), segmented.dState(i));
        }
        segmented.forward(weights, trial.rows, workers);
        for (int i = 0; i < plan.outputs().size(); i++) {
            String output = plan.outputs().get(i);
            same(segmented.output(i), whole.get(output + "(t)"), what + ", " + output);
            segmented.dOutput(i, Trial.packed(Lookup.in(trial.given.dOutputs(), output)));
        }
        for (int i = 0; i < plan.states().size(); i++) {
            same(segmented.end(i), whole.get(plan.states().get(i) + "(end)"), what + ", end " + i);
        }
        float[] gradient = new float[flat.length];
        segmented.backward(weights, trial.rows, gradient, 0, workers);
        segmented.finish(weights, gradient, 0);
        for (int i = 0; i < plan.states().size(); i++) {
            same(segmented.dState(i), whole.get("d " + plan.states().get(i) + "(0)"), what + ", start " + i);
        }
        for (int i = 0; i < dInputs.length; i++) {
            same(dInputs[i], whole.get("d " + trial.cell.inputs().get(i) + "(t)"), what + ", d input " + i);
        }
        for (Plan.Parameter parameter : plan.parameters()) {
            int at = plan.offset(parameter.name());
            float[] own = Arrays.copyOfRange(gradient, at, at + parameter.size());
            same(own, whole.get("d " + parameter.name()), what + ", d " + parameter.name());
        }
    }

    private static void same(float[] found, double[] expected, String what) {
        assertThat(expected).as(what).isNotNull();
        assertThat(Trial.doubles(found, expected.length)).as(what).isEqualTo(expected);
    }

    @Test
    void segmentsTakeLessMemory() {
        Cell cell = Cell.named("lstm");
        Plan plan = Plan.of(cell, cell.shape(4, 8, Map.of()), Plan.Wanted.EVERYTHING);
        Rows rows = Rows.full(100, 2);
        Segmented segmented = new Segmented(plan, 10);
        Buffers whole = plan.buffers();
        segmented.reserve(rows);
        whole.reserve(rows);

        assertThat(segmented.floats()).isLessThan(floats(whole) / 2);
    }

    private static long floats(Buffers buffers) {
        return buffers.stored().stream()
                .flatMap(Arrays::stream)
                .mapToLong(array -> array.length)
                .sum();
    }

    @Test
    void aPlanWithoutGradientsOfStartsIsRefused() {
        Cell cell = Cell.named("gru");
        Plan plan = Plan.of(cell, cell.shape(2, 3, Map.of()), new Plan.Wanted(true, true, false));

        assertThatThrownBy(() -> new Segmented(plan, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("start states");
        Plan whole = Plan.of(cell, cell.shape(2, 3, Map.of()), Plan.Wanted.EVERYTHING);
        assertThatThrownBy(() -> new Segmented(whole, 0)).hasMessageContaining("at least 1 step");
    }
}
