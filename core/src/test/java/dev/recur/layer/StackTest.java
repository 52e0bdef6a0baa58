package dev.recur.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.array.Layout;
import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StackTest {
    private static final Rows RAGGED = Rows.ofLengths(5, 5, 3, 1, 0);
    private static final int D = 4;
    private static final int H = 3;

    /** A stack of a cell, its parameters, and what one batch gives forwards and backwards. */
    private static final class Trial {
        final Layout layout;
        final Stack.Place place;
        final float[] flat;

        Trial(String cell, int layers, boolean bidirectional, Skip skip, int in) {
            Layout.Builder builder = Layout.builder();
            builder.add("before", 3);
            this.place = Stack.declare(builder, "layer", Cell.named(cell), in, H, layers, bidirectional, skip);
            builder.add("embedding", 7, in);
            this.layout = builder.build();
            this.flat = new float[layout.size()];
            Randomness randomness = new Randomness(3);
            place.start(flat, randomness);
            float[] noise = Ragged.random(9, flat.length);
            for (Layout.View view : layout.views()) {
                for (int i = view.offset(); i < view.offset() + view.shape().size(); i++) {
                    flat[i] += 0.4f * noise[i];
                }
            }
        }

        record Result(float[] y, float[] dx, float[] gradient) {}

        Result run(float[] x, float[] dy, Rows rows, double dropout, int threads) {
            try (Workers workers = new Workers(threads)) {
                Stack stack = new Stack(place, dropout, 0, new Randomness(4), Plan.Wanted.EVERYTHING, workers);
                float[] gradient = new float[flat.length];
                float[] dx = new float[x.length];
                stack.load(flat, 1, 1);
                stack.reset(rows);
                float[] y = Arrays.copyOf(stack.forward(x, rows, 1), rows.total() * place.out());
                stack.backward(dy.clone(), dx, rows, gradient);
                return new Result(y, dx, gradient);
            }
        }

        Result tokens(int[] tokens, float[] dy, Rows rows) {
            try (Workers workers = new Workers(2)) {
                Stack stack = new Stack(place, 0, 0, new Randomness(4), new Plan.Wanted(true, false, false), workers);
                assertThat(stack.readsTokens()).isTrue();
                int at = layout.view("embedding").offset();
                float[] gradient = new float[flat.length];
                stack.load(flat, 1, 1);
                stack.reset(rows);
                float[] y = Arrays.copyOf(stack.forwardTokens(tokens, at, 7, rows, 1), rows.total() * place.out());
                stack.backwardTokens(dy.clone(), rows, gradient, at);
                return new Result(y, new float[0], gradient);
            }
        }

        double[] plain(double[] weights, double[] x, Rows rows) {
            double[][] sources = new double[place.layers().size() + 1][];
            sources[0] = x;
            for (int i = 0; i < place.layers().size(); i++) {
                double[] input = join(place.skip().sources(i), sources, rows);
                double[] y = Plain.layer(weights, layout, place.layers().get(i), input, rows);
                if (place.skip() == Skip.RESIDUAL && y.length == sources[i].length) {
                    for (int j = 0; j < y.length; j++) {
                        y[j] += sources[i][j];
                    }
                }
                sources[i + 1] = y;
            }
            return join(place.skip().tops(place.layers().size()), sources, rows);
        }

        private static double[] join(int[] from, double[][] sources, Rows rows) {
            return Plain.join(
                    rows.total(), Arrays.stream(from).mapToObj(i -> sources[i]).toArray(double[][]::new));
        }
    }

    static Stream<Arguments> shapes() {
        return Stream.of(Skip.values())
                .flatMap(skip -> Stream.of(
                        Arguments.of(1, false, skip, D),
                        Arguments.of(3, false, skip, D),
                        Arguments.of(2, false, skip, H),
                        Arguments.of(1, true, skip, D),
                        Arguments.of(3, true, skip, D),
                        Arguments.of(2, true, skip, 2 * H)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesWithThePlainStackAndItsSlopes(int layers, boolean bidirectional, Skip skip, int in) {
        Trial trial = new Trial("elman", layers, bidirectional, skip, in);
        float[] x = Ragged.random(1, RAGGED.total() * in);
        float[] dy = Ragged.random(2, RAGGED.total() * trial.place.out());
        Trial.Result result = trial.run(x, dy, RAGGED, 0, 2);
        double[] weights = Ragged.doubles(trial.flat);
        double[] input = Ragged.doubles(x);
        Slopes.agree("y", result.y, trial.plain(weights, input, RAGGED));
        Slopes.agree("dx", result.dx, Slopes.of(v -> Plain.dot(trial.plain(weights, v, RAGGED), dy), input));
        Slopes.agree(
                "gradient", result.gradient, Slopes.of(v -> Plain.dot(trial.plain(v, input, RAGGED), dy), weights));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aRowIsTheSameAloneAndInCompany(int layers, boolean bidirectional, Skip skip, int in) {
        Trial trial = new Trial("lstm", layers, bidirectional, skip, in);
        int out = trial.place.out();
        float[] x = Ragged.random(1, RAGGED.total() * in);
        float[] dy = Ragged.random(2, RAGGED.total() * out);
        Trial.Result all = trial.run(x, dy, RAGGED, 0, 1);
        for (int threads = 2; threads <= 3; threads++) {
            Trial.Result again = trial.run(x, dy, RAGGED, 0, threads);
            assertThat(again.y).containsExactly(all.y);
            assertThat(again.dx).containsExactly(all.dx);
            assertThat(again.gradient).containsExactly(all.gradient);
        }
        for (int r = 0; r < RAGGED.rows(); r++) {
            Trial.Result alone = trial.run(
                    Ragged.row(x, RAGGED, r, in),
                    Ragged.row(dy, RAGGED, r, out),
                    Rows.ofLengths(RAGGED.length(r)),
                    0,
                    2);
            assertThat(alone.y).as("row %d", r).containsExactly(Ragged.row(all.y, RAGGED, r, out));
            assertThat(alone.dx).as("row %d", r).containsExactly(Ragged.row(all.dx, RAGGED, r, in));
        }
    }

    @Test
    void dropoutIsOneMaskForwardsAndBackwards() {
        for (Skip skip : Skip.values()) {
            Trial trial = new Trial("gru", 3, true, skip, D);
            float[] x = Ragged.random(1, RAGGED.total() * D);
            float[] dy = Ragged.random(2, RAGGED.total() * trial.place.out());
            Trial.Result result = trial.run(x, dy, RAGGED, 0.4, 2);
            float[] direction = Ragged.random(5, x.length);
            double slope = 0;
            float[] above = x.clone();
            float[] below = x.clone();
            float h = 1f / 64;
            for (int i = 0; i < x.length; i++) {
                slope += result.dx[i] * (double) direction[i];
                above[i] += h * direction[i];
                below[i] -= h * direction[i];
            }
            double up = Plain.dot(Ragged.doubles(trial.run(above, dy, RAGGED, 0.4, 2).y), dy);
            double down = Plain.dot(Ragged.doubles(trial.run(below, dy, RAGGED, 0.4, 2).y), dy);
            assertThat((up - down) / (2 * h))
                    .as("%s", skip)
                    .isCloseTo(slope, org.assertj.core.api.Assertions.within(2e-3));
        }
    }

    @Test
    void tokensAreTheirEmbeddings() {
        for (Skip skip : new Skip[] {Skip.NONE, Skip.RESIDUAL}) {
            for (boolean bidirectional : new boolean[] {false, true}) {
                Trial trial = new Trial("lstm", 2, bidirectional, skip, D);
                int at = trial.layout.view("embedding").offset();
                int[] tokens = new int[RAGGED.total()];
                float[] x = new float[tokens.length * D];
                for (int p = 0; p < tokens.length; p++) {
                    tokens[p] = p * p % 7;
                    System.arraycopy(trial.flat, at + tokens[p] * D, x, p * D, D);
                }
                float[] dy = Ragged.random(2, RAGGED.total() * trial.place.out());
                Trial.Result tables = trial.tokens(tokens, dy, RAGGED);
                Trial.Result products = trial.run(x, dy, RAGGED, 0, 2);
                assertThat(tables.y).containsExactly(products.y);
                for (int p = 0; p < tokens.length; p++) {
                    for (int j = 0; j < D; j++) {
                        products.gradient[at + tokens[p] * D + j] += products.dx[p * D + j];
                    }
                }
                Slopes.agree("gradient", tables.gradient, Ragged.doubles(products.gradient));
            }
        }
    }

    @Test
    void aCellStateGoesUpThroughTheStack() {
        Trial trial = new Trial("lstm-depthgated", 3, false, Skip.GRAVES, D);
        float[] x = Ragged.random(1, RAGGED.total() * D);
        float[] dy = Ragged.random(2, RAGGED.total() * trial.place.out());
        Trial.Result all = trial.run(x, dy, RAGGED, 0, 1);
        Trial.Result alone =
                trial.run(Ragged.row(x, RAGGED, 2, D), Ragged.row(dy, RAGGED, 2, 3 * H), Rows.full(3, 1), 0, 2);
        assertThat(alone.dx).containsExactly(Ragged.row(all.dx, RAGGED, 2, D));
        assertThatThrownBy(() -> new Trial("lstm-depthgated", 1, true, Skip.NONE, D))
                .hasMessageContaining("has the inputs [x, k]");
    }

    @Test
    void whatIsReadWholeIsNotCarried() {
        Trial trial = new Trial("gru", 2, true, Skip.NONE, D);
        try (Workers workers = new Workers(1)) {
            Stack stack = new Stack(trial.place, 0, 0, new Randomness(1), Plan.Wanted.INFERENCE, workers);
            assertThatThrownBy(() -> stack.carryOn(1)).hasMessageContaining("carry no state; call reset");
        }
    }
}
