package dev.recur.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.array.Layout;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionTest {
    private static final Rows MEMORY = Rows.ofLengths(5, 4, 2, 0);
    private static final Rows QUERIES = Rows.ofLengths(4, 3, 3, 2, 0);
    private static final int[] MEMORY_OF = {2, 0, 3, 0, 1};
    private static final int M = 3;
    private static final int A = 2;

    private static final class Trial {
        final Score score;
        final int query;
        final Layout layout;
        final Attention.Place place;
        final float[] flat;

        Trial(Score score) {
            this.score = score;
            this.query = score == Score.DOT ? M : 4;
            Layout.Builder builder = Layout.builder();
            builder.add("before", 5);
            this.place = Attention.declare(builder, "attention.", score, query, M, A);
            this.layout = builder.build();
            this.flat = Ragged.random(6, layout.size());
        }

        record Result(float[] contexts, float[] weights, float[] dQueries, float[] dMemory, float[] gradient) {}

        Result run(float[] q, float[] m, float[] dContexts, Rows queries, Rows memory, int[] memoryOf, int threads) {
            return run(q, m, dContexts, queries, memory, memoryOf, threads, queries.steps());
        }

        /** In stretches of {@code stretch} steps. */
        Result run(
                float[] q,
                float[] m,
                float[] dContexts,
                Rows queries,
                Rows memory,
                int[] memoryOf,
                int threads,
                int stretch) {
            try (Workers workers = new Workers(threads)) {
                Attention attention = new Attention(place, true, workers);
                attention.load(flat);
                attention.remember(m, memory);
                attention.open(queries, memoryOf);
                float[] contexts = {};
                for (int t = 0; t < queries.steps(); t += stretch) {
                    contexts = attention.forward(q, t, Math.min(queries.steps(), t + stretch));
                }
                float[] gradient = new float[flat.length];
                float[] dQueries = new float[q.length];
                float[] dMemory = new float[m.length];
                if (stretch >= queries.steps()) {
                    attention.backward(dContexts, dQueries, dMemory, gradient);
                } else {
                    attention.clear();
                    for (int t = queries.steps(); t > 0; t -= stretch) {
                        attention.backward(dContexts, dQueries, Math.max(0, t - stretch), t);
                    }
                    attention.finish(dMemory, gradient);
                }
                return new Result(
                        Arrays.copyOf(contexts, queries.total() * M),
                        attention.weights().clone(),
                        dQueries,
                        dMemory,
                        gradient);
            }
        }

        double at(double[] weights, String name, int i) {
            return weights[layout.view("attention." + name).offset() + i];
        }

        double score(double[] weights, double[] q, int qAt, double[] m, int mAt) {
            double sum = 0;
            switch (score) {
                case DOT:
                    for (int j = 0; j < M; j++) {
                        sum += q[qAt + j] * m[mAt + j];
                    }
                    return sum;
                case GENERAL:
                    for (int i = 0; i < query; i++) {
                        for (int j = 0; j < M; j++) {
                            sum += q[qAt + i] * at(weights, "memory.W", i * M + j) * m[mAt + j];
                        }
                    }
                    return sum;
                default:
                    for (int a = 0; a < A; a++) {
                        double inner = at(weights, "query.b", a);
                        for (int i = 0; i < query; i++) {
                            inner += at(weights, "query.W", a * query + i) * q[qAt + i];
                        }
                        for (int j = 0; j < M; j++) {
                            inner += at(weights, "memory.W", a * M + j) * m[mAt + j];
                        }
                        sum += at(weights, "v", a) * Math.tanh(inner);
                    }
                    return sum;
            }
        }

        double[] plain(double[] weights, double[] q, double[] m) {
            double[] contexts = new double[QUERIES.total() * M];
            for (int r = 0; r < QUERIES.rows(); r++) {
                for (int t = 0; t < QUERIES.length(r); t++) {
                    int p = QUERIES.offset(t) + r;
                    double all = 0;
                    int row = MEMORY_OF[r];
                    double[] shares = new double[MEMORY.length(row)];
                    for (int s = 0; s < shares.length; s++) {
                        shares[s] = Math.exp(score(weights, q, p * query, m, (MEMORY.offset(s) + row) * M));
                        all += shares[s];
                    }
                    for (int s = 0; s < shares.length; s++) {
                        for (int j = 0; j < M; j++) {
                            contexts[p * M + j] += shares[s] / all * m[(MEMORY.offset(s) + row) * M + j];
                        }
                    }
                }
            }
            return contexts;
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithThePlainWayAndItsSlopes(Score score) {
        Trial trial = new Trial(score);
        float[] q = Ragged.random(1, QUERIES.total() * trial.query);
        float[] m = Ragged.random(2, MEMORY.total() * M);
        float[] dContexts = Ragged.random(3, QUERIES.total() * M);
        Trial.Result result = trial.run(q, m, dContexts, QUERIES, MEMORY, MEMORY_OF, 2);
        double[] flat = Ragged.doubles(trial.flat);
        double[] dq = Ragged.doubles(q);
        double[] dm = Ragged.doubles(m);
        Slopes.agree("contexts", result.contexts, trial.plain(flat, dq, dm));
        Slopes.agree("dQueries", result.dQueries, Slopes.of(p -> Plain.dot(trial.plain(flat, p, dm), dContexts), dq));
        Slopes.agree("dMemory", result.dMemory, Slopes.of(p -> Plain.dot(trial.plain(flat, dq, p), dContexts), dm));
        Slopes.agree("gradient", result.gradient, Slopes.of(p -> Plain.dot(trial.plain(p, dq, dm), dContexts), flat));
    }

    @ParameterizedTest
    @EnumSource
    void stepsThreadsAndCompanyChangeNoBit(Score score) {
        Trial trial = new Trial(score);
        float[] q = Ragged.random(1, QUERIES.total() * trial.query);
        float[] m = Ragged.random(2, MEMORY.total() * M);
        float[] dContexts = Ragged.random(3, QUERIES.total() * M);
        Trial.Result all = trial.run(q, m, dContexts, QUERIES, MEMORY, MEMORY_OF, 1);
        for (int threads = 1; threads <= 3; threads++) {
            for (int stretch = 1; stretch <= 4; stretch++) {
                Trial.Result again = trial.run(q, m, dContexts, QUERIES, MEMORY, MEMORY_OF, threads, stretch);
                assertThat(again.contexts).containsExactly(all.contexts);
                assertThat(again.weights).containsExactly(all.weights);
                assertThat(again.dQueries).containsExactly(all.dQueries);
                assertThat(again.dMemory).containsExactly(all.dMemory);
                assertThat(again.gradient).containsExactly(all.gradient);
            }
        }
        for (int r = 0; r < QUERIES.rows(); r++) {
            int row = MEMORY_OF[r];
            Trial.Result alone = trial.run(
                    Ragged.row(q, QUERIES, r, trial.query),
                    Ragged.row(m, MEMORY, row, M),
                    Ragged.row(dContexts, QUERIES, r, M),
                    Rows.ofLengths(QUERIES.length(r)),
                    Rows.ofLengths(MEMORY.length(row)),
                    new int[] {0},
                    2);
            assertThat(alone.contexts).containsExactly(Ragged.row(all.contexts, QUERIES, r, M));
            assertThat(alone.dQueries).containsExactly(Ragged.row(all.dQueries, QUERIES, r, trial.query));
            if (row == 2) { // the one row of the memory to which one row attends and no other
                assertThat(alone.dMemory).containsExactly(Ragged.row(all.dMemory, MEMORY, row, M));
            }
        }
    }

    @Test
    void weightsAreSharesOfTheMemorysSteps() {
        Trial trial = new Trial(Score.ADDITIVE);
        float[] q = Ragged.random(1, QUERIES.total() * trial.query);
        float[] m = Ragged.random(2, MEMORY.total() * M);
        try (Workers workers = new Workers(2)) {
            Attention attention = new Attention(trial.place, false, workers);
            attention.load(trial.flat);
            attention.remember(m, MEMORY);
            attention.open(QUERIES, MEMORY_OF);
            attention.forward(q);
            for (int r = 0; r < QUERIES.rows(); r++) {
                for (int t = 0; t < QUERIES.length(r); t++) {
                    double sum = 0;
                    for (int s = 0; s < MEMORY.length(MEMORY_OF[r]); s++) {
                        sum += attention.weights()[attention.weightsAt(t, r) + s];
                    }
                    assertThat(sum).isCloseTo(MEMORY.length(MEMORY_OF[r]) == 0 ? 0 : 1, within(1e-6));
                }
            }
        }
    }

    @Test
    void dotScoresNeedOneLength() {
        assertThatThrownBy(() -> Attention.declare(Layout.builder(), "a.", Score.DOT, 3, 4, 0))
                .hasMessageContaining("3 and 4 were given; take general scores");
    }
}
