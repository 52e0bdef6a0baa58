package dev.recur.kernel;

/** The sixteen virtual lanes of a sum, whatever the width of a vector. */
final class Lanes {
    /** One for each thread, so that a sum allocates nothing: 16 lanes. */
    private static final ThreadLocal<float[]> OWN = ThreadLocal.withInitial(() -> new float[Kernels.LANES]);

    private Lanes() {}

    /** This thread's lanes, with whatever stood in them. */
    static float[] own() {
        return OWN.get();
    }

    /** The fixed tree: lane l += lane l + 8, then 4, 2, 1. */
    static float sum(float[] lanes) {
        return half(lanes, 0) + half(lanes, 1);
    }

    /** Lane 0 or 1 before the last addition, which are those of the even or the odd lanes. */
    private static float half(float[] lanes, int l) {
        float a = (lanes[l] + lanes[l + 8]) + (lanes[l + 4] + lanes[l + 12]);
        float b = (lanes[l + 2] + lanes[l + 10]) + (lanes[l + 6] + lanes[l + 14]);
        return a + b;
    }
}
