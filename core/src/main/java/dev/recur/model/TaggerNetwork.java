package dev.recur.model;

import dev.recur.batch.PackedTexts;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.layer.CharacterWords;
import dev.recur.layer.Dropout;
import dev.recur.layer.Embedding;
import dev.recur.layer.Linear;
import dev.recur.layer.Stack;
import dev.recur.loss.ActivationPenalty;
import dev.recur.loss.CrossEntropy;
import dev.recur.loss.LinearChain;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a tagger: training steps and predictions. Sentences come in any order and length; what is said of one does not depend on its company.
 * Holds the buffers; one thread at a time.
 */
public final class TaggerNetwork {
    private final SequenceTagger model;
    private final Forms forms;
    private final boolean training;
    private final Workers workers;
    private final double smoothing;
    private final double @Nullable [] wordDrop; // by word
    private final Stream wordChance;
    private final int tags; // K
    private final int wordWidth;
    private final int pairWidth;
    private final int width; // of all that the lowest layer reads
    private final Embedding wordLayer;
    private final Embedding pairLayer;
    private final @Nullable CharacterWords characters;
    private final Dropout onInput;
    private final Stack stack;
    private final Dropout onOutput;
    private final ActivationPenalty penalty;
    private final Linear output;
    private final @Nullable LinearChain chain;
    private final PackedTexts packed = new PackedTexts();
    private @Nullable CrossEntropy loss;
    private int lossRows;
    private int[][] texts = {};
    private int[] words = {}; // [total]
    private int[] pairs = {}; // [total]
    private int[] targets = {}; // [total]
    private float[] x = {}; // [total, width]
    private float[] dx = {};
    private float[] part = {}; // [total, width of one part]
    private float[] hidden = {}; // what the layers gave, [total, 2H]
    private float[] dHidden = {}; // [total, 2H]
    private long step;

    private TaggerNetwork(
            SequenceTagger model,
            Forms forms,
            boolean training,
            double smoothing,
            double @Nullable [] wordDrop,
            Randomness randomness,
            Workers workers) {
        SequenceTagger.Config config = model.config();
        this.model = model;
        this.forms = forms;
        this.training = training;
        this.workers = workers;
        this.smoothing = smoothing;
        this.wordDrop = wordDrop == null ? null : wordDrop.clone();
        this.wordChance = randomness.stream("dropout/words");
        this.tags = model.tags().size();
        this.wordWidth = config.embedding();
        this.pairWidth = config.pairEmbedding();
        this.wordLayer = new Embedding(wordWidth, model.offset("embedding"));
        this.pairLayer = new Embedding(pairWidth, pairWidth == 0 ? 0 : model.offset("pairs"));
        CharacterWords.Place spelled = model.characters();
        this.characters = spelled == null ? null : new CharacterWords(spelled, training, randomness, workers);
        this.width = model.stack().in();
        this.onInput = new Dropout(training ? config.inputDropout() : 0, width, randomness.stream("dropout/input"));
        this.stack = new Stack(
                model.stack(),
                training ? config.dropout() : 0,
                config.weightDrop(),
                randomness,
                new Plan.Wanted(training, true, false),
                workers);
        int top = model.stack().out();
        this.penalty = config.regularisers().penalty(top, training);
        this.onOutput = new Dropout(training ? config.dropout() : 0, top, randomness.stream("dropout/output"));
        this.output =
                new Linear(top, tags, model.offset("output.W"), model.offset("output.b"), training, true, workers);
        LinearChain.Place chained = model.chain();
        this.chain = chained == null ? null : new LinearChain(chained, workers);
    }

    /**
     * For training.
     *
     * @param forms that the sentences are made of
     * @param smoothing of tags that are not chosen together, see {@link CrossEntropy}
     * @param wordDrop for each word how likely it is made unknown; null for never
     * @param randomness of the run, for dropout
     */
    public static TaggerNetwork training(
            SequenceTagger model,
            Forms forms,
            double smoothing,
            double @Nullable [] wordDrop,
            Randomness randomness,
            Workers workers) {
        return new TaggerNetwork(model, forms, true, smoothing, wordDrop, randomness, workers);
    }

    /**
     * For {@link #tag}.
     *
     * @param forms that the sentences are made of
     */
    public static TaggerNetwork predicting(SequenceTagger model, Forms forms, Workers workers) {
        return new TaggerNetwork(model, forms, false, 0, null, new Randomness(0), workers);
    }

    /** Reads the model's weights; call it whenever they have changed. {@code step} is that of training, which chooses masks. */
    public void load(long step) {
        load(step, 1);
    }

    /** The same with all rates of dropout multiplied by {@code strength}, 0 to 1. */
    public void load(long step, double strength) {
        this.step = step;
        float[] flat = model.parameters().values();
        if (characters != null) {
            characters.load(flat);
        }
        onInput.strength(strength);
        onOutput.strength(strength);
        stack.load(flat, step, strength);
        output.load(flat);
        if (chain != null) {
            chain.load(flat);
        }
    }

    // ---- forward

    /** Logits of all (t, row), [total, K]. */
    private float[] forward(List<TaggerInput> sentences) {
        pack(sentences);
        Rows rows = packed.rows();
        join(rows);
        stack.reset(rows);
        hidden = stack.forward(onInput.forward(x, rows, step), rows, step);
        return output.forward(onOutput.forward(hidden, rows, step), rows.total());
    }

    private void pack(List<TaggerInput> sentences) {
        int n = sentences.size();
        texts = texts.length < n ? new int[n][] : texts;
        for (int i = 0; i < n; i++) {
            texts[i] = sentences.get(i).forms();
        }
        packed.set(texts, n);
        Rows rows = packed.rows();
        int total = rows.total();
        words = words.length < total ? new int[total] : words;
        for (int p = 0; p < total; p++) {
            words[p] = forms.wordOf(packed.tokens()[p]);
            if (wordDrop != null && wordChance.uniform(step, p) < wordDrop[words[p]]) {
                words[p] = model.vocabulary().unknown();
            }
        }
        pairs = pairs.length < total ? new int[total] : pairs;
        for (int r = 0; r < n && pairWidth > 0; r++) {
            int[] own = sentences.get(packed.text(r)).pairs();
            for (int t = 0; t < own.length; t++) {
                pairs[rows.offset(t) + r] = own[t];
            }
        }
    }

    /** Word, pair and characters side by side. */
    private void join(Rows rows) {
        float[] flat = model.parameters().values();
        int total = rows.total();
        x = room(x, total * width);
        copy(x, width, 0, wordLayer.forward(words, total, flat), wordWidth, 0, wordWidth, total);
        if (pairWidth > 0) {
            copy(x, width, wordWidth, pairLayer.forward(pairs, total, flat), pairWidth, 0, pairWidth, total);
        }
        if (characters != null) {
            characters.forward(x, width, wordWidth + pairWidth, packed.tokens(), forms.spellings(), rows);
        }
    }

    private static void copy(
            float[] to, int toWidth, int toColumn, float[] from, int fromWidth, int fromColumn, int columns, int rows) {
        for (int p = 0; p < rows; p++) {
            System.arraycopy(from, p * fromWidth + fromColumn, to, p * toWidth + toColumn, columns);
        }
    }

    // ---- training

    /**
     * Forward, loss and backward of some sentences.
     *
     * @param wanted the tags of each
     * @param gradient added to: that of the mean over the words, of the layout of the model's parameters
     * @return the sum of the losses, in nats
     */
    public double train(List<TaggerInput> sentences, List<int[]> wanted, float[] gradient) {
        float[] logits = forward(sentences);
        target(wanted);
        double nats = learn(logits, gradient);
        backward(logits, gradient);
        return nats;
    }

    /** The sum of the losses of some sentences, in nats, without training; their tags as {@link #tag} gives them, in {@code found}. */
    public double evaluate(List<TaggerInput> sentences, List<int[]> wanted, List<int[]> found) {
        float[] logits = forward(sentences);
        found.addAll(decode(logits));
        target(wanted);
        Rows rows = packed.rows();
        return chain != null
                ? chain.value(logits, rows, targets)
                : entropy(rows.total()).backward(logits, 0, tags, targets, rows.total(), tags, 1f);
    }

    private void target(List<int[]> wanted) {
        Rows rows = packed.rows();
        targets = targets.length < rows.total() ? new int[rows.total()] : targets;
        for (int r = 0; r < rows.rows(); r++) {
            int[] own = wanted.get(packed.text(r));
            for (int t = 0; t < rows.length(r); t++) {
                targets[rows.offset(t) + r] = own[t];
            }
        }
    }

    /** Logits to their gradient, in place. */
    private double learn(float[] logits, float[] gradient) {
        Rows rows = packed.rows();
        float scale = 1f / rows.total();
        if (chain != null) {
            return chain.backward(logits, rows, targets, scale, gradient);
        }
        return entropy(rows.total()).backward(logits, 0, tags, targets, rows.total(), tags, scale);
    }

    private CrossEntropy entropy(int total) {
        CrossEntropy known = loss;
        if (known == null || lossRows < total) {
            known = new CrossEntropy(Kernels.selected(), workers, total, training ? smoothing : 0, null);
            lossRows = total;
            loss = known;
        }
        return known;
    }

    private void backward(float[] dLogits, float[] gradient) {
        Rows rows = packed.rows();
        int total = rows.total();
        dHidden = room(dHidden, total * model.stack().out());
        dx = room(dx, total * width);
        output.backward(dLogits, dHidden, gradient);
        onOutput.backward(dHidden, rows);
        penalty.add(dHidden, hidden, rows);
        stack.backward(dHidden, dx, rows, gradient);
        onInput.backward(dx, rows);
        if (characters != null) {
            characters.backward(dx, width, wordWidth + pairWidth, rows, gradient);
        }
        part = room(part, total * Math.max(wordWidth, pairWidth));
        if (pairWidth > 0) {
            copy(part, pairWidth, 0, dx, width, wordWidth, pairWidth, total);
            pairLayer.backward(part, rows, gradient);
        }
        copy(part, wordWidth, 0, dx, width, 0, wordWidth, total);
        wordLayer.backward(part, rows, gradient);
    }

    private static float[] room(float[] array, int floats) {
        return array.length < floats ? new float[floats] : array;
    }

    // ---- predictions

    /** The tags of each sentence. */
    public List<int[]> tag(List<TaggerInput> sentences) {
        return decode(forward(sentences));
    }

    private List<int[]> decode(float[] logits) {
        Rows rows = packed.rows();
        int[] best = new int[rows.total()];
        if (chain != null) {
            chain.decode(best, logits, rows);
        } else {
            for (int p = 0; p < best.length; p++) {
                for (int k = 1; k < tags; k++) {
                    best[p] = logits[p * tags + k] > logits[p * tags + best[p]] ? k : best[p];
                }
            }
        }
        int[][] found = new int[rows.rows()][];
        for (int r = 0; r < found.length; r++) {
            int[] own = new int[rows.length(r)];
            for (int t = 0; t < own.length; t++) {
                own[t] = best[rows.offset(t) + r];
            }
            found[packed.text(r)] = own;
        }
        return List.of(found);
    }

    /** The probability of each tag of each word, given the whole sentence: [length, K]. */
    public double[][] probabilities(TaggerInput sentence) {
        float[] logits = forward(List.of(sentence));
        Rows rows = packed.rows();
        double[][] shares = new double[sentence.length()][];
        if (chain != null) {
            float[] marginals = new float[rows.total() * tags];
            chain.marginals(marginals, logits, rows);
            for (int t = 0; t < shares.length; t++) {
                shares[t] = new double[tags];
                for (int k = 0; k < tags; k++) {
                    shares[t][k] = marginals[t * tags + k];
                }
            }
            return shares;
        }
        for (int t = 0; t < shares.length; t++) {
            shares[t] = Probabilities.of(logits, t * tags, tags);
        }
        return shares;
    }
}
