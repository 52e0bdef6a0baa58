package dev.recur.random;

/**
 * A stream of random numbers, each a function of (seed, name, step, index). All kinds of numbers are drawn from the same bits, so
 * one stream should serve one purpose. Immutable.
 */
public final class Stream {
    private static final double ULP_53 = 0x1p-53;

    private final String name;
    private final long key;

    Stream(String name, long key) {
        this.name = name;
        this.key = key;
    }

    public String name() {
        return name;
    }

    /** 64 random bits. */
    public long bits(long step, long index) {
        return Philox.half(key, step, index >>> 1, (index & 1) != 0);
    }

    /** Uniform in [0, 1), 53 bits. */
    public double uniform(long step, long index) {
        return (bits(step, index) >>> 11) * ULP_53;
    }

    /** Uniform in [low, high); computed in double, so rounding may give {@code high} only where the two are neighbours. */
    public double uniform(double low, double high, long step, long index) {
        return low + (high - low) * uniform(step, index);
    }

    /** Standard normal, by Box and Muller; the bits of one index serve no other. */
    public double gaussian(long step, long index) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(step, 2 * index)));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform(step, 2 * index + 1));
    }

    /**
     * Standard normal numbers {@code index + j}: cheaper than {@link #gaussian}, from 32 bits each, by {@link NormalQuantile}. As with masks,
     * the index counts 32-bit words, and any split into calls gives the same numbers.
     */
    public void normals(float[] out, int outAt, int n, long step, long index) {
        long pair = -1;
        long bits = 0;
        for (int j = 0; j < n; j++) {
            long word = index + j;
            if (word >>> 1 != pair) {
                pair = word >>> 1;
                bits = bits(step, pair);
            }
            long draw = (word & 1) == 0 ? bits & 0xFFFFFFFFL : bits >>> 32 & 0xFFFFFFFFL;
            out[outAt + j] = (float) NormalQuantile.of((draw + 0.5) * 0x1p-32);
        }
    }

    /** Uniform in 0 … bound − 1; no value is likelier than another by more than one part in 2^63 / bound. */
    public int below(int bound, long step, long index) {
        if (bound < 1) {
            throw new IllegalArgumentException(
                    "random stream " + name + ": below(" + bound + "): the bound must be 1 or more");
        }
        return (int) Math.multiplyHigh(bits(step, index) >>> 1, (long) bound << 1);
    }

    /** The numbers 0 … n − 1 in an order that depends on the step (say, the epoch) alone. Fisher and Yates. */
    public int[] permutation(int n, long step) {
        int[] order = new int[n];
        for (int place = 0; place < n; place++) {
            int other = below(place + 1, step, place);
            order[place] = order[other];
            order[other] = place;
        }
        return order;
    }

    /**
     * An inverted-dropout mask: {@code out[j] = 1/keep} with probability {@code keep}, else 0, for numbers {@code index + j}. The
     * index of a mask counts 32-bit words, so a mask costs a quarter of a block a number; any split into calls gives the same mask.
     */
    public void mask(float[] out, int outAt, int n, double keep, long step, long index) {
        choose(out, outAt, n, (float) (1 / keep), keep, step, index);
    }

    /** The same bits as a choice: {@code out[j] = chosen} with probability {@code keep}, else 0. */
    public void choose(float[] out, int outAt, int n, float chosen, double keep, long step, long index) {
        if (!(keep > 0 && keep <= 1)) {
            throw new IllegalArgumentException("random stream " + name + ": a mask keeps with probability " + keep
                    + "; it must be above 0 and at most 1");
        }
        long limit = (long) StrictMath.rint(keep * 0x1p32);
        long pair = -1;
        long bits = 0;
        for (int j = 0; j < n; j++) {
            long word = index + j;
            if (word >>> 1 != pair) {
                pair = word >>> 1;
                bits = bits(step, pair);
            }
            long draw = (word & 1) == 0 ? bits & 0xFFFFFFFFL : bits >>> 32;
            out[outAt + j] = draw < limit ? chosen : 0f;
        }
    }
}
