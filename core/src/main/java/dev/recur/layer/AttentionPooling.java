package dev.recur.layer;

import dev.recur.array.Layout;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;

/** Attention with one query for all rows, the vector b, which is learned: additive scores {@code v . tanh(W x(t) + b)}. */
public final class AttentionPooling extends Pooling {
    /**
     * Where the parameters lie.
     *
     * @param keys W [A, H]
     * @param query where b begins
     * @param vector where v begins
     */
    public record Place(String prefix, Linear.Place keys, int query, int vector) {
        void start(float[] flat, Randomness randomness) {
            keys.start(flat, randomness);
            Attention.startVector(flat, vector, keys.out(), randomness.stream("start/" + prefix + "v"));
        }
    }

    private final Place place;
    private final int width;
    private final int length;
    private final Kernels kernels = Kernels.selected();
    private final Linear keyLayer;
    private final Attending attending;
    private final Columns columns;
    private float[] flat = {};
    private float[] queries = {}; // [N, A]
    private float[] dQueries = {};
    private float[] y = {}; // [N, H]
    private float[] dKeys = {};
    private float[] dValues = {};
    private int[] itself = {}; // each row attends to itself
    private Rows once = Rows.full(1, 0);

    static Place declare(Layout.Builder builder, String prefix, int width, int length) {
        return new Place(
                prefix,
                Linear.declare(builder, prefix, width, length, false),
                builder.add(prefix + "b", length),
                builder.add(prefix + "v", length));
    }

    AttentionPooling(Place place, boolean training, Workers workers) {
        this.place = place;
        this.width = place.keys().in();
        this.length = place.keys().out();
        this.keyLayer = new Linear(place.keys(), training, true, workers);
        this.attending = new Attending(length, width, place.vector(), workers);
        this.columns = new Columns(workers);
    }

    @Override
    public void load(float[] flat) {
        this.flat = flat;
        keyLayer.load(flat);
    }

    @Override
    public float[] forward(float[] x, Rows rows) {
        int n = rows.rows();
        y = Columns.room(y, n, width);
        queries = Columns.room(queries, n, length);
        if (itself.length < n) {
            itself = new int[n];
            for (int r = 0; r < n; r++) {
                itself[r] = r;
            }
        }
        for (int r = 0; r < n; r++) {
            System.arraycopy(flat, place.query(), queries, r * length, length);
        }
        float[] keys = keyLayer.forward(x, rows.total());
        once = once.rows() == n ? once : Rows.full(1, n);
        attending.open(once, rows, itself);
        attending.forward(flat, y, queries, keys, x, 0, 1);
        return y;
    }

    /** The weights of the last forward, from {@link #weightsAt}. */
    public float[] weights() {
        return attending.weights();
    }

    /** Where in {@link #weights} those of a row begin, one for each of its steps. */
    public int weightsAt(int row) {
        return attending.weightsAt(0, row);
    }

    @Override
    public void backward(float[] dy, float[] dx, Rows rows, float[] gradient) {
        dQueries = Columns.room(dQueries, rows.rows(), length);
        dKeys = Columns.room(dKeys, rows.total(), length);
        dValues = Columns.room(dValues, rows.total(), width);
        attending.clear(dKeys, dValues);
        attending.backward(dy, dQueries, dKeys, dValues, 0, 1);
        keyLayer.backward(dKeys, dx, gradient);
        columns.add(dx, width, 0, dValues, width, 0, width, rows.total());
        kernels.addRows(gradient, place.query(), dQueries, 0, length, rows.rows(), length);
        attending.addVector(gradient);
    }
}
