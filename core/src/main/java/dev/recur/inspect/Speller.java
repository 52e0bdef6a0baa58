package dev.recur.inspect;

import dev.recur.array.Parameters;
import dev.recur.batch.Minibatch;
import dev.recur.batch.Streams;
import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageNetwork;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Ids;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One word and the small network that learns to spell it, twice: as a language model, which the engine runs, and {@link Unrolled}, which
 * shows every number. The model's embedding is the identity, so that x(t) is one-hot, and its unknown token is shut out.
 */
public final class Speller {
    /** The letters of the longest word that still fits a page. */
    public static final int LONGEST = 40;

    private static final int MOST_UNITS = 64;
    private static final float SHUT = -1e9f;
    private static final double RATE = 0.1;

    /** How far apart the gradients of three ways are, at most, as a share of 1 + their size. */
    public record Check(int entries, double engine, double differences) {
        public static final double TOLERANCE = 1e-6;

        public boolean passed() {
            return engine <= TOLERANCE && differences <= TOLERANCE;
        }
    }

    /** Names in the model by names in {@link Unrolled}. */
    private static final Map<String, String> NAMES =
            Map.of("W", "layer0.W", "U", "layer0.U", "b", "layer0.b", "V", "output.W", "c", "output.b");

    private final LanguageModel model;
    private final List<String> letters;
    private final int[] word;

    /**
     * @param word at least two letters: each predicts the next
     * @param hidden H
     * @param seed of the weights
     */
    public Speller(String word, int hidden, long seed) {
        int count = word.codePointCount(0, word.length());
        if (count < 2 || count > LONGEST) {
            throw new IllegalArgumentException("the word \"" + word + "\" has " + count + " letters; give one of 2 to "
                    + LONGEST + ", such as hello");
        }
        if (hidden < 1 || hidden > MOST_UNITS) {
            throw new IllegalArgumentException("hidden is " + hidden + "; for a page, 1 to " + MOST_UNITS + " fit");
        }
        this.letters =
                word.codePoints().mapToObj(Character::toString).distinct().toList();
        this.word = word.codePoints()
                .map(point -> letters.indexOf(Character.toString(point)))
                .toArray();
        Vocabulary vocabulary = Vocabulary.of(Tokenizer.CHARACTERS, false, letters);
        LanguageModel.Config config =
                new LanguageModel.Config(Cell.named("elman").text(), hidden, 1, letters.size(), 0, 0, 0, false);
        this.model = LanguageModel.create(config, vocabulary, new Randomness(seed));
        float[] identity = new float[vocabulary.size() * letters.size()];
        for (int i = 0; i < letters.size(); i++) {
            identity[(i + 1) * letters.size() + i] = 1; // the unknown token comes first
        }
        model.parameters().write("embedding", identity);
        shutUnknown();
    }

    private void shutUnknown() {
        float[] bias = model.parameters().read("output.b");
        bias[0] = SHUT;
        model.parameters().write("output.b", bias);
    }

    /** With the weights as they are now. */
    public Unrolled unrolled() {
        Map<String, double[]> weights = new LinkedHashMap<>();
        for (String name : List.of("W", "U", "b", "V", "c")) {
            weights.put(name, letters(name, model.parameters()));
        }
        return new Unrolled(letters, word, model.config().hidden(), weights);
    }

    /** An array of the model in double, without the unknown token's row. */
    private static double[] letters(String name, Parameters from) {
        float[] values = from.read(NAMES.getOrDefault(name, name));
        int skipped = skipped(name, from);
        double[] letters = new double[values.length - skipped];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = values[skipped + i];
        }
        return letters;
    }

    private static int skipped(String name, Parameters of) {
        return name.equals("c") ? 1 : name.equals("V") ? of.read("layer0.b").length : 0;
    }

    /** Learns by {@code steps} steps of plain gradient descent. */
    public void train(int steps) {
        Unrolled now = unrolled();
        for (int i = 0; i < steps; i++) {
            now = now.descended(RATE);
        }
        now.weights().forEach((name, values) -> {
            float[] all = model.parameters().read(NAMES.getOrDefault(name, name));
            int skipped = skipped(name, model.parameters());
            for (int i = 0; i < values.length; i++) {
                all[skipped + i] = (float) values[i];
            }
            model.parameters().write(NAMES.getOrDefault(name, name), all);
        });
    }

    /** Holds every gradient of {@link #unrolled} to the engine's, and to central differences. */
    public Check check() {
        Unrolled unrolled = unrolled();
        Parameters engine = engineGradient();
        int entries = 0;
        double worstEngine = 0;
        double worstDifference = 0;
        for (String name : unrolled.weights().keySet()) {
            double[] gradient = unrolled.gradient(name);
            double[] other = letters(name, engine);
            for (int i = 0; i < gradient.length; i++, entries++) {
                double above = unrolled.changed(name, i, 1e-5).loss();
                double below = unrolled.changed(name, i, -1e-5).loss();
                worstEngine = Math.max(worstEngine, apart(gradient[i], other[i]));
                worstDifference = Math.max(worstDifference, apart(gradient[i], (above - below) / 2e-5));
            }
        }
        return new Check(entries, worstEngine, worstDifference);
    }

    private static double apart(double a, double b) {
        double apart = Math.abs(a - b) / (1 + Math.abs(a));
        return Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart;
    }

    /** What training would be given. */
    private Parameters engineGradient() {
        Parameters gradient = Parameters.zeros(model.parameters().layout());
        int[] ids = new int[word.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = word[i] + 1;
        }
        try (Workers workers = new Workers(1)) {
            LanguageNetwork network = new LanguageNetwork(model, true, new Randomness(1), workers);
            network.load(1);
            Minibatch batch = new Minibatch();
            Streams.of(Ids.of(ids), 1, ids.length - 1).fill(0, 0, batch);
            network.train(batch, gradient.values(), 1f);
        }
        return gradient;
    }
}
