package dev.recur.layer;

import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import dev.recur.parallel.Workers;
import java.util.Arrays;

/**
 * The inside of attention: queries and keys of length A are scored, the scores of one query are made weights that sum to 1, and the values,
 * of length M, are summed by their weights. Additive scores are {@code v . tanh(q + k)}, others {@code q . k}. Each query attends to all
 * steps of one row of the memory and to nothing else. Sums over the steps of the memory rise in time.
 */
final class Attending {
    private static final int NONE = -1;

    private final int length; // A
    private final int width; // M
    private final int vector; // where v begins in the flat array, below 0 for q . k
    private final Kernels kernels = Kernels.selected();
    private final Workers workers;
    private final float[][] scratch; // of each worker: u [A], g [A], dw [steps of the memory]
    private final Workers.Task attend = this::attend;
    private final Workers.Task back = this::back;
    private float[] weights = {}; // [query row][t][steps of its memory row]
    private int[] weightsAt = {}; // [N]
    private float[] dVectors = {}; // [N, A]: of v, query row by query row
    private int[] first = {}; // of the queries of each memory row
    private int[] next = {}; // of the same memory row

    private Rows queries = Rows.full(0, 0);
    private Rows memory = Rows.full(0, 0);
    private int[] memoryOf = {};

    // of the call under way
    private float[] flat = {};
    private float[] q = {};
    private float[] keys = {};
    private float[] values = {};
    private float[] contexts = {};
    private float[] dq = {};
    private float[] dKeys = {};
    private float[] dValues = {};
    private int from;
    private int to;

    /** @param vector where v begins in the model's flat array; below 0 for {@code q . k} */
    Attending(int length, int width, int vector, Workers workers) {
        this.length = length;
        this.width = width;
        this.vector = vector;
        this.workers = workers;
        this.scratch = new float[workers.count()][0];
    }

    /** The rows to come: row r of the queries attends to row {@code memoryRow[r]} of the memory. */
    void open(Rows queryRows, Rows memoryRows, int[] memoryRow) {
        queries = queryRows;
        memory = memoryRows;
        memoryOf = memoryRow;
        int n = queries.rows();
        if (weightsAt.length < n + 1) {
            weightsAt = new int[n + 1];
            next = new int[n];
        }
        first = first.length < memory.rows() ? new int[memory.rows()] : first;
        Arrays.fill(first, 0, memory.rows(), NONE);
        for (int r = n - 1; r >= 0; r--) {
            next[r] = first[memoryRow[r]];
            first[memoryRow[r]] = r;
        }
        for (int r = 0; r < n; r++) {
            int floats = Math.multiplyExact(queries.length(r), memory.length(memoryRow[r]));
            weightsAt[r + 1] = Math.addExact(weightsAt[r], floats);
        }
        weights = Columns.room(weights, weightsAt[n], 1);
        for (int worker = 0; worker < scratch.length; worker++) {
            scratch[worker] = Columns.room(scratch[worker], 2 * length + memory.steps(), 1);
        }
    }

    float[] weights() {
        return weights;
    }

    /** Where the weights of step t of query row r begin: as many as its row of the memory has steps. */
    int weightsAt(int t, int r) {
        return weightsAt[r] + t * memory.length(memoryOf[r]);
    }

    /** Contexts, [total, M], of the queries, [total, A], of steps {@code fromStep} to before {@code toStep}. */
    void forward(
            float[] flatArray,
            float[] into,
            float[] queryArray,
            float[] keyArray,
            float[] valueArray,
            int fromStep,
            int toStep) {
        flat = flatArray;
        contexts = into;
        q = queryArray;
        keys = keyArray;
        values = valueArray;
        from = fromStep;
        to = toStep;
        workers.run(attend);
    }

    private void attend(int worker, int count) {
        for (int r = worker; r < queries.rows(); r += count) {
            for (int t = from; t < Math.min(to, queries.length(r)); t++) {
                attend(t, r, scratch[worker]);
            }
        }
    }

    private void attend(int t, int r, float[] u) {
        int m = memoryOf[r];
        int steps = memory.length(m);
        int query = (queries.offset(t) + r) * length;
        int at = weightsAt(t, r);
        for (int s = 0; s < steps; s++) {
            int key = (memory.offset(s) + m) * length;
            if (vector < 0) {
                weights[at + s] = kernels.dot(q, query, keys, key, length);
            } else {
                meet(u, query, key);
                weights[at + s] = kernels.dot(u, 0, flat, vector, length);
            }
        }
        int context = (queries.offset(t) + r) * width;
        Arrays.fill(contexts, context, context + width, 0f);
        if (steps > 0) {
            kernels.softmax(weights, at, weights, at, steps, 1f);
        }
        for (int s = 0; s < steps; s++) {
            int value = (memory.offset(s) + m) * width;
            kernels.addScaled(contexts, context, values, value, width, weights[at + s]);
        }
    }

    /** {@code u = tanh(q + k)}. */
    private void meet(float[] u, int query, int key) {
        kernels.pointwise(Pointwise.TANH_ADD, u, 0, q, query, keys, key, keys, key, keys, key, length, Kernels.KEEP);
    }

    // ---- backward

    /** Clears what {@link #backward} adds to. */
    void clear(float[] dKeyArray, float[] dValueArray) {
        Arrays.fill(dKeyArray, 0, memory.total() * length, 0f);
        Arrays.fill(dValueArray, 0, memory.total() * width, 0f);
        if (vector >= 0) {
            dVectors = Columns.room(dVectors, queries.rows(), length);
            Arrays.fill(dVectors, 0, queries.rows() * length, 0f);
        }
    }

    /**
     * From the gradient of the contexts of some steps that of their queries, and what these steps add to the gradients of keys and values:
     * steps falling, and of each memory row its query rows rising. The two arrays may be one, where keys are values.
     */
    void backward(
            float[] dContexts, float[] dQueries, float[] dKeyArray, float[] dValueArray, int fromStep, int toStep) {
        contexts = dContexts;
        dq = dQueries;
        dKeys = dKeyArray;
        dValues = dValueArray;
        from = fromStep;
        to = toStep;
        workers.run(back);
    }

    /** Workers divide the rows of the memory, so that each of its gradients has one writer. */
    private void back(int worker, int count) {
        for (int m = worker; m < memory.rows(); m += count) {
            for (int t = to - 1; t >= from; t--) {
                for (int r = first[m]; r != NONE; r = next[r]) {
                    if (t < queries.length(r)) {
                        back(t, r, scratch[worker]);
                    }
                }
            }
        }
    }

    private void back(int t, int r, float[] u) {
        int m = memoryOf[r];
        int steps = memory.length(m);
        int query = (queries.offset(t) + r) * length;
        int context = (queries.offset(t) + r) * width;
        int at = weightsAt(t, r);
        int dw = 2 * length;
        Arrays.fill(dq, query, query + length, 0f);
        for (int s = 0; s < steps; s++) {
            int value = (memory.offset(s) + m) * width;
            u[dw + s] = kernels.dot(contexts, context, values, value, width);
            kernels.addScaled(dValues, value, contexts, context, width, weights[at + s]);
        }
        float mean = steps == 0 ? 0 : kernels.dot(weights, at, u, dw, steps);
        for (int s = 0; s < steps; s++) {
            int key = (memory.offset(s) + m) * length;
            float dScore = weights[at + s] * (u[dw + s] - mean);
            if (vector < 0) {
                kernels.addScaled(dq, query, keys, key, length, dScore);
                kernels.addScaled(dKeys, key, q, query, length, dScore);
            } else {
                part(u, query, key, r, dScore);
            }
        }
    }

    /** Back through {@code v . tanh(q + k)}. */
    private void part(float[] u, int query, int key, int r, float dScore) {
        meet(u, query, key);
        kernels.addScaled(dVectors, r * length, u, 0, length, dScore);
        Arrays.fill(u, length, 2 * length, 0f);
        kernels.addScaled(u, length, flat, vector, length, dScore);
        kernels.pointwise(Pointwise.D_TANH, u, length, u, length, u, 0, u, 0, u, 0, length, Kernels.KEEP);
        kernels.addRows(dq, query, u, length, length, 1, length);
        kernels.addRows(dKeys, key, u, length, length, 1, length);
    }

    /** Adds the gradient of v: rows of queries rising. */
    void addVector(float[] gradient) {
        if (vector >= 0) {
            kernels.addRows(gradient, vector, dVectors, 0, length, queries.rows(), length);
        }
    }
}
