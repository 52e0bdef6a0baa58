package dev.recur.kernel;

import java.util.List;

/**
 * Which kernels run in this process, and why.
 *
 * @param name as {@link Kernels#name()}
 * @param bits width of a vector, 0 for the scalar kernels
 * @param fast false where a faster way exists and is not taken: then the last reason says what would bring it
 * @param reasons what was asked and found, a sentence each
 */
public record Selection(String name, int bits, boolean fast, List<String> reasons) {
    public Selection {
        reasons = List.copyOf(reasons);
    }

    /** Floats in a vector, 1 for the scalar kernels. */
    public int lanes() {
        return Math.max(1, bits / Float.SIZE);
    }

    @Override
    public String toString() {
        return name + ": " + String.join("; ", reasons);
    }
}
