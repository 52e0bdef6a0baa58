package dev.recur.random;

/**
 * The number below which a standard normal variable lies with a given probability: PPND7 of Wichura, "Algorithm AS 241", Applied Statistics
 * 37 (1988), good to about seven digits, in double and therefore with the same bits everywhere.
 */
final class NormalQuantile {
    private static final double CENTRE = 0.425;
    private static final double CENTRE_SQUARED = 0.180625;
    private static final double FAR = 5;
    private static final double NEAR_ORIGIN = 1.6;

    private NormalQuantile() {}

    /** p is above 0 and below 1. */
    // spotless:off
    static double of(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= CENTRE) {
            double r = CENTRE_SQUARED - q * q;
            return q * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                     / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
        }
        double r = StrictMath.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
        double z;
        if (r <= FAR) {
            r -= NEAR_ORIGIN;
            z = (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
              / ((0.12021132975 * r + 0.73700164250) * r + 1);
        } else {
            r -= FAR;
            z = (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
              / ((0.012258202635 * r + 0.24197894225) * r + 1);
        }
        return q < 0 ? -z : z;
    }
    // spotless:on
}
