package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

// Written by SweepWriter from the formulas of Pointwise; change those and write again.
/** Block operations, one sweep each, with its own loop and its whole text. */
final class VectorSelections {
    private VectorSelections() {}

    /** {@code max(a, b)} */
    static void max(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            IntVector chosen = vb.blend(va, va.compare(VectorOperators.GE, vb)).reinterpretAsInts();
            IntVector magnitude = va.reinterpretAsInts().and(Functions.MAGNITUDE);
            IntVector y = chosen.or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code min(a, b)} */
    static void min(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        IntVector infinity = IntVector.broadcast(Width.INTS, Functions.INFINITY);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            IntVector chosen = vb.blend(va, va.compare(VectorOperators.LE, vb)).reinterpretAsInts();
            IntVector magnitude = va.reinterpretAsInts().and(Functions.MAGNITUDE);
            IntVector y = chosen.or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));
            y.reinterpretAsFloats().intoArray(out, outAt + k);
        }
    }

    /** {@code relu(a)} */
    static void relu(float[] out, int outAt, float[] a, int aAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector x = va;
            x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(out, outAt + k);
        }
    }

    /** {@code ifge(a, b, c)} */
    static void ifGe(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        FloatVector zero = FloatVector.broadcast(Width.FLOATS, 0f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            zero.blend(vc, va.compare(VectorOperators.GE, vb)).intoArray(out, outAt + k);
        }
    }

    /** {@code unlessge(a, b, c)} */
    static void unlessGe(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            vc.blend(0f, va.compare(VectorOperators.GE, vb)).intoArray(out, outAt + k);
        }
    }

    /** {@code ifle(a, b, c)} */
    static void ifLe(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        FloatVector zero = FloatVector.broadcast(Width.FLOATS, 0f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            zero.blend(vc, va.compare(VectorOperators.LE, vb)).intoArray(out, outAt + k);
        }
    }

    /** {@code unlessle(a, b, c)} */
    static void unlessLe(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            vc.blend(0f, va.compare(VectorOperators.LE, vb)).intoArray(out, outAt + k);
        }
    }

    /** {@code ifpositive(a, b)} */
    static void ifPositive(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector zero = FloatVector.broadcast(Width.FLOATS, 0f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            zero.blend(vb, va.compare(VectorOperators.GT, 0f)).intoArray(out, outAt + k);
        }
    }

    /** {@code delu(a, b)} */
    static void dElu(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            vb.mul(va.add(one)).blend(vb, va.compare(VectorOperators.GT, 0f)).intoArray(out, outAt + k);
        }
    }

    /** {@code dsqrt(a, b)} */
    static void dSqrt(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector c0_5 = FloatVector.broadcast(Width.FLOATS, 0.5f);
        FloatVector zero = FloatVector.broadcast(Width.FLOATS, 0f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            zero.blend(c0_5.mul(vb).div(va), va.compare(VectorOperators.GT, 0f)).intoArray(out, outAt + k);
        }
    }

    /** {@code signof(a, b)} */
    static void signOf(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector zero = FloatVector.broadcast(Width.FLOATS, 0f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            zero.blend(vb, va.compare(VectorOperators.GT, 0f))
                    .blend(
                            vb.reinterpretAsInts()
                                    .lanewise(VectorOperators.XOR, Functions.SIGN)
                                    .reinterpretAsFloats(),
                            va.compare(VectorOperators.LT, 0f))
                    .intoArray(out, outAt + k);
        }
    }

    /** {@code relu(a + b + c)} */
    static void reluAdd3(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            FloatVector x = va.add(vb).add(vc);
            x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(out, outAt + k);
        }
    }
}
