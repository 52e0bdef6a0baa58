package dev.recur.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of matrices: {@code c[i,j] = chain over the added rows p, in the order of adding, of fma(a[p,i], b[p,j], acc)}, acc starting from
 * {@code c[i,j]}, for several pairs of a left operand a and a right operand b at a time. Rows are copied to the cache in stretches, once
 * for all pairs; how long a stretch is changes no bit, since each chain goes on where it stopped. One for each thread; nothing is
 * allocated once it has met its largest matrices.
 */
public final class OuterSum {
    /** Rows copied at a time: a strip of their a's and a panel of their b's stay in the first cache. */
    private static final int DEPTH = Math.min(256, 8192 / Kernels.PANEL);
    /** Keeps the strips and the panels out of one another's cache sets. */
    private static final int PAD = 16;

    private static final int STRIP = DEPTH * Kernels.STRIP + PAD;
    private static final int PANEL = DEPTH * Kernels.PANEL + PAD;
    /** Columns of b that are copied together: a panel, which stays in the first cache while all strips pass by. */
    private static final int GROUP = Kernels.PANEL;

    /** The rows of one operand that are waiting to be multiplied, run by run. */
    private static final class Operand {
        final float[][] from = new float[DEPTH][];
        final int[] at = new int[DEPTH];
        final int[] stride = new int[DEPTH];
        int width;
        int copy; // where its strips begin

        /** Of run {@code run}, which begins at row {@code row} of the stretch. */
        void cut(
                Kernels kernels,
                int run,
                int row,
                int rows,
                int first,
                int columns,
                float[] to,
                int toAt,
                int panel,
                int across) {
            kernels.cut(to, toAt + row * across, panel, across, from[run], at[run] + first, stride[run], rows, columns);
        }
    }

    private final Kernels kernels;
    private final float[] panels = new float[Kernels.FIRST + PANEL];
    private final int[] count = new int[DEPTH];
    private Operand[] lefts = {};
    private Operand[] rights = {};
    private float[] @Nullable [] targets = {}; // [left * rights + right], null for a pair that is not wanted
    private int[] targetAt = {};
    private int[] targetStride = {};
    private float[] strips = {};
    private int leftCount;
    private int rightCount;
    private int room;
    private int runs;
    private int depth;

    public OuterSum(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Begins anew, with so many left and right operands and no pairs. */
    public void begin(int left, int right) {
        lefts = enough(lefts, left);
        rights = enough(rights, right);
        leftCount = left;
        rightCount = right;
        if (targets.length < left * right) {
            targets = new float[left * right][];
            targetAt = new int[left * right];
            targetStride = new int[left * right];
        }
        Arrays.fill(targets, 0, left * right, null);
        runs = 0;
        depth = 0;
        room = Kernels.FIRST;
    }

    private static Operand[] enough(Operand[] operands, int wanted) {
        if (operands.length >= wanted) {
            return operands;
        }
        Operand[] more = Arrays.copyOf(operands, wanted);
        for (int i = operands.length; i < wanted; i++) {
            more[i] = new Operand();
        }
        return more;
    }

    /** The number of columns of left operand {@code index}, all of them before the first {@link #add}: the rows of its targets. */
    public void left(int index, int width) {
        lefts[index].width = width;
        lefts[index].copy = room;
        room += (width + Kernels.STRIP - 1) / Kernels.STRIP * STRIP;
        if (strips.length < room) {
            strips = new float[room];
        }
    }

    /** The number of columns of right operand {@code index}: the columns of its targets. */
    public void right(int index, int width) {
        rights[index].width = width;
    }

    /** Where the pair's sum goes, rows {@code cStride} apart. */
    public void target(int left, int right, float[] c, int cAt, int cStride) {
        targets[left * rightCount + right] = c;
        targetAt[left * rightCount + right] = cAt;
        targetStride[left * rightCount + right] = cStride;
    }

    /** Where the next rows of a left operand lie; they are read by the next {@link #add}. */
    public void leftRows(int index, float[] from, int at, int rowStride) {
        set(lefts[index], from, at, rowStride);
    }

    /** As {@link #leftRows}, but they are read before {@link #end()} returns. */
    public void rightRows(int index, float[] from, int at, int rowStride) {
        set(rights[index], from, at, rowStride);
    }

    private void set(Operand operand, float[] from, int at, int rowStride) {
        operand.from[runs] = from;
        operand.at[runs] = at;
        operand.stride[runs] = rowStride;
    }

    /** Adds {@code rows} rows, from where all operands have just been set. */
    public void add(int rows) {
        int left = rows;
        while (left > 0) {
            int now = Math.min(left, DEPTH - depth);
            count[runs] = now;
            cutLefts(now);
            left -= now;
            depth += now;
            boolean full = depth == DEPTH;
            int next = full ? 0 : runs + 1;
            int run = runs;
            runs++;
            if (full) {
                multiply();
            }
            if (left > 0) {
                goOn(lefts, leftCount, run, next, now);
                goOn(rights, rightCount, run, next, now);
            }
        }
    }

    /** At once, so that their rows are in the cache for whoever reads them next. */
    private void cutLefts(int rows) {
        for (int i = 0; i < leftCount; i++) {
            Operand left = lefts[i];
            if (left.width > 0) {
                left.cut(kernels, runs, depth, rows, 0, left.width, strips, left.copy, STRIP, Kernels.STRIP);
            }
        }
    }

    /** The rest of a run is another run. */
    private static void goOn(Operand[] operands, int operandCount, int run, int next, int rows) {
        for (int i = 0; i < operandCount; i++) {
            Operand operand = operands[i];
            operand.from[next] = operand.from[run];
            operand.at[next] = operand.at[run] + rows * operand.stride[run];
            operand.stride[next] = operand.stride[run];
        }
    }

    /** All that was added is in the targets. */
    public void end() {
        if (depth > 0) {
            multiply();
        }
    }

    private void multiply() {
        for (int j = 0; j < rightCount; j++) {
            for (int column = 0; column < rights[j].width && wanted(j); column += GROUP) {
                int width = Math.min(GROUP, rights[j].width - column);
                int row = 0;
                for (int run = 0; run < runs; run++) {
                    rights[j].cut(
                            kernels, run, row, count[run], column, width, panels, Kernels.FIRST, PANEL, Kernels.PANEL);
                    row += count[run];
                }
                multiplyGroup(j, column, width);
            }
        }
        runs = 0;
        depth = 0;
    }

    /** Whether a left operand of some width waits for right operand {@code right}. */
    private boolean wanted(int right) {
        for (int i = 0; i < leftCount; i++) {
            if (lefts[i].width > 0 && targets[i * rightCount + right] != null) {
                return true;
            }
        }
        return false;
    }

    private void multiplyGroup(int right, int column, int width) {
        for (int i = 0; i < leftCount; i++) {
            int pair = i * rightCount + right;
            float[] c = targets[pair];
            for (int row = 0; c != null && row < lefts[i].width; row += Kernels.STRIP) {
                kernels.multiplyTransposed(
                        c,
                        targetAt[pair] + row * targetStride[pair] + column,
                        targetStride[pair],
                        strips,
                        lefts[i].copy + row / Kernels.STRIP * STRIP,
                        panels,
                        Kernels.FIRST,
                        PANEL,
                        Math.min(Kernels.STRIP, lefts[i].width - row),
                        width,
                        depth);
            }
        }
    }
}
