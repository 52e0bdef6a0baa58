package dev.recur.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhiloxTest {
    /** The known answers that come with Random123, the paper's own library: lines "philox4x32 10" of kat_vectors. */
    @Test
    void givesThePublishedAnswers() {
        check(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        check(-1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        check(
                0x299f31d0a4093822L,
                0x0370734413198a2eL,
                0x85a308d3243f6a88L,
                0xd16cfe09,
                0x94fdcceb,
                0x5001e420,
                0x24126ea1);
    }

    private static void check(long key, long step, long block, int word0, int word1, int word2, int word3) {
        long lower = Philox.half(key, step, block, false);
        long upper = Philox.half(key, step, block, true);
        assertThat(new int[] {(int) lower, (int) (lower >>> 32), (int) upper, (int) (upper >>> 32)})
                .containsExactly(word0, word1, word2, word3);
    }
}
