package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharesTest {
    private static final int[] LENGTHS = {128, 65, 1, 16, 300, 17};
    private static final long[] WEIGHTS = {3, 1, 1000, 7, 2, 1};

    @Test
    void everyUnitBelongsToOneWorker() {
        Shares shares = new Shares(LENGTHS, WEIGHTS);
        for (int workers = 1; workers <= 40; workers++) {
            for (int i = 0; i < LENGTHS.length; i++) {
                int next = 0;
                for (int worker = 0; worker < workers; worker++) {
                    assertThat(shares.first(i, worker, workers)).isEqualTo(next);
                    assertThat(next == LENGTHS[i] || next % 16 == 0).isTrue();
                    next += shares.count(i, worker, workers);
                }
                assertThat(next)
                        .as("units of vector %d, %d workers", i, workers)
                        .isEqualTo(LENGTHS[i]);
            }
        }
    }

    @Test
    void twoWorkersTakeTwoOfFourGatesEach() {
        Shares shares = new Shares(new int[] {128, 128, 128, 128}, new long[] {256, 256, 256, 256});
        assertThat(shares.count(0, 0, 2)).isEqualTo(128);
        assertThat(shares.count(1, 0, 2)).isEqualTo(128);
        assertThat(shares.count(2, 0, 2)).isZero();
        assertThat(shares.count(2, 1, 2)).isEqualTo(128);
        assertThat(shares.count(3, 1, 2)).isEqualTo(128);
    }

    /** A vector whose units cost thrice as much counts thrice. */
    @Test
    void theWorkIsEqual() {
        Shares shares = new Shares(new int[] {256, 256}, new long[] {3, 1});
        assertThat(shares.first(0, 1, 2)).isEqualTo(160); // 10 of 16 grains at 3 are 30 of 64, 11 would be 33
        assertThat(shares.first(1, 1, 2)).isZero();
    }
}
