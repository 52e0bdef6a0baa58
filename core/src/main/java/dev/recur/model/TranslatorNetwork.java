package dev.recur.model;

import dev.recur.batch.PackedTexts;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.loss.CrossEntropy;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs a translator: training steps with the right tokens given (teacher forcing), losses, and one step at a time. Sequences come in any order
 * and length; what is said of one does not depend on its company. The encoder's rows are sorted by the sources' lengths and the decoder's by
 * the targets', and nothing is padded. Holds the buffers; one thread at a time.
 */
public final class TranslatorNetwork {
    private final Translator model;
    private final Workers workers;
    private final double smoothing;
    private final int vocabulary; // V
    private final TranslatorEncoder encoder;
    private final TranslatorDecoder decoder;
    private final Bridge bridge;
    private final PackedTexts packed = new PackedTexts(); // targets
    private @Nullable CrossEntropy loss;
    private int lossRows;
    private int[] next = {}; // tokens to write, [total]
    private int[] memoryOf = {}; // [N]
    private int[] gathered = {}; // [N]
    private float[] dMemory = {}; // [total of the memory, M]
    private Rows single = Rows.full(1, 0);

    private TranslatorNetwork(
            Translator model, boolean training, double smoothing, Randomness randomness, Workers workers) {
        this.model = model;
        this.workers = workers;
        this.smoothing = smoothing;
        this.vocabulary = model.target().size();
        this.encoder = new TranslatorEncoder(model, training, randomness, workers);
        this.decoder = new TranslatorDecoder(model, training, randomness, workers);
        this.bridge = new Bridge(encoder.layers(), decoder.layers());
    }

    /**
     * For {@link #train}.
     *
     * @param smoothing of the tokens to write, see {@link CrossEntropy}
     * @param randomness of the run, for dropout
     */
    public static TranslatorNetwork training(
            Translator model, double smoothing, Randomness randomness, Workers workers) {
        return new TranslatorNetwork(model, true, smoothing, randomness, workers);
    }

    /** For {@link #evaluate}, and step by step. */
    public static TranslatorNetwork predicting(Translator model, Workers workers) {
        return new TranslatorNetwork(model, false, 0, new Randomness(0), workers);
    }

    public Translator model() {
        return model;
    }

    /** Reads the model's weights; call it whenever they have changed. {@code step} is that of training, which chooses masks. */
    public void load(long step) {
        load(step, 1);
    }

    /** The same with all rates of dropout multiplied by {@code strength}, 0 to 1. */
    public void load(long step, double strength) {
        float[] flat = model.parameters().values();
        encoder.load(flat, step, strength);
        decoder.load(flat, step, strength);
    }

    // ---- whole sequences

    /**
     * Forward, loss and backward of the first {@code n} pairs.
     *
     * @param sources see {@link Translator#read}
     * @param targets see {@link Translator#written}
     * @param gradient added to: that of the mean over the tokens to write, of the layout of the model's parameters
     * @return the sum of the tokens' losses, in nats
     */
    public double train(int[][] sources, int[][] targets, int n, float[] gradient) {
        float[] logits = forward(sources, targets, n);
        int total = packed.rows().total();
        double nats = entropy(total).backward(logits, 0, vocabulary, next, total, vocabulary, 1f / total);
        backward(logits, gradient);
        return nats;
    }

    /** The sum of the losses of all tokens of the first {@code n} targets, in nats, without training. */
    public double evaluate(int[][] sources, int[][] targets, int n) {
        float[] logits = forward(sources, targets, n);
        int total = packed.rows().total();
        return entropy(total).backward(logits, 0, vocabulary, next, total, vocabulary, 1f);
    }

    private float[] forward(int[][] sources, int[][] targets, int n) {
        float[] memory = encoder.forward(sources, n);
        packed.set(targets, n);
        Rows rows = packed.rows();
        memoryOf = memoryOf.length < n ? new int[n] : memoryOf;
        next = next.length < rows.total() ? new int[rows.total()] : next;
        for (int r = 0; r < n; r++) {
            int[] target = targets[packed.text(r)];
            memoryOf[r] = encoder.row(packed.text(r));
            for (int t = 0; t < target.length; t++) {
                next[rows.offset(t) + r] =
                        t + 1 < target.length ? target[t + 1] : model.target().end();
            }
        }
        decoder.remember(memory, encoder.rows());
        decoder.reset(rows);
        bridge.forward(rows, memoryOf);
        return decoder.forward(packed.tokens(), rows, memoryOf);
    }

    private void backward(float[] dLogits, float[] gradient) {
        int floats = encoder.rows().total() * model.structure().encoder.out();
        if (dMemory.length < floats) {
            dMemory = new float[floats];
        }
        if (model.config().attention() == Translator.Look.NONE) {
            Arrays.fill(dMemory, 0, floats, 0f);
        }
        decoder.backward(dLogits, dMemory, gradient);
        bridge.backward(packed.rows(), memoryOf);
        encoder.backward(dMemory, gradient);
    }

    private CrossEntropy entropy(int total) {
        CrossEntropy known = loss;
        if (known == null || lossRows < total) {
            known = new CrossEntropy(Kernels.selected(), workers, total, smoothing, null);
            lossRows = total;
            loss = known;
        }
        return known;
    }

    // ---- step by step

    /** Reads the first {@code n} sources. Row i of the steps to come is the target of source i, which is to begin. */
    public void begin(int[][] sources, int n) {
        float[] memory = encoder.forward(sources, n);
        decoder.remember(memory, encoder.rows());
        single = Rows.full(1, n);
        memoryOf = memoryOf.length < n ? new int[n] : memoryOf;
        for (int i = 0; i < n; i++) {
            memoryOf[i] = encoder.row(i);
        }
        decoder.reset(single);
        bridge.forward(single, memoryOf);
    }

    /** After a step: row r of the next one goes on where row {@code from[r]} ended. Rows may be lost, and stand several times. */
    public void regroup(int[] from, int n) {
        gathered = gathered.length < n ? new int[n] : gathered;
        for (int r = 0; r < n; r++) {
            gathered[r] = memoryOf[from[r]];
        }
        decoder.regroup(single.rows(), from, n);
        memoryOf = Arrays.copyOf(gathered, n);
        single = single.rows() == n ? single : Rows.full(1, n);
    }

    /**
     * One step.
     *
     * @param tokens the last one of each row; the mark of the begin at first
     * @return logits of the next one, [rows, V], until the next call
     */
    public float[] step(int[] tokens) {
        float[] logits = decoder.forward(tokens, single, memoryOf);
        decoder.carryOn(single.rows());
        return logits;
    }

    /** Where row {@code row} looked in the last step: a weight for each of {@code length} tokens of its source. Empty if it looks at nothing. */
    public float[] looked(int row, int length) {
        float[] weights = decoder.weights();
        if (weights == null) {
            return new float[0];
        }
        int at = decoder.weightsAt(0, row);
        return Arrays.copyOfRange(weights, at, at + length);
    }
}
