package dev.recur.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Arithmetic on float arrays and offsets. Every result is defined to the bit by the documentation here; the scalar and the
 * vector implementation agree in every bit for every input, NaN payloads excepted.
 *
 * <p>Outputs come first, then inputs, then sizes. {@code xAt} is the index of the first float of operand {@code x},
 * {@code xStride} the distance between its rows. Nothing here allocates, logs, starts threads or checks (but by
 * {@code assert}): shapes are checked once, at the door of a layer.
 */
public abstract sealed class Kernels permits ScalarKernels, VectorKernels {
    /**
     * Columns of a packed panel: those of one tile, so that what a tile reads lies side by side. It differs between machines; nothing that is
     * kept or written is in panels, and no result depends on it.
     */
    public static final int PANEL = Selected.panel();

    /** Columns of a packed strip of a left operand of {@link #multiplyTransposed}. */
    public static final int STRIP = 16;

    /**
     * Where what is read most begins in its array. The floats of an array follow a header of 16 bytes: where objects lie at multiples of 64
     * bytes ({@code -XX:ObjectAlignmentInBytes=64}), float 12 does as well, and no vector of 16 lies across two lines of the cache.
     */
    public static final int FIRST = 12;

    /** Floats of a line of a cache. */
    static final int LINE = 16;

    /** Floats of weights that stay in the second cache beside all else, until they are read again. */
    private static final int NEAR = 1 << 18;

    /** What a product that resumes nothing starts from. */
    private static final float[] ZEROS = new float[FIRST + PANEL];

    /** Rows that go through all panels together: what they read stays in the second cache. */
    public static final int BLOCK = 60;

    /** Bits of 2^-100: magnitudes below it become +0 where a value is stored or carried. */
    public static final int FLUSH = Float.floatToRawIntBits(0x1p-100f);

    /** As {@code flush}: every value is kept as it is. */
    public static final int KEEP = 0;

    /** Virtual lanes of every sum over a row or a block: lane l adds the elements l, l + 16, ... in rising order. */
    public static final int LANES = 16;

    /** The kernels of this process, chosen once: see {@link Selection}. */
    public static Kernels selected() {
        return Selected.kernels();
    }

    /** The scalar kernels: the definition of every bit, and what runs without the incubator module. */
    public static Kernels scalar() {
        return ScalarKernels.INSTANCE;
    }

    /** What {@link #selected()} is, and why. */
    public static Selection selection() {
        return Selected.selection();
    }

    /** {@code FLUSH} as a function of one value: the definition. NaN stays. */
    public static float flushed(float value) {
        return Math.abs(value) < 0x1p-100f ? 0f : value;
    }

    /** Whether so many floats of weights, read over and over, come from behind the second cache. */
    public static boolean far(long floats) {
        return floats > NEAR;
    }

    /** "scalar", or "vector 512" and the like. */
    public abstract String name();

    // spotless:off, one operand with its place and stride beside the other
    // ---- products -------------------------------------------------------------------------------------------------

    /**
     * {@code c[i,j] = chain over p rising of fma(a[i,p], panel[p,j], acc)}, acc starting from {@code d[i,j]}. {@code panel} is packed,
     * [depth][PANEL]; {@code columns <= PANEL} of it are used. d may be c, and with a {@code dStride} of 0 all rows start from one.
     *
     * @param next null where the weights are near. Where they are {@link #far}, the array with the panel that will be read next, from {@code
     *     nextAt}, as deep as this one: it is on its way then while this panel is at work. That changes no bit
     */
    public abstract void multiply(
            float[] c, int cAt, int cStride, float[] a, int aAt, int aStride, float[] panel, int panelAt,
            int rows, int columns, int depth, float[] d, int dAt, int dStride, float @Nullable [] next, int nextAt);

    /** The same, acc starting from +0, or from {@code c[i,j]} with {@code resume}. */
    public final void multiply(
            float[] c, int cAt, int cStride, float[] a, int aAt, int aStride, float[] panel, int panelAt,
            int rows, int columns, int depth, boolean resume, float @Nullable [] next, int nextAt) {
        multiply(
                c, cAt, cStride, a, aAt, aStride, panel, panelAt, rows, columns, depth,
                resume ? c : ZEROS, resume ? cAt : FIRST, resume ? cStride : 0, next, nextAt);
    }

    /**
     * {@link #multiply} over all panels of a matrix, [ceil(columns/PANEL)][depth][PANEL] from {@code panelsAt}. One to four rows
     * cost about the same: the weights stream by once.
     */
    public final void multiplyPanels(
            float[] c, int cAt, int cStride, float[] a, int aAt, int aStride, float[] panels, int panelsAt,
            int rows, int columns, int depth, float[] d, int dAt, int dStride) {
        multiplyPanels(
                c, cAt, cStride, a, aAt, aStride, panels, panelsAt, rows, columns, depth, d, dAt, dStride, 1);
    }

    /** The same, acc starting from +0, or from {@code c[i,j]} with {@code resume}. */
    public final void multiplyPanels(
            float[] c, int cAt, int cStride, float[] a, int aAt, int aStride, float[] panels, int panelsAt,
            int rows, int columns, int depth, boolean resume) {
        multiplyPanels(
                c, cAt, cStride, a, aAt, aStride, panels, panelsAt, rows, columns, depth,
                resume ? c : ZEROS, resume ? cAt : FIRST, resume ? cStride : 0, resume ? 1 : 0);
    }

    /** {@code dStep} is 0 where all panels start from the same columns of d. */
    private void multiplyPanels(
            float[] c, int cAt, int cStride, float[] a, int aAt, int aStride, float[] panels, int panelsAt,
            int rows, int columns, int depth, float[] d, int dAt, int dStride, int dStep) {
        float[] next = far((long) columns * depth) ? panels : null;
        for (int i = 0; i < rows; i += BLOCK) {
            int tall = Math.min(BLOCK, rows - i);
            int from = aAt + i * aStride;
            for (int j = 0; j < columns; j += PANEL) {
                int to = cAt + i * cStride + j;
                int start = dAt + i * dStride + j * dStep;
                int width = Math.min(PANEL, columns - j);
                int panel = panelsAt + j * depth;
                int nextAt = j + PANEL < columns ? panel + PANEL * depth : panelsAt;
                multiply(
                        c, to, cStride, a, from, aStride, panels, panel, tall, width, depth, d, start, dStride,
                        next, nextAt);
            }
        }
    }

    /**
     * Weight gradient: {@code c[i,j] = chain over p rising of fma(a[p,i], b[p,j], acc)}, acc starting from {@code c[i,j]}.
     * {@code a} is a strip, [depth][STRIP], of which {@code rows <= STRIP} are used; {@code b} is [ceil(columns/PANEL)] panels, each
     * [depth][PANEL], their beginnings {@code bPanel} apart.
     */
    public abstract void multiplyTransposed(
            float[] c, int cAt, int cStride, float[] a, int aAt, float[] b, int bAt, int bPanel,
            int rows, int columns, int depth);

    /**
     * Cuts rows into strips or panels: {@code to[j / width][i][j % width] = from[i, j]}, each [rows][width], their beginnings {@code toPanel}
     * apart. {@code width} is {@link #STRIP} or {@link #PANEL}. What the last one has beyond the columns keeps its value.
     */
    public abstract void cut(
            float[] to, int toAt, int toPanel, int width, float[] from, int fromAt, int fromStride,
            int rows, int columns);

    // ---- pointwise ------------------------------------------------------------------------------------------------

    /**
     * {@code out[j] = op(a[j], b[j], c[j], d[j])} for j &lt; n, flushed where {@code flush} is {@link #FLUSH}. {@code out} may be any of
     * the operands at the same index, and must not overlap one otherwise. Operands beyond the arity are not read.
     */
    public abstract void pointwise(
            Pointwise op, float[] out, int outAt, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt,
            float[] d, int dAt, int n, int flush);

    // ---- rows -----------------------------------------------------------------------------------------------------

    // Sums are in LANES virtual lanes, chains from +0, then lane l += lane l + 8, 4, 2, 1. Means are sum / length.

    /** Layer normalisation: {@code y = (x - m) * r} for each of {@code rows} rows of {@code length} floats. */
    public abstract void normalize(float[] y, int yAt, float[] x, int xAt, int rows, int length);

    /** {@code r = 1 / sqrt(var + 1e-5)} for each row, one float a row; var the mean of {@code fma(x - m, x - m, acc)}. */
    public abstract void normalizeScale(float[] r, int rAt, float[] x, int xAt, int rows, int length);

    /** {@code dx = r * (g - mean(g) - y * mean(g * y))} for each row; the second mean by {@code fma(g, y, acc)}. {@code dx} may be {@code g}. */
    public abstract void dNormalize(
            float[] dx, int dxAt, float[] g, int gAt, float[] y, int yAt, float[] r, int rAt, int rows, int length);

    /** {@code sum[j] += g[i,j]}, i rising, one chain for each j &lt; {@code columns}. */
    public abstract void addRows(
            float[] sum, int sumAt, float[] g, int gAt, int gStride, int rows, int columns);

    /**
     * {@link #addRows}, and beside it one sum for each group of rows: {@code groups[group[i],j] += g[i,j]}, i rising. {@code group} begins at
     * {@code groupAt}; rows of {@code groups} and of {@code g} are {@code stride} apart.
     */
    public abstract void addRowsByGroup(
            float[] sum, int sumAt, float[] groups, int groupsAt, int[] group, int groupAt, float[] g, int gAt,
            int stride, int rows, int columns);

    /** {@code sum[j] = fma(g[i,j], v[i,j], sum[j])}, i rising, one chain for each j &lt; {@code columns}; rows of both are {@code stride} apart. */
    public abstract void addProductRows(
            float[] sum, int sumAt, float[] g, int gAt, float[] v, int vAt, int stride, int rows, int columns);
    // spotless:on

    /** Sum of {@code x[j] * y[j]} by {@code fma(x, y, acc)}, in {@link #LANES} virtual lanes and their tree. */
    public abstract float dot(float[] x, int xAt, float[] y, int yAt, int n);

    // ---- soft-max -------------------------------------------------------------------------------------------------

    /**
     * {@code y[j] = e[j] * (1 / sum)} with {@code e[j] = exp((x[j] - max) * inverseTemperature)}; the sum in {@link #LANES} virtual lanes and
     * their tree. {@code y} may be {@code x}.
     */
    public abstract void softmax(float[] y, int yAt, float[] x, int xAt, int n, float inverseTemperature);

    /**
     * Soft-max cross-entropy of one row of logits against class {@code target}, its gradient in place:
     * {@code x[j] = e[j] * (scale / sum)}, then {@code x[target] -= scale}, with {@code e[j] = exp(x[j] - max)} and the sum in {@link #LANES}
     * virtual lanes and their tree.
     *
     * @return the loss in nats, not scaled: {@code log(sum) + (max - x[target])}
     */
    public abstract float crossEntropy(float[] x, int xAt, int n, int target, float scale);

    // ---- flat arrays ----------------------------------------------------------------------------------------------

    /**
     * Sum of {@code x[j] * x[j]}: in each of {@link #LANES} virtual lanes a chain of {@code fma(x, x, acc)}, then their tree, in float. For a norm
     * call it block by block, with blocks of 4096 at most, and add the blocks in order in double.
     */
    public abstract double sumOfSquares(float[] x, int at, int n);

    /** {@code x[j] *= factor}. */
    public abstract void scale(float[] x, int at, int n, float factor);

    /** {@code y[j] = fma(factor, x[j], y[j])}. */
    public abstract void addScaled(float[] y, int yAt, float[] x, int xAt, int n, float factor);

    // ---- updates: w, its gradient g and its moments lie at the same index of arrays of one layout. g is read as clip
    // * g[j] -----------
    // keep is 1 - rate * decay, the decoupled weight decay; 1 for none. Weights and moments are flushed below 2^-100.

    /** {@code w = fma(-rate, g, keep * w)}. */
    public abstract void sgd(float[] w, float[] g, int at, int n, float clip, float rate, float keep);

    /** {@code m = fma(momentum, m, g)}; {@code u = nesterov ? fma(momentum, m, g) : m}; {@code w = fma(-rate, u, keep * w)}. */
    public abstract void momentum(
            float[] w,
            float[] m,
            float[] g,
            int at,
            int n,
            float clip,
            float rate,
            float keep,
            float momentum,
            boolean nesterov);

    /** {@code v = fma(decay, v, ((1 - decay) * g) * g)}; {@code w = fma(-rate, g / (sqrt(v) + epsilon), keep * w)}. */
    public abstract void rmsprop(
            float[] w,
            float[] v,
            float[] g,
            int at,
            int n,
            float clip,
            float rate,
            float keep,
            float decay,
            float epsilon);

    /** {@code v = fma(g, g, v)}; {@code w = fma(-rate, g / (sqrt(v) + epsilon), keep * w)}. */
    public abstract void adagrad(
            float[] w, float[] v, float[] g, int at, int n, float clip, float rate, float keep, float epsilon);

    /**
     * Adam, and AdamW by {@code keep}: {@code m = fma(beta1, m, (1 - beta1) * g)}; {@code v = fma(beta2, v, ((1 - beta2) * g) * g)};
     * {@code w = fma(-rate, (m * c1) / (sqrt(v * c2) + epsilon), keep * w)}.
     *
     * @param c1 1 / (1 - beta1^step), computed by the caller in double
     * @param c2 1 / (1 - beta2^step)
     */
    public abstract void adam(
            float[] w,
            float[] m,
            float[] v,
            float[] g,
            int at,
            int n,
            float clip,
            float rate,
            float keep,
            float beta1,
            float beta2,
            float c1,
            float c2,
            float epsilon);
}
