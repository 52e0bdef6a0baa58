package dev.recur.cell;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Barrier;
import dev.recur.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan's phases over time, forward or backward. Rows are dealt to the workers for the whole sequence, and no worker waits for
 * another but before gradients of weights are added up; where there are few rows, units are dealt instead and the workers meet before every
 * product. Both give the same bits.
 */
final class Sweep implements Workers.Task {
    /**
     * One phase, resolved.
     *
     * @param far whether all weights of a step have left the cache when the next step reads them
     */
    record Phase(Product[] bulk, Code[] programs, Product[][] products, boolean far) {
        boolean isBulk() {
            return bulk.length > 0;
        }
    }

    /** What a worker needs for itself. */
    static final class Context {
        final float[][] table;
        final int[] base = new int[Home.Rows.values().length];

        Context(int tableSize) {
            this.table = new float[tableSize][];
        }
    }

    private final Plan plan;
    private final Buffers buffers;
    private final Phase[] phases;
    private final boolean backward;
    private final Kernels kernels;
    private final int blockRows;
    private Rows rows = Rows.full(0, 0);
    private float[][] panels = new float[0][];
    private Barrier barrier = new Barrier(1);
    private boolean units;
    private @Nullable TokenTable tokens;
    private int segment;
    private @Nullable Delayed delayed;
    private int sumSteps;

    Sweep(Plan plan, Buffers buffers, Phase[] phases, boolean backward) {
        this.plan = plan;
        this.buffers = buffers;
        this.phases = phases;
        this.backward = backward;
        this.kernels = plan.kernels();
        this.blockRows = plan.blockRows();
    }

    /** @param sums begun for this batch: what backward adds up on its way; null for none */
    void run(PackedWeights weights, Rows batch, @Nullable Delayed sums, Workers workers) {
        this.rows = batch;
        this.panels = weights.panels();
        this.barrier = workers.barrier();
        this.tokens = buffers.tokens();
        this.units = plan.unitsMode(batch, workers.count());
        this.segment = plan.segmentSteps(batch);
        this.delayed = sums;
        this.sumSteps = plan.sumSteps(batch);
        buffers.prepare(weights, batch, workers.count());
        workers.run(this);
    }

    @Override
    public void run(int worker, int workers) {
        Context context = buffers.context(worker);
        int[] shares = rows.shares(workers);
        int from = units ? 0 : shares[worker];
        int to = units ? rows.rows() : shares[worker + 1];
        if (backward) {
            back(context, from, to, worker, workers);
            return;
        }
        for (int begin = 0; begin < rows.steps(); begin += segment) {
            stretch(context, begin, Math.min(rows.steps(), begin + segment), from, to, worker, workers);
        }
        if (units) {
            barrier.await();
        }
        buffers.takeEnds(rows, shares[worker], shares[worker + 1]);
    }

    /** The sums read the rows of all workers, and none of what is still to be written. */
    private void back(Context context, int from, int to, int worker, int workers) {
        int summed = rows.steps();
        for (int end = rows.steps(); end > 0; ) {
            int begin = Math.max(0, end - segment);
            stretch(context, begin, end, from, to, worker, workers);
            if (delayed != null && (begin == 0 || summed - begin >= sumSteps)) {
                barrier.await();
                delayed.add(begin, summed, worker, workers);
                summed = begin;
            }
            end = begin;
        }
        if (delayed != null && rows.steps() == 0) {
            delayed.add(0, 0, worker, workers);
        }
    }

    private void stretch(Context context, int begin, int end, int from, int to, int worker, int workers) {
        for (Phase phase : phases) {
            if (phase.isBulk()) {
                bulk(context, phase, begin, end, from, to, worker, workers);
            } else if (backward) {
                for (int t = end - 1; t >= begin; t--) {
                    step(context, phase, t, from, Math.min(to, rows.alive(t)), worker, workers);
                }
            } else {
                for (int t = begin; t < end; t++) {
                    step(context, phase, t, from, Math.min(to, rows.alive(t)), worker, workers);
                }
            }
        }
    }

    private void step(Context context, Phase phase, int t, int from, int to, int worker, int workers) {
        if (from >= to) {
            return;
        }
        buffers.atStep(context, t);
        int now = rows.offset(t);
        int before = t == 0 ? 0 : rows.offset(t - 1);
        boolean startWanted = t > 0 || plan.startWanted();
        for (int level = 0; level < phase.programs.length; level++) {
            Code code = phase.programs[level];
            if (units) {
                code.runUnits(
                        kernels, context.table, context.base, now, before, from, to, worker, workers, startWanted);
            } else {
                code.run(kernels, context.table, context.base, now, before, from, to, blockRows, startWanted);
            }
            Product[] products = phase.products[level];
            if (products.length > 0) {
                multiply(context, products, phase.far, t, from, to, worker, workers, startWanted);
            }
        }
    }

    /**
     * One step reads the weights from their beginning, the next one from their end: of weights larger than the cache, what was read last is
     * still there, and is read first.
     */
    private void multiply(
            Context context,
            Product[] products,
            boolean far,
            int t,
            int from,
            int to,
            int worker,
            int workers,
            boolean startWanted) {
        if (units) {
            barrier.await();
        }
        place(context.base, rows.offset(t), t == 0 ? 0 : rows.offset(t - 1), from);
        boolean overwritten = false;
        boolean fromTheEnd = t % 2 == 1;
        for (int i = 0; i < products.length; i++) {
            int at = fromTheEnd ? products.length - 1 - i : i;
            Product product = products[at];
            if (product.carryOnly && !startWanted) {
                continue;
            }
            overwritten |= product.readsBatchRows();
            int first = units ? Units.first(product.outLength, worker, workers) : 0;
            int last = units ? Units.first(product.outLength, worker + 1, workers) : product.outLength;
            Product next = !far ? null : i + 1 == products.length ? product : products[fromTheEnd ? at - 1 : at + 1];
            product.run(kernels, context.table, panels, context.base, to - from, first, last, fromTheEnd, next);
        }
        if (units && overwritten) {
            barrier.await();
        }
    }

    private static void place(int[] base, int now, int before, int row) {
        base[Home.Rows.STEP.ordinal()] = now + row;
        base[Home.Rows.STEP_BEFORE.ordinal()] = before + row;
        base[Home.Rows.BATCH.ordinal()] = row;
        base[Home.Rows.BLOCK.ordinal()] = 0;
    }

    /** Products over many steps: a panel of weights stays in the cache while all steps pass by. */
    private void bulk(Context context, Phase phase, int begin, int end, int from, int to, int worker, int workers) {
        if (units) {
            barrier.await();
        }
        for (Product product : phase.bulk) {
            if (product.tokens >= 0 && tokens != null) {
                lookUp(context, tokens, product, begin, end, from, to, worker, workers);
                continue;
            }
            int first = units ? panelOf(product, worker, workers) : 0;
            int last = units ? panelOf(product, worker + 1, workers) : product.outLength;
            if (from == 0 && to >= rows.alive(begin) && product.packedByStep()) {
                place(context.base, rows.offset(begin), 0, 0);
                int count = rows.offset(end) - rows.offset(begin);
                product.run(
                        kernels,
                        context.table,
                        panels,
                        context.base,
                        count,
                        first,
                        last,
                        false,
                        product.far ? product : null);
                continue;
            }
            int steps = Math.max(1, Kernels.BLOCK / Math.max(1, to - from));
            for (int t = begin; t < end; t += steps) {
                for (int column = first; column < last; column += Kernels.PANEL) {
                    eachStep(context, product, t, Math.min(end, t + steps), from, to, column, last);
                }
            }
        }
        if (units) {
            barrier.await();
        }
    }

    private void lookUp(
            Context context,
            TokenTable table,
            Product product,
            int begin,
            int end,
            int from,
            int to,
            int worker,
            int workers) {
        int first = units ? panelOf(product, worker, workers) : 0;
        int last = units ? panelOf(product, worker + 1, workers) : product.outLength;
        for (int t = begin; t < end; t++) {
            int until = Math.min(to, rows.alive(t));
            if (from < until && first < last) {
                table.lookUp(product, context.table[product.out], rows.offset(t) + from, until - from, first, last);
            }
        }
    }

    private static int panelOf(Product product, int worker, int workers) {
        int count = (product.outLength + Kernels.PANEL - 1) / Kernels.PANEL;
        return Math.min(product.outLength, count * worker / workers * Kernels.PANEL);
    }

    private void eachStep(
            Context context, Product product, int begin, int end, int from, int to, int column, int last) {
        int right = Math.min(product.outLength, column + Kernels.PANEL);
        for (int t = begin; t < end; t++) {
            int until = Math.min(to, rows.alive(t));
            if (from >= until) {
                return;
            }
            buffers.atStep(context, t);
            place(context.base, rows.offset(t), t == 0 ? 0 : rows.offset(t - 1), from);
            int next = t + 1 < end ? column : right < last ? right : 0;
            product.runPanel(
                    kernels,
                    context.table,
                    panels,
                    context.base,
                    0,
                    until - from,
                    column,
                    right,
                    product.far ? product : null,
                    next / Kernels.PANEL);
        }
    }
}
