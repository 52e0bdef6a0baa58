package dev.recur.model;

import dev.recur.batch.PackedTexts;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.layer.Dropout;
import dev.recur.layer.Embedding;
import dev.recur.layer.Recurrent;
import dev.recur.layer.Stack;
import dev.recur.loss.ActivationPenalty;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.List;

/** The half of a translator that reads: sources in any order to a memory of packed rows, the longest source first. */
final class TranslatorEncoder {
    private final Translator model;
    private final int embeddingAt;
    private final boolean lookUp; // the lowest layer multiplies each token once, with the same bits
    private final Embedding embedding;
    private final Dropout onInput;
    private final Stack stack;
    private final ActivationPenalty penalty;
    private final PackedTexts packed = new PackedTexts();
    private int[] rowOf = {}; // by source
    private float[] memory = {}; // [total, M]
    private float[] dEmbedded = {}; // [total, D]
    private long step;

    TranslatorEncoder(Translator model, boolean training, Randomness randomness, Workers workers) {
        Translator.Config config = model.config();
        this.model = model;
        this.embeddingAt = model.offset("source.embedding");
        this.embedding = new Embedding(config.embedding(), embeddingAt);
        this.onInput = new Dropout(
                training ? config.inputDropout() : 0, config.embedding(), randomness.stream("dropout/source"));
        Stack direct = stack(new Plan.Wanted(training, false, false), randomness, workers);
        this.lookUp = training && onInput.idle() && direct.readsTokens();
        this.stack = lookUp ? direct : stack(new Plan.Wanted(training, true, false), randomness, workers);
        this.penalty = config.regularisers().penalty(model.structure().encoder.out(), training);
    }

    private Stack stack(Plan.Wanted wanted, Randomness randomness, Workers workers) {
        Translator.Config config = model.config();
        double dropout = wanted.training() ? config.dropout() : 0;
        return new Stack(model.structure().encoder, dropout, config.weightDrop(), randomness, wanted, workers);
    }

    void load(float[] flat, long step, double strength) {
        this.step = step;
        onInput.strength(strength);
        stack.load(flat, step, strength);
    }

    /** Bottom first; of each layer the direction along time, then the one against it. */
    List<Recurrent> layers() {
        return stack.layers();
    }

    /** Of the sources that were read. */
    Rows rows() {
        return packed.rows();
    }

    /** Which row a source is. */
    int row(int source) {
        return rowOf[source];
    }

    /** The memory, [total, M], of the first {@code n} sources. */
    float[] forward(int[][] sources, int n) {
        packed.set(sources, n);
        Rows rows = packed.rows();
        rowOf = rowOf.length < n ? new int[n] : rowOf;
        for (int r = 0; r < n; r++) {
            rowOf[packed.text(r)] = r;
        }
        stack.reset(rows);
        memory = up(rows);
        return memory;
    }

    private float[] up(Rows rows) {
        if (lookUp) {
            return stack.forwardTokens(
                    packed.tokens(), embeddingAt, model.source().size(), rows, step);
        }
        float[] x = embedding.forward(
                packed.tokens(), rows.total(), model.parameters().values());
        return stack.forward(onInput.forward(x, rows, step), rows, step);
    }

    void backward(float[] dMemory, float[] gradient) {
        Rows rows = packed.rows();
        penalty.add(dMemory, memory, rows);
        if (lookUp) {
            stack.backwardTokens(dMemory, rows, gradient, embeddingAt);
            return;
        }
        int floats = rows.total() * model.config().embedding();
        dEmbedded = dEmbedded.length < floats ? new float[floats] : dEmbedded;
        stack.backward(dMemory, dEmbedded, rows, gradient);
        onInput.backward(dEmbedded, rows);
        embedding.backward(dEmbedded, rows, gradient);
    }
}
