package dev.recur.random;

/**
 * Philox4x32-10: ten rounds that turn a counter of 128 bits and a key of 64 into 128 random bits. Salmon, Moraes, Dror and Shaw,
 * "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011. Held to the paper's published answers by a test.
 */
final class Philox {
    private static final int ROUNDS = 10;
    private static final long FACTOR_0 = 0xD2511F53L;
    private static final long FACTOR_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox() {}

    /**
     * Words 0 and 1 (with {@code upper}: 2 and 3) of the block at counter (step, block), the lower word in the lower half. The
     * counter's words are, from 0: block low, block high, step low, step high.
     */
    static long half(long key, long step, long block, boolean upper) {
        int key0 = (int) key;
        int key1 = (int) (key >>> 32);
        int word0 = (int) block;
        int word1 = (int) (block >>> 32);
        int word2 = (int) step;
        int word3 = (int) (step >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = FACTOR_0 * (word0 & LOW);
            long product1 = FACTOR_1 * (word2 & LOW);
            word0 = (int) (product1 >>> 32) ^ word1 ^ key0;
            word1 = (int) product1;
            word2 = (int) (product0 >>> 32) ^ word3 ^ key1;
            word3 = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        return upper ? (word2 & LOW) | ((long) word3 << 32) : (word0 & LOW) | ((long) word1 << 32);
    }
}
