package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;

/** What the Vector API says of the machine; touched only where its module is there. */
final class Incubator {
    private Incubator() {}

    /** Bits of the widest vector that the machine does at full speed. */
    static int preferredBits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
}
