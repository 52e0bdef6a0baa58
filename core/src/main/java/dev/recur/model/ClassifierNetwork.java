package dev.recur.model;

import dev.recur.batch.PackedTexts;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.layer.Dropout;
import dev.recur.layer.Embedding;
import dev.recur.layer.Linear;
import dev.recur.layer.Pooling;
import dev.recur.layer.Stack;
import dev.recur.loss.ActivationPenalty;
import dev.recur.loss.CrossEntropy;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a classifier: training steps, predictions, and what a prediction rests on. Texts come in any order and length; what is said of one does
 * not depend on its company. Holds the buffers; one thread at a time.
 */
public final class ClassifierNetwork {
    /** What it is wanted for. */
    private enum Purpose {
        TRAINING,
        PREDICTION,
        EXPLANATION
    }

    private final SequenceClassifier model;
    private final Purpose purpose;
    private final Workers workers;
    private final int classes; // K
    private final int embeddingAt;
    private final boolean lookUp; // the lowest layer multiplies each token once; forward, that has the same bits
    private final double wordDropout;
    private final Stream wordChance;
    private final Embedding embedding;
    private final Dropout onInput;
    private final Stack stack;
    private final ActivationPenalty penalty;
    private final Pooling pooling;
    private final Dropout onOutput;
    private final Linear output;
    private final double smoothing;
    private final float @Nullable [] classWeights;
    private final PackedTexts packed = new PackedTexts();
    private @Nullable CrossEntropy loss;
    private Rows once = Rows.full(1, 0);
    private int lossRows;
    private int[] targets = {}; // [N]
    private float[] sorted = {}; // logits in the caller's order, [N, K]
    private float[] top = {}; // what the layers gave, [total, W]
    private float[] dPooled = {}; // [N, W]
    private float[] dHidden = {}; // [total, W]
    private float[] dEmbedded = {}; // [total, D]
    private float[] unused = {}; // gradient of the weights, where only that of the input counts
    private float[] embedded = {};
    private long step;

    private ClassifierNetwork(
            SequenceClassifier model,
            Purpose purpose,
            double smoothing,
            float @Nullable [] classWeights,
            Randomness randomness,
            Workers workers) {
        SequenceClassifier.Config config = model.config();
        boolean training = purpose == Purpose.TRAINING;
        boolean backward = purpose != Purpose.PREDICTION;
        this.model = model;
        this.purpose = purpose;
        this.workers = workers;
        this.smoothing = smoothing;
        this.classWeights = classWeights == null ? null : classWeights.clone();
        this.classes = model.labels().size();
        this.embeddingAt = model.offset("embedding");
        this.wordDropout = training ? config.wordDropout() : 0;
        this.wordChance = randomness.stream("dropout/words");
        this.embedding = new Embedding(config.embedding(), embeddingAt);
        this.onInput = new Dropout(
                training ? config.inputDropout() : 0, config.embedding(), randomness.stream("dropout/input"));
        Stack direct = stack(new Plan.Wanted(backward, false, false), randomness);
        this.lookUp = training && onInput.idle() && direct.readsTokens();
        this.stack = lookUp ? direct : stack(new Plan.Wanted(backward, true, false), randomness);
        this.penalty = config.regularisers().penalty(model.stack().out(), training);
        this.pooling = Pooling.of(model.pooling(), backward, workers);
        int width = model.pooling().width();
        this.onOutput = new Dropout(training ? config.dropout() : 0, width, randomness.stream("dropout/output"));
        this.output =
                new Linear(width, classes, model.offset("output.W"), model.offset("output.b"), backward, true, workers);
    }

    private Stack stack(Plan.Wanted wanted, Randomness randomness) {
        SequenceClassifier.Config config = model.config();
        boolean drops = purpose == Purpose.TRAINING;
        return new Stack(
                model.stack(),
                drops ? config.dropout() : 0,
                drops ? config.weightDrop() : 0,
                randomness,
                wanted,
                workers);
    }

    /**
     * For training.
     *
     * @param smoothing of labels, see {@link CrossEntropy}
     * @param classWeights one a label; null for 1 each
     * @param randomness of the run, for dropout
     */
    public static ClassifierNetwork training(
            SequenceClassifier model,
            double smoothing,
            float @Nullable [] classWeights,
            Randomness randomness,
            Workers workers) {
        return new ClassifierNetwork(model, Purpose.TRAINING, smoothing, classWeights, randomness, workers);
    }

    /** For {@link #logits}. */
    public static ClassifierNetwork predicting(SequenceClassifier model, Workers workers) {
        return new ClassifierNetwork(model, Purpose.PREDICTION, 0, null, new Randomness(0), workers);
    }

    /** For {@link #influences}. */
    public static ClassifierNetwork explaining(SequenceClassifier model, Workers workers) {
        return new ClassifierNetwork(model, Purpose.EXPLANATION, 0, null, new Randomness(0), workers);
    }

    /** Reads the model's weights; call it whenever they have changed. {@code step} is that of training, which chooses masks. */
    public void load(long step) {
        load(step, 1);
    }

    /** The same with all rates of dropout multiplied by {@code strength}, 0 to 1. */
    public void load(long step, double strength) {
        this.step = step;
        float[] flat = model.parameters().values();
        onInput.strength(strength);
        onOutput.strength(strength);
        stack.load(flat, step, strength);
        pooling.load(flat);
        output.load(flat);
    }

    // ---- forward and backward

    /**
     * Forward, loss and backward of the first {@code n} texts.
     *
     * @param labels one a text, numbers from 0
     * @param gradient added to: that of the mean over the texts, of the layout of the model's parameters
     * @return the sum of the texts' losses, in nats
     */
    public double train(int[][] texts, int[] labels, int n, float[] gradient) {
        float[] logits = forward(texts, n);
        targets = targets.length < n ? new int[n] : targets;
        for (int r = 0; r < n; r++) {
            targets[r] = labels[packed.text(r)];
        }
        double nats = entropy(n).backward(logits, 0, classes, targets, n, classes, 1f / n);
        backward(logits, gradient);
        return nats;
    }

    /** Logits of the first {@code n} texts, [n, K] in their order, until the next call. */
    public float[] logits(int[][] texts, int n) {
        float[] logits = forward(texts, n);
        sorted = room(sorted, n * classes);
        for (int r = 0; r < n; r++) {
            System.arraycopy(logits, r * classes, sorted, packed.text(r) * classes, classes);
        }
        return sorted;
    }

    private float[] forward(int[][] texts, int n) {
        packed.set(texts, n);
        Rows rows = packed.rows();
        dropWords(rows.total());
        stack.reset(rows);
        top = up(rows);
        float[] h = pooling.forward(top, rows);
        once = once.rows() == n ? once : Rows.full(1, n);
        return output.forward(onOutput.forward(h, once, step), n);
    }

    private float[] up(Rows rows) {
        if (lookUp) {
            return stack.forwardTokens(
                    packed.tokens(), embeddingAt, model.vocabulary().size(), rows, step);
        }
        embedded = embedding.forward(
                packed.tokens(), rows.total(), model.parameters().values());
        return stack.forward(onInput.forward(embedded, rows, step), rows, step);
    }

    private void backward(float[] dLogits, float[] gradient) {
        Rows rows = packed.rows();
        int width = model.pooling().width();
        dPooled = room(dPooled, rows.rows() * width);
        dHidden = room(dHidden, rows.total() * width);
        output.backward(dLogits, dPooled, gradient);
        onOutput.backward(dPooled, once);
        pooling.backward(dPooled, dHidden, rows, gradient);
        penalty.add(dHidden, top, rows);
        if (lookUp) {
            stack.backwardTokens(dHidden, rows, gradient, embeddingAt);
        } else {
            dEmbedded = room(dEmbedded, rows.total() * model.config().embedding());
            stack.backward(dHidden, dEmbedded, rows, gradient);
            onInput.backward(dEmbedded, rows);
            embedding.backward(dEmbedded, rows, gradient);
        }
    }

    /** Each token is drawn by its place in the minibatch. */
    private void dropWords(int total) {
        if (wordDropout > 0) {
            int[] tokens = packed.tokens();
            for (int i = 0; i < total; i++) {
                if (wordChance.uniform(step, i) < wordDropout) {
                    tokens[i] = model.vocabulary().unknown();
                }
            }
        }
    }

    private CrossEntropy entropy(int n) {
        CrossEntropy known = loss;
        if (known == null || lossRows < n) {
            known = new CrossEntropy(Kernels.selected(), workers, n, smoothing, classWeights);
            lossRows = n;
            loss = known;
        }
        return known;
    }

    private static float[] room(float[] array, int floats) {
        return array.length < floats ? new float[floats] : array;
    }

    // ---- why

    /**
     * What each token does to a label's log odds, log(p / (1 - p)), to first order: the gradient by its vector, times that vector
     * (Denil et al. 2014; Li et al. 2016). Above 0 it speaks for the label. Odds and not p, whose gradient is nothing where it is sure.
     */
    public float[] influences(int[] text, int label) {
        if (purpose != Purpose.EXPLANATION) {
            throw new IllegalStateException("ClassifierNetwork.influences: this network was made for " + purpose);
        }
        float[] logits = forward(new int[][] {text}, 1);
        logits[label] = Float.NEGATIVE_INFINITY; // the soft-max of all others
        double[] others = Probabilities.of(logits, 0, classes);
        for (int k = 0; k < classes; k++) {
            logits[k] = k == label ? 1f : (float) -others[k];
        }
        unused = room(unused, model.parameters().values().length);
        backward(logits, unused);
        int d = model.config().embedding();
        float[] influences = new float[text.length];
        for (int t = 0; t < text.length; t++) {
            double sum = 0;
            for (int j = 0; j < d; j++) {
                sum += (double) dEmbedded[t * d + j] * embedded[t * d + j];
            }
            influences[t] = (float) sum;
        }
        return influences;
    }
}
