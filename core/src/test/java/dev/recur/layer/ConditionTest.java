package dev.recur.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Rows;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class ConditionTest {
    private static final int LENGTH = 5; // D
    private static final int AT = 3;
    private static final int SIZE = 7; // K
    private static final int PLACES = 2; // P
    private static final Rows ROWS = Rows.ofLengths(new int[] {4, 4, 2, 1});
    private static final int[] GIVEN = {6, 0, 2, 0, 6, 2, 1, 3};
    private static final float[] WEIGHTS = {1, -0.5f, 1, 2, 0.25f, 1, 1, 1};

    private final SplittableRandom random = new SplittableRandom(3);
    private final float[] flat = random(AT + SIZE * LENGTH);
    private final Condition condition = new Condition(LENGTH, AT, PLACES);

    private float[] random(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return values;
    }

    @Test
    void addsItsRowsAtEveryStepAndGathersTheirGradient() {
        float[] x = random(ROWS.total() * LENGTH);
        float[] dx = random(x.length);
        double[] sum = new double[x.length];
        double[] gradient = new double[flat.length];
        for (int t = 0; t < ROWS.steps(); t++) {
            for (int row = 0; row < ROWS.alive(t); row++) {
                for (int j = 0; j < LENGTH; j++) {
                    int at = (ROWS.offset(t) + row) * LENGTH + j;
                    sum[at] = x[at];
                    for (int p = row * PLACES; p < (row + 1) * PLACES; p++) {
                        sum[at] += WEIGHTS[p] * (double) flat[AT + GIVEN[p] * LENGTH + j];
                        gradient[AT + GIVEN[p] * LENGTH + j] += WEIGHTS[p] * (double) dx[at];
                    }
                }
            }
        }
        float[] found = new float[flat.length];

        condition.give(GIVEN, WEIGHTS, ROWS.rows(), flat);
        condition.forward(x, ROWS);
        condition.backward(dx, ROWS, found);

        for (int i = 0; i < x.length; i++) {
            assertThat((double) x[i]).isCloseTo(sum[i], within(1e-6));
        }
        for (int i = 0; i < flat.length; i++) {
            assertThat((double) found[i]).as("gradient %d", i).isCloseTo(gradient[i], within(2e-6));
        }
        assertThat(Arrays.copyOf(found, AT)).containsOnly(0f);
    }

    @Test
    void aRowIsTheSameAloneAndInCompany() {
        float[] x = random(ROWS.total() * LENGTH);
        float[] alone = Arrays.copyOf(x, LENGTH); // the first step of the first row
        condition.give(GIVEN, WEIGHTS, ROWS.rows(), flat);
        condition.forward(x, ROWS);
        condition.give(GIVEN, WEIGHTS, 1, flat);
        condition.forward(alone, Rows.full(1, 1));
        assertThat(alone).containsExactly(Arrays.copyOf(x, LENGTH));
        assertThatThrownBy(() -> condition.forward(x, ROWS)).hasMessageContaining("4 rows, but 1 were told");
    }
}
