package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

// Written by SweepWriter from the formulas of Pointwise; change those and write again.
/** Block operations, one sweep each, with its own loop and its whole text. */
final class VectorTanh {
    private VectorTanh() {}

    /** {@code tanh(a)} */
    static void tanh(float[] out, int outAt, float[] a, int aAt, int n) {
        FloatVector twoLog2e = FloatVector.broadcast(Width.FLOATS, 2 * Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND);
        FloatVector lessHalfLn2 = FloatVector.broadcast(Width.FLOATS, -Functions.LN2 / 2);
        FloatVector m6 = FloatVector.broadcast(Width.FLOATS, 64 * Functions.M6);
        FloatVector m5 = FloatVector.broadcast(Width.FLOATS, 32 * Functions.M5);
        FloatVector m4 = FloatVector.broadcast(Width.FLOATS, 16 * Functions.M4);
        FloatVector m3 = FloatVector.broadcast(Width.FLOATS, 8 * Functions.M3);
        FloatVector m2 = FloatVector.broadcast(Width.FLOATS, 4 * Functions.M2);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector two = FloatVector.broadcast(Width.FLOATS, 2f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector x = va;
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            FloatVector clamped = magnitude.min(Functions.TANH_LIMIT).reinterpretAsFloats();
            FloatVector t = clamped.fma(twoLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector s = power.fma(lessHalfLn2, clamped);
            FloatVector p = m6.fma(s, m5).fma(s, m4).fma(s, m3).fma(s, m2).fma(s, two);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e = p.mul(s).fma(scale, scale.sub(one));
            IntVector quotient = e.div(e.add(two)).reinterpretAsInts();
            IntVector y = quotient.or(bits.and(Functions.SIGN))
                    .or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code a * tanh(b)} */
    static void mulTanh(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector twoLog2e = FloatVector.broadcast(Width.FLOATS, 2 * Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND);
        FloatVector lessHalfLn2 = FloatVector.broadcast(Width.FLOATS, -Functions.LN2 / 2);
        FloatVector m6 = FloatVector.broadcast(Width.FLOATS, 64 * Functions.M6);
        FloatVector m5 = FloatVector.broadcast(Width.FLOATS, 32 * Functions.M5);
        FloatVector m4 = FloatVector.broadcast(Width.FLOATS, 16 * Functions.M4);
        FloatVector m3 = FloatVector.broadcast(Width.FLOATS, 8 * Functions.M3);
        FloatVector m2 = FloatVector.broadcast(Width.FLOATS, 4 * Functions.M2);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector two = FloatVector.broadcast(Width.FLOATS, 2f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector x = vb;
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            FloatVector clamped = magnitude.min(Functions.TANH_LIMIT).reinterpretAsFloats();
            FloatVector t = clamped.fma(twoLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector s = power.fma(lessHalfLn2, clamped);
            FloatVector p = m6.fma(s, m5).fma(s, m4).fma(s, m3).fma(s, m2).fma(s, two);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e = p.mul(s).fma(scale, scale.sub(one));
            IntVector quotient = e.div(e.add(two)).reinterpretAsInts();
            IntVector y = quotient.or(bits.and(Functions.SIGN))
                    .or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            va.mul(y.reinterpretAsFloats()).intoArray(out, outAt + k);
        }
    }

    /** {@code tanh(a + b)} */
    static void tanhAdd(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector twoLog2e = FloatVector.broadcast(Width.FLOATS, 2 * Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND);
        FloatVector lessHalfLn2 = FloatVector.broadcast(Width.FLOATS, -Functions.LN2 / 2);
        FloatVector m6 = FloatVector.broadcast(Width.FLOATS, 64 * Functions.M6);
        FloatVector m5 = FloatVector.broadcast(Width.FLOATS, 32 * Functions.M5);
        FloatVector m4 = FloatVector.broadcast(Width.FLOATS, 16 * Functions.M4);
        FloatVector m3 = FloatVector.broadcast(Width.FLOATS, 8 * Functions.M3);
        FloatVector m2 = FloatVector.broadcast(Width.FLOATS, 4 * Functions.M2);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector two = FloatVector.broadcast(Width.FLOATS, 2f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector x = va.add(vb);
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            FloatVector clamped = magnitude.min(Functions.TANH_LIMIT).reinterpretAsFloats();
            FloatVector t = clamped.fma(twoLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector s = power.fma(lessHalfLn2, clamped);
            FloatVector p = m6.fma(s, m5).fma(s, m4).fma(s, m3).fma(s, m2).fma(s, two);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e = p.mul(s).fma(scale, scale.sub(one));
            IntVector quotient = e.div(e.add(two)).reinterpretAsInts();
            IntVector y = quotient.or(bits.and(Functions.SIGN))
                    .or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code tanh(a + b + c)} */
    static void tanhAdd3(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        FloatVector twoLog2e = FloatVector.broadcast(Width.FLOATS, 2 * Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND);
        FloatVector lessHalfLn2 = FloatVector.broadcast(Width.FLOATS, -Functions.LN2 / 2);
        FloatVector m6 = FloatVector.broadcast(Width.FLOATS, 64 * Functions.M6);
        FloatVector m5 = FloatVector.broadcast(Width.FLOATS, 32 * Functions.M5);
        FloatVector m4 = FloatVector.broadcast(Width.FLOATS, 16 * Functions.M4);
        FloatVector m3 = FloatVector.broadcast(Width.FLOATS, 8 * Functions.M3);
        FloatVector m2 = FloatVector.broadcast(Width.FLOATS, 4 * Functions.M2);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector two = FloatVector.broadcast(Width.FLOATS, 2f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            FloatVector x = va.add(vb).add(vc);
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            FloatVector clamped = magnitude.min(Functions.TANH_LIMIT).reinterpretAsFloats();
            FloatVector t = clamped.fma(twoLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector s = power.fma(lessHalfLn2, clamped);
            FloatVector p = m6.fma(s, m5).fma(s, m4).fma(s, m3).fma(s, m2).fma(s, two);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e = p.mul(s).fma(scale, scale.sub(one));
            IntVector quotient = e.div(e.add(two)).reinterpretAsInts();
            IntVector y = quotient.or(bits.and(Functions.SIGN))
                    .or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code tanh(a + b + c * d)} */
    static void tanhAddMul(
            float[] out,
            int outAt,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            float[] d,
            int dAt,
            int n) {
        FloatVector twoLog2e = FloatVector.broadcast(Width.FLOATS, 2 * Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND);
        FloatVector lessHalfLn2 = FloatVector.broadcast(Width.FLOATS, -Functions.LN2 / 2);
        FloatVector m6 = FloatVector.broadcast(Width.FLOATS, 64 * Functions.M6);
        FloatVector m5 = FloatVector.broadcast(Width.FLOATS, 32 * Functions.M5);
        FloatVector m4 = FloatVector.broadcast(Width.FLOATS, 16 * Functions.M4);
        FloatVector m3 = FloatVector.broadcast(Width.FLOATS, 8 * Functions.M3);
        FloatVector m2 = FloatVector.broadcast(Width.FLOATS, 4 * Functions.M2);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector two = FloatVector.broadcast(Width.FLOATS, 2f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            FloatVector vd = FloatVector.fromArray(Width.FLOATS, d, dAt + k);
            FloatVector x = va.add(vb).add(vc.mul(vd));
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            FloatVector clamped = magnitude.min(Functions.TANH_LIMIT).reinterpretAsFloats();
            FloatVector t = clamped.fma(twoLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector s = power.fma(lessHalfLn2, clamped);
            FloatVector p = m6.fma(s, m5).fma(s, m4).fma(s, m3).fma(s, m2).fma(s, two);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e = p.mul(s).fma(scale, scale.sub(one));
            IntVector quotient = e.div(e.add(two)).reinterpretAsInts();
            IntVector y = quotient.or(bits.and(Functions.SIGN))
                    .or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }
}
