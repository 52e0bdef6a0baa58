package dev.recur.kernel;

/**
 * The functions of one float, to the bit: polynomials in {@code fma}, the one definition that the vector sweeps repeat lane by lane.
 *
 * <p>Common ground of the exponential family: {@code t = fma(x, log2(e), 1.5 * 2^23 + bias)} rounds x / ln 2 to the whole number n and
 * leaves n + bias in the low bits of t, so that {@code bits(t) << 23} is 2^n; what stands above those bits falls out. With
 * |r| <= ln(2)/2 the rest is a polynomial (fitted by exchange, relative error below 1e-8). Arguments are clamped as
 * integers, which swallows NaN; it comes back as a mask, {@code (bits(inf) - |bits|) >> 31}, that is all ones for NaN alone. No
 * float minimum, no conversion: both are slow on some JDKs, and the vector text must have the same steps.
 */
public final class Functions {
    static final int SIGN = 0x80000000;
    static final int MAGNITUDE = 0x7fffffff;
    static final int INFINITY = 0x7f800000;

    static final float LOG2E = 0x1.715476p+0f;
    /** ln 2 in two parts, nearest float and the rest. */
    static final float LN2 = 0x1.62e43p-1f;

    static final float LN2_REST = -0x1.05c61p-29f;

    /** 1.5 * 2^23 + 127: the scale is 2^n. */
    static final float ROUND = 12583039f;
    /** 1.5 * 2^23 + 126: the scale is 2^(n-1), and zero for n = -126. */
    static final float ROUND_HALF = 12583038f;

    /** exp(r) = 1 + r + r^2 (E2 + E3 r + ...). */
    static final float E2 = 0x1.fffffcp-2f;

    static final float E3 = 0x1.555492p-3f;
    static final float E4 = 0x1.5558f2p-5f;
    static final float E5 = 0x1.123a2p-7f;
    static final float E6 = 0x1.6a23dp-10f;

    /** expm1(r) = r (1 + r (M2 + M3 r + ...)), relative error 1.3e-8 at r = 0 too. */
    static final float M2 = 0x1.fffffep-2f;

    static final float M3 = 0x1.5554bp-3f;
    static final float M4 = 0x1.555674p-5f;
    static final float M5 = 0x1.1227bp-7f;
    static final float M6 = 0x1.6bebfep-10f;

    /** log(1 + f) = f - f^2/2 + f^3 (L0 + L1 f + ...) for 1 + f between sqrt(1/2) and sqrt(2). */
    static final float L0 = 0x1.555554p-2f;

    static final float L1 = -0x1.000228p-2f;
    static final float L2 = 0x1.99a012p-3f;
    static final float L3 = -0x1.5471f6p-3f;
    static final float L4 = 0x1.22d90ap-3f;
    static final float L5 = -0x1.0d875ap-3f;
    static final float L6 = 0x1.056494p-3f;
    static final float L7 = -0x1.38c19ep-4f;

    /** sin(r) = r + r^3 (SIN1 + SIN2 r^2 + ...), cos(r) = 1 - r^2/2 + r^4 (COS1 + ...), in double for |r| up to pi/4. */
    private static final double SIN1 = -0x1.5555554cb2057p-3;

    private static final double SIN2 = 0x1.1111089078c75p-7;
    private static final double SIN3 = -0x1.a00f98e6b1296p-13;
    private static final double SIN4 = 0x1.6cd73347f5e78p-19;
    private static final double COS1 = 0x1.5555554f48bd9p-5;
    private static final double COS2 = -0x1.6c16b892ba139p-10;
    private static final double COS3 = 0x1.a0111c16b3f04p-16;
    private static final double COS4 = -0x1.2429fc2bf8114p-22;

    /** Where tanh is 1 in float: half of ln(2^26) and a little. */
    static final int TANH_LIMIT = Float.floatToRawIntBits(9.02f);
    /** Where sigmoid stops, so that it stays above the smallest normal float. */
    static final int SIGMOID_LIMIT = Float.floatToRawIntBits(87.3f);
    /** Where exp is infinite. */
    static final int EXP_HIGH = Float.floatToRawIntBits(89f);
    /** Where exp is zero. */
    static final int EXP_LOW = Float.floatToRawIntBits(87.3f);
    /** Where expm1 of a negative number is -1. */
    static final int EXPM1_LIMIT = Float.floatToRawIntBits(25f);
    /** Bits of sqrt(1/2): where log changes its power of two. */
    static final int SQRT_HALF = 0x3f3504f3;
    /** Bits of sqrt(2) - 1: above it log1p halves. */
    static final int SQRT_TWO_LESS_ONE = 0x3ed413cd;

    private Functions() {}

    /** All ones for the bits of NaN without their sign, else zero. */
    private static int nan(int magnitude) {
        return (INFINITY - magnitude) >> 31;
    }

    /** Within 1 ulp. Above 88.72 infinite; below 2^-125.5 (x about -87) it is +0, so that no result is subnormal. */
    public static float exp(float x) {
        int bits = Float.floatToRawIntBits(x);
        int magnitude = bits & MAGNITUDE;
        int limit = EXP_HIGH ^ ((bits >> 31) & (EXP_HIGH ^ EXP_LOW));
        float clamped = Float.intBitsToFloat(Math.min(magnitude, limit) | (bits & SIGN));
        float t = Math.fma(clamped, LOG2E, ROUND_HALF);
        float n = t - ROUND_HALF;
        float r = Math.fma(n, -LN2, clamped);
        r = Math.fma(n, -LN2_REST, r);
        float p = Math.fma(2 * E6, r, 2 * E5);
        p = Math.fma(p, r, 2 * E4);
        p = Math.fma(p, r, 2 * E3);
        p = Math.fma(p, r, 2 * E2);
        p = Math.fma(p, r, 2f);
        p = Math.fma(p, r, 2f);
        float half = Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23);
        return Float.intBitsToFloat(Float.floatToRawIntBits(p * half) | nan(magnitude));
    }

    /** {@code 1 / (1 + exp(-x))} within 2 ulp, for closed gates too; not below 1.1e-38, where x is less than -87.3. */
    public static float sigmoid(float x) {
        int bits = Float.floatToRawIntBits(x);
        int magnitude = bits & MAGNITUDE;
        float clamped = Float.intBitsToFloat(Math.min(magnitude, SIGMOID_LIMIT) | (bits & SIGN));
        float t = Math.fma(clamped, -LOG2E, ROUND);
        float n = t - ROUND;
        float r = Math.fma(n, LN2, clamped); // minus the rest: the signs of the odd terms turn
        r = Math.fma(n, LN2_REST, r);
        float p = Math.fma(E6, r, -E5);
        p = Math.fma(p, r, E4);
        p = Math.fma(p, r, -E3);
        p = Math.fma(p, r, E2);
        p = Math.fma(p, r, -1f);
        p = Math.fma(p, r, 1f);
        float scale = Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23);
        float y = 1f / Math.fma(p, scale, 1f);
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) | nan(magnitude));
    }

    /**
     * With e = expm1(2|x|), {@code e / (e + 2)} and the sign of x: within 3 ulp, near 0 too; odd to the bit; exactly 1 beyond 9.02. Half
     * of the argument is carried, so the coefficients hold powers of two.
     */
    public static float tanh(float x) {
        int bits = Float.floatToRawIntBits(x);
        int magnitude = bits & MAGNITUDE;
        float clamped = Float.intBitsToFloat(Math.min(magnitude, TANH_LIMIT));
        float t = Math.fma(clamped, 2 * LOG2E, ROUND);
        float n = t - ROUND;
        float s = Math.fma(n, -LN2 / 2, clamped);
        float p = Math.fma(64 * M6, s, 32 * M5);
        p = Math.fma(p, s, 16 * M4);
        p = Math.fma(p, s, 8 * M3);
        p = Math.fma(p, s, 4 * M2);
        p = Math.fma(p, s, 2f);
        float scale = Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23);
        float e = Math.fma(p * s, scale, scale - 1f);
        float y = e / (e + 2f);
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) | (bits & SIGN) | nan(magnitude));
    }

    /** {@code x > 0 ? x : expm1(x)}, within 2 ulp. */
    public static float elu(float x) {
        int bits = Float.floatToRawIntBits(x);
        int magnitude = bits & MAGNITUDE;
        float clamped = Float.intBitsToFloat(Math.min(magnitude, EXPM1_LIMIT));
        float t = Math.fma(clamped, -LOG2E, ROUND);
        float n = t - ROUND;
        float r = Math.fma(n, LN2, clamped); // minus the rest
        r = Math.fma(n, LN2_REST, r);
        float p = Math.fma(M6, r, -M5);
        p = Math.fma(p, r, M4);
        p = Math.fma(p, r, -M3);
        p = Math.fma(p, r, M2);
        p = Math.fma(p, r, -1f);
        float scale = Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23);
        float e = Math.fma(p * r, scale, scale - 1f);
        return x > 0 ? x : Float.intBitsToFloat(Float.floatToRawIntBits(e) | nan(magnitude));
    }

    /** {@code max(x, 0) + log1p(exp(-|x|))}, within 3 ulp. */
    public static float softplus(float x) {
        int bits = Float.floatToRawIntBits(x);
        int magnitude = bits & MAGNITUDE;
        float clamped = Float.intBitsToFloat(Math.min(magnitude, EXP_LOW));
        float t = Math.fma(clamped, -LOG2E, ROUND_HALF);
        float n = t - ROUND_HALF;
        float r = Math.fma(n, LN2, clamped); // minus the rest
        r = Math.fma(n, LN2_REST, r);
        float p = Math.fma(2 * E6, r, -2 * E5);
        p = Math.fma(p, r, 2 * E4);
        p = Math.fma(p, r, -2 * E3);
        p = Math.fma(p, r, 2 * E2);
        p = Math.fma(p, r, -2f);
        p = Math.fma(p, r, 2f);
        float e = p * Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23);
        // log1p(e), e from 0 to 1: above sqrt(2) - 1 it is ln 2 + log1p((e - 1) / 2)
        int above = (SQRT_TWO_LESS_ONE - Float.floatToRawIntBits(e)) >> 31;
        float half = Float.intBitsToFloat(0x3f800000 - (above & 0x00800000));
        float less = Float.intBitsToFloat(above & 0xbf000000);
        float ln2 = Float.intBitsToFloat(above & Float.floatToRawIntBits(LN2));
        float f = Math.fma(e, half, less);
        float q = Math.fma(L7, f, L6);
        q = Math.fma(q, f, L5);
        q = Math.fma(q, f, L4);
        q = Math.fma(q, f, L3);
        q = Math.fma(q, f, L2);
        q = Math.fma(q, f, L1);
        q = Math.fma(q, f, L0);
        float z = f * f;
        q = Math.fma(q, f, -0.5f);
        float log = ln2 + Math.fma(q, z, f);
        float positive = Float.intBitsToFloat(bits & ~(bits >> 31));
        return Float.intBitsToFloat(Float.floatToRawIntBits(positive + log) | nan(magnitude));
    }

    /** {@code -softplus(-x)}. */
    public static float logsigmoid(float x) {
        return -softplus(-x);
    }

    /** Within 1 ulp, subnormal arguments too. log(0) = -inf, of a negative number NaN. */
    public static float log(float x) {
        boolean small = x < 0x1p-126f;
        int bits = Float.floatToRawIntBits(small ? x * 0x1p23f : x);
        int exponent = (bits - SQRT_HALF) >> 23;
        float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
        float n = Float.intBitsToFloat(0x4b400000 + exponent) - (small ? 12582935f : 12582912f);
        float q = Math.fma(L7, f, L6);
        q = Math.fma(q, f, L5);
        q = Math.fma(q, f, L4);
        q = Math.fma(q, f, L3);
        q = Math.fma(q, f, L2);
        q = Math.fma(q, f, L1);
        q = Math.fma(q, f, L0);
        float z = f * f;
        q = Math.fma(q, f, -0.5f);
        q = Math.fma(q, z, n * LN2_REST);
        float y = Math.fma(n, LN2, f + q);
        if (x > 0) {
            return x < Float.POSITIVE_INFINITY ? y : x;
        }
        return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
    }

    /** IEEE square root; NaN below zero. */
    public static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }

    /** {@code x < 0 ? 0 : x}, so that NaN stays NaN and -0 stays -0. */
    public static float relu(float x) {
        return x < 0 ? 0f : x;
    }

    /** {@code a >= b ? a : b}, NaN if either is. */
    public static float max(float a, float b) {
        return a >= b || Float.isNaN(a) ? a : b;
    }

    /** {@code a <= b ? a : b}, NaN if either is. */
    public static float min(float a, float b) {
        return a <= b || Float.isNaN(a) ? a : b;
    }

    /** Within 1 ulp for |x| up to 2^40, by reduction in double; beyond that by the JDK's defined {@code StrictMath}. */
    public static float sin(float x) {
        return turned(x, 0);
    }

    /** As {@link #sin}. */
    public static float cos(float x) {
        return turned(x, 1);
    }

    private static float turned(float x, int quarters) {
        if (!(Math.abs(x) < 0x1p40f)) {
            return (float) (quarters == 0 ? StrictMath.sin(x) : StrictMath.cos(x));
        }
        double n = Math.rint(x * 0x1.45f306dc9c883p-1);
        double r = Math.fma(-n, 0x1.921fb54442d18p0, x);
        r = Math.fma(-n, 0x1.1a62633145c07p-54, r);
        long quarter = (long) n + quarters;
        double y = (quarter & 1) == 0 ? sine(r) : cosine(r);
        return (float) ((quarter & 2) == 0 ? y : -y);
    }

    private static double sine(double r) {
        double u = r * r;
        double p = Math.fma(SIN4, u, SIN3);
        p = Math.fma(p, u, SIN2);
        p = Math.fma(p, u, SIN1);
        return Math.fma(p * u, r, r);
    }

    private static double cosine(double r) {
        double u = r * r;
        double p = Math.fma(COS4, u, COS3);
        p = Math.fma(p, u, COS2);
        p = Math.fma(p, u, COS1);
        return Math.fma(p, u * u, Math.fma(-0.5, u, 1.0));
    }
}
