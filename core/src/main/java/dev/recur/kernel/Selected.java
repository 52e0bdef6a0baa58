package dev.recur.kernel;

import org.jspecify.annotations.Nullable;

/** The choice of this process, made when first asked for. */
final class Selected {
    private static final @Nullable Selection SELECTION;
    private static final String FAULT;

    static {
        Selection chosen = null;
        String fault = "";
        try {
            chosen = new Probe(
                            System.getenv(Probe.VARIABLE),
                            ModuleLayer.boot()
                                    .findModule("jdk.incubator.vector")
                                    .isPresent(),
                            System.getProperty("os.arch", ""),
                            System.getProperty("java.vm.info", ""),
                            Incubator::preferredBits)
                    .choose();
        } catch (IllegalStateException wrong) {
            fault = String.valueOf(wrong.getMessage());
        }
        SELECTION = chosen;
        FAULT = fault;
    }

    private Selected() {}

    /** Thrown from here and not from a static initialiser, so that the message arrives as it is. */
    static Selection selection() {
        if (SELECTION == null) {
            throw new IllegalStateException(FAULT);
        }
        return SELECTION;
    }

    /** Columns of a tile; 16 where the choice failed, which is told when kernels are asked for. */
    static int panel() {
        return SELECTION == null || SELECTION.bits() == 0 ? 16 : Width.TILE * Width.LANES;
    }

    static Kernels kernels() {
        return selection().bits() == 0 ? ScalarKernels.INSTANCE : VectorKernels.INSTANCE;
    }
}
