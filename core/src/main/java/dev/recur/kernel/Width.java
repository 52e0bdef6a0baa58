package dev.recur.kernel;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of this process: constants, chosen once, that the compiler folds into every sweep. */
final class Width {
    static final int BITS = Selected.selection().bits();
    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));
    static final int LANES = BITS / Float.SIZE;

    /**
     * x86 without AVX-512 has 16 vector registers: tiles of 6 rows times 2 vectors. Elsewhere there are 32: 5 times 4. More
     * accumulators than registers halve the speed, fewer do not hide the latency of the chains.
     */
    static final boolean FEW_REGISTERS = Incubator.preferredBits() <= 256
            && !System.getProperty("os.arch", "").equals("aarch64");

    /** Vectors of a tile at most. */
    static final int TILE = FEW_REGISTERS ? 2 : 4;

    /**
     * Rows of a tile of two vectors. The compiler of JDK 17 loads a step's rows of A before its first fma, each into a register of
     * its own, so that with 16 of them a tile of more than 4 rows keeps a chain in memory: 26-29 instead of 34-41 GFLOP/s of 66 on a
     * Zen 3. JDK 25 loads them one by one, and there 6 rows are best: 51 against 32-43.
     */
    static final int PAIR_ROWS = FEW_REGISTERS && Runtime.version().feature() < 25 ? 4 : 6;

    private Width() {}
}
