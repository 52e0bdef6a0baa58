package dev.recur.cell;

import dev.recur.kernel.Kernels;
import dev.recur.kernel.OuterSum;
import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of weights, after the loop: for each matrix one product over all (t, row), for each vector one sum. The order of every chain is
 * t falling, then uses in text order, then rows rising, whatever the number of workers; they divide outputs, never the chain.
 */
final class Delayed implements Workers.Task {
    /** Floats of gradients that stay in the second cache while the rows pass by. */
    private static final int SMALL = 1 << 18;

    /** Where one operand of one use lies. */
    private record Source(int array, int rows, int first, int length) {}

    private record MatrixUse(Source a, Source b) {}

    private record Matrix(int offset, int rows, int columns, MatrixUse[] uses, boolean ofTokens) {}

    /** A matrix whose gradient is the sum over left operand {@code left} and right operand {@code right} of its bundle. */
    private record Pair(Matrix matrix, int left, int right) {}

    /** Matrices whose rows are copied to the cache once for all of them. {@code several} are the uses of one that has more than one. */
    private record Bundle(List<Source> lefts, List<Source> rights, List<Pair> pairs, MatrixUse[] several) {
        /** Products that wait for a unit of left operand {@code i}. */
        long weight(int i) {
            return pairs.stream()
                    .filter(pair -> pair.left == i)
                    .mapToLong(pair -> (long) pair.matrix.columns * pair.matrix.uses.length)
                    .sum();
        }
    }

    /** Bundles, and who adds which units of their left operands, {@code first[i]} being the place of bundle i's in the shares. */
    private record Bundles(Bundle[] all, int[] first, Shares shares) {
        static Bundles of(List<Bundle> bundles) {
            int[] first = new int[bundles.size()];
            List<Integer> lengths = new ArrayList<>();
            List<Long> weights = new ArrayList<>();
            for (int i = 0; i < first.length; i++) {
                Bundle bundle = bundles.get(i);
                first[i] = lengths.size();
                for (int j = 0; j < bundle.lefts.size(); j++) {
                    lengths.add(bundle.lefts.get(j).length);
                    weights.add(bundle.weight(j));
                }
            }
            Shares shares = new Shares(
                    lengths.stream().mapToInt(length -> length).toArray(),
                    weights.stream().mapToLong(weight -> weight).toArray());
            return new Bundles(bundles.toArray(Bundle[]::new), first, shares);
        }
    }

    private record VectorUse(Source gradient, @Nullable Source factor) {}

    /** {@code sum} is -1 for a parameter, else the index of a sum of an expression. */
    private record Vector(int offset, int sum, int length, VectorUse[] uses) {}

    private final Plan plan;
    private final Buffers buffers;
    private final Kernels kernels;
    private final Bundles bundles; // arrays in it: an iterator would be an allocation a step
    private final Bundles bundlesWithoutTokens;
    private final Vector[] vectors;
    private final Shares vectorShares;
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
        List<Matrix> matrices =
                plan.program().matrices().stream().map(this::matrix).toList();
        this.bundles = bundles(matrices);
        this.bundlesWithoutTokens =
                bundles(matrices.stream().filter(matrix -> !matrix.ofTokens).toList());
        this.vectors = new Vector[plan.program().vectors().size()];
        int expressions = 0;
        for (int i = 0; i < vectors.length; i++) {
            Program.VectorGradient of = plan.program().vectors().get(i);
            boolean parameter = of.target().kind == Node.Kind.PARAMETER;
            vectors[i] = vector(of, parameter ? -1 : expressions++);
        }
        this.vectorShares = new Shares(
                Arrays.stream(vectors).mapToInt(Vector::length).toArray(),
                Arrays.stream(vectors).mapToLong(vector -> vector.uses.length).toArray());
    }

    private Source source(Home home) {
        return new Source(
                plan.table().at(home),
                home.space().rows().ordinal(),
                home.space().first(),
                home.length());
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

    /** Small matrices share their copies; a large one fills the cache alone. */
    private static Bundles bundles(List<Matrix> matrices) {
        List<Bundle> bundles = new ArrayList<>();
        int floats = 0;
        for (Matrix matrix : matrices) {
            boolean alone = matrix.uses.length > 1;
            int size = matrix.rows * matrix.columns;
            Bundle last = bundles.isEmpty() ? null : bundles.get(bundles.size() - 1);
            if (last == null
                    || alone
                    || last.several.length > 0
                    || floats + size > SMALL
                    || twin(last, matrix.uses[0])) {
                last = new Bundle(
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        alone ? matrix.uses : new MatrixUse[0]);
                bundles.add(last);
                floats = 0;
            }
            floats += size;
            MatrixUse use = matrix.uses[0];
            last.pairs.add(new Pair(matrix, index(last.lefts, use.a), index(last.rights, use.b)));
        }
        return Bundles.of(bundles);
    }

    /** Two matrices may have one gradient and one operand, as in {@code A x(t) + B x(t)}; a bundle holds one of such twins. */
    private static boolean twin(Bundle bundle, MatrixUse use) {
        int left = bundle.lefts.indexOf(use.a);
        int right = bundle.rights.indexOf(use.b);
        return bundle.pairs.stream().anyMatch(pair -> pair.left == left && pair.right == right);
    }

    private static int index(List<Source> sources, Source wanted) {
        if (!sources.contains(wanted)) {
            sources.add(wanted);
        }
        return sources.indexOf(wanted);
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
        Bundles dealt = buffers.tokens() == null ? bundles : bundlesWithoutTokens;
        for (int i = 0; i < dealt.all.length; i++) {
            accumulate(context, dealt, i, sumsOfWorkers[worker], worker, workers);
        }
        for (int i = 0; i < vectors.length; i++) {
            int units = vectorShares.count(i, worker, workers);
            if (units > 0) {
                accumulate(context, vectors[i], vectorShares.first(i, worker, workers), units);
            }
        }
    }

    // ---- matrices

    private void accumulate(Sweep.Context context, Bundles dealt, int index, OuterSum sum, int worker, int workers) {
        Bundle bundle = dealt.all[index];
        sum.begin(bundle.lefts.size(), bundle.rights.size());
        int mine = 0;
        for (int i = 0; i < bundle.lefts.size(); i++) {
            int units = dealt.shares.count(dealt.first[index] + i, worker, workers);
            sum.left(i, units);
            mine += units;
        }
        if (mine == 0) {
            return;
        }
        for (int j = 0; j < bundle.rights.size(); j++) {
            sum.right(j, bundle.rights.get(j).length);
        }
        for (int i = 0; i < bundle.pairs.size(); i++) {
            Pair pair = bundle.pairs.get(i);
            int first = dealt.shares.first(dealt.first[index] + pair.left, worker, workers);
            int at = base + pair.matrix.offset + first * pair.matrix.columns;
            sum.target(pair.left, pair.right, gradient, at, pair.matrix.columns);
        }
        for (int t = batch.steps() - 1; t >= 0; t--) {
            addStep(context, dealt, index, sum, t, worker, workers);
        }
        sum.end();
    }

    /** A matrix of several uses comes alone: its uses are added one after the other, as left and right operand 0. */
    private void addStep(
            Sweep.Context context, Bundles dealt, int index, OuterSum sum, int t, int worker, int workers) {
        Bundle bundle = dealt.all[index];
        int share = dealt.first[index];
        for (MatrixUse use : bundle.several) {
            left(context, sum, 0, use.a, dealt.shares.first(share, worker, workers), t);
            right(context, sum, 0, use.b, t);
            sum.add(batch.alive(t));
        }
        if (bundle.several.length > 0) {
            return;
        }
        for (int i = 0; i < bundle.lefts.size(); i++) {
            left(context, sum, i, bundle.lefts.get(i), dealt.shares.first(share + i, worker, workers), t);
        }
        for (int j = 0; j < bundle.rights.size(); j++) {
            right(context, sum, j, bundle.rights.get(j), t);
        }
        sum.add(batch.alive(t));
    }

    private void left(Sweep.Context context, OuterSum sum, int i, Source source, int first, int t) {
        sum.leftRows(i, array(context, source, t), begin(source, t) + first, source.length);
    }

    private void right(Sweep.Context context, OuterSum sum, int j, Source source, int t) {
        sum.rightRows(j, array(context, source, t), begin(source, t), source.length);
    }

    private float[] array(Sweep.Context context, Source source, int t) {
        if (source.rows == Home.Rows.STEP_BEFORE.ordinal()) {
            buffers.atStep(context, t);
        }
        return context.table[source.array];
    }

    private int begin(Source source, int t) {
        boolean before = source.rows == Home.Rows.STEP_BEFORE.ordinal();
        int row = !before ? batch.offset(t) : t == 0 ? 0 : batch.offset(t - 1);
        return source.first + row * source.length;
    }

    // ---- vectors

    /** Of the vector's units {@code units}, from {@code first} on. */
    private void accumulate(Sweep.Context context, Vector vector, int first, int units) {
        float[] target = vector.sum < 0 ? gradient : sums[vector.sum];
        int length = vector.length;
        int at = (vector.sum < 0 ? base + vector.offset : 0) + first;
        for (int t = batch.steps() - 1; t >= 0; t--) {
            for (VectorUse use : vector.uses) {
                float[] g = array(context, use.gradient, t);
                int gAt = begin(use.gradient, t) + first;
                Source factor = use.factor;
                if (factor == null) {
                    kernels.addRows(target, at, g, gAt, length, batch.alive(t), units);
                } else {
                    float[] v = array(context, factor, t);
                    int vAt = begin(factor, t) + first;
                    kernels.addProductRows(target, at, g, gAt, v, vAt, length, batch.alive(t), units);
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
