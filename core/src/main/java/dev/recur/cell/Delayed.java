package dev.recur.cell;

import dev.recur.cell.Bundles.Bundle;
import dev.recur.cell.Bundles.Matrix;
import dev.recur.cell.Bundles.MatrixUse;
import dev.recur.cell.Bundles.Pair;
import dev.recur.cell.Bundles.Source;
import dev.recur.cell.Bundles.Vector;
import dev.recur.cell.Bundles.VectorUse;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.OuterSum;
import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of weights, behind the loop: for each matrix one product over all (t, row), for each vector one sum. Many steps at a time are
 * added, soon after backward has passed them, so that what is read is still in a cache. The order of every chain is t falling, then uses in
 * text order, then rows rising, whatever the number of workers; they divide outputs, never the chain.
 */
final class Delayed {
    /** Rows of a matrix's gradient after which biases and tokens' sums read them, too: still in the second cache. */
    private static final int BESIDE = 256;

    /** Units that these rows are read by at a time: their sums for all tokens of a small vocabulary stay in the first cache. */
    private static final int COLUMNS = 64;

    private final Plan plan;
    private final Buffers buffers;
    private final Kernels kernels;
    private final Bundles direct;
    /** For batches whose tokens are looked up. */
    private final Bundles byToken;

    private final float[][] sums;
    private OuterSum[] sumsOfWorkers = new OuterSum[0];
    private Rows batch = Rows.full(0, 0);
    private float[] gradient = new float[0];
    private int base;
    private @Nullable TokenTable table;

    Delayed(Plan plan, Buffers buffers, float[][] sums) {
        this.plan = plan;
        this.buffers = buffers;
        this.kernels = plan.kernels();
        this.sums = sums;
        List<Program.MatrixGradient> matrices = plan.program().matrices();
        List<Vector> vectors = vectors();
        this.direct = new Bundles(matrices.stream().map(this::matrix).toList(), vectors, new Product[0]);
        this.byToken = new Bundles(
                matrices.stream().filter(of -> !ofTokens(of)).map(this::matrix).toList(),
                vectors,
                plan.readsTokens() ? plan.tokenProducts() : new Product[0]);
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
        return new Matrix(plan.offset(of.matrix()), plan.rows(of.matrix()), plan.columns(of.matrix()), resolved);
    }

    private boolean ofTokens(Program.MatrixGradient of) {
        return plan.readsTokens() && of.uses().get(0).operand().space() == Home.Space.INPUT;
    }

    private List<Vector> vectors() {
        List<Vector> vectors = new ArrayList<>();
        int expressions = 0;
        for (Program.VectorGradient of : plan.program().vectors()) {
            boolean parameter = of.target().kind == Node.Kind.PARAMETER;
            vectors.add(vector(of, parameter ? -1 : expressions++));
        }
        return vectors;
    }

    private Vector vector(Program.VectorGradient of, int sum) {
        VectorUse[] uses = new VectorUse[of.uses().size()];
        for (int i = 0; i < uses.length; i++) {
            Program.VectorUse use = of.uses().get(i);
            uses[i] = new VectorUse(source(use.gradient()), use.factor() == null ? null : source(use.factor()));
        }
        int offset = sum < 0 ? plan.offset(of.target().name) : 0;
        return new Vector(offset, sum, uses[0].gradient().length(), uses);
    }

    /** Before {@link #add}: where the gradients are added. */
    void begin(Rows rows, float[] flat, int flatBase, Workers workers) {
        this.batch = rows;
        this.base = flatBase;
        this.gradient = flat;
        this.table = buffers.tokens();
        if (table != null) {
            table.reserveSums();
        }
        if (sumsOfWorkers.length < workers.count()) {
            sumsOfWorkers = new OuterSum[workers.count()];
            for (int i = 0; i < sumsOfWorkers.length; i++) {
                sumsOfWorkers[i] = new OuterSum(kernels);
            }
        }
    }

    /** One worker's part for the steps from {@code begin} to before {@code end}; the first call ends with the last step. */
    void add(int begin, int end, int worker, int workers) {
        Sweep.Context context = buffers.context(worker);
        Bundles dealt = table == null ? direct : byToken;
        if (end == batch.steps()) {
            clear(dealt, worker, workers);
        }
        for (Bundle bundle : dealt.bundles) {
            accumulate(context, bundle, dealt.leftShares, begin, end, worker, workers);
        }
        for (int i = 0; i < dealt.vectors.length; i++) {
            int first = dealt.vectorShares.first(i, worker, workers);
            int units = dealt.vectorShares.count(i, worker, workers);
            for (int t = end - 1; t >= begin && units > 0; t--) {
                addStep(context, dealt.vectors[i], t, first, units);
            }
        }
        for (int i = 0; i < dealt.tokens.length; i++) {
            int first = dealt.tokenShares.first(i, worker, workers);
            int units = dealt.tokenShares.count(i, worker, workers);
            for (int t = end - 1; t >= begin && units > 0; t--) {
                addStep(context, dealt.tokens[i], t, first, units);
            }
        }
    }

    /** The sums of tokens begin anew. */
    private void clear(Bundles dealt, int worker, int workers) {
        for (Bundle bundle : dealt.bundles) {
            for (int i = 0; i < bundle.tokens().length; i++) {
                for (int token : bundle.tokens()[i]) {
                    clear(token, dealt.leftShares, bundle.place() + i, worker, workers);
                }
            }
        }
        for (int i = 0; i < dealt.tokens.length; i++) {
            clear(dealt.tokens[i], dealt.tokenShares, i, worker, workers);
        }
    }

    private void clear(int token, Shares shares, int place, int worker, int workers) {
        int units = shares.count(place, worker, workers);
        if (table != null && units > 0) {
            table.clearSums(token, shares.first(place, worker, workers), units);
        }
    }

    // ---- matrices, and what reads the same rows

    private void accumulate(
            Sweep.Context context, Bundle bundle, Shares shares, int begin, int end, int worker, int workers) {
        OuterSum sum = sumsOfWorkers[worker];
        sum.begin(bundle.lefts().length, bundle.rights().length);
        int mine = 0;
        for (int i = 0; i < bundle.lefts().length; i++) {
            int units = shares.count(bundle.place() + i, worker, workers);
            sum.left(i, units);
            mine += units;
        }
        if (mine == 0) {
            return;
        }
        for (int j = 0; j < bundle.rights().length; j++) {
            sum.right(j, bundle.rights()[j].length());
        }
        for (Pair pair : bundle.pairs()) {
            int first = shares.first(bundle.place() + pair.left(), worker, workers);
            int at = base + pair.matrix().offset() + first * pair.matrix().columns();
            sum.target(pair.left(), pair.right(), gradient, at, pair.matrix().columns());
        }
        int waiting = end;
        for (int t = end - 1; t >= begin; t--) {
            if (bundle.several().length > 0) {
                addUses(context, bundle, shares, sum, t, worker, workers);
                continue;
            }
            addStep(context, bundle, shares, sum, t, worker, workers);
            if (t == begin || batch.offset(waiting) - batch.offset(t) >= BESIDE) {
                addBeside(context, bundle, shares, t, waiting, worker, workers);
                waiting = t;
            }
        }
        sum.end();
    }

    /** The uses of a matrix that comes alone, one after the other, as left and right operand 0. */
    private void addUses(
            Sweep.Context context, Bundle bundle, Shares shares, OuterSum sum, int t, int worker, int workers) {
        for (MatrixUse use : bundle.several()) {
            left(context, sum, 0, use.a(), t, shares.first(bundle.place(), worker, workers));
            right(context, sum, 0, use.b(), t);
            sum.add(batch.alive(t));
        }
    }

    private void addStep(
            Sweep.Context context, Bundle bundle, Shares shares, OuterSum sum, int t, int worker, int workers) {
        for (int i = 0; i < bundle.lefts().length; i++) {
            left(context, sum, i, bundle.lefts()[i], t, shares.first(bundle.place() + i, worker, workers));
        }
        for (int j = 0; j < bundle.rights().length; j++) {
            right(context, sum, j, bundle.rights()[j], t);
        }
        sum.add(batch.alive(t));
    }

    /** What reads the rows of the left operands as well, for the steps from {@code begin} to before {@code end}. */
    private void addBeside(
            Sweep.Context context, Bundle bundle, Shares shares, int begin, int end, int worker, int workers) {
        for (int i = 0; i < bundle.lefts().length; i++) {
            int first = shares.first(bundle.place() + i, worker, workers);
            int last = first + shares.count(bundle.place() + i, worker, workers);
            for (int unit = first; unit < last; unit += COLUMNS) {
                int units = Math.min(COLUMNS, last - unit);
                for (int t = end - 1; t >= begin; t--) {
                    addBeside(context, bundle.vectors()[i], bundle.tokens()[i], t, unit, units);
                }
            }
        }
    }

    /** Sums of the same rows. */
    private void addBeside(Sweep.Context context, Vector[] vectors, int[] tokens, int t, int first, int units) {
        int both = table == null ? 0 : Math.min(vectors.length, tokens.length);
        for (int j = 0; j < both; j++) {
            addStep(context, vectors[j], tokens[j], t, first, units);
        }
        for (int j = both; j < vectors.length; j++) {
            addStep(context, vectors[j], t, first, units);
        }
        for (int j = both; j < tokens.length; j++) {
            addStep(context, tokens[j], t, first, units);
        }
    }

    private void left(Sweep.Context context, OuterSum sum, int i, Source source, int t, int first) {
        sum.leftRows(i, array(context, source, t), begin(source, t) + first, source.length());
    }

    private void right(Sweep.Context context, OuterSum sum, int j, Source source, int t) {
        sum.rightRows(j, array(context, source, t), begin(source, t), source.length());
    }

    private float[] array(Sweep.Context context, Source source, int t) {
        if (source.rows() == Home.Rows.STEP_BEFORE.ordinal()) {
            buffers.atStep(context, t);
        }
        return context.table[source.array()];
    }

    private int begin(Source source, int t) {
        boolean before = source.rows() == Home.Rows.STEP_BEFORE.ordinal();
        int row = !before ? batch.offset(t) : t == 0 ? 0 : batch.offset(t - 1);
        return source.first() + row * source.length();
    }

    // ---- vectors and tokens

    private void addStep(Sweep.Context context, Vector vector, int t, int first, int units) {
        float[] target = target(vector);
        int at = at(vector) + first;
        int length = vector.length();
        for (VectorUse use : vector.uses()) {
            float[] g = array(context, use.gradient(), t);
            int gAt = begin(use.gradient(), t) + first;
            Source factor = use.factor();
            if (factor == null) {
                kernels.addRows(target, at, g, gAt, length, batch.alive(t), units);
            } else {
                float[] v = array(context, factor, t);
                int vAt = begin(factor, t) + first;
                kernels.addProductRows(target, at, g, gAt, v, vAt, length, batch.alive(t), units);
            }
        }
    }

    private void addStep(Sweep.Context context, int token, int t, int first, int units) {
        if (table != null) {
            float[] g = context.table[table.gradientArray(token)];
            table.addRows(token, g, batch.offset(t), batch.offset(t + 1), first, units);
        }
    }

    /** A vector and tokens that are sums of the same rows. */
    private void addStep(Sweep.Context context, Vector vector, int token, int t, int first, int units) {
        if (table != null) {
            float[] g = context.table[table.gradientArray(token)];
            table.addRows(
                    token, target(vector), at(vector) + first, g, batch.offset(t), batch.offset(t + 1), first, units);
        }
    }

    private float[] target(Vector vector) {
        return vector.sum() < 0 ? gradient : sums[vector.sum()];
    }

    private int at(Vector vector) {
        return vector.sum() < 0 ? base + vector.offset() : 0;
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
