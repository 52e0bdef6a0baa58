package dev.recur.kernel;

/**
 * Arithmetic on float arrays and offsets. Every result is defined to the bit by the documentation here; the scalar and the
 * vector implementation agree in every bit for every input, NaN payloads excepted.
 *
 * <p>Outputs come first, then inputs, then sizes. {@code xAt} is the index of the first float of operand {@code x},
 * {@code xStride} the distance between its rows. Nothing here allocates, logs, starts threads or checks (but by
 * {@code assert}): shapes are checked once, at the door of a layer.
 */
public abstract sealed class Kernels permits ScalarKernels, VectorKernels {
    /** Columns of a packed panel, the same for every vector width. */
    public static final int PANEL = 64;

    /** Bits of 2^-100: magnitudes below it become +0 where a value is stored or carried. */
    public static final int FLUSH = Float.floatToRawIntBits(0x1p-100f);

    /** As {@code flush}: every value is kept as it is. */
    public static final int KEEP = 0;

    /** {@code FLUSH} as a function of one value: the definition. NaN stays. */
    public static float flushed(float value) {
        return Math.abs(value) < 0x1p-100f ? 0f : value;
    }

    /** "scalar", or "vector 512" and the like. */
    public abstract String name();

    // spotless:off, one operand with its place and stride beside the other
    // ---- products -------------------------------------------------------------------------------------------------

    /**
     * {@code c[i,j] = chain over p rising of fma(a[i,p], panel[p,j], acc)}, acc starting from +0, or from {@code c[i,j]} with
     * {@code resume}. {@code panel} is packed, [depth][PANEL]; {@code columns <= PANEL} of it are used.
     * For {@code rows == 1} this streams the weights and is bound by their bandwidth.
     */
    public abstract void multiply(
            float[] c, int cAt, int cStride, float[] a, int aAt, int aStride, float[] panel, int panelAt,
            int rows, int columns, int depth, boolean resume);

    /**
     * Weight gradient: {@code c[i,j] = chain over p rising of fma(a[p,i], b[p,j], acc)}, acc starting from {@code c[i,j]}.
     * {@code a} is [depth] rows of stride aStride, of which {@code rows} neighbouring floats are used; {@code b} is
     * [depth] rows of stride bStride of which {@code columns <= PANEL} are used.
     */
    public abstract void multiplyTransposed(
            float[] c, int cAt, int cStride, float[] a, int aAt, int aStride, float[] b, int bAt, int bStride,
            int rows, int columns, int depth);

    // ---- pointwise ------------------------------------------------------------------------------------------------

    /**
     * {@code out[j] = op(a[j], b[j], c[j], d[j])} for j &lt; n, flushed where {@code flush} is {@link #FLUSH}. {@code out} may be any of
     * the operands at the same index, and must not overlap one otherwise. Operands beyond the arity are not read.
     */
    public abstract void pointwise(
            Pointwise op, float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt,
            float[] d, int dAt, int n, int flush);

    // ---- rows -----------------------------------------------------------------------------------------------------

    /** Layer normalisation: {@code y = (x - m) * r} for each of {@code rows} rows of {@code length} floats. */
    public abstract void normalize(float[] y, int yAt, float[] x, int xAt, int rows, int length);

    /** {@code r = 1 / sqrt(var + 1e-5)} for each row, one float a row; biased variance, sums in 16 virtual lanes. */
    public abstract void normalizeScale(float[] r, int rAt, float[] x, int xAt, int rows, int length);

    /** {@code dx = r * (g - mean(g) - y * mean(g * y))} for each row. {@code dx} may be {@code g}. */
    public abstract void dNormalize(
            float[] dx, int dxAt, float[] g, int gAt, float[] y, int yAt, float[] r, int rAt, int rows, int length);

    /** {@code sum[j] += g[i,j]}, i rising, one chain for each j. Rows are {@code length} apart. */
    public abstract void addRows(float[] sum, int sumAt, float[] g, int gAt, int rows, int length);

    /** {@code sum[j] = fma(g[i,j], v[i,j], sum[j])}, i rising, one chain for each j. */
    public abstract void addProductRows(
            float[] sum, int sumAt, float[] g, int gAt, float[] v, int vAt, int rows, int length);
    // spotless:on
}
