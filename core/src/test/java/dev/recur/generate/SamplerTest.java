package dev.recur.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
    private static final int V = 37;
    private static final int AT = 5;
    private static final Stream STREAM = new Randomness(3).stream("test");

    private static float[] logits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] logits = new float[AT + V];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (6 * random.nextDouble() - 3);
        }
        return logits;
    }

    private static int largest(float[] logits) {
        int best = 0;
        for (int id = 1; id < V; id++) {
            best = logits[AT + id] > logits[AT + best] ? id : best;
        }
        return best;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-45, 1e-9, 1e-4})
    void withoutTemperatureTheLikeliestComes(double temperature) {
        Sampler sampler = new Sampler(new Sampling(temperature, 0, 1), V);
        for (int n = 0; n < 50; n++) {
            float[] logits = logits(n);
            assertThat(sampler.draw(logits, AT, STREAM.uniform(0, n))).isEqualTo(largest(logits));
        }
    }

    @Test
    void amongOneTheLikeliestComes() {
        Sampler one = new Sampler(new Sampling(2, 1, 1), V);
        Sampler hardlyAny = new Sampler(new Sampling(2, 0, 1e-9), V);
        for (int n = 0; n < 50; n++) {
            float[] logits = logits(n);
            assertThat(one.draw(logits, AT, STREAM.uniform(0, n))).isEqualTo(largest(logits));
            assertThat(hardlyAny.draw(logits, AT, STREAM.uniform(0, n))).isEqualTo(largest(logits));
        }
    }

    @Test
    void ofEqualsTheLowerIdComesFirst() {
        float[] logits = new float[AT + V];
        logits[AT + 9] = 1;
        logits[AT + 20] = 1;
        assertThat(new Sampler(new Sampling(0, 0, 1), V).draw(logits, AT, STREAM.uniform(0, 0)))
                .isEqualTo(9);
        Sampler three = new Sampler(new Sampling(1, 3, 1), V);
        three.draw(logits, AT, STREAM.uniform(0, 0));
        assertThat(new int[] {three.kept(0), three.kept(1), three.kept(2)}).containsExactly(9, 20, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9, 0.999})
    void topPKeepsTheFewestThatReachIt(double topP) {
        for (int topK : new int[] {0, 12}) {
            Sampler sampler = new Sampler(new Sampling(1, topK, topP), V);
            for (int n = 0; n < 20; n++) {
                float[] logits = logits(n);
                sampler.draw(logits, AT, STREAM.uniform(0, n));
                int count = sampler.keep(logits, AT);
                double[] shares = new double[V];
                for (int id = 0; id < V; id++) {
                    shares[id] = sampler.share(id);
                }
                Arrays.sort(shares);
                double of = 0;
                for (int i = 0; i < (topK == 0 ? V : topK); i++) {
                    of += shares[V - 1 - i];
                }
                double kept = 0;
                for (int i = 0; i < count; i++) {
                    kept += sampler.share(sampler.kept(i));
                }
                assertThat(kept).isGreaterThanOrEqualTo(topP * of - 1e-6);
                assertThat(kept - sampler.share(sampler.kept(count - 1))).isLessThan(topP * of + 1e-6);
            }
        }
    }

    @Test
    void drawsAsOftenAsExpected() {
        float[] logits = logits(1);
        Sampler all = new Sampler(new Sampling(0.8, 0, 1), V);
        Sampler four = new Sampler(new Sampling(0.8, 4, 1), V);
        int draws = 20_000;
        int[] ofAll = new int[V];
        int[] ofFour = new int[V];
        for (int n = 0; n < draws; n++) {
            ofAll[all.draw(logits, AT, STREAM.uniform(0, n))]++;
            ofFour[four.draw(logits, AT, STREAM.uniform(0, n))]++;
        }
        double mass = 0;
        for (int i = 0; i < 4; i++) {
            mass += four.share(four.kept(i));
        }
        for (int id = 0; id < V; id++) {
            assertThat(ofAll[id] / (double) draws).isCloseTo(all.share(id), within(0.015));
        }
        for (int i = 0; i < 4; i++) {
            int id = four.kept(i);
            assertThat(ofFour[id] / (double) draws).isCloseTo(four.share(id) / mass, within(0.015));
        }
        assertThat(Arrays.stream(ofFour).filter(count -> count > 0).count()).isEqualTo(4);
    }

    @Test
    void whatIsForbiddenNeverComes() {
        Sampler sampler = new Sampler(new Sampling(3, 0, 1), V);
        for (int n = 0; n < 2000; n++) {
            float[] logits = logits(7);
            Arrays.fill(logits, AT, AT + V - 2, Float.NEGATIVE_INFINITY);
            assertThat(sampler.draw(logits, AT, STREAM.uniform(0, n))).isGreaterThanOrEqualTo(V - 2);
        }
    }

    @Test
    void noNumberIsAnError() {
        float[] logits = logits(1);
        logits[AT + 3] = Float.NaN;
        assertThatThrownBy(() -> new Sampler(Sampling.DEFAULTS, V).draw(logits, AT, STREAM.uniform(0, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no finite numbers");
        assertThatThrownBy(() -> new Sampling(-1, 0, 1)).hasMessageContaining("temperature is -1");
        assertThatThrownBy(() -> new Sampling(1, -1, 1)).hasMessageContaining("top-k is -1");
        assertThatThrownBy(() -> new Sampling(1, 0, 0)).hasMessageContaining("top-p is 0");
    }
}
