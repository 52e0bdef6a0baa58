package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

// Written by SweepWriter from the formulas of Pointwise; change those and write again.
/** Block operations, one sweep each, with its own loop and its whole text. */
final class VectorSigmoid {
    private VectorSigmoid() {}

    /** {@code sigmoid(a)} */
    static void sigmoid(float[] out, int outAt, float[] a, int aAt, int n) {
        FloatVector lessLog2e = FloatVector.broadcast(Width.FLOATS, -Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND);
        FloatVector ln2 = FloatVector.broadcast(Width.FLOATS, Functions.LN2);
        FloatVector rest = FloatVector.broadcast(Width.FLOATS, Functions.LN2_REST);
        FloatVector e6 = FloatVector.broadcast(Width.FLOATS, Functions.E6);
        FloatVector e5 = FloatVector.broadcast(Width.FLOATS, -Functions.E5);
        FloatVector e4 = FloatVector.broadcast(Width.FLOATS, Functions.E4);
        FloatVector e3 = FloatVector.broadcast(Width.FLOATS, -Functions.E3);
        FloatVector e2 = FloatVector.broadcast(Width.FLOATS, Functions.E2);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector lessOne = FloatVector.broadcast(Width.FLOATS, -1f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector x = va;
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            IntVector limited = magnitude.min(Functions.SIGMOID_LIMIT).or(bits.and(Functions.SIGN));
            FloatVector clamped = limited.reinterpretAsFloats();
            FloatVector t = clamped.fma(lessLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector r = power.fma(rest, power.fma(ln2, clamped));
            FloatVector p = e6.fma(r, e5)
                    .fma(r, e4)
                    .fma(r, e3)
                    .fma(r, e2)
                    .fma(r, lessOne)
                    .fma(r, one);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            IntVector quotient = one.div(p.fma(scale, one)).reinterpretAsInts();
            IntVector y = quotient.or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code sigmoid(a + b)} */
    static void sigmoidAdd(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector lessLog2e = FloatVector.broadcast(Width.FLOATS, -Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND);
        FloatVector ln2 = FloatVector.broadcast(Width.FLOATS, Functions.LN2);
        FloatVector rest = FloatVector.broadcast(Width.FLOATS, Functions.LN2_REST);
        FloatVector e6 = FloatVector.broadcast(Width.FLOATS, Functions.E6);
        FloatVector e5 = FloatVector.broadcast(Width.FLOATS, -Functions.E5);
        FloatVector e4 = FloatVector.broadcast(Width.FLOATS, Functions.E4);
        FloatVector e3 = FloatVector.broadcast(Width.FLOATS, -Functions.E3);
        FloatVector e2 = FloatVector.broadcast(Width.FLOATS, Functions.E2);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector lessOne = FloatVector.broadcast(Width.FLOATS, -1f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector x = va.add(vb);
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            IntVector limited = magnitude.min(Functions.SIGMOID_LIMIT).or(bits.and(Functions.SIGN));
            FloatVector clamped = limited.reinterpretAsFloats();
            FloatVector t = clamped.fma(lessLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector r = power.fma(rest, power.fma(ln2, clamped));
            FloatVector p = e6.fma(r, e5)
                    .fma(r, e4)
                    .fma(r, e3)
                    .fma(r, e2)
                    .fma(r, lessOne)
                    .fma(r, one);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            IntVector quotient = one.div(p.fma(scale, one)).reinterpretAsInts();
            IntVector y = quotient.or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code sigmoid(a + b + c)} */
    static void sigmoidAdd3(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        FloatVector lessLog2e = FloatVector.broadcast(Width.FLOATS, -Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND);
        FloatVector ln2 = FloatVector.broadcast(Width.FLOATS, Functions.LN2);
        FloatVector rest = FloatVector.broadcast(Width.FLOATS, Functions.LN2_REST);
        FloatVector e6 = FloatVector.broadcast(Width.FLOATS, Functions.E6);
        FloatVector e5 = FloatVector.broadcast(Width.FLOATS, -Functions.E5);
        FloatVector e4 = FloatVector.broadcast(Width.FLOATS, Functions.E4);
        FloatVector e3 = FloatVector.broadcast(Width.FLOATS, -Functions.E3);
        FloatVector e2 = FloatVector.broadcast(Width.FLOATS, Functions.E2);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector lessOne = FloatVector.broadcast(Width.FLOATS, -1f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            FloatVector x = va.add(vb).add(vc);
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            IntVector limited = magnitude.min(Functions.SIGMOID_LIMIT).or(bits.and(Functions.SIGN));
            FloatVector clamped = limited.reinterpretAsFloats();
            FloatVector t = clamped.fma(lessLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector r = power.fma(rest, power.fma(ln2, clamped));
            FloatVector p = e6.fma(r, e5)
                    .fma(r, e4)
                    .fma(r, e3)
                    .fma(r, e2)
                    .fma(r, lessOne)
                    .fma(r, one);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            IntVector quotient = one.div(p.fma(scale, one)).reinterpretAsInts();
            IntVector y = quotient.or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code sigmoid(a + b + c * d)} */
    static void sigmoidAddMul(
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
        FloatVector lessLog2e = FloatVector.broadcast(Width.FLOATS, -Functions.LOG2E);
        FloatVector round = FloatVector.broadcast(Width.FLOATS, Functions.ROUND);
        FloatVector ln2 = FloatVector.broadcast(Width.FLOATS, Functions.LN2);
        FloatVector rest = FloatVector.broadcast(Width.FLOATS, Functions.LN2_REST);
        FloatVector e6 = FloatVector.broadcast(Width.FLOATS, Functions.E6);
        FloatVector e5 = FloatVector.broadcast(Width.FLOATS, -Functions.E5);
        FloatVector e4 = FloatVector.broadcast(Width.FLOATS, Functions.E4);
        FloatVector e3 = FloatVector.broadcast(Width.FLOATS, -Functions.E3);
        FloatVector e2 = FloatVector.broadcast(Width.FLOATS, Functions.E2);
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        FloatVector lessOne = FloatVector.broadcast(Width.FLOATS, -1f);
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            FloatVector vd = FloatVector.fromArray(Width.FLOATS, d, dAt + k);
            FloatVector x = va.add(vb).add(vc.mul(vd));
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            IntVector limited = magnitude.min(Functions.SIGMOID_LIMIT).or(bits.and(Functions.SIGN));
            FloatVector clamped = limited.reinterpretAsFloats();
            FloatVector t = clamped.fma(lessLog2e, round);
            FloatVector power = t.sub(round);
            FloatVector r = power.fma(rest, power.fma(ln2, clamped));
            FloatVector p = e6.fma(r, e5)
                    .fma(r, e4)
                    .fma(r, e3)
                    .fma(r, e2)
                    .fma(r, lessOne)
                    .fma(r, one);
            FloatVector scale =
                    t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            IntVector quotient = one.div(p.fma(scale, one)).reinterpretAsInts();
            IntVector y = quotient.or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }
}
