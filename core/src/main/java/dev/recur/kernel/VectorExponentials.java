package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

// Written by SweepWriter from the formulas of Pointwise; change those and write again.
/** Block operations, one sweep each, with its own loop and its whole text. */
final class VectorExponentials {
    private VectorExponentials() {}

    /** {@code elu(a)} */
    static void elu(float[] out, int outAt, float[] a, int aAt, int n) {
        FloatVector lessLog2e = FloatVector.broadcast(Width.FLOATS, -Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND);
        FloatVector ln2 = FloatVector.broadcast(Width.FLOATS, Functions.LN2);
        FloatVector rest = FloatVector.broadcast(Width.FLOATS, Functions.LN2_REST);
        FloatVector m6 = FloatVector.broadcast(Width.FLOATS, Functions.M6);
        FloatVector m5 = FloatVector.broadcast(Width.FLOATS, -Functions.M5);
        FloatVector m4 = FloatVector.broadcast(Width.FLOATS, Functions.M4);
        FloatVector m3 = FloatVector.broadcast(Width.FLOATS, -Functions.M3);
        FloatVector m2 = FloatVector.broadcast(Width.FLOATS, Functions.M2);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector lessOne = FloatVector.broadcast(Width.FLOATS, -1f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector x = va;
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            FloatVector clamped = magnitude.min(Functions.EXPM1_LIMIT).reinterpretAsFloats();
            FloatVector t = clamped.fma(lessLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector r = power.fma(rest, power.fma(ln2, clamped));
            FloatVector p = m6.fma(r, m5).fma(r, m4).fma(r, m3).fma(r, m2).fma(r, lessOne);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e = p.mul(r).fma(scale, scale.sub(one));
            FloatVector below = e.reinterpretAsInts()
                    .or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31))
                    .reinterpretAsFloats();
            IntVector y = below.blend(x, x.compare(VectorOperators.GT, 0f)).reinterpretAsInts();
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code softplus(a)} */
    static void softplus(float[] out, int outAt, float[] a, int aAt, int n) {
        FloatVector lessLog2e = FloatVector.broadcast(Width.FLOATS, -Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND_HALF);
        FloatVector ln2 = FloatVector.broadcast(Width.FLOATS, Functions.LN2);
        FloatVector rest = FloatVector.broadcast(Width.FLOATS, Functions.LN2_REST);
        FloatVector e6 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E6);
        FloatVector e5 = FloatVector.broadcast(Width.FLOATS, -2 * Functions.E5);
        FloatVector e4 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E4);
        FloatVector e3 = FloatVector.broadcast(Width.FLOATS, -2 * Functions.E3);
        FloatVector e2 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E2);
        FloatVector two = FloatVector.broadcast(Width.FLOATS, 2f);
        FloatVector lessTwo = FloatVector.broadcast(Width.FLOATS, -2f);
        FloatVector l7 = FloatVector.broadcast(Width.FLOATS, Functions.L7);
        FloatVector l6 = FloatVector.broadcast(Width.FLOATS, Functions.L6);
        FloatVector l5 = FloatVector.broadcast(Width.FLOATS, Functions.L5);
        FloatVector l4 = FloatVector.broadcast(Width.FLOATS, Functions.L4);
        FloatVector l3 = FloatVector.broadcast(Width.FLOATS, Functions.L3);
        FloatVector l2 = FloatVector.broadcast(Width.FLOATS, Functions.L2);
        FloatVector l1 = FloatVector.broadcast(Width.FLOATS, Functions.L1);
        FloatVector l0 = FloatVector.broadcast(Width.FLOATS, Functions.L0);
        FloatVector lessHalf = FloatVector.broadcast(Width.FLOATS, -0.5f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        IntVector root = IntVector.broadcast(Width.INTS, Functions.SQRT_TWO_LESS_ONE);
        IntVector unit = IntVector.broadcast(Width.INTS, 0x3f800000);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector x = va;
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            FloatVector clamped = magnitude.min(Functions.EXP_LOW).reinterpretAsFloats();
            FloatVector t = clamped.fma(lessLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector r = power.fma(rest, power.fma(ln2, clamped));
            FloatVector p = e6.fma(r, e5)
                    .fma(r, e4)
                    .fma(r, e3)
                    .fma(r, e2)
                    .fma(r, lessTwo)
                    .fma(r, two);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e = p.mul(scale);
            IntVector above = root.sub(e.reinterpretAsInts()).lanewise(VectorOperators.ASHR, 31);
            FloatVector half = unit.sub(above.and(0x00800000)).reinterpretAsFloats();
            FloatVector f = e.fma(half, above.and(0xbf000000).reinterpretAsFloats());
            FloatVector whole =
                    above.and(Float.floatToRawIntBits(Functions.LN2)).reinterpretAsFloats();
            FloatVector q = l7.fma(f, l6)
                    .fma(f, l5)
                    .fma(f, l4)
                    .fma(f, l3)
                    .fma(f, l2)
                    .fma(f, l1)
                    .fma(f, l0);
            FloatVector z = f.mul(f);
            FloatVector log = whole.add(q.fma(f, lessHalf).fma(z, f));
            IntVector sign = bits.lanewise(VectorOperators.ASHR, 31);
            FloatVector positive =
                    bits.and(sign.lanewise(VectorOperators.XOR, -1)).reinterpretAsFloats();
            IntVector sum = positive.add(log)
                    .reinterpretAsInts()
                    .or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            IntVector y = sum;
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code logsigmoid(a)} */
    static void logSigmoid(float[] out, int outAt, float[] a, int aAt, int n) {
        FloatVector lessLog2e = FloatVector.broadcast(Width.FLOATS, -Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND_HALF);
        FloatVector ln2 = FloatVector.broadcast(Width.FLOATS, Functions.LN2);
        FloatVector rest = FloatVector.broadcast(Width.FLOATS, Functions.LN2_REST);
        FloatVector e6 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E6);
        FloatVector e5 = FloatVector.broadcast(Width.FLOATS, -2 * Functions.E5);
        FloatVector e4 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E4);
        FloatVector e3 = FloatVector.broadcast(Width.FLOATS, -2 * Functions.E3);
        FloatVector e2 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E2);
        FloatVector two = FloatVector.broadcast(Width.FLOATS, 2f);
        FloatVector lessTwo = FloatVector.broadcast(Width.FLOATS, -2f);
        FloatVector l7 = FloatVector.broadcast(Width.FLOATS, Functions.L7);
        FloatVector l6 = FloatVector.broadcast(Width.FLOATS, Functions.L6);
        FloatVector l5 = FloatVector.broadcast(Width.FLOATS, Functions.L5);
        FloatVector l4 = FloatVector.broadcast(Width.FLOATS, Functions.L4);
        FloatVector l3 = FloatVector.broadcast(Width.FLOATS, Functions.L3);
        FloatVector l2 = FloatVector.broadcast(Width.FLOATS, Functions.L2);
        FloatVector l1 = FloatVector.broadcast(Width.FLOATS, Functions.L1);
        FloatVector l0 = FloatVector.broadcast(Width.FLOATS, Functions.L0);
        FloatVector lessHalf = FloatVector.broadcast(Width.FLOATS, -0.5f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        IntVector root = IntVector.broadcast(Width.INTS, Functions.SQRT_TWO_LESS_ONE);
        IntVector unit = IntVector.broadcast(Width.INTS, 0x3f800000);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector x = va;
            IntVector bits = x.reinterpretAsInts().lanewise(VectorOperators.XOR, Functions.SIGN);
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            FloatVector clamped = magnitude.min(Functions.EXP_LOW).reinterpretAsFloats();
            FloatVector t = clamped.fma(lessLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector r = power.fma(rest, power.fma(ln2, clamped));
            FloatVector p = e6.fma(r, e5)
                    .fma(r, e4)
                    .fma(r, e3)
                    .fma(r, e2)
                    .fma(r, lessTwo)
                    .fma(r, two);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e = p.mul(scale);
            IntVector above = root.sub(e.reinterpretAsInts()).lanewise(VectorOperators.ASHR, 31);
            FloatVector half = unit.sub(above.and(0x00800000)).reinterpretAsFloats();
            FloatVector f = e.fma(half, above.and(0xbf000000).reinterpretAsFloats());
            FloatVector whole =
                    above.and(Float.floatToRawIntBits(Functions.LN2)).reinterpretAsFloats();
            FloatVector q = l7.fma(f, l6)
                    .fma(f, l5)
                    .fma(f, l4)
                    .fma(f, l3)
                    .fma(f, l2)
                    .fma(f, l1)
                    .fma(f, l0);
            FloatVector z = f.mul(f);
            FloatVector log = whole.add(q.fma(f, lessHalf).fma(z, f));
            IntVector sign = bits.lanewise(VectorOperators.ASHR, 31);
            FloatVector positive =
                    bits.and(sign.lanewise(VectorOperators.XOR, -1)).reinterpretAsFloats();
            IntVector sum = positive.add(log)
                    .reinterpretAsInts()
                    .or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            IntVector y = sum.lanewise(VectorOperators.XOR, Functions.SIGN);
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code exp(a)} */
    static void exp(float[] out, int outAt, float[] a, int aAt, int n) {
        FloatVector log2e = FloatVector.broadcast(Width.FLOATS, Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND_HALF);
        FloatVector lessLn2 = FloatVector.broadcast(Width.FLOATS, -Functions.LN2);
        FloatVector lessRest = FloatVector.broadcast(Width.FLOATS, -Functions.LN2_REST);
        FloatVector e6 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E6);
        FloatVector e5 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E5);
        FloatVector e4 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E4);
        FloatVector e3 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E3);
        FloatVector e2 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E2);
        FloatVector two = FloatVector.broadcast(Width.FLOATS, 2f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector x = va;
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            IntVector lower = bits.lanewise(VectorOperators.ASHR, 31).and(Functions.EXP_HIGH ^ Functions.EXP_LOW);
            IntVector limit = lower.lanewise(VectorOperators.XOR, Functions.EXP_HIGH);
            FloatVector clamped =
                    magnitude.min(limit).or(bits.and(Functions.SIGN)).reinterpretAsFloats();
            FloatVector t = clamped.fma(log2e, round);
            FloatVector power = t.sub(round);
            FloatVector r = power.fma(lessRest, power.fma(lessLn2, clamped));
            FloatVector p =
                    e6.fma(r, e5).fma(r, e4).fma(r, e3).fma(r, e2).fma(r, two).fma(r, two);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            IntVector y =
                    p.mul(scale).reinterpretAsInts().or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code log(a)} */
    static void log(float[] out, int outAt, float[] a, int aAt, int n) {
        FloatVector normal = FloatVector.broadcast(Width.FLOATS, Float.MIN_NORMAL);
        FloatVector up = FloatVector.broadcast(Width.FLOATS, 0x1p23f);
        FloatVector offset = FloatVector.broadcast(Width.FLOATS, 12582912f);
        FloatVector smallOffset = FloatVector.broadcast(Width.FLOATS, 12582935f);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector ln2 = FloatVector.broadcast(Width.FLOATS, Functions.LN2);
        FloatVector rest = FloatVector.broadcast(Width.FLOATS, Functions.LN2_REST);
        FloatVector l7 = FloatVector.broadcast(Width.FLOATS, Functions.L7);
        FloatVector l6 = FloatVector.broadcast(Width.FLOATS, Functions.L6);
        FloatVector l5 = FloatVector.broadcast(Width.FLOATS, Functions.L5);
        FloatVector l4 = FloatVector.broadcast(Width.FLOATS, Functions.L4);
        FloatVector l3 = FloatVector.broadcast(Width.FLOATS, Functions.L3);
        FloatVector l2 = FloatVector.broadcast(Width.FLOATS, Functions.L2);
        FloatVector l1 = FloatVector.broadcast(Width.FLOATS, Functions.L1);
        FloatVector l0 = FloatVector.broadcast(Width.FLOATS, Functions.L0);
        FloatVector lessHalf = FloatVector.broadcast(Width.FLOATS, -0.5f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        IntVector root = IntVector.broadcast(Width.INTS, Functions.SQRT_HALF);
        IntVector back = IntVector.broadcast(Width.INTS, 0x4b400000);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector x = va;
            IntVector magnitude = x.reinterpretAsInts().and(Functions.MAGNITUDE);
            VectorMask<Float> small = x.compare(VectorOperators.LT, normal);
            IntVector bits = x.blend(x.mul(up), small).reinterpretAsInts();
            IntVector exponent = bits.sub(root).lanewise(VectorOperators.ASHR, 23);
            FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats()
                    .sub(one);
            FloatVector power = exponent.add(back).reinterpretAsFloats().sub(offset.blend(smallOffset, small));
            FloatVector q = l7.fma(f, l6)
                    .fma(f, l5)
                    .fma(f, l4)
                    .fma(f, l3)
                    .fma(f, l2)
                    .fma(f, l1)
                    .fma(f, l0);
            FloatVector z = f.mul(f);
            FloatVector part = q.fma(f, lessHalf).fma(z, power.mul(rest));
            FloatVector log = power.fma(ln2, f.add(part));
            FloatVector topped = log.blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
            FloatVector footed = topped.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
            FloatVector valid = footed.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
            IntVector y = valid.reinterpretAsInts().or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code exp((a - max) * factor)} */
    static void shifted(float[] out, int outAt, float[] a, int aAt, int n, float max, float factor) {
        FloatVector vMax = FloatVector.broadcast(Width.FLOATS, max);
        FloatVector vFactor = FloatVector.broadcast(Width.FLOATS, factor);
        FloatVector log2e = FloatVector.broadcast(Width.FLOATS, Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND_HALF);
        FloatVector lessLn2 = FloatVector.broadcast(Width.FLOATS, -Functions.LN2);
        FloatVector lessRest = FloatVector.broadcast(Width.FLOATS, -Functions.LN2_REST);
        FloatVector e6 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E6);
        FloatVector e5 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E5);
        FloatVector e4 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E4);
        FloatVector e3 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E3);
        FloatVector e2 = FloatVector.broadcast(Width.FLOATS, 2 * Functions.E2);
        FloatVector two = FloatVector.broadcast(Width.FLOATS, 2f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector x =
                    FloatVector.fromArray(Width.FLOATS, a, aAt + k).sub(vMax).mul(vFactor);
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            IntVector lower = bits.lanewise(VectorOperators.ASHR, 31).and(Functions.EXP_HIGH ^ Functions.EXP_LOW);
            IntVector limit = lower.lanewise(VectorOperators.XOR, Functions.EXP_HIGH);
            FloatVector clamped =
                    magnitude.min(limit).or(bits.and(Functions.SIGN)).reinterpretAsFloats();
            FloatVector t = clamped.fma(log2e, round);
            FloatVector power = t.sub(round);
            FloatVector r = power.fma(lessRest, power.fma(lessLn2, clamped));
            FloatVector p =
                    e6.fma(r, e5).fma(r, e4).fma(r, e3).fma(r, e2).fma(r, two).fma(r, two);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            IntVector y =
                    p.mul(scale).reinterpretAsInts().or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }
}
