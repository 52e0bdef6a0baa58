package dev.recur.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.array.Layout;
import dev.recur.cell.Cell;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PoolingTest {
    private static final Rows RAGGED = Rows.ofLengths(5, 4, 4, 1, 0);
    private static final int A = 2;

    private static final class Trial {
        final Layout layout;
        final Pooling.Place place;
        final float[] flat;
        final int width;

        Trial(Pooling.Kind kind) {
            Layout.Builder stackOnly = Layout.builder();
            Stack.Place stack = Stack.declare(stackOnly, "layer", Cell.named("elman"), 2, 3, 2, true, Skip.GRAVES);
            Layout.Builder builder = Layout.builder();
            this.place = Pooling.declare(builder, "pooling.", kind, stack, A);
            builder.add("other", 1);
            this.layout = builder.build();
            this.flat = Ragged.random(6, layout.size());
            this.width = place.width();
        }

        record Result(float[] y, float[] dx, float[] gradient) {}

        Result run(float[] x, float[] dy, Rows rows, int threads) {
            try (Workers workers = new Workers(threads)) {
                Pooling pooling = Pooling.of(place, true, workers);
                float[] dx = new float[x.length];
                float[] gradient = new float[flat.length];
                Arrays.fill(dx, Float.NaN);
                pooling.load(flat);
                float[] y = Arrays.copyOf(pooling.forward(x, rows), rows.rows() * width);
                pooling.backward(dy, dx, rows, gradient);
                return new Result(y, dx, gradient);
            }
        }

        double[] plain(double[] weights, double[] x) {
            double[] y = new double[RAGGED.rows() * width];
            for (int r = 0; r < RAGGED.rows(); r++) {
                int steps = RAGGED.length(r);
                double[] shares = place.kind() == Pooling.Kind.ATTENTION ? shares(weights, x, r) : new double[steps];
                for (int j = 0; j < width; j++) {
                    double[] column = new double[steps];
                    double sum = 0;
                    for (int t = 0; t < steps; t++) {
                        column[t] = x[(RAGGED.offset(t) + r) * width + j];
                        sum += shares[t] * column[t];
                    }
                    y[r * width + j] = steps == 0
                            ? 0
                            : switch (place.kind()) {
                                case LAST -> j / 3 % 2 == 0 ? column[steps - 1] : column[0];
                                case MEAN -> Arrays.stream(column).average().orElse(0);
                                case MAX -> Arrays.stream(column).max().orElse(0);
                                case ATTENTION -> sum;
                            };
                }
            }
            return y;
        }

        private double[] shares(double[] weights, double[] x, int r) {
            int w = layout.view("pooling.W").offset();
            int b = layout.view("pooling.b").offset();
            int v = layout.view("pooling.v").offset();
            double[] shares = new double[RAGGED.length(r)];
            double all = 0;
            for (int t = 0; t < shares.length; t++) {
                double score = 0;
                for (int a = 0; a < A; a++) {
                    double sum = weights[b + a];
                    for (int j = 0; j < width; j++) {
                        sum += weights[w + a * width + j] * x[(RAGGED.offset(t) + r) * width + j];
                    }
                    score += weights[v + a] * Math.tanh(sum);
                }
                shares[t] = Math.exp(score);
                all += shares[t];
            }
            for (int t = 0; t < shares.length; t++) {
                shares[t] /= all;
            }
            return shares;
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithThePlainWayAndItsSlopes(Pooling.Kind kind) {
        Trial trial = new Trial(kind);
        float[] x = Ragged.random(1, RAGGED.total() * trial.width);
        float[] dy = Ragged.random(2, RAGGED.rows() * trial.width);
        Trial.Result result = trial.run(x, dy, RAGGED, 2);
        double[] weights = Ragged.doubles(trial.flat);
        double[] input = Ragged.doubles(x);
        Slopes.agree("y", result.y, trial.plain(weights, input));
        Slopes.agree("dx", result.dx, Slopes.of(p -> Plain.dot(trial.plain(weights, p), dy), input));
        Slopes.agree("gradient", result.gradient, Slopes.of(p -> Plain.dot(trial.plain(p, input), dy), weights));
    }

    @ParameterizedTest
    @EnumSource
    void aRowIsTheSameAloneAndInCompany(Pooling.Kind kind) {
        Trial trial = new Trial(kind);
        float[] x = Ragged.random(1, RAGGED.total() * trial.width);
        float[] dy = Ragged.random(2, RAGGED.rows() * trial.width);
        Trial.Result all = trial.run(x, dy, RAGGED, 1);
        for (int threads = 2; threads <= 3; threads++) {
            Trial.Result again = trial.run(x, dy, RAGGED, threads);
            assertThat(again.y).containsExactly(all.y);
            assertThat(again.dx).containsExactly(all.dx);
            assertThat(again.gradient).containsExactly(all.gradient);
        }
        for (int r = 0; r < RAGGED.rows(); r++) {
            float[] own = Arrays.copyOfRange(dy, r * trial.width, (r + 1) * trial.width);
            Trial.Result alone =
                    trial.run(Ragged.row(x, RAGGED, r, trial.width), own, Rows.ofLengths(RAGGED.length(r)), 1);
            assertThat(alone.y).containsExactly(Arrays.copyOfRange(all.y, r * trial.width, (r + 1) * trial.width));
            assertThat(alone.dx).containsExactly(Ragged.row(all.dx, RAGGED, r, trial.width));
        }
    }

    @Test
    void attentionTellsItsWeights() {
        Trial trial = new Trial(Pooling.Kind.ATTENTION);
        float[] x = Ragged.random(1, RAGGED.total() * trial.width);
        try (Workers workers = new Workers(2)) {
            AttentionPooling pooling = (AttentionPooling) Pooling.of(trial.place, false, workers);
            pooling.load(trial.flat);
            pooling.forward(x, RAGGED);
            for (int r = 0; r < RAGGED.rows(); r++) {
                double[] shares = trial.shares(Ragged.doubles(trial.flat), Ragged.doubles(x), r);
                for (int t = 0; t < shares.length; t++) {
                    assertThat((double) pooling.weights()[pooling.weightsAt(r) + t])
                            .isCloseTo(shares[t], within(1e-6));
                }
            }
        }
    }

    @Test
    void whatIsNoNumberIsLargest() {
        try (Workers workers = new Workers(1)) {
            Pooling pooling = new MaxPooling(1, workers);
            float[] y = pooling.forward(new float[] {1, Float.NaN, 3}, Rows.full(3, 1));
            assertThat(y[0]).isNaN();
        }
    }
}
