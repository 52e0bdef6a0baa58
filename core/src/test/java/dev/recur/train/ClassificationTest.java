package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassificationTest {
    /** By hand; the last label neither occurs nor is said. */
    @Test
    void figuresAreTheUsualOnes() {
        long[][] confusion = {{5, 1, 0, 0}, {2, 3, 1, 0}, {0, 2, 0, 0}, {0, 0, 0, 0}};
        Classification found = new Classification(new Confusion(confusion), 7, new int[14], new double[14]);
        assertThat(found.count()).isEqualTo(14);
        assertThat(found.confusion().accuracy()).isCloseTo(8 / 14.0, within(1e-12));
        assertThat(found.confusion().precision(0)).isCloseTo(5 / 7.0, within(1e-12));
        assertThat(found.confusion().recall(0)).isCloseTo(5 / 6.0, within(1e-12));
        assertThat(found.confusion().f1(0)).isCloseTo(10 / 13.0, within(1e-12));
        assertThat(found.confusion().f1(1)).isCloseTo(0.5, within(1e-12));
        assertThat(found.confusion().f1(2)).isZero();
        assertThat(found.confusion().macroF1()).isCloseTo((10 / 13.0 + 0.5) / 3, within(1e-12));
        assertThat(found.confusion().support(1)).isEqualTo(6);
        assertThat(found.natsPerText()).isEqualTo(0.5);
    }
}
