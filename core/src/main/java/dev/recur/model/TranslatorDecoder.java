package dev.recur.model;

import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import dev.recur.layer.Attention;
import dev.recur.layer.Dropout;
import dev.recur.layer.Embedding;
import dev.recur.layer.Linear;
import dev.recur.layer.Recurrent;
import dev.recur.layer.Stack;
import dev.recur.loss.ActivationPenalty;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The half of a translator that writes: from the tokens so far to the logits of the next one. With h the stack's output, c the context that
 * attention finds by it, {@code a = tanh(Wc c + Wh h + b)}, and the logits are {@code W a + b} (Luong, Pham and Manning 2015, §3).
 */
final class TranslatorDecoder {
    private final Translator model;
    private final int vocabulary; // V
    private final int embeddingAt;
    private final boolean lookUp;
    private final Embedding embedding;
    private final Dropout onInput;
    private final Stack stack;
    private final ActivationPenalty penalty;
    private final @Nullable Attention attention;
    private final @Nullable Linear context;
    private final Linear state;
    private final Dropout onOutput;
    private final Linear output;
    private final int top; // A
    private final Kernels kernels = Kernels.selected();
    private Rows rows = Rows.full(0, 0);
    private float[] h = {}; // what the layers gave, [total, Q]
    private float[] a = {}; // [total, A]
    private float[] da = {};
    private float[] dContexts = {}; // [total, M]
    private float[] dQueries = {}; // [total, Q]
    private float[] dh = {}; // [total, Q]
    private float[] dEmbedded = {}; // [total, D]
    private long step;

    TranslatorDecoder(Translator model, boolean training, Randomness randomness, Workers workers) {
        Translator.Config config = model.config();
        Translator.Structure places = model.structure();
        this.model = model;
        this.vocabulary = model.target().size();
        this.top = config.top();
        this.embeddingAt = model.offset("target.embedding");
        this.embedding = new Embedding(config.embedding(), embeddingAt);
        this.onInput = new Dropout(
                training ? config.inputDropout() : 0, config.embedding(), randomness.stream("dropout/target"));
        Stack direct = stack(new Plan.Wanted(training, false, true), randomness, workers);
        this.lookUp = training && onInput.idle() && direct.readsTokens();
        this.stack = lookUp ? direct : stack(new Plan.Wanted(training, true, true), randomness, workers);
        this.penalty = config.regularisers().penalty(places.decoder.out(), training);
        this.attention = places.attention == null ? null : new Attention(places.attention, training, workers);
        this.context = places.context == null ? null : new Linear(places.context, training, true, workers);
        this.state = new Linear(places.state, training, true, workers);
        this.onOutput = new Dropout(training ? config.dropout() : 0, top, randomness.stream("dropout/output"));
        int matrix = config.tied() ? embeddingAt : model.offset("output.W");
        this.output = new Linear(top, vocabulary, matrix, model.offset("output.b"), training, true, workers);
    }

    private Stack stack(Plan.Wanted wanted, Randomness randomness, Workers workers) {
        Translator.Config config = model.config();
        double dropout = wanted.training() ? config.dropout() : 0;
        return new Stack(model.structure().decoder, dropout, config.weightDrop(), randomness, wanted, workers);
    }

    void load(float[] flat, long step, double strength) {
        this.step = step;
        onInput.strength(strength);
        onOutput.strength(strength);
        stack.load(flat, step, strength);
        state.load(flat);
        output.load(flat);
        if (context != null && attention != null) {
            context.load(flat);
            attention.load(flat);
        }
    }

    /** Bottom first. */
    List<Recurrent> layers() {
        return stack.layers();
    }

    /** What there is to look at, [total, M]; once for all steps. */
    void remember(float[] memory, Rows memoryRows) {
        if (attention != null) {
            attention.remember(memory, memoryRows);
        }
    }

    /** Fresh start states. */
    void reset(Rows rows) {
        stack.reset(rows);
    }

    /**
     * Logits, [total, V], of whole rows or of one step of each.
     *
     * @param tokens those before the ones to write, [total]
     * @param memoryOf for each row its row of the memory
     */
    float[] forward(int[] tokens, Rows rows, int[] memoryOf) {
        this.rows = rows;
        h = up(tokens);
        a = room(a, rows.total() * top);
        float[] ofState = state.forward(h, rows.total());
        int n = rows.total() * top;
        if (attention != null && context != null) {
            attention.open(rows, memoryOf);
            float[] ofContext = context.forward(attention.forward(h), rows.total());
            kernels.pointwise(Pointwise.TANH_ADD, a, 0, ofContext, 0, ofState, 0, a, 0, a, 0, n, Kernels.KEEP);
        } else {
            kernels.pointwise(Pointwise.TANH, a, 0, ofState, 0, a, 0, a, 0, a, 0, n, Kernels.KEEP);
        }
        return output.forward(onOutput.forward(a, rows, step), rows.total());
    }

    private float[] up(int[] tokens) {
        if (lookUp) {
            return stack.forwardTokens(tokens, embeddingAt, vocabulary, rows, step);
        }
        float[] x = embedding.forward(tokens, rows.total(), model.parameters().values());
        return stack.forward(onInput.forward(x, rows, step), rows, step);
    }

    /** Where it looked: see {@link Attention#weights}. Null if it looks at nothing. */
    float @Nullable [] weights() {
        return attention == null ? null : attention.weights();
    }

    int weightsAt(int t, int row) {
        return attention == null ? 0 : attention.weightsAt(t, row);
    }

    /**
     * @param dLogits of the last forward
     * @param dMemory where the gradient of the memory goes, [total, M]; not touched if nothing looked at it
     */
    void backward(float[] dLogits, float[] dMemory, float[] gradient) {
        int width = model.structure().decoder.out();
        int n = rows.total() * top;
        da = room(da, n);
        dh = room(dh, rows.total() * width);
        output.backward(dLogits, da, gradient);
        onOutput.backward(da, rows);
        kernels.pointwise(Pointwise.D_TANH, da, 0, da, 0, a, 0, a, 0, a, 0, n, Kernels.KEEP);
        if (attention != null && context != null) {
            dContexts = room(dContexts, rows.total() * context.in());
            dQueries = room(dQueries, rows.total() * width);
            context.backward(da, dContexts, gradient);
            attention.backward(dContexts, dQueries, dMemory, gradient);
        }
        state.backward(da, dh, gradient);
        if (attention != null) {
            int m = rows.total() * width;
            kernels.pointwise(Pointwise.ADD, dh, 0, dh, 0, dQueries, 0, dh, 0, dh, 0, m, Kernels.KEEP);
        }
        penalty.add(dh, h, rows);
        down(gradient);
    }

    private void down(float[] gradient) {
        if (lookUp) {
            stack.backwardTokens(dh, rows, gradient, embeddingAt);
            return;
        }
        dEmbedded = room(dEmbedded, rows.total() * model.config().embedding());
        stack.backward(dh, dEmbedded, rows, gradient);
        onInput.backward(dEmbedded, rows);
        embedding.backward(dEmbedded, rows, gradient);
    }

    private static float[] room(float[] array, int floats) {
        return array.length < floats ? new float[floats] : array;
    }

    // ---- step by step

    /** The next step goes on where this one ended. */
    void carryOn(int n) {
        stack.carryOn(n);
    }

    /** Row r goes on where row {@code from[r]} ended; rows may be lost, and stand several times. */
    void regroup(int before, int[] from, int n) {
        float[] old = stack.state(before);
        float[] chosen = new float[n * stack.stateLength()];
        int read = 0;
        int write = 0;
        for (Recurrent layer : stack.layers()) {
            for (int s = 0; s < layer.plan().states().size(); s++) {
                int length = layer.plan().stateLength(s);
                for (int r = 0; r < n; r++) {
                    System.arraycopy(old, read + from[r] * length, chosen, write + r * length, length);
                }
                read += before * length;
                write += n * length;
            }
        }
        stack.state(chosen, Rows.full(1, n));
    }
}
