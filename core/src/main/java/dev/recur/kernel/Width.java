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

    private Width() {}
}
