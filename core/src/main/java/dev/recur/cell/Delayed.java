package dev.recur.cell;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of weights, after the loop: for each matrix one product over all (t, row), for each vector one sum. The order of every chain is
 * t falling, then uses in text order, then rows rising, whatever the number of workers; they divide outputs, never the chain.
 */
final class Delayed implements Workers.Task {
    /** Rows of a chain that are copied to the cache at a time. */
    private static final int DEPTH = 128;
    /** Keeps the rows of the copy out of one another's cache sets. */
    private static final int PAD = 16;

    /** Where one operand of one use lies. */
    private record Source(int array, int rows, int length) {}

    private record MatrixUse(Source a, Source b) {}

    private record Matrix(int offset, int rows, int columns, MatrixUse[] uses) {}

    private record VectorUse(Source gradient, @Nullable Source factor) {}

    /** {@code sum} is -1 for a parameter, else the index of a sum of an expression. */
    private record Vector(int offset, int sum, int length, VectorUse[] uses) {}

    /** A worker's copies of a stretch of the chain. */
    private static final class Copies {
        float[] a = new float[0];
        final float[] b = new float[DEPTH * Kernels.PANEL];
        final int[] use = new int[DEPTH];
        final int[] step = new int[DEPTH];
        final int[] row = new int[DEPTH];
        final int[] count = new int[DEPTH];
        int runs;
        int depth;
    }

    private final Plan plan;
    private final Buffers buffers;
    private final Kernels kernels;
    private final Matrix[] matrices;
    private final Vector[] vectors;
    private final float[][] sums;
    private Copies[] copies = new Copies[0];
    private Rows batch = Rows.full(0, 0);
    private float[] gradient = new float[0];
    private int base;

    Delayed(Plan plan, Buffers buffers, float[][] sums) {
        this.plan = plan;
        this.buffers = buffers;
        this.kernels = plan.kernels();
        this.sums = sums;
        this.matrices = plan.program().matrices().stream().map(this::matrix).toArray(Matrix[]::new);
        this.vectors = new Vector[plan.program().vectors().size()];
        int expressions = 0;
        for (int i = 0; i < vectors.length; i++) {
            Program.VectorGradient of = plan.program().vectors().get(i);
            boolean parameter = of.target().kind == Node.Kind.PARAMETER;
            vectors[i] = vector(of, parameter ? -1 : expressions++);
        }
    }

    private Source source(Home home) {
        return new Source(plan.table().at(home), home.space().rows().ordinal(), home.length());
    }

    private Matrix matrix(Program.MatrixGradient of) {
        List<Program.MatrixUse> uses = of.uses();
        MatrixUse[] resolved = new MatrixUse[uses.size()];
        for (int i = 0; i < resolved.length; i++) {
            Source g = source(uses.get(i).gradient());
            Source v = source(uses.get(i).operand());
            resolved[i] = uses.get(i).transposed() ? new MatrixUse(v, g) : new MatrixUse(g, v);
        }
        return new Matrix(plan.offset(of.matrix()), plan.rows(of.matrix()), plan.columns(of.matrix()), resolved);
    }

    private Vector vector(Program.VectorGradient of, int sum) {
        VectorUse[] uses = new VectorUse[of.uses().size()];
        for (int i = 0; i < uses.length; i++) {
            Program.VectorUse use = of.uses().get(i);
            uses[i] = new VectorUse(source(use.gradient()), use.factor() == null ? null : source(use.factor()));
        }
        int offset = sum < 0 ? plan.offset(of.target().name) : 0;
        return new Vector(offset, sum, uses[0].gradient.length, uses);
    }

    void run(Rows rows, float[] flat, int flatBase, Workers workers) {
        this.batch = rows;
        this.base = flatBase;
        this.gradient = flat;
        if (copies.length < workers.count()) {
            copies = new Copies[workers.count()];
            for (int i = 0; i < copies.length; i++) {
                copies[i] = new Copies();
            }
        }
        workers.run(this);
    }

    @Override
    public void run(int worker, int workers) {
        Sweep.Context context = buffers.context(worker);
        for (Matrix matrix : matrices) {
            accumulate(context, matrix, copies[worker], worker, workers);
        }
        for (int i = worker; i < vectors.length; i += workers) {
            accumulate(context, vectors[i]);
        }
    }

    // ---- matrices
    // -------------------------------------------------------------------------------------------------------------

    private void accumulate(Sweep.Context context, Matrix matrix, Copies copy, int worker, int workers) {
        int first = Units.first(matrix.rows, worker, workers);
        int last = Units.first(matrix.rows, worker + 1, workers);
        if (first == last) {
            return;
        }
        int stride = last - first + PAD;
        if (copy.a.length < DEPTH * stride) {
            copy.a = new float[DEPTH * stride];
        }
        copy.runs = 0;
        copy.depth = 0;
        for (int t = batch.steps() - 1; t >= 0; t--) {
            for (int use = 0; use < matrix.uses.length; use++) {
                for (int row = 0; row < batch.alive(t); ) {
                    int count = Math.min(batch.alive(t) - row, DEPTH - copy.depth);
                    append(copy, use, t, row, count);
                    row += count;
                    if (copy.depth == DEPTH) {
                        multiply(context, matrix, copy, first, last, stride);
                    }
                }
            }
        }
        if (copy.depth > 0) {
            multiply(context, matrix, copy, first, last, stride);
        }
    }

    private static void append(Copies copy, int use, int step, int row, int count) {
        int run = copy.runs++;
        copy.use[run] = use;
        copy.step[run] = step;
        copy.row[run] = row;
        copy.count[run] = count;
        copy.depth += count;
    }

    private void multiply(Sweep.Context context, Matrix matrix, Copies copy, int first, int last, int stride) {
        gather(context, matrix, copy, true, first, last - first, copy.a, stride);
        for (int column = 0; column < matrix.columns; column += Kernels.PANEL) {
            int width = Math.min(Kernels.PANEL, matrix.columns - column);
            gather(context, matrix, copy, false, column, width, copy.b, Kernels.PANEL);
            kernels.multiplyTransposed(
                    gradient,
                    base + matrix.offset + first * matrix.columns + column,
                    matrix.columns,
                    copy.a,
                    0,
                    stride,
                    copy.b,
                    0,
                    Kernels.PANEL,
                    last - first,
                    width,
                    copy.depth);
        }
        copy.runs = 0;
        copy.depth = 0;
    }

    private void gather(
            Sweep.Context context,
            Matrix matrix,
            Copies copy,
            boolean a,
            int column,
            int width,
            float[] to,
            int stride) {
        int at = 0;
        for (int run = 0; run < copy.runs; run++) {
            MatrixUse use = matrix.uses[copy.use[run]];
            Source source = a ? use.a : use.b;
            float[] from = array(context, source, copy.step[run]);
            int fromAt = (begin(source, copy.step[run]) + copy.row[run]) * source.length + column;
            for (int i = 0; i < copy.count[run]; i++) {
                System.arraycopy(from, fromAt, to, at, width);
                fromAt += source.length;
                at += stride;
            }
        }
    }

    private float[] array(Sweep.Context context, Source source, int t) {
        if (source.rows == Home.Rows.STEP_BEFORE.ordinal()) {
            buffers.atStep(context, t);
        }
        return context.table[source.array];
    }

    private int begin(Source source, int t) {
        if (source.rows == Home.Rows.STEP_BEFORE.ordinal()) {
            return t == 0 ? 0 : batch.offset(t - 1);
        }
        return batch.offset(t);
    }

    // ---- vectors
    // --------------------------------------------------------------------------------------------------------------

    private void accumulate(Sweep.Context context, Vector vector) {
        float[] target = vector.sum < 0 ? gradient : sums[vector.sum];
        int at = vector.sum < 0 ? base + vector.offset : 0;
        for (int t = batch.steps() - 1; t >= 0; t--) {
            for (VectorUse use : vector.uses) {
                float[] g = array(context, use.gradient, t);
                int gAt = begin(use.gradient, t) * vector.length;
                Source factor = use.factor;
                if (factor == null) {
                    kernels.addRows(target, at, g, gAt, batch.alive(t), vector.length);
                } else {
                    float[] v = array(context, factor, t);
                    int vAt = begin(factor, t) * vector.length;
                    kernels.addProductRows(target, at, g, gAt, v, vAt, batch.alive(t), vector.length);
                }
            }
        }
    }

    static Map<String, float[]> leaves(Program program, float[][] sums) {
        Map<String, float[]> leaves = new LinkedHashMap<>();
        int expression = 0;
        for (Program.VectorGradient of : program.vectors()) {
            if (of.target().kind != Node.Kind.PARAMETER) {
                leaves.put(Derivative.leaf(of.target()), sums[expression++]);
            }
        }
        return leaves;
    }
}
