package dev.recur.cli;

import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** Two seconds of work: do these kernels give the bits of the scalar ones, and how fast are they here. */
final class SelfCheck {
    private static final int ODD = 1003; // no multiple of any vector's length, so that tails are checked too
    private static final int ROWS = 50;
    private static final int DEPTH = 512;
    private static final int COLUMNS = 2048;
    private static final int BLOCK = 1024;
    private static final int SWEEPS = 500;
    private static final double PATIENCE = 5; // seconds

    private final Kernels kernels;
    private final Stream stream;
    private final LongSupplier nanos;
    private long drawn;

    SelfCheck(Kernels kernels, LongSupplier nanos) {
        this.kernels = kernels;
        this.stream = new Randomness(1).stream("self-check");
        this.nanos = nanos;
    }

    /** The operations whose bits differ from the scalar kernels': none, if all is well. */
    List<String> differing() {
        List<String> wrong = new ArrayList<>();
        for (Pointwise op : Pointwise.values()) {
            if (!samePointwise(op)) {
                wrong.add(op.name());
            }
        }
        for (int rows : new int[] {1, 2, 3, 5, 17}) {
            for (int columns : new int[] {1, Kernels.PANEL * 5 / 8 - 3, Kernels.PANEL}) {
                if (!sameProduct(rows, columns, 65)) {
                    wrong.add("multiply " + rows + "x65x" + columns);
                }
            }
        }
        return wrong;
    }

    /** How many operations {@link #differing} compares. */
    int compared() {
        return Pointwise.values().length + 15;
    }

    /** Floating-point operations a second, in thousand millions, of products as they occur in training. */
    double gigaflops(Workers workers, double seconds) {
        float[] panels = drawn(DEPTH * COLUMNS);
        float[][] a = new float[workers.count()][];
        float[][] c = new float[workers.count()][];
        for (int w = 0; w < a.length; w++) {
            a[w] = drawn(ROWS * DEPTH);
            c[w] = new float[ROWS * COLUMNS];
        }
        double best = best(
                columns -> workers.run((worker, all) -> kernels.multiplyPanels(
                        c[worker], 0, COLUMNS, a[worker], 0, DEPTH, panels, 0, ROWS, columns, DEPTH, false)),
                Kernels.PANEL,
                COLUMNS,
                2.0 * ROWS * DEPTH * Kernels.PANEL, // one operation a nanosecond, which scalar kernels reach
                seconds);
        return 2.0 * ROWS * DEPTH * COLUMNS * workers.count() / best;
    }

    /** Nanoseconds an element, one thread. */
    double nanosEach(Pointwise op, double seconds) {
        float[] x = drawn(BLOCK);
        float[] y = new float[BLOCK];
        double best = best(
                sweeps -> {
                    for (int i = 0; i < sweeps; i++) {
                        kernels.pointwise(op, y, 0, x, 0, x, 0, x, 0, x, 0, BLOCK, Kernels.FLUSH);
                    }
                },
                1,
                SWEEPS,
                20.0 * BLOCK,
                seconds);
        return best / ((double) SWEEPS * BLOCK);
    }

    /**
     * Nanoseconds of the fastest round of size {@code large}. Before the compiler has come to them vector kernels are some thousand
     * times slower, so small rounds come first: for three quarters of the time, and on a busy machine until one took no more than
     * {@code compiled} nanoseconds, but not for longer than {@link #PATIENCE}.
     */
    private double best(IntConsumer round, int small, int large, double compiled, double seconds) {
        double warmed = 0.75 * seconds;
        for (double spent = 0; spent < PATIENCE; spent += warmed) {
            if (fastest(round, small, warmed) <= compiled) {
                break;
            }
        }
        return fastest(round, large, 0.25 * seconds);
    }

    private long fastest(IntConsumer round, int size, double seconds) {
        long begin = nanos.getAsLong();
        long best = Long.MAX_VALUE;
        long end = begin;
        while (end - begin < seconds * 1e9) {
            long start = end;
            round.accept(size);
            end = nanos.getAsLong();
            best = Math.min(best, Math.max(1, end - start));
        }
        return best;
    }

    private boolean samePointwise(Pointwise op) {
        float[] a = special(drawn(ODD));
        float[] b = drawn(ODD);
        float[] c = drawn(ODD);
        float[] d = drawn(ODD);
        float[] expected = new float[ODD];
        float[] found = new float[ODD];
        Kernels.scalar().pointwise(op, expected, 0, a, 0, b, 0, c, 0, d, 0, ODD, Kernels.FLUSH);
        kernels.pointwise(op, found, 0, a, 0, b, 0, c, 0, d, 0, ODD, Kernels.FLUSH);
        return same(expected, found);
    }

    private boolean sameProduct(int rows, int columns, int depth) {
        float[] a = drawn(rows * depth);
        float[] panel = drawn(depth * Kernels.PANEL);
        float[] expected = new float[rows * columns];
        float[] found = new float[rows * columns];
        Kernels.scalar().multiply(expected, 0, columns, a, 0, depth, panel, 0, rows, columns, depth, false, null, 0);
        kernels.multiply(found, 0, columns, a, 0, depth, panel, 0, rows, columns, depth, false, null, 0);
        boolean near = same(expected, found);
        kernels.multiply(found, 0, columns, a, 0, depth, panel, 0, rows, columns, depth, false, panel, 0);
        return near && same(expected, found);
    }

    /** To the bit; of a NaN only that it is one. */
    private static boolean same(float[] expected, float[] found) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
                return false;
            }
        }
        return true;
    }

    private float[] drawn(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) stream.uniform(-4, 4, 0, drawn++);
        }
        return values;
    }

    private static float[] special(float[] values) {
        float[] few = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e-38f, -1e-42f, 90f, -110f
        };
        for (int i = 0; i < few.length; i++) {
            values[i * 7] = few[i];
        }
        return values;
    }
}
