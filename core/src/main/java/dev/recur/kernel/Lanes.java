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
        for (int half = Kernels.LANES / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] += lanes[l + half];
            }
        }
        return lanes[0];
    }
}
