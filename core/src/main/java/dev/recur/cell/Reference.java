package dev.recur.cell;

import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * The judge in float, which defines the bits: every operation of the scalar kernels, one after the other as the text says. Floats
 * travel in doubles, which hold them exactly.
 */
final class Reference extends Judge {
    private final Kernels kernels = Kernels.scalar();
    private final float[] out = new float[1];
    private final float[][] in = new float[3][1];

    Reference(Derivative derivative, ToIntFunction<Length> lengths) {
        super(derivative, lengths);
    }

    @Override
    double number(double value) {
        return (float) value;
    }

    @Override
    double apply(Op op, double a, double b, double c) {
        in[0][0] = (float) a;
        in[1][0] = (float) b;
        in[2][0] = (float) c;
        Pointwise block = Objects.requireNonNull(op.block());
        int flush = op == Op.FLUSH ? Kernels.FLUSH : Kernels.KEEP;
        kernels.pointwise(block, out, 0, in[0], 0, in[1], 0, in[2], 0, in[2], 0, 1, flush);
        return out[0];
    }

    @Override
    double fma(double a, double b, double sum) {
        return Math.fma((float) a, (float) b, (float) sum);
    }

    @Override
    double add(double a, double b) {
        return (float) a + (float) b;
    }

    @Override
    void normalize(double[] y, double[] x, int at, int length) {
        float[] result = new float[length];
        kernels.normalize(result, 0, floats(x, at, length), 0, 1, length);
        store(y, at, result);
    }

    @Override
    double normalizeScale(double[] x, int at, int length) {
        float[] result = new float[1];
        kernels.normalizeScale(result, 0, floats(x, at, length), 0, 1, length);
        return result[0];
    }

    @Override
    void dNormalize(double[] dx, double[] g, double[] y, double r, int at, int length) {
        float[] result = new float[length];
        kernels.dNormalize(
                result, 0, floats(g, at, length), 0, floats(y, at, length), 0, new float[] {(float) r}, 0, 1, length);
        store(dx, at, result);
    }

    private static float[] floats(double[] x, int at, int length) {
        float[] floats = new float[length];
        for (int j = 0; j < length; j++) {
            floats[j] = (float) x[at + j];
        }
        return floats;
    }

    private static void store(double[] to, int at, float[] values) {
        for (int j = 0; j < values.length; j++) {
            to[at + j] = values[j];
        }
    }
}
