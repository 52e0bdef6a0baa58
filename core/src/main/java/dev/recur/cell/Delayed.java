package dev.recur.cell;

import dev.recur.kernel.Kernels;
import dev.recur.kernel.OuterSum;
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
    /** Where one operand of one use lies. */
    private record Source(int array, int rows, int length) {}

    private record MatrixUse(Source a, Source b) {}

    private record Matrix(int offset, int rows, int columns, MatrixUse[] uses, boolean ofTokens) {}

    private record VectorUse(Source gradient, @Nullable Source factor) {}

    /** {@code sum} is -1 for a parameter, else the index of a sum of an expression. */
    private record Vector(int offset, int sum, int length, VectorUse[] uses) {}

    private final Plan plan;
    private final Buffers buffers;
    private final Kernels kernels;
    private final Matrix[] matrices;
    private final Vector[] vectors;
    private final float[][] sums;
    private OuterSum[] sumsOfWorkers = new OuterSum[0];
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
        return new Matrix(
                plan.offset(of.matrix()),
                plan.rows(of.matrix()),
                plan.columns(of.matrix()),
                resolved,
                plan.readsTokens() && uses.get(0).operand().space() == Home.Space.INPUT);
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
        if (sumsOfWorkers.length < workers.count()) {
            sumsOfWorkers = new OuterSum[workers.count()];
            for (int i = 0; i < sumsOfWorkers.length; i++) {
                sumsOfWorkers[i] = new OuterSum(kernels);
            }
        }
        workers.run(this);
    }

    @Override
    public void run(int worker, int workers) {
        Sweep.Context context = buffers.context(worker);
        boolean lookedUp = buffers.tokens() != null;
        for (Matrix matrix : matrices) {
            if (lookedUp && matrix.ofTokens) {
                continue;
            }
            accumulate(context, matrix, sumsOfWorkers[worker], worker, workers);
        }
        for (int i = worker; i < vectors.length; i += workers) {
            accumulate(context, vectors[i]);
        }
    }

    // ---- matrices

    private void accumulate(Sweep.Context context, Matrix matrix, OuterSum sum, int worker, int workers) {
        int first = Units.first(matrix.rows, worker, workers);
        int last = Units.first(matrix.rows, worker + 1, workers);
        if (first == last) {
            return;
        }
        int at = base + matrix.offset + first * matrix.columns;
        sum.begin(gradient, at, matrix.columns, last - first, matrix.columns);
        for (int t = batch.steps() - 1; t >= 0; t--) {
            for (MatrixUse use : matrix.uses) {
                float[] a = array(context, use.a, t);
                int aAt = begin(use.a, t) * use.a.length + first;
                float[] b = array(context, use.b, t);
                int bAt = begin(use.b, t) * use.b.length;
                sum.add(a, aAt, use.a.length, b, bAt, use.b.length, batch.alive(t));
            }
        }
        sum.end();
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
