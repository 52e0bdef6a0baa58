package dev.recur.kernel;

import java.util.List;

/** The choice of this process. */
final class Selected {
    private Selected() {}

    static Kernels kernels() {
        return ScalarKernels.INSTANCE;
    }

    static Selection selection() {
        return new Selection("scalar", 0, false, List.of("no vector kernels yet"));
    }
}
