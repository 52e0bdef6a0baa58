package dev.recur.layer;

import dev.recur.array.Layout;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Attention to a memory of ragged rows: for each query q the sum of its memory row m(1), m(2), ... by weights that sum to 1, the soft-max of
 * the {@link Score}. Queries may be given all at once or step by step, with the same bits, and their rows need not be sorted as the memory's.
 *
 * <p>A batch: {@link #load}, {@link #remember}, {@link #open}, then {@link #forward}; backward {@link #backward}. Where a query depends on
 * the context of the step before, step by step: forward over each step, {@link #clear}, backward over each step from the last, and
 * {@link #finish}.
 */
public final class Attention {
    /**
     * Where the parameters lie.
     *
     * @param query floats of a query
     * @param memory floats of a row of the memory, and of a context
     * @param length A, in which queries and keys meet
     * @param vector where v begins, below 0 if there is none
     */
    public record Place(
            String prefix,
            Score score,
            int query,
            int memory,
            int length,
            Linear.@Nullable Place keys,
            Linear.@Nullable Place queries,
            int vector) {
        /** Matrices uniform within one over the root of their inputs, v likewise; b begins as zeros. */
        public void start(float[] flat, Randomness randomness) {
            if (keys != null) {
                keys.start(flat, randomness);
            }
            if (queries != null) {
                queries.start(flat, randomness);
            }
            startVector(flat, vector, length, randomness.stream("start/" + prefix + "v"));
        }
    }

    private final Place place;
    private final @Nullable Linear keyLayer;
    private final @Nullable Linear queryLayer;
    private final Attending attending;
    private final Columns columns;
    private Rows memoryRows = Rows.full(0, 0);
    private Rows queryRows = Rows.full(0, 0);
    private float[] flat = {};
    private float[] memory = {};
    private float[] keys = {}; // [total of the memory, A]
    private float[] queries = {};
    private float[] met = {}; // queries as they meet the keys, [total, A]
    private float[] contexts = {}; // [total, M]
    private float[] dMet = {};
    private float[] dKeys = {};
    private float[] dValues = {};

    /**
     * Adds the parameters to the layout of a model.
     *
     * @param query floats of a query
     * @param memory floats of a row of the memory
     * @param length A of additive scores; others need none
     */
    public static Place declare(Layout.Builder builder, String prefix, Score score, int query, int memory, int length) {
        switch (score) {
            case ADDITIVE:
                return new Place(
                        prefix,
                        score,
                        query,
                        memory,
                        length,
                        Linear.declare(builder, prefix + "memory.", memory, length, false),
                        Linear.declare(builder, prefix + "query.", query, length, true),
                        builder.add(prefix + "v", length));
            case GENERAL:
                Linear.Place keys = Linear.declare(builder, prefix + "memory.", memory, query, false);
                return new Place(prefix, score, query, memory, query, keys, null, -1);
            default:
                if (query != memory) {
                    throw new IllegalArgumentException(
                            "Attention: dot scores need queries and memory of one length, but " + query + " and "
                                    + memory + " were given; take general scores");
                }
                return new Place(prefix, score, query, memory, query, null, null, -1);
        }
    }

    public Attention(Place place, boolean training, Workers workers) {
        this.place = place;
        this.keyLayer = place.keys() == null ? null : new Linear(place.keys(), training, true, workers);
        this.queryLayer = place.queries() == null ? null : new Linear(place.queries(), training, true, workers);
        this.attending = new Attending(place.length(), place.memory(), place.vector(), workers);
        this.columns = new Columns(workers);
    }

    /** A vector uniform within one over the root of its length, if there is one. */
    static void startVector(float[] flat, int vector, int length, Stream stream) {
        double range = 1 / StrictMath.sqrt(length);
        for (int i = 0; i < length && vector >= 0; i++) {
            flat[vector + i] = (float) stream.uniform(-range, range, 0, i);
        }
    }

    /** Reads the weights; call it whenever the flat array has changed. */
    public void load(float[] flat) {
        this.flat = flat;
        if (keyLayer != null) {
            keyLayer.load(flat);
        }
        if (queryLayer != null) {
            queryLayer.load(flat);
        }
    }

    /** The memory, [total, M]; it must stay as it is until backward. */
    public void remember(float[] memory, Rows rows) {
        this.memory = memory;
        this.memoryRows = rows;
        this.keys = keyLayer == null ? memory : keyLayer.forward(memory, rows.total());
    }

    /**
     * The queries to come.
     *
     * @param memoryOf for each row of the queries the row of the memory it attends to; several may attend to one
     */
    public void open(Rows rows, int[] memoryOf) {
        queryRows = rows;
        attending.open(rows, memoryRows, memoryOf);
        contexts = Columns.room(contexts, rows.total(), place.memory());
        met = queryLayer == null ? met : Columns.room(met, rows.total(), place.length());
    }

    /** Contexts, [total, M], of all queries, [total, Q], which must stay as they are until backward. */
    public float[] forward(float[] queries) {
        return forward(queries, 0, queryRows.steps());
    }

    /** The same for the queries of steps {@code from} to before {@code to}; the array holds the contexts of earlier steps too. */
    public float[] forward(float[] queries, int from, int to) {
        this.queries = queries;
        int at = queryRows.offset(from);
        if (queryLayer == null) {
            met = queries;
        } else {
            int count = queryRows.offset(to) - at;
            queryLayer.forward(met, at * place.length(), queries, at * place.query(), count);
        }
        attending.forward(flat, contexts, met, keys, memory, from, to);
        return contexts;
    }

    /** The weights of all queries so far, from {@link #weightsAt}. */
    public float[] weights() {
        return attending.weights();
    }

    /** Where in {@link #weights} those of row r of the queries at step t begin: one for each step of its row of the memory. */
    public int weightsAt(int t, int row) {
        return attending.weightsAt(t, row);
    }

    // ---- backward

    /**
     * @param dContexts gradient of the contexts, [total, M]
     * @param dQueries where the gradient of the queries goes, [total, Q]
     * @param dMemory where the gradient of the memory goes, [total, M]
     * @param gradient added to, of the model's layout
     */
    public void backward(float[] dContexts, float[] dQueries, float[] dMemory, float[] gradient) {
        clear();
        backward(dContexts, dQueries, 0, queryRows.steps());
        finish(dMemory, gradient);
    }

    /** Before the last step's backward. */
    public void clear() {
        dValues = Columns.room(dValues, memoryRows.total(), place.memory());
        dKeys = keyLayer == null ? dValues : Columns.room(dKeys, memoryRows.total(), place.length());
        attending.clear(dKeys, dValues);
        dMet = queryLayer == null ? dMet : Columns.room(dMet, queryRows.total(), place.length());
    }

    /** Back through steps {@code to - 1} down to {@code from}; later steps come first. */
    public void backward(float[] dContexts, float[] dQueries, int from, int to) {
        if (queryLayer == null) {
            attending.backward(dContexts, dQueries, dKeys, dValues, from, to);
            return;
        }
        attending.backward(dContexts, dMet, dKeys, dValues, from, to);
        int at = queryRows.offset(from);
        int count = queryRows.offset(to) - at;
        queryLayer.dInput(dQueries, at * place.query(), dMet, at * place.length(), count);
    }

    /** After the first step's backward: the gradient of the memory goes to {@code dMemory}, those of the parameters are added. */
    public void finish(float[] dMemory, float[] gradient) {
        int width = place.memory();
        if (keyLayer != null) {
            keyLayer.backward(dKeys, dMemory, gradient);
            columns.add(dMemory, width, 0, dValues, width, 0, width, memoryRows.total());
        } else {
            columns.copy(dMemory, width, 0, dValues, width, 0, width, memoryRows.total());
        }
        if (queryLayer != null) {
            queryLayer.addWeights(gradient, dMet, queries, queryRows.total());
        }
        attending.addVector(gradient);
    }
}
