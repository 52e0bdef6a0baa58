package dev.recur.kernel;

import static org.assertj.core.api.Assertions.fail;

import java.util.SplittableRandom;

/** Arrays that find mistakes, and their comparison bit by bit. */
final class Samples {
    private static final float[] NASTY = {
        0f,
        -0f,
        1f,
        -1f,
        Float.NaN,
        Float.intBitsToFloat(0xffc00123),
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e-40f,
        -3e-39f,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        0x1p-100f,
        0x1.fffffep-101f,
        -0x1p-100f,
        -0x1.fffffep-101f,
        88.72f,
        88.73f,
        -87.3f,
        -87.4f,
        -86.99f,
        9.02f,
        -9.01f,
        0.41421357f,
        0.3465736f,
        -0.3465736f,
        1e4f,
        -25f,
        103f,
        -104f,
        0x1p40f,
        3e38f
    };

    private Samples() {}

    /** A third ordinary numbers, a third any bits, a third from the list of the nasty ones. */
    static float[] any(SplittableRandom random, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = switch (random.nextInt(3)) {
                case 0 -> (float) (random.nextDouble() * 8 - 4);
                case 1 -> Float.intBitsToFloat(random.nextInt());
                default -> NASTY[random.nextInt(NASTY.length)];
            };
        }
        return x;
    }

    /** Between -1 and 1, not 0. */
    static float[] tame(SplittableRandom random, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return x;
    }

    static boolean same(float x, float y) {
        return Float.floatToRawIntBits(x) == Float.floatToRawIntBits(y) || (Float.isNaN(x) && Float.isNaN(y));
    }

    static void assertSame(String what, float[] found, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (!same(found[i], expected[i])) {
                fail("%s: [%d] is %s (%08x), expected %s (%08x)"
                        .formatted(
                                what,
                                i,
                                found[i],
                                Float.floatToRawIntBits(found[i]),
                                expected[i],
                                Float.floatToRawIntBits(expected[i])));
            }
        }
    }
}
