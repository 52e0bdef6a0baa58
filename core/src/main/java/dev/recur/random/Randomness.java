package dev.recur.random;

import java.nio.charset.StandardCharsets;

/** The one source of chance of a run: a seed, from which named streams come. */
public record Randomness(long seed) {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    /**
     * The stream of this name. Two names give unrelated streams; the same name gives the same stream, so adding a stream leaves
     * all others as they were.
     */
    public Stream stream(String name) {
        long hash = FNV_OFFSET;
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (letter & 0xFF)) * FNV_PRIME;
        }
        return new Stream(name, mixed(hash ^ mixed(seed + 0x9E3779B97F4A7C15L)));
    }

    /** Stafford's variant 13 of the finaliser of MurmurHash3, as in SplitMix64: a bijection on which every bit depends on all. */
    private static long mixed(long value) {
        long bits = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
