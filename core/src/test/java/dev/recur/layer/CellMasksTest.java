package dev.recur.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.array.Layout;
import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A cell whose output is its masks: 2 · k_c + 100 · k_g, with k_c of a state of ones and k_g of a one that each step computes. */
class CellMasksTest {
    private static final Rows RAGGED = Rows.ofLengths(6, 6, 5, 5, 2);
    private static final int H = 16;
    private static final Cell CELL = Cell.parse("""
            g(t) = 100 + 0 * tanh(W x(t))
            c(t) = c(t-1) + 0 * g(t)
            c(0) = 2
            h(t) = U c(t-1) + g(t)
            U ~ identity
            """, "masks.cell");

    /** [total, H] */
    private static float[] run(Cell cell, boolean training, long step, Rows rows) {
        Layout.Builder builder = Layout.builder();
        Recurrent.Place place = Recurrent.declare(builder, "", cell, 2, H);
        float[] flat = new float[builder.build().size()];
        place.start(flat, new Randomness(1));
        try (Workers workers = new Workers(1)) {
            Recurrent layer = place.layer(training ? Plan.Wanted.EVERYTHING : Plan.Wanted.INFERENCE, workers);
            layer.load(flat, 0, new Randomness(3), step);
            layer.reset(rows);
            return layer.forward(new float[rows.total() * 2], rows).clone();
        }
    }

    private static Set<Float> values(float[] of) {
        Set<Float> values = new LinkedHashSet<>();
        for (float value : of) {
            values.add(value);
        }
        return values;
    }

    @Test
    void aStateHasOneMaskARowAndWhatAStepComputesOneEachStep() {
        float[] state = run(CELL.droppedOut(Map.of("c", 0.5)), true, 1, RAGGED);
        assertThat(values(state)).containsExactlyInAnyOrder(100f, 104f);
        for (int r = 0; r < RAGGED.rows(); r++) {
            float[] row = Ragged.row(state, RAGGED, r, H);
            for (int t = 1; t < RAGGED.length(r); t++) {
                assertThat(Arrays.copyOfRange(row, t * H, (t + 1) * H)).containsExactly(Arrays.copyOf(row, H));
            }
        }
        assertThat(Ragged.row(state, RAGGED, 0, H)).isNotEqualTo(Ragged.row(state, RAGGED, 1, H));

        float[] computed = run(CELL.droppedOut(Map.of("g", 0.75)), true, 1, RAGGED);
        assertThat(values(computed)).containsExactlyInAnyOrder(2f, 402f);
        float[] row = Ragged.row(computed, RAGGED, 0, H);
        assertThat(Arrays.copyOfRange(row, H, 2 * H)).isNotEqualTo(Arrays.copyOf(row, H));
    }

    @Test
    void itFollowsTheStepOfTrainingAndNotTheOtherRows() {
        Cell dropped = CELL.droppedOut(Map.of("c", 0.5, "g", 0.5));
        float[] all = run(dropped, true, 1, RAGGED);
        assertThat(run(dropped, true, 1, RAGGED)).containsExactly(all);
        assertThat(run(dropped, true, 2, RAGGED)).isNotEqualTo(all);
        Rows first = Rows.ofLengths(6);
        assertThat(run(dropped, true, 1, first)).containsExactly(Ragged.row(all, RAGGED, 0, H));
    }

    @Test
    void outsideTrainingNothingIsDropped() {
        Cell dropped = CELL.droppedOut(Map.of("c", 0.5, "g", 0.5));
        assertThat(values(run(dropped, true, 0, RAGGED))).containsExactly(102f);
        assertThat(values(run(dropped, false, 1, RAGGED))).containsExactly(102f);
    }
}
