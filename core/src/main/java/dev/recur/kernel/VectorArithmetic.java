package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

// Written by SweepWriter from the formulas of Pointwise; change those and write again.
/** Block operations, one sweep each, with its own loop and its whole text. */
final class VectorArithmetic {
    private VectorArithmetic() {}

    /** {@code a} */
    static void copy(float[] out, int outAt, float[] a, int aAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            va.intoArray(out, outAt + k);
        }
    }

    /** {@code -a} */
    static void neg(float[] out, int outAt, float[] a, int aAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            va.reinterpretAsInts()
                    .lanewise(VectorOperators.XOR, Functions.SIGN)
                    .reinterpretAsFloats()
                    .intoArray(out, outAt + k);
        }
    }

    /** {@code a + b} */
    static void add(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            va.add(vb).intoArray(out, outAt + k);
        }
    }

    /** {@code a - b} */
    static void sub(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            va.sub(vb).intoArray(out, outAt + k);
        }
    }

    /** {@code a * b} */
    static void mul(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            va.mul(vb).intoArray(out, outAt + k);
        }
    }

    /** {@code a / b} */
    static void div(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            va.div(vb).intoArray(out, outAt + k);
        }
    }

    /** {@code sqrt(a)} */
    static void sqrt(float[] out, int outAt, float[] a, int aAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            va.sqrt().intoArray(out, outAt + k);
        }
    }

    /** {@code abs(a)} */
    static void abs(float[] out, int outAt, float[] a, int aAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            va.reinterpretAsInts()
                    .and(Functions.MAGNITUDE)
                    .reinterpretAsFloats()
                    .intoArray(out, outAt + k);
        }
    }

    /** {@code a + b + c} */
    static void add3(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            va.add(vb).add(vc).intoArray(out, outAt + k);
        }
    }

    /** {@code a * b * c} */
    static void mul3(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            va.mul(vb).mul(vc).intoArray(out, outAt + k);
        }
    }

    /** {@code a * b + c} */
    static void mulAdd(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            va.mul(vb).add(vc).intoArray(out, outAt + k);
        }
    }

    /** {@code a * b - c} */
    static void mulSub(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            va.mul(vb).sub(vc).intoArray(out, outAt + k);
        }
    }

    /** {@code a - b * c} */
    static void subMul(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            va.sub(vb.mul(vc)).intoArray(out, outAt + k);
        }
    }

    /** {@code a * b + c * d} */
    static void mulAddMul(
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
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            FloatVector vd = FloatVector.fromArray(Width.FLOATS, d, dAt + k);
            va.mul(vb).add(vc.mul(vd)).intoArray(out, outAt + k);
        }
    }

    /** {@code a * b - c * d} */
    static void mulSubMul(
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
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            FloatVector vd = FloatVector.fromArray(Width.FLOATS, d, dAt + k);
            va.mul(vb).sub(vc.mul(vd)).intoArray(out, outAt + k);
        }
    }

    /** {@code 1 - a} */
    static void oneMinus(float[] out, int outAt, float[] a, int aAt, int n) {
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            one.sub(va).intoArray(out, outAt + k);
        }
    }

    /** {@code a * (1 - b)} */
    static void mulOneMinus(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            va.mul(one.sub(vb)).intoArray(out, outAt + k);
        }
    }

    /** {@code (1 - a) * b + a * c} */
    static void mix(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            one.sub(va).mul(vb).add(va.mul(vc)).intoArray(out, outAt + k);
        }
    }

    /** {@code a * (1 - b * b)} */
    static void dTanh(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            va.mul(one.sub(vb.mul(vb))).intoArray(out, outAt + k);
        }
    }

    /** {@code a * (b * (1 - b))} */
    static void dSigmoid(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            va.mul(vb.mul(one.sub(vb))).intoArray(out, outAt + k);
        }
    }

    /** {@code (a + b) * (1 - c * c)} */
    static void addDTanh(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            va.add(vb).mul(one.sub(vc.mul(vc))).intoArray(out, outAt + k);
        }
    }

    /** {@code a * b * (1 - c * c)} */
    static void mulDTanh(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            va.mul(vb).mul(one.sub(vc.mul(vc))).intoArray(out, outAt + k);
        }
    }

    /** {@code a * b * (c * (1 - c))} */
    static void mulDSigmoid(float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int n) {
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            va.mul(vb).mul(vc.mul(one.sub(vc))).intoArray(out, outAt + k);
        }
    }

    /** {@code a + b * c * (1 - d * d)} */
    static void addMulDTanh(
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
        FloatVector one = FloatVector.broadcast(Width.FLOATS, 1f);
        for (int k = 0; k < n; k += Width.LANES) {
            FloatVector va = FloatVector.fromArray(Width.FLOATS, a, aAt + k);
            FloatVector vb = FloatVector.fromArray(Width.FLOATS, b, bAt + k);
            FloatVector vc = FloatVector.fromArray(Width.FLOATS, c, cAt + k);
            FloatVector vd = FloatVector.fromArray(Width.FLOATS, d, dAt + k);
            va.add(vb.mul(vc).mul(one.sub(vd.mul(vd)))).intoArray(out, outAt + k);
        }
    }
}
