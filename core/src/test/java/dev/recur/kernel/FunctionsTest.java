package dev.recur.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class FunctionsTest {
    private static final float INF = Float.POSITIVE_INFINITY;

    private interface Of {
        float value(float x);
    }

    /** Largest distance in units of the last place over [low, high], half of the arguments from all exponents. */
    private static double ulps(Of function, DoubleUnaryOperator truth, double low, double high) {
        SplittableRandom random = new SplittableRandom(7);
        double worst = 0;
        for (int i = 0; i < 400_000; i++) {
            float x = i % 2 == 0
                    ? (float) (low + (high - low) * random.nextDouble())
                    : Float.intBitsToFloat(random.nextInt());
            double expected = truth.applyAsDouble(x);
            if (x >= low && x <= high && Math.abs(expected) >= Float.MIN_NORMAL) {
                worst = Math.max(worst, Math.abs(function.value(x) - expected) / Math.ulp((float) expected));
            }
        }
        return worst;
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    @Test
    void staysWithinItsBound() {
        assertThat(ulps(Functions::exp, Math::exp, -86.9, 88.72)).isLessThan(1);
        assertThat(ulps(Functions::sigmoid, x -> 1 / (1 + Math.exp(-x)), -87.3, 100))
                .isLessThan(2.5);
        assertThat(ulps(Functions::tanh, Math::tanh, -20, 20)).isLessThan(3.2);
        assertThat(ulps(Functions::tanh, Math::tanh, -0.5, 0.5)).isLessThan(3.2);
        assertThat(ulps(Functions::log, Math::log, 0, Float.MAX_VALUE)).isLessThan(1);
        assertThat(ulps(Functions::log, Math::log, 0.3, 3)).isLessThan(1);
        assertThat(ulps(Functions::elu, x -> x > 0 ? x : Math.expm1(x), -100, 1))
                .isLessThan(1.5);
        assertThat(ulps(Functions::softplus, FunctionsTest::softplus, -86.9, 100))
                .isLessThan(2);
        assertThat(ulps(Functions::logsigmoid, x -> -softplus(-x), -100, 86.9)).isLessThan(2);
        assertThat(ulps(Functions::sin, Math::sin, -1e4, 1e4)).isLessThan(0.51);
        assertThat(ulps(Functions::cos, Math::cos, -1e9, 1e9)).isLessThan(0.51);
    }

    @Test
    void keepsNaN() {
        for (int bits : new int[] {0x7fc00000, 0xffc00000, 0x7f800001, 0xff800001, 0x7fffffff, 0xffffffff}) {
            float nan = Float.intBitsToFloat(bits);
            Of[] all = {
                Functions::exp,
                Functions::sigmoid,
                Functions::tanh,
                Functions::elu,
                Functions::softplus,
                Functions::logsigmoid,
                Functions::log,
                Functions::sqrt,
                Functions::relu,
                Functions::sin,
                Functions::cos,
                x -> Functions.max(x, 1),
                x -> Functions.max(1, x),
                x -> Functions.min(x, 1),
                x -> Functions.min(1, x)
            };
            for (Of function : all) {
                assertThat(function.value(nan)).isNaN();
            }
        }
    }

    @Test
    void goesToItsLimits() {
        assertThat(Functions.tanh(INF)).isEqualTo(1f);
        assertThat(Functions.tanh(-INF)).isEqualTo(-1f);
        assertThat(Functions.tanh(9.02f)).isEqualTo(1f);
        assertThat(Functions.sigmoid(INF)).isEqualTo(1f);
        assertThat(Functions.sigmoid(-INF)).isBetween(Float.MIN_NORMAL, 2e-38f);
        assertThat(Functions.exp(INF)).isEqualTo(INF);
        assertThat(Functions.exp(-INF)).isEqualTo(0f);
        assertThat(Functions.exp(88.73f)).isEqualTo(INF);
        assertThat(Functions.exp(-87.4f)).isEqualTo(0f);
        assertThat(Functions.elu(-INF)).isEqualTo(-1f);
        assertThat(Functions.elu(INF)).isEqualTo(INF);
        assertThat(Functions.softplus(-INF)).isEqualTo(0f);
        assertThat(Functions.softplus(INF)).isEqualTo(INF);
        assertThat(Functions.log(0f)).isEqualTo(-INF);
        assertThat(Functions.log(-1f)).isNaN();
        assertThat(Functions.log(INF)).isEqualTo(INF);
        assertThat(Functions.log(1f)).isEqualTo(0f);
        assertThat(Functions.exp(0f)).isEqualTo(1f);
        assertThat(Functions.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(Float.floatToRawIntBits(Functions.tanh(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
    }

    @Test
    void isOddWhereItShould() {
        SplittableRandom random = new SplittableRandom(3);
        for (float x : Samples.any(random, 10_000)) {
            assertThat(Samples.same(Functions.tanh(-x), -Functions.tanh(x)))
                    .as("tanh(%s)", x)
                    .isTrue();
        }
    }

    @Test
    void makesNoSubnormals() {
        for (float x = -120; x < -80; x += 0.001f) {
            assertThat(Functions.exp(x)).matches(y -> y == 0 || y >= Float.MIN_NORMAL, "no subnormal");
            assertThat(Functions.sigmoid(x)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
            assertThat(Functions.softplus(x)).matches(y -> y == 0 || y >= Float.MIN_NORMAL, "no subnormal");
        }
    }
}
