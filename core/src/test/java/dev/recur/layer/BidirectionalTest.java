package dev.recur.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.array.Layout;
import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BidirectionalTest {
    private static final Rows RAGGED = Rows.ofLengths(4, 3, 3, 1);
    private static final int D = 2;
    private static final int H = 3;

    private final Layout.Builder builder = Layout.builder();
    private final Bidirectional.Place place = Bidirectional.declare(builder, "encoder.", Cell.named("elman"), D, H);
    private final Layout layout = builder.build();
    private final float[] flat = Ragged.random(7, layout.size());
    private final float[] x = Ragged.random(8, RAGGED.total() * D);

    @Test
    void itsArraysSayTheDirection() {
        assertThat(layout.holds("encoder.forward.W")).isTrue();
        assertThat(layout.holds("encoder.backward.U")).isTrue();
        assertThat(place.out()).isEqualTo(2 * H);
    }

    @Test
    void endStatesHaveReadTheirRowsAndTakeGradients() {
        float[] dy = new float[RAGGED.total() * 2 * H];
        float[] dEnd = Ragged.random(5, 2 * RAGGED.rows() * H);
        float[] gradient = new float[flat.length];
        float[] dx = new float[x.length];
        float[] end = new float[2 * RAGGED.rows() * H];
        try (Workers workers = new Workers(2)) {
            Bidirectional layer = place.layer(Plan.Wanted.EVERYTHING, workers);
            layer.recurrents().forEach(direction -> direction.load(flat));
            layer.reset(RAGGED);
            layer.forward(x, RAGGED);
            int half = layer.along().copyEnd(RAGGED.rows(), end, 0);
            assertThat(layer.against().copyEnd(RAGGED.rows(), end, half)).isEqualTo(end.length);
            layer.along().dEnd(RAGGED.rows(), dEnd, 0);
            layer.against().dEnd(RAGGED.rows(), dEnd, half);
            layer.backward(dy, dx, RAGGED, gradient);
        }
        Slopes.agree("end", end, plainEnds(Ragged.doubles(flat), Ragged.doubles(x)));
        Slopes.agree("dx", dx, Slopes.of(v -> Plain.dot(plainEnds(Ragged.doubles(flat), v), dEnd), Ragged.doubles(x)));
        Slopes.agree(
                "gradient",
                gradient,
                Slopes.of(v -> Plain.dot(plainEnds(v, Ragged.doubles(x)), dEnd), Ragged.doubles(flat)));
    }

    @Test
    void statesAreTheSameAloneAndInCompany() {
        float[] dy = Ragged.random(4, RAGGED.total() * 2 * H);
        try (Workers workers = new Workers(3)) {
            float[][] all = states(x, dy, RAGGED, workers);
            for (int r = 0; r < RAGGED.rows(); r++) {
                Rows one = Rows.ofLengths(RAGGED.length(r));
                float[][] alone = states(Ragged.row(x, RAGGED, r, D), Ragged.row(dy, RAGGED, r, 2 * H), one, workers);
                for (int i = 0; i < all.length; i++) {
                    assertThat(alone[i]).containsExactly(Arrays.copyOfRange(all[i], r * H, (r + 1) * H));
                }
            }
        }
    }

    /** End states of both directions, and the gradients of their start states. */
    private float[][] states(float[] input, float[] dy, Rows rows, Workers workers) {
        Bidirectional layer = place.layer(Plan.Wanted.EVERYTHING, workers);
        layer.recurrents().forEach(direction -> direction.load(flat));
        layer.reset(rows);
        layer.forward(input, rows);
        layer.backward(dy, new float[input.length], rows, new float[flat.length]);
        float[][] states = new float[4][rows.rows() * H];
        layer.along().copyEnd(rows.rows(), states[0], 0);
        layer.against().copyEnd(rows.rows(), states[1], 0);
        layer.along().copyDStart(rows.rows(), states[2], 0);
        layer.against().copyDStart(rows.rows(), states[3], 0);
        return states;
    }

    /** [2][N, H]: h of the last step along time, h of the first against it. */
    private double[] plainEnds(double[] weights, double[] input) {
        double[] along = Plain.elman(weights, layout, place.along(), input, RAGGED, false);
        double[] against = Plain.elman(weights, layout, place.against(), input, RAGGED, true);
        double[] ends = new double[2 * RAGGED.rows() * H];
        for (int r = 0; r < RAGGED.rows(); r++) {
            int last = RAGGED.offset(RAGGED.length(r) - 1) + r;
            System.arraycopy(along, last * H, ends, r * H, H);
            System.arraycopy(against, r * H, ends, (RAGGED.rows() + r) * H, H);
        }
        return ends;
    }

    @Test
    void startStatesTakeGradientsToo() {
        float[] start = Ragged.random(3, RAGGED.rows() * H);
        float[] dy = Ragged.random(4, RAGGED.total() * H);
        float[] dStart = new float[start.length];
        try (Workers workers = new Workers(2)) {
            Recurrent layer = place.along().layer(Plan.Wanted.EVERYTHING, workers);
            float[] dx = new float[x.length];
            layer.load(flat);
            layer.setState(RAGGED, start, 0);
            layer.forward(x, RAGGED);
            layer.backward(dy, dx, RAGGED, new float[flat.length]);
            layer.copyDStart(RAGGED.rows(), dStart, 0);
            // a start state enters as an input of the first step does, by U in place of W
            double[] before = Ragged.doubles(start);
            for (int i = 0; i < start.length; i++) {
                float kept = start[i];
                float h = 1f / 128;
                start[i] = kept + h;
                double above = value(layer, start, dy);
                start[i] = kept - h;
                double below = value(layer, start, dy);
                start[i] = kept;
                before[i] = (above - below) / (2 * h);
                assertThat((double) dStart[i]).isCloseTo(before[i], org.assertj.core.api.Assertions.within(1e-3));
            }
        }
    }

    private double value(Recurrent layer, float[] start, float[] dy) {
        layer.setState(RAGGED, start, 0);
        return Plain.dot(Ragged.doubles(layer.forward(x, RAGGED), dy.length), dy);
    }

    /** A layer's arrays hold a row for each token and no more, and a step runs over the rows that they hold. */
    @Test
    void oneLongRowAndManyShortOnesCostWhatTheirTokensCost() {
        int[] lengths = new int[64];
        Arrays.fill(lengths, 1);
        lengths[0] = 400;
        Rows rows = Rows.ofLengths(lengths);
        assertThat(rows.total()).isEqualTo(400 + 63);
        assertThat(rows.alive(0)).isEqualTo(64);
        assertThat(rows.alive(1)).isEqualTo(1);
        try (Workers workers = new Workers(1)) {
            Bidirectional layer = place.layer(Plan.Wanted.EVERYTHING, workers);
            layer.recurrents().forEach(direction -> direction.load(flat));
            layer.reset(rows);
            assertThat(layer.forward(new float[rows.total() * D], rows)).hasSize(rows.total() * 2 * H);
            assertThat(layer.along().output(0)).hasSize(rows.total() * H);
            assertThat(layer.against().output(0)).hasSize(rows.total() * H);
        }
    }
}
