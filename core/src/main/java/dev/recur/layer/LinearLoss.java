package dev.recur.layer;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Barrier;
import dev.recur.parallel.Workers;

/**
 * A linear layer whose outputs only a loss reads: outputs, loss and gradients are computed by chunks of rows that stay in the cache, and
 * never lie in memory all at once. Each output and each gradient is the chain that {@link Linear#forward} and {@link Linear#backward}
 * compute, to the bit.
 */
public final class LinearLoss {
    /** What turns outputs to their gradient, or reads them. */
    @FunctionalInterface
    public interface Loss {
        /**
         * Called by several workers at a time, once for each row.
         *
         * @param y [count, out] from {@code at}, rows {@code stride} apart
         * @param first the number of the first of these rows
         */
        void rows(float[] y, int at, int stride, int first, int count);
    }

    /** Rows of a worker in a chunk: several blocks of a product and, with the other workers', several stretches of a sum of weights. */
    private static final int MOST = 320;

    private static final int LEAST = 128;

    /** Floats of a worker's outputs in a chunk, where these are not fewer rows than the least. */
    private static final int FLOATS = 1 << 18;

    private final Linear linear;
    private final Workers workers;
    private final Barrier barrier;
    private final int chunk; // rows of all workers
    private final Workers.Task train = this::train;
    private final Workers.Task evaluate = this::evaluate;
    /** Of two chunks: while one is read for the weights' gradient, a worker who is done already writes to the other. */
    private final float[][] outputs = {{}, {}};

    // of the call under way
    private float[] x = {};
    private float[] dx = {};
    private float[] gradient = {};
    private int rows;
    private Loss loss = (y, at, stride, first, count) -> {};

    /**
     * @param linear loaded before each call; made for training, if {@link #train} is called
     * @param workers those of {@code linear}
     */
    public LinearLoss(Linear linear, Workers workers) {
        this.linear = linear;
        this.workers = workers;
        this.barrier = workers.barrier();
        this.chunk = workers.count() * Math.max(LEAST, Math.min(MOST, FLOATS / linear.out()));
    }

    /**
     * Outputs, their loss and all gradients.
     *
     * @param x [rows, in]
     * @param dx where the gradient of x goes, [rows, in]; not touched if the layer was not asked for it
     * @param gradient added to, of the model's layout
     * @param loss turns outputs to their gradient in place
     */
    public void train(float[] x, int rows, float[] dx, float[] gradient, Loss loss) {
        begin(x, rows, loss);
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = Columns.room(outputs[i], Math.min(rows, chunk), linear.stride());
        }
        this.dx = dx;
        this.gradient = gradient;
        workers.run(train);
    }

    /** Outputs and their loss alone; x is [rows, in]. */
    public void evaluate(float[] x, int rows, Loss loss) {
        begin(x, rows, loss);
        outputs[0] = Columns.room(outputs[0], workers.count() * Kernels.BLOCK, linear.stride());
        workers.run(evaluate);
    }

    private void begin(float[] input, int count, Loss of) {
        x = input;
        rows = count;
        loss = of;
    }

    private void train(int worker, int count) {
        int in = linear.in();
        int out = linear.stride();
        for (int first = 0, i = 0; first < rows; first += chunk, i++) {
            int tall = Math.min(chunk, rows - first);
            float[] y = outputs[i % outputs.length];
            int from = (int) ((long) tall * worker / count);
            int to = (int) ((long) tall * (worker + 1) / count);
            for (int row = from; row < to; row += Kernels.BLOCK) {
                int some = Math.min(Kernels.BLOCK, to - row);
                linear.multiply(y, row * out, x, (first + row) * in, some);
                loss.rows(y, row * out, out, first + row, some);
                linear.back(dx, (first + row) * in, y, row * out, out, some);
            }
            barrier.await();
            linear.differentiate(gradient, y, 0, out, x, first * in, tall, worker, count);
        }
    }

    private void evaluate(int worker, int count) {
        int in = linear.in();
        int out = linear.stride();
        int from = (int) ((long) rows * worker / count);
        int to = (int) ((long) rows * (worker + 1) / count);
        float[] y = outputs[0];
        int mine = worker * Kernels.BLOCK * out;
        for (int row = from; row < to; row += Kernels.BLOCK) {
            int some = Math.min(Kernels.BLOCK, to - row);
            linear.multiply(y, mine, x, row * in, some);
            loss.rows(y, mine, out, row, some);
        }
    }
}
