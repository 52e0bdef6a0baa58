package dev.recur.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final Stream STREAM = new Randomness(42).stream("dropout/layer0");

    /** These numbers are in people's model files: a change of them is a change of every result. */
    @Test
    void staysAsItIs() {
        assertThat(STREAM.bits(0, 0)).isEqualTo(0x91BB8F02D28B20CL);
        assertThat(STREAM.bits(7, 123_456_789_012L)).isEqualTo(0xC836375205BC9D02L);
        assertThat(STREAM.gaussian(3, 5)).isEqualTo(-0x1.ff178bfc3d324p0);
        assertThat(new Randomness(0).stream("shuffle").permutation(8, 1)).containsExactly(2, 5, 7, 6, 3, 1, 4, 0);
    }

    @Test
    void differsBySeedNameStepAndIndex() {
        assertThat(new long[] {
                    STREAM.bits(0, 0),
                    STREAM.bits(0, 1),
                    STREAM.bits(1, 0),
                    new Randomness(43).stream("dropout/layer0").bits(0, 0),
                    new Randomness(42).stream("dropout/layer1").bits(0, 0),
                    new Randomness(42).stream("").bits(0, 0)
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void uniformHasTheMomentsOfTheUnitInterval() {
        int n = 200_000;
        double sum = 0;
        double squares = 0;
        for (int index = 0; index < n; index++) {
            double value = STREAM.uniform(1, index);
            assertThat(value).isBetween(0.0, Math.nextDown(1.0));
            sum += value;
            squares += value * value;
        }
        assertThat(sum / n).isBetween(0.497, 0.503);
        assertThat(squares / n).isBetween(0.33, 0.3366);
    }

    @Test
    void gaussianHasTheMomentsOfTheNormal() {
        int n = 200_000;
        double[] powers = new double[5];
        for (int index = 0; index < n; index++) {
            double value = STREAM.gaussian(2, index);
            for (int power = 1; power <= 4; power++) {
                powers[power] += Math.pow(value, power) / n;
            }
        }
        assertThat(powers[1]).isBetween(-0.01, 0.01);
        assertThat(powers[2]).isBetween(0.985, 1.015);
        assertThat(powers[3]).isBetween(-0.04, 0.04);
        assertThat(powers[4]).isBetween(2.9, 3.1);
    }

    @Test
    void belowCoversItsRangeEvenly() {
        int[] counts = new int[7];
        for (int index = 0; index < 70_000; index++) {
            counts[STREAM.below(7, 0, index)]++;
        }
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
        assertThat(STREAM.below(1, 0, 9)).isZero();
        assertThatThrownBy(() -> STREAM.below(0, 0, 0)).hasMessageContaining("dropout/layer0");
    }

    @Test
    void permutationsHoldEveryNumberOnceAndDifferByEpoch() {
        int[] first = STREAM.permutation(1000, 0);
        int[] second = STREAM.permutation(1000, 1);
        assertThat(first).isNotEqualTo(second).isEqualTo(STREAM.permutation(1000, 0));
        int[] sorted = second.clone();
        Arrays.sort(sorted);
        for (int n = 0; n < 1000; n++) {
            assertThat(sorted[n]).isEqualTo(n);
        }
        assertThat(STREAM.permutation(0, 0)).isEmpty();
    }

    @Test
    void everyPermutationOfThreeIsEquallyLikely() {
        int[] counts = new int[27];
        for (int step = 0; step < 60_000; step++) {
            int[] order = STREAM.permutation(3, step);
            counts[order[0] * 9 + order[1] * 3 + order[2]]++;
        }
        assertThat(Arrays.stream(counts).filter(count -> count > 0).boxed())
                .hasSize(6)
                .allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
    }

    @Test
    void aMaskIsTheSameHoweverItIsCut() {
        float[] whole = new float[1001];
        STREAM.mask(whole, 0, 1001, 0.7, 5, 3);
        float[] parts = new float[1001];
        int[] cuts = {0, 1, 4, 333, 334, 1001};
        for (int part = 0; part + 1 < cuts.length; part++) {
            STREAM.mask(parts, cuts[part], cuts[part + 1] - cuts[part], 0.7, 5, 3 + cuts[part]);
        }
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void aMaskKeepsItsShareAndItsMean() {
        float[] mask = new float[100_000];
        STREAM.mask(mask, 0, mask.length, 0.6, 0, 0);
        double sum = 0;
        for (float value : mask) {
            assertThat(value).isIn(0f, (float) (1 / 0.6));
            sum += value;
        }
        assertThat(sum / mask.length).isBetween(0.99, 1.01);
        STREAM.mask(mask, 0, mask.length, 1, 0, 0);
        assertThat(mask).containsOnly(1f);
        assertThatThrownBy(() -> STREAM.mask(mask, 0, 1, 0, 0, 0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> STREAM.mask(mask, 0, 1, Double.NaN, 0, 0)).hasMessageContaining("above 0");
    }
}
