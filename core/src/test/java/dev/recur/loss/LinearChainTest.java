package dev.recur.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.array.Layout;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Held to the sum over all sequences of tags, written out. */
@Tag("bits")
class LinearChainTest {
    private static final Rows RAGGED = Rows.ofLengths(5, 4, 2, 2, 1, 0);
    private static final int K = 3;

    private final Layout.Builder builder = Layout.builder();
    private final int gap = builder.add("before", 2);
    private final LinearChain.Place place = LinearChain.declare(builder, "chain.", K);
    private final Layout layout = builder.build();
    private final SplittableRandom random = new SplittableRandom(3);
    private final float[] flat = floats(layout.size(), 3);
    private final float[] emissions = floats(RAGGED.total() * K, 4);
    private final int[] targets = random.ints(RAGGED.total(), 0, K).toArray();

    private float[] floats(int n, double spread) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) ((random.nextDouble() - 0.5) * spread);
        }
        return values;
    }

    private static double score(double[] weights, LinearChain.Place at, double[] x, Rows rows, int r, int[] tags) {
        double score = weights[at.starts() + tags[0]] + weights[at.ends() + tags[tags.length - 1]];
        for (int t = 0; t < tags.length; t++) {
            score += x[(rows.offset(t) + r) * K + tags[t]];
            score += t == 0 ? 0 : weights[at.transitions() + tags[t - 1] * K + tags[t]];
        }
        return score;
    }

    private static int[] sequence(int number, int steps) {
        int[] tags = new int[steps];
        for (int t = 0, rest = number; t < steps; t++, rest /= K) {
            tags[t] = rest % K;
        }
        return tags;
    }

    private int[] wanted(int r) {
        int[] tags = new int[RAGGED.length(r)];
        for (int t = 0; t < tags.length; t++) {
            tags[t] = targets[RAGGED.offset(t) + r];
        }
        return tags;
    }

    private double plain(double[] weights, double[] x) {
        double loss = 0;
        for (int r = 0; r < RAGGED.rows() && RAGGED.length(r) > 0; r++) {
            double sum = 0;
            for (int i = 0; i < Math.pow(K, RAGGED.length(r)); i++) {
                sum += Math.exp(score(weights, place, x, RAGGED, r, sequence(i, RAGGED.length(r))));
            }
            loss += Math.log(sum) - score(weights, place, x, RAGGED, r, wanted(r));
        }
        return loss;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static void slopes(String what, float[] found, double scale, double[] at, ToDoubleFunction<double[]> f) {
        for (int i = 0; i < at.length; i++) {
            double kept = at[i];
            at[i] = kept + 1e-5;
            double above = f.applyAsDouble(at);
            at[i] = kept - 1e-5;
            double below = f.applyAsDouble(at);
            at[i] = kept;
            assertThat((double) found[i]).as("%s[%d]", what, i).isCloseTo(scale * (above - below) / 2e-5, within(1e-6));
        }
    }

    @Test
    void lossAndGradientsAreThoseOfAllSequences() {
        float[] d = emissions.clone();
        float[] gradient = new float[flat.length];
        double loss;
        try (Workers workers = new Workers(2)) {
            LinearChain chain = new LinearChain(place, workers);
            chain.load(flat);
            loss = chain.backward(d, RAGGED, targets, 0.25f, gradient);
        }
        double[] weights = doubles(flat);
        double[] x = doubles(emissions);
        assertThat(loss).isCloseTo(plain(weights, x), within(1e-10));
        slopes("emissions", d, 0.25, x, v -> plain(weights, v));
        slopes("weights", gradient, 0.25, weights, v -> plain(v, x));
        assertThat(gradient[gap]).isZero();
    }

    @Test
    void theBestSequenceAndTheProbabilityOfEachTag() {
        int[] best = new int[RAGGED.total()];
        float[] shares = new float[RAGGED.total() * K];
        try (Workers workers = new Workers(2)) {
            LinearChain chain = new LinearChain(place, workers);
            chain.load(flat);
            chain.decode(best, emissions, RAGGED);
            chain.marginals(shares, emissions, RAGGED);
        }
        double[] weights = doubles(flat);
        double[] x = doubles(emissions);
        for (int r = 0; r < RAGGED.rows() && RAGGED.length(r) > 0; r++) {
            int steps = RAGGED.length(r);
            double all = 0;
            double[] each = new double[steps * K];
            int[] first = {};
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < Math.pow(K, steps); i++) {
                int[] tags = sequence(i, steps);
                double score = score(weights, place, x, RAGGED, r, tags);
                first = score > most ? tags : first;
                most = Math.max(most, score);
                all += Math.exp(score);
                for (int t = 0; t < steps; t++) {
                    each[t * K + tags[t]] += Math.exp(score);
                }
            }
            for (int t = 0; t < steps; t++) {
                int p = RAGGED.offset(t) + r;
                assertThat(best[p]).as("row %d step %d", r, t).isEqualTo(first[t]);
                for (int j = 0; j < K; j++) {
                    assertThat((double) shares[p * K + j]).isCloseTo(each[t * K + j] / all, within(1e-6));
                }
            }
        }
    }

    @Test
    void threadsAndCompanyChangeNoBit() {
        float[] expected = null;
        float[] expectedGradient = null;
        double value = 0;
        for (int threads = 1; threads <= 3; threads++) {
            float[] d = emissions.clone();
            float[] gradient = new float[flat.length];
            try (Workers workers = new Workers(threads)) {
                LinearChain chain = new LinearChain(place, workers);
                chain.load(flat);
                double found = chain.backward(d, RAGGED, targets, 0.1f, gradient);
                assertThat(chain.value(emissions, RAGGED, targets)).isEqualTo(found);
                value = expected == null ? found : value;
                expected = expected == null ? d : expected;
                expectedGradient = expectedGradient == null ? gradient : expectedGradient;
                assertThat(found).isEqualTo(value);
                assertThat(d).containsExactly(expected);
                assertThat(gradient).containsExactly(expectedGradient);
                for (int r = 0; r < RAGGED.rows(); r++) {
                    Rows one = Rows.ofLengths(RAGGED.length(r));
                    float[] own = new float[one.total() * K];
                    float[] wantedOwn = new float[own.length];
                    for (int t = 0; t < one.steps(); t++) {
                        System.arraycopy(emissions, (RAGGED.offset(t) + r) * K, own, t * K, K);
                        System.arraycopy(expected, (RAGGED.offset(t) + r) * K, wantedOwn, t * K, K);
                    }
                    chain.backward(own, one, wanted(r), 0.1f, new float[flat.length]);
                    assertThat(own).as("row %d", r).containsExactly(wantedOwn);
                }
            }
        }
    }

    @Test
    void farApartScoresStayFiniteAndNaNShows() {
        float[] far = floats(RAGGED.total() * K, 4000);
        float[] weights = floats(layout.size(), 4000);
        try (Workers workers = new Workers(1)) {
            LinearChain chain = new LinearChain(place, workers);
            chain.load(weights);
            float[] gradient = new float[flat.length];
            double loss = chain.backward(far, RAGGED, targets, 1f, gradient);
            assertThat(loss).isFinite().isNotNegative();
            for (float d : far) {
                assertThat(d).isBetween(-1.00001f, 1.00001f);
            }
            float[] broken = emissions.clone();
            broken[4] = Float.NaN;
            assertThat(chain.backward(broken, RAGGED, targets, 1f, gradient)).isNaN();
        }
    }

    @Test
    void everyPlaceNeedsATag() {
        int[] some = Arrays.copyOf(targets, targets.length);
        some[3] = -1;
        try (Workers workers = new Workers(1)) {
            LinearChain chain = new LinearChain(place, workers);
            chain.load(flat);
            assertThatThrownBy(() -> chain.backward(emissions, RAGGED, some, 1f, new float[flat.length]))
                    .hasMessageContaining("the tag of packed place 3 is -1");
        }
    }
}
