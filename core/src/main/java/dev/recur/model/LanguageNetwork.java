package dev.recur.model;

import dev.recur.batch.Minibatch;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.layer.Condition;
import dev.recur.layer.DeepOutput;
import dev.recur.layer.Dropout;
import dev.recur.layer.Embedding;
import dev.recur.layer.EmbeddingDropout;
import dev.recur.layer.Linear;
import dev.recur.layer.LinearLoss;
import dev.recur.layer.NgramEmbedding;
import dev.recur.layer.Stack;
import dev.recur.loss.ActivationPenalty;
import dev.recur.loss.CrossEntropy;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs a language model: training steps, evaluation, and one step at a time, with a state that is carried, read and set. Holds the buffers;
 * one thread at a time.
 */
public final class LanguageNetwork {
    private final LanguageModel model;
    private final Workers workers;
    private final int vocabulary;
    private final int width; // of what the recurrent layers give
    private final int embeddingAt;
    private final boolean training;
    private final boolean lookUp;
    private final Stack stack;
    private final Embedding embedding;
    private final EmbeddingDropout onTokens;
    private final @Nullable NgramEmbedding ngrams;
    private final @Nullable Condition condition;
    private final Dropout onInput;
    private final Dropout onOutput;
    private final DeepOutput deepOutput;
    private final ActivationPenalty penalty;
    private final @Nullable Linear projection;
    private final Linear output;
    private final LinearLoss outputLoss;
    private CrossEntropy entropy;
    private int mostRows;
    private float[] top = {}; // what the recurrent layers gave, [total, width]
    private float[] dropped = {}; // and what dropout left of it
    private Rows rows = Rows.full(0, 0);
    private int[] tokens = {};
    private int[] targets = {};
    private float[] dFeatures = {};
    private float[] before = {}; // states before the last batch
    private float[] dProjected = {};
    private float[] dEmbedded = {};
    private int carried; // rows whose state the next batch may carry on
    private long step;

    /**
     * @param training false for evaluation and generation
     * @param randomness of the run, for dropout
     */
    public LanguageNetwork(LanguageModel model, boolean training, Randomness randomness, Workers workers) {
        this(model, training, training, randomness, workers);
    }

    /** Computes gradients, but drops nothing and disturbs nothing: {@link #load} it with step 0. */
    public static LanguageNetwork adapting(LanguageModel model, Workers workers) {
        return new LanguageNetwork(model, true, false, new Randomness(0), workers);
    }

    private LanguageNetwork(
            LanguageModel model, boolean training, boolean noisy, Randomness randomness, Workers workers) {
        LanguageModel.Config config = model.config();
        LanguageVariant variant = config.variant();
        this.model = model;
        this.workers = workers;
        this.training = training;
        this.vocabulary = model.vocabulary().size();
        this.width = model.stack().out();
        this.embeddingAt = model.offset("embedding");
        double inputDropout = noisy ? config.inputDropout() : 0;
        this.onInput = new Dropout(inputDropout, config.embedding(), randomness.stream("dropout/input"));
        this.onTokens = new EmbeddingDropout(
                noisy ? variant.embeddingDropout() : 0,
                vocabulary,
                config.embedding(),
                randomness.stream("dropout/embedding"));
        this.onOutput = new Dropout(noisy ? config.dropout() : 0, width, randomness.stream("dropout/output"));
        this.embedding = new Embedding(config.embedding(), embeddingAt);
        this.ngrams = model.ngrams().isEmpty()
                ? null
                : new NgramEmbedding(model.ngrams(), config.embedding(), model.offset(LanguageModel.NGRAMS));
        this.condition = model.givens().isEmpty()
                ? null
                : new Condition(
                        config.embedding(),
                        model.offset(LanguageModel.GIVEN),
                        model.givens().places());
        Stack direct = stack(false, noisy, randomness);
        this.lookUp = onInput.idle() && onTokens.idle() && ngrams == null && condition == null && direct.readsTokens();
        this.stack = lookUp ? direct : stack(true, noisy, randomness);
        this.deepOutput = new DeepOutput(model.deepOutput(), training, workers);
        this.penalty = variant.regularisers().penalty(width, noisy);
        this.projection = model.projected()
                ? new Linear(
                        width,
                        config.embedding(),
                        model.offset("projection.W"),
                        model.offset("projection.b"),
                        training,
                        true,
                        workers)
                : null;
        int matrix = config.tied() ? embeddingAt : model.offset("output.W");
        int in = config.tied() ? config.embedding() : width;
        this.output = new Linear(in, vocabulary, matrix, model.offset("output.b"), training, true, workers);
        this.outputLoss = new LinearLoss(output, workers);
        this.entropy = new CrossEntropy(Kernels.selected(), workers, 0);
    }

    private Stack stack(boolean dInput, boolean noisy, Randomness randomness) {
        LanguageModel.Config config = model.config();
        return new Stack(
                model.stack(),
                noisy ? config.dropout() : 0,
                noisy ? config.weightDrop() : 0,
                randomness,
                new Plan.Wanted(training, dInput, false),
                workers);
    }

    public LanguageModel model() {
        return model;
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
        deepOutput.load(flat);
        output.load(flat);
        if (projection != null) {
            projection.load(flat);
        }
        if (lookUp && !training) {
            stack.tabulate(embeddingAt, vocabulary);
        }
    }

    // ---- state

    /** Fresh start states for {@code n} rows. */
    public void reset(int n) {
        reset(Rows.full(1, n));
        carried = n;
    }

    private void reset(Rows fresh) {
        stack.reset(fresh);
        if (ngrams != null) {
            ngrams.reset(fresh.rows());
        }
    }

    /**
     * The states of the rows that the next batch may carry on: [layer][state][N, length], one after the other; and, of a model with n-grams,
     * which of them end at the last token, [N, longest - 1]. A copy.
     */
    public float[] state() {
        float[] state = new float[carried * stateLength()];
        copyState(state);
        return state;
    }

    private void copyState(float[] to) {
        stack.copyState(carried, to);
        if (ngrams != null) {
            ngrams.copyState(carried, to, carried * stack.stateLength());
        }
    }

    /** Sets the states of {@code n} rows. */
    public void state(float[] state, int n) {
        if (state.length != n * stateLength()) {
            throw new IllegalArgumentException("LanguageNetwork.state: " + state.length + " floats for " + n
                    + " rows, but a row of this model has " + stateLength());
        }
        stack.state(state, Rows.full(1, n));
        if (ngrams != null) {
            ngrams.state(state, n * stack.stateLength(), n);
        }
        carried = n;
    }

    /** How many rows {@link #state} holds. */
    public int stateRows() {
        return carried;
    }

    /** The state of a row before the batch that was trained last, as {@link #state} has it for one row. */
    public float[] stateBefore(int row) {
        float[] one = Arrays.copyOf(stack.row(before, carried, row), stateLength());
        int more = one.length - stack.stateLength();
        int from = carried * stack.stateLength() + row * more;
        System.arraycopy(before, from, one, stack.stateLength(), more);
        return one;
    }

    /** Floats of one row of {@link #state}. */
    public int stateLength() {
        return stack.stateLength() + (ngrams == null ? 0 : ngrams.stateLength());
    }

    // ---- batches

    /**
     * Forward, loss and backward. The state is carried on from the batch before where {@link Minibatch#carries} says so.
     *
     * @param gradient added to, of the layout of the model's parameters
     * @param scale of the gradient: 1 / (number of targets) makes it that of the mean
     * @return the sum of the targets' losses, in nats
     */
    public double train(Minibatch batch, float[] gradient, float scale) {
        float[] features = forward(batch);
        CrossEntropy loss = entropy(scale);
        dFeatures = room(dFeatures, rows.total() * width);
        if (projection == null) {
            outputLoss.train(features, rows.total(), dFeatures, gradient, loss);
        } else {
            dProjected = room(dProjected, rows.total() * projection.out());
            outputLoss.train(features, rows.total(), dProjected, gradient, loss);
            projection.backward(dProjected, dFeatures, gradient);
        }
        backward(gradient, scale);
        stack.carryOn(rows.rows());
        return loss.sum();
    }

    /** Forward and loss alone; the state is carried as in {@link #train}. Returns the sum of the targets' losses, in nats. */
    public double evaluate(Minibatch batch) {
        float[] features = forward(batch);
        CrossEntropy loss = entropy(1f);
        outputLoss.evaluate(features, rows.total(), loss);
        stack.carryOn(rows.rows());
        return loss.sum();
    }

    /** Of the rows of the batch under way. */
    private CrossEntropy entropy(float scale) {
        if (mostRows < rows.total()) {
            mostRows = rows.total();
            entropy = new CrossEntropy(Kernels.selected(), workers, mostRows);
        }
        entropy.begin(targets, rows.total(), vocabulary, scale);
        return entropy;
    }

    private float[] forward(Minibatch batch) {
        pack(batch);
        give(batch);
        if (!batch.carries() || carried < rows.rows()) {
            reset(rows);
        }
        carried = rows.rows();
        if (training) {
            before = room(before, carried * stateLength());
            copyState(before);
        }
        return features(up());
    }

    private void give(Minibatch batch) {
        if (condition != null) {
            if (batch.places() != model.givens().places()) {
                throw new IllegalStateException("LanguageNetwork: the model is given "
                        + String.join(", ", model.givens().names()) + ", but the minibatch tells of nothing");
            }
            give(batch.conditions(), batch.conditionWeights(), rows.rows());
        }
    }

    private float[] up() {
        if (lookUp) {
            return stack.forwardTokens(tokens, embeddingAt, vocabulary, rows, step);
        }
        float[] x = embedding.forward(tokens, rows.total(), model.parameters().values());
        onTokens.apply(x, tokens, rows.total(), step);
        if (ngrams != null) {
            ngrams.forward(x, tokens, rows, model.parameters().values());
        }
        if (condition != null) {
            condition.forward(x, rows);
        }
        return stack.forward(onInput.forward(x, rows, step), rows, step);
    }

    /** What the output layer reads. */
    private float[] features(float[] h) {
        top = h;
        dropped = onOutput.forward(h, rows, step);
        float[] features = deepOutput.forward(dropped, rows);
        if (projection != null) {
            features = projection.forward(features, rows.total());
        }
        return features;
    }

    /** From the gradient of the features down. */
    private void backward(float[] gradient, float scale) {
        float[] dHidden = deepOutput.backward(dFeatures, rows, gradient);
        penalty.size(dHidden, dropped, rows, targets, scale);
        onOutput.backward(dHidden, rows);
        penalty.change(dHidden, top, rows, targets, scale);
        if (lookUp) {
            stack.backwardTokens(dHidden, rows, gradient, embeddingAt);
        } else {
            dEmbedded = room(dEmbedded, rows.total() * model.config().embedding());
            stack.backward(dHidden, dEmbedded, rows, gradient);
            onInput.backward(dEmbedded, rows);
            if (condition != null) {
                condition.backward(dEmbedded, rows, gradient);
            }
            if (ngrams != null) {
                ngrams.backward(dEmbedded, rows, gradient);
            }
            onTokens.apply(dEmbedded, tokens, rows.total(), step);
            embedding.backward(dEmbedded, rows, gradient);
        }
    }

    private static float[] room(float[] array, int floats) {
        return array.length < floats ? new float[floats] : array;
    }

    /** [T,N] with dead places to packed rows; the same shape as before needs no new {@link Rows}. */
    private void pack(Minibatch batch) {
        int n = batch.rows();
        boolean same = rows.rows() == n && rows.steps() == batch.steps();
        for (int t = 0; same && t < batch.steps(); t++) {
            same = rows.alive(t) == batch.alive()[t];
        }
        if (!same) {
            rows = Rows.ofLengths(Arrays.copyOf(batch.lengths(), n));
        }
        tokens = tokens.length < rows.total() ? new int[rows.total()] : tokens;
        targets = targets.length < rows.total() ? new int[rows.total()] : targets;
        for (int t = 0; t < rows.steps(); t++) {
            System.arraycopy(batch.inputs(), t * n, tokens, rows.offset(t), rows.alive(t));
            System.arraycopy(batch.targets(), t * n, targets, rows.offset(t), rows.alive(t));
        }
    }

    // ---- one step

    /**
     * What {@code n} rows are given at the steps to come, of a model that is given something.
     *
     * @param given [n, P], see {@link dev.recur.text.Givens#encode}; must stay as it is
     * @param weights [n, P], likewise
     */
    public void give(int[] given, float[] weights, int n) {
        if (condition != null) {
            condition.give(given, weights, n, model.parameters().values());
        }
    }

    /**
     * One step of {@code n} rows, carried on from the step before.
     *
     * @param given one token for each row
     * @return logits, [n, V], until the next call
     */
    public float[] step(int[] given, int n) {
        if (carried != n) {
            throw new IllegalStateException("LanguageNetwork.step: " + n + " tokens, but the state has " + carried
                    + " rows; call reset(" + n + ")");
        }
        if (rows.steps() != 1 || rows.rows() != n) {
            rows = Rows.full(1, n);
        }
        tokens = tokens.length < n ? new int[n] : tokens;
        System.arraycopy(given, 0, tokens, 0, n);
        float[] logits = output.forward(features(up()), n);
        stack.carryOn(n);
        return logits;
    }
}
