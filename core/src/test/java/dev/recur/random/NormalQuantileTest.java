package dev.recur.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalQuantileTest {
    /** The values that the algorithm's paper gives for a check, and one from the tables. */
    @Test
    void hasThePublishedValues() {
        assertThat(NormalQuantile.of(0.25)).isCloseTo(-0.6744897501960817, within(2e-7));
        assertThat(NormalQuantile.of(0.001)).isCloseTo(-3.090232306167814, within(5e-7));
        assertThat(NormalQuantile.of(1e-20)).isCloseTo(-9.262340089798408, within(2e-6));
        assertThat(NormalQuantile.of(0.975)).isCloseTo(1.959963984540054, within(3e-7));
        assertThat(NormalQuantile.of(0.5)).isZero();
    }

    @Test
    void normalsHaveTheirMomentsAndAnySplitGivesTheSame() {
        Stream stream = new Randomness(2).stream("noise");
        float[] all = new float[100_001];
        stream.normals(all, 0, all.length, 3, 5);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        for (float value : all) {
            mean += value;
            square += value * value;
            fourth += Math.pow(value, 4);
        }
        assertThat(mean / all.length).isBetween(-0.01, 0.01);
        assertThat(square / all.length).isBetween(0.985, 1.015);
        assertThat(fourth / all.length).isBetween(2.9, 3.1);
        float[] parts = new float[all.length];
        stream.normals(parts, 0, 777, 3, 5);
        stream.normals(parts, 777, all.length - 777, 3, 5 + 777);
        assertThat(parts).containsExactly(all);
    }
}
