package dev.recur.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Flat arrays: the optimisers' updates, scaling, flushing; whole vectors only. Every division, root and product is rounded as in the scalar text. */
final class VectorUpdates {
    private VectorUpdates() {}

    /** As {@link Kernels#sgd}. */
    static void sgd(float[] w, float[] g, int at, int n, float clip, float rate, float keep) {
        IntVector limit = IntVector.broadcast(Width.INTS, Kernels.FLUSH - 1);
        FloatVector vClip = FloatVector.broadcast(Width.FLOATS, clip);
        FloatVector lessRate = FloatVector.broadcast(Width.FLOATS, -rate);
        FloatVector vKeep = FloatVector.broadcast(Width.FLOATS, keep);
        for (int j = at; j < at + n; j += Width.LANES) {
            FloatVector dw = FloatVector.fromArray(Width.FLOATS, g, j).mul(vClip);
            FloatVector shrunk = FloatVector.fromArray(Width.FLOATS, w, j).mul(vKeep);
            IntVector bits = lessRate.fma(dw, shrunk).reinterpretAsInts();
            IntVector kept = limit.sub(bits.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            bits.and(kept).reinterpretAsFloats().intoArray(w, j);
        }
    }

    /** As {@link Kernels#momentum}. */
    static void momentum(
            float[] w,
            float[] m,
            float[] g,
            int at,
            int n,
            float clip,
            float rate,
            float keep,
            float momentum,
            boolean nesterov) {
        IntVector limit = IntVector.broadcast(Width.INTS, Kernels.FLUSH - 1);
        FloatVector vClip = FloatVector.broadcast(Width.FLOATS, clip);
        FloatVector lessRate = FloatVector.broadcast(Width.FLOATS, -rate);
        FloatVector vKeep = FloatVector.broadcast(Width.FLOATS, keep);
        FloatVector vMomentum = FloatVector.broadcast(Width.FLOATS, momentum);
        IntVector plain = IntVector.broadcast(Width.INTS, nesterov ? 0 : -1);
        for (int j = at; j < at + n; j += Width.LANES) {
            FloatVector dw = FloatVector.fromArray(Width.FLOATS, g, j).mul(vClip);
            IntVector speedBits =
                    vMomentum.fma(FloatVector.fromArray(Width.FLOATS, m, j), dw).reinterpretAsInts();
            IntVector speedKept = limit.sub(speedBits.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            FloatVector speed = speedBits.and(speedKept).reinterpretAsFloats();
            speed.intoArray(m, j);
            IntVector ahead = vMomentum.fma(speed, dw).reinterpretAsInts();
            IntVector change = ahead.lanewise(VectorOperators.XOR, speed.reinterpretAsInts())
                    .and(plain);
            FloatVector step = ahead.lanewise(VectorOperators.XOR, change).reinterpretAsFloats();
            FloatVector shrunk = FloatVector.fromArray(Width.FLOATS, w, j).mul(vKeep);
            IntVector bits = lessRate.fma(step, shrunk).reinterpretAsInts();
            IntVector kept = limit.sub(bits.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            bits.and(kept).reinterpretAsFloats().intoArray(w, j);
        }
    }

    /** As {@link Kernels#rmsprop}. */
    static void rmsprop(
            float[] w,
            float[] v,
            float[] g,
            int at,
            int n,
            float clip,
            float rate,
            float keep,
            float decay,
            float epsilon) {
        IntVector limit = IntVector.broadcast(Width.INTS, Kernels.FLUSH - 1);
        FloatVector vClip = FloatVector.broadcast(Width.FLOATS, clip);
        FloatVector lessRate = FloatVector.broadcast(Width.FLOATS, -rate);
        FloatVector vKeep = FloatVector.broadcast(Width.FLOATS, keep);
        FloatVector vDecay = FloatVector.broadcast(Width.FLOATS, decay);
        FloatVector fresh = FloatVector.broadcast(Width.FLOATS, 1f - decay);
        FloatVector vEpsilon = FloatVector.broadcast(Width.FLOATS, epsilon);
        for (int j = at; j < at + n; j += Width.LANES) {
            FloatVector dw = FloatVector.fromArray(Width.FLOATS, g, j).mul(vClip);
            IntVector squareBits = vDecay.fma(
                            FloatVector.fromArray(Width.FLOATS, v, j),
                            fresh.mul(dw).mul(dw))
                    .reinterpretAsInts();
            IntVector squareKept =
                    limit.sub(squareBits.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            FloatVector square = squareBits.and(squareKept).reinterpretAsFloats();
            square.intoArray(v, j);
            FloatVector step = dw.div(square.sqrt().add(vEpsilon));
            FloatVector shrunk = FloatVector.fromArray(Width.FLOATS, w, j).mul(vKeep);
            IntVector bits = lessRate.fma(step, shrunk).reinterpretAsInts();
            IntVector kept = limit.sub(bits.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            bits.and(kept).reinterpretAsFloats().intoArray(w, j);
        }
    }

    /** As {@link Kernels#adagrad}. */
    static void adagrad(
            float[] w, float[] v, float[] g, int at, int n, float clip, float rate, float keep, float epsilon) {
        IntVector limit = IntVector.broadcast(Width.INTS, Kernels.FLUSH - 1);
        FloatVector vClip = FloatVector.broadcast(Width.FLOATS, clip);
        FloatVector lessRate = FloatVector.broadcast(Width.FLOATS, -rate);
        FloatVector vKeep = FloatVector.broadcast(Width.FLOATS, keep);
        FloatVector vEpsilon = FloatVector.broadcast(Width.FLOATS, epsilon);
        for (int j = at; j < at + n; j += Width.LANES) {
            FloatVector dw = FloatVector.fromArray(Width.FLOATS, g, j).mul(vClip);
            IntVector squareBits =
                    dw.fma(dw, FloatVector.fromArray(Width.FLOATS, v, j)).reinterpretAsInts();
            IntVector squareKept =
                    limit.sub(squareBits.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            FloatVector square = squareBits.and(squareKept).reinterpretAsFloats();
            square.intoArray(v, j);
            FloatVector step = dw.div(square.sqrt().add(vEpsilon));
            FloatVector shrunk = FloatVector.fromArray(Width.FLOATS, w, j).mul(vKeep);
            IntVector bits = lessRate.fma(step, shrunk).reinterpretAsInts();
            IntVector kept = limit.sub(bits.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            bits.and(kept).reinterpretAsFloats().intoArray(w, j);
        }
    }

    /** The first half of {@link Kernels#adam}. In two halves, since one long text is boxed by the compiler of JDK 17 once others were compiled. */
    static void moments(float[] m, float[] v, float[] g, int at, int n, float clip, float beta1, float beta2) {
        IntVector limit = IntVector.broadcast(Width.INTS, Kernels.FLUSH - 1);
        FloatVector vClip = FloatVector.broadcast(Width.FLOATS, clip);
        FloatVector vBeta1 = FloatVector.broadcast(Width.FLOATS, beta1);
        FloatVector vBeta2 = FloatVector.broadcast(Width.FLOATS, beta2);
        FloatVector fresh1 = FloatVector.broadcast(Width.FLOATS, 1f - beta1);
        FloatVector fresh2 = FloatVector.broadcast(Width.FLOATS, 1f - beta2);
        for (int j = at; j < at + n; j += Width.LANES) {
            FloatVector dw = FloatVector.fromArray(Width.FLOATS, g, j).mul(vClip);
            FloatVector oldMean = FloatVector.fromArray(Width.FLOATS, m, j);
            IntVector mean = vBeta1.fma(oldMean, fresh1.mul(dw)).reinterpretAsInts();
            IntVector meanKept = limit.sub(mean.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            mean.and(meanKept).reinterpretAsFloats().intoArray(m, j);
            FloatVector oldSquare = FloatVector.fromArray(Width.FLOATS, v, j);
            IntVector square = vBeta2.fma(oldSquare, fresh2.mul(dw).mul(dw)).reinterpretAsInts();
            IntVector squareKept = limit.sub(square.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            square.and(squareKept).reinterpretAsFloats().intoArray(v, j);
        }
    }

    /** The second half of {@link Kernels#adam}. */
    static void adamStep(
            float[] w, float[] m, float[] v, int at, int n, float rate, float keep, float c1, float c2, float epsilon) {
        IntVector limit = IntVector.broadcast(Width.INTS, Kernels.FLUSH - 1);
        FloatVector lessRate = FloatVector.broadcast(Width.FLOATS, -rate);
        FloatVector vKeep = FloatVector.broadcast(Width.FLOATS, keep);
        FloatVector vC1 = FloatVector.broadcast(Width.FLOATS, c1);
        FloatVector vC2 = FloatVector.broadcast(Width.FLOATS, c2);
        FloatVector vEpsilon = FloatVector.broadcast(Width.FLOATS, epsilon);
        for (int j = at; j < at + n; j += Width.LANES) {
            FloatVector mean = FloatVector.fromArray(Width.FLOATS, m, j);
            FloatVector square = FloatVector.fromArray(Width.FLOATS, v, j);
            FloatVector step = mean.mul(vC1).div(square.mul(vC2).sqrt().add(vEpsilon));
            FloatVector shrunk = FloatVector.fromArray(Width.FLOATS, w, j).mul(vKeep);
            IntVector bits = lessRate.fma(step, shrunk).reinterpretAsInts();
            IntVector kept = limit.sub(bits.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            bits.and(kept).reinterpretAsFloats().intoArray(w, j);
        }
    }

    /** Magnitudes whose bits are below {@code flush} become +0. */
    static void flush(float[] x, int at, int n, int flush) {
        IntVector limit = IntVector.broadcast(Width.INTS, flush - 1);
        for (int j = at; j < at + n; j += Width.LANES) {
            IntVector bits = FloatVector.fromArray(Width.FLOATS, x, j).reinterpretAsInts();
            IntVector kept = limit.sub(bits.and(Functions.MAGNITUDE)).lanewise(VectorOperators.ASHR, 31);
            bits.and(kept).reinterpretAsFloats().intoArray(x, j);
        }
    }

    static void scale(float[] x, int at, int n, float factor) {
        FloatVector vFactor = FloatVector.broadcast(Width.FLOATS, factor);
        for (int j = at; j < at + n; j += Width.LANES) {
            FloatVector.fromArray(Width.FLOATS, x, j).mul(vFactor).intoArray(x, j);
        }
    }

    static void addScaled(float[] y, int yAt, float[] x, int xAt, int n, float factor) {
        FloatVector vFactor = FloatVector.broadcast(Width.FLOATS, factor);
        for (int j = 0; j < n; j += Width.LANES) {
            FloatVector sum = FloatVector.fromArray(Width.FLOATS, y, yAt + j);
            vFactor.fma(FloatVector.fromArray(Width.FLOATS, x, xAt + j), sum).intoArray(y, yAt + j);
        }
    }
}
