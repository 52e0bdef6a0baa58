package dev.recur.layer;

import dev.recur.array.Layout;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.OuterSum;
import dev.recur.kernel.Panels;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;

/**
 * {@code y = W x + b}, W [out, in], for rows of packed arrays: each output is one chain that starts from b. The gradient of W is one chain
 * with rows rising.
 */
public final class Linear {
    /**
     * Where W and b lie in the flat array of a model.
     *
     * @param bias where b begins, below 0 if there is none
     */
    public record Place(String prefix, int in, int out, int weight, int bias) {
        /** W uniform within ±1/√in; b begins as zeros. */
        public void start(float[] flat, Randomness randomness) {
            double range = 1 / StrictMath.sqrt(in);
            Stream stream = randomness.stream("start/" + prefix + "W");
            for (int i = 0; i < in * out; i++) {
                flat[weight + i] = (float) stream.uniform(-range, range, 0, i);
            }
        }
    }

    private static final int CHUNK = 512; // of a long chain, so that its panel stays in the second cache
    private static final int GRAIN = 16;

    private final int in;
    private final int out;
    private final int weight;
    private final int bias;
    private final boolean dInput;
    private final Kernels kernels = Kernels.selected();
    private final Workers workers;
    private final float[] starts; // b, or zeros, with room for whole vectors
    private final float[] forward; // packed W
    private final float[] backward; // packed the other way, in chunks of the chain
    private final OuterSum[] sums;
    private final Workers.Task pack = this::pack;
    private final Workers.Task multiply = this::multiply;
    private final Workers.Task back = this::back;
    private final Workers.Task differentiate = this::differentiate;
    private float[] own = {}; // y, where no other array is given
    private float[] read = {}; // x of the last forward
    private int readRows;

    // of the call under way
    private float[] flat = {};
    private float[] x = {};
    private int xAt;
    private float[] y = {};
    private int yAt;
    private float[] dy = {};
    private int dyAt;
    private float[] dx = {};
    private int dxAt;
    private float[] gradient = {};
    private int rows;

    /** Adds W, and b if {@code biased}, to the layout of a model. */
    public static Place declare(Layout.Builder builder, String prefix, int in, int out, boolean biased) {
        int weight = builder.add(prefix + "W", out, in);
        return new Place(prefix, in, out, weight, biased ? builder.add(prefix + "b", out) : -1);
    }

    /**
     * @param training whether backward will be called
     * @param dInput whether it is asked for the gradient of x
     */
    public Linear(Place place, boolean training, boolean dInput, Workers workers) {
        this(place.in(), place.out(), place.weight(), place.bias(), training, dInput, workers);
    }

    /**
     * @param weight where W begins in the model's flat array
     * @param bias where b begins, below 0 for chains that start from zero
     * @param training whether backward will be called
     * @param dInput whether it is asked for the gradient of x
     */
    public Linear(int in, int out, int weight, int bias, boolean training, boolean dInput, Workers workers) {
        this.in = in;
        this.out = out;
        this.weight = weight;
        this.bias = bias;
        this.dInput = training && dInput;
        this.workers = workers;
        this.starts = new float[Kernels.FIRST + stride()];
        this.forward = new float[Panels.size(out, in)];
        this.backward = new float[this.dInput ? Panels.size(in, out) : 0];
        this.sums = new OuterSum[training ? workers.count() : 0];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new OuterSum(kernels);
        }
    }

    /** Reads W and b; call it whenever the flat array has changed. */
    public void load(float[] flat) {
        this.flat = flat;
        if (bias >= 0) {
            System.arraycopy(flat, bias, starts, Kernels.FIRST, out);
        }
        workers.run(pack);
    }

    private void pack(int worker, int count) {
        for (int j = worker * Kernels.PANEL; j < out; j += count * Kernels.PANEL) {
            int width = Math.min(Kernels.PANEL, out - j);
            Panels.packForward(forward, Kernels.FIRST + j * in, flat, weight + j * in, in, width, in);
        }
        for (int j = worker * Kernels.PANEL; dInput && j < in; j += count * Kernels.PANEL) {
            int width = Math.min(Kernels.PANEL, in - j);
            Panels.packBackward(backward, Kernels.FIRST + j * out, flat, weight + j, in, out, width);
        }
    }

    /** x is [rows, in]; it must stay as it is until backward. Returns y, [rows, out]. */
    public float[] forward(float[] x, int rows) {
        own = Columns.room(own, rows, out);
        read = x;
        readRows = rows;
        forward(own, 0, x, 0, rows);
        return own;
    }

    /** Some rows: x is [rows, in] from {@code xAt}, y is [rows, out] from {@code yAt}. */
    void forward(float[] to, int toAt, float[] from, int fromAt, int count) {
        y = to;
        yAt = toAt;
        x = from;
        xAt = fromAt;
        rows = count;
        workers.run(multiply);
    }

    /** Few rows: workers divide the outputs, each of which is a chain of its own; many rows: the rows. */
    private void multiply(int worker, int count) {
        if (rows >= 2 * count) {
            int from = (int) ((long) rows * worker / count);
            int to = (int) ((long) rows * (worker + 1) / count);
            multiply(from, to, 0, out);
        } else {
            int panels = (out + Kernels.PANEL - 1) / Kernels.PANEL;
            int first = panels * worker / count * Kernels.PANEL;
            int last = Math.min(out, panels * (worker + 1) / count * Kernels.PANEL);
            multiply(0, rows, first, last);
        }
    }

    private void multiply(int from, int to, int first, int last) {
        multiply(y, yAt + from * out, out, x, xAt + from * in, to - from, first, last);
    }

    /** By one worker: all outputs of {@code count} rows, rows of y {@link #stride} apart. */
    void multiply(float[] to, int toAt, float[] from, int fromAt, int count) {
        multiply(to, toAt, stride(), from, fromAt, count, 0, stride());
    }

    /** Outputs with room for whole vectors: what lies beyond {@link #out} is of no meaning. */
    int stride() {
        return (out + Kernels.LANES - 1) / Kernels.LANES * Kernels.LANES;
    }

    private void multiply(
            float[] to, int toAt, int toStride, float[] from, int fromAt, int count, int first, int last) {
        if (count > 0 && last > first) {
            kernels.multiplyPanels(
                    to,
                    toAt + first,
                    toStride,
                    from,
                    fromAt,
                    in,
                    forward,
                    Kernels.FIRST + first * in,
                    count,
                    last - first,
                    in,
                    starts,
                    Kernels.FIRST + first,
                    0);
        }
    }

    /**
     * @param dy gradient of y, [rows, out]
     * @param dx where the gradient of x goes, [rows, in]; not touched if it was not asked for
     * @param gradient added to, of the model's layout
     */
    public void backward(float[] dy, float[] dx, float[] gradient) {
        if (dInput) {
            dInput(dx, 0, dy, 0, readRows);
        }
        addWeights(gradient, dy, read, readRows);
    }

    /** Some rows: dx is [rows, in] from {@code dxAt}, dy is [rows, out] from {@code dyAt}. */
    void dInput(float[] to, int toAt, float[] from, int fromAt, int count) {
        dx = to;
        dxAt = toAt;
        dy = from;
        dyAt = fromAt;
        rows = count;
        workers.run(back);
    }

    /** The gradients of W and b, once for all rows that were read: dy is [rows, out], x is [rows, in]. */
    void addWeights(float[] to, float[] from, float[] input, int count) {
        gradient = to;
        dy = from;
        x = input;
        rows = count;
        workers.run(differentiate);
    }

    private void back(int worker, int count) {
        int from = (int) ((long) rows * worker / count);
        int to = (int) ((long) rows * (worker + 1) / count);
        back(dx, dxAt + from * in, dy, dyAt + from * out, out, to - from);
    }

    /** By one worker: dx of {@code count} rows, if it was asked for. */
    void back(float[] to, int toAt, float[] from, int fromAt, int fromStride, int count) {
        for (int row = 0; row < count && dInput; row += Kernels.BLOCK) {
            backBlock(
                    to,
                    toAt + row * in,
                    from,
                    fromAt + row * fromStride,
                    fromStride,
                    Math.min(Kernels.BLOCK, count - row));
        }
    }

    private void backBlock(float[] to, int toAt, float[] from, int fromAt, int fromStride, int count) {
        boolean far = Kernels.far((long) in * out);
        for (int p = 0; p < out; p += CHUNK) {
            int depth = Math.min(CHUNK, out - p);
            for (int j = 0; j < in; j += Kernels.PANEL) {
                int width = Math.min(Kernels.PANEL, in - j);
                boolean more = j + Kernels.PANEL < in;
                int next = more ? (j + Kernels.PANEL) * out + p * Kernels.PANEL : (p + depth) * Kernels.PANEL;
                kernels.multiply(
                        to,
                        toAt + j,
                        in,
                        from,
                        fromAt + p,
                        fromStride,
                        backward,
                        Kernels.FIRST + j * out + p * Kernels.PANEL,
                        count,
                        width,
                        depth,
                        p > 0,
                        far ? backward : null,
                        Kernels.FIRST + next);
            }
        }
    }

    private void differentiate(int worker, int count) {
        differentiate(gradient, dy, 0, out, x, 0, rows, worker, count);
    }

    /** One worker's part of the gradients of W and b: workers divide the outputs of W, and the bias goes with them. */
    void differentiate(
            float[] to,
            float[] from,
            int fromAt,
            int fromStride,
            float[] input,
            int inputAt,
            int count,
            int worker,
            int workerCount) {
        int grains = (out + GRAIN - 1) / GRAIN;
        int first = Math.min(out, (int) ((long) grains * worker / workerCount) * GRAIN);
        int last = Math.min(out, (int) ((long) grains * (worker + 1) / workerCount) * GRAIN);
        for (int j = first; j < last; j += CHUNK) {
            int width = Math.min(CHUNK, last - j);
            OuterSum sum = sums[worker];
            sum.begin(1, 1);
            sum.left(0, width);
            sum.right(0, in);
            sum.target(0, 0, to, weight + j * in, in);
            sum.leftRows(0, from, fromAt + j, fromStride);
            sum.rightRows(0, input, inputAt, in);
            sum.add(count);
            sum.end();
        }
        if (bias >= 0) {
            kernels.addRows(to, bias + first, from, fromAt + first, fromStride, count, last - first);
        }
    }

    /** The length of x. */
    public int in() {
        return in;
    }

    /** The length of y. */
    public int out() {
        return out;
    }
}
