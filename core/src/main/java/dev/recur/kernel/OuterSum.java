package dev.recur.kernel;

/**
 * The gradient of a matrix: {@code c[i,j] = chain over the added rows p, in the order of adding, of fma(a[p,i], b[p,j], acc)}, acc starting from
 * {@code c[i,j]}. Rows are copied to the cache in stretches; how long a stretch is changes no bit, since the chain goes on where it stopped.
 * One for each thread; adding allocates nothing once it has met its largest matrix.
 */
public final class OuterSum {
    /** Rows copied at a time: their a's stay in the second cache and a panel of their b's in the first. */
    private static final int DEPTH = 128;
    /** Keeps the copied rows out of one another's cache sets. */
    private static final int PAD = 16;

    private final Kernels kernels;
    private final float[] b = new float[DEPTH * Kernels.PANEL];
    private final float[][] aFrom = new float[DEPTH][];
    private final float[][] bFrom = new float[DEPTH][];
    private final int[] aAt = new int[DEPTH];
    private final int[] bAt = new int[DEPTH];
    private final int[] aStride = new int[DEPTH];
    private final int[] bStride = new int[DEPTH];
    private final int[] count = new int[DEPTH];
    private float[] a = new float[0];
    private float[] c = new float[0];
    private int cAt;
    private int cStride;
    private int rows;
    private int columns;
    private int runs;
    private int depth;

    public OuterSum(Kernels kernels) {
        this.kernels = kernels;
    }

    /** From now on sums go to {@code c}, [rows, columns] with rows {@code cStride} apart. */
    public void begin(float[] c, int cAt, int cStride, int rows, int columns) {
        this.c = c;
        this.cAt = cAt;
        this.cStride = cStride;
        this.rows = rows;
        this.columns = columns;
        int wanted = DEPTH * (rows + PAD);
        if (a.length < wanted) {
            a = new float[wanted];
        }
        runs = 0;
        depth = 0;
    }

    /** {@code count} rows of a, {@code aStride} apart, with as many of b. They are read before {@link #end()} returns. */
    public void add(float[] a, int aAt, int aStride, float[] b, int bAt, int bStride, int count) {
        int taken = 0;
        while (taken < count) {
            int now = Math.min(count - taken, DEPTH - depth);
            this.aFrom[runs] = a;
            this.aAt[runs] = aAt + taken * aStride;
            this.aStride[runs] = aStride;
            this.bFrom[runs] = b;
            this.bAt[runs] = bAt + taken * bStride;
            this.bStride[runs] = bStride;
            this.count[runs++] = now;
            depth += now;
            taken += now;
            if (depth == DEPTH) {
                multiply();
            }
        }
    }

    /** All that was added is in {@code c}. */
    public void end() {
        if (depth > 0) {
            multiply();
        }
    }

    private void multiply() {
        int stride = rows + PAD;
        gather(aFrom, aAt, aStride, 0, rows, a, stride);
        for (int column = 0; column < columns; column += Kernels.PANEL) {
            int width = Math.min(Kernels.PANEL, columns - column);
            gather(bFrom, bAt, bStride, column, width, b, Kernels.PANEL);
            kernels.multiplyTransposed(c, cAt + column, cStride, a, 0, stride, b, 0, Kernels.PANEL, rows, width, depth);
        }
        runs = 0;
        depth = 0;
    }

    private void gather(float[][] from, int[] at, int[] stride, int column, int width, float[] to, int toStride) {
        int toAt = 0;
        for (int run = 0; run < runs; run++) {
            int fromAt = at[run] + column;
            for (int i = 0; i < count[run]; i++) {
                System.arraycopy(from[run], fromAt, to, toAt, width);
                fromAt += stride[run];
                toAt += toStride;
            }
        }
    }
}
