package dev.recur.model;

import dev.recur.cell.Rows;
import dev.recur.layer.DeepOutput;
import dev.recur.layer.Embedding;
import dev.recur.layer.NgramEmbedding;
import dev.recur.layer.Stack;
import dev.recur.random.Randomness;
import dev.recur.text.Givens;
import dev.recur.text.Ngrams;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Predicts the next token of a text: an embedding, recurrent layers, and a dense soft-max, whose matrix may be the embedding. Where texts are
 * given something before they begin, such as a label, its vector is added to that of each token that is read. Everything that is needed to
 * use it is in one file.
 */
public final class LanguageModel extends Model {
    /**
     * The shape of a language model.
     *
     * @param cell the text of the cell
     * @param hidden H
     * @param layers how many
     * @param embedding length of a token's vector
     * @param dropout between layers and before the output, in training
     * @param inputDropout of the embedded tokens, in training
     * @param weightDrop of the weights on the state, in training
     * @param tied whether the output's matrix is the embedding; with H other than the embedding's length, a projection lies between
     * @param variant deep variants and further regularisers
     */
    public record Config(
            String cell,
            int hidden,
            int layers,
            int embedding,
            double dropout,
            double inputDropout,
            double weightDrop,
            boolean tied,
            LanguageVariant variant) {
        public Config {
            Ranges.positive("hidden", hidden);
            Ranges.layers(layers);
            Ranges.positive("embedding", embedding);
            Ranges.share("dropout", dropout);
            Ranges.share("input dropout", inputDropout);
            Ranges.share("weight drop", weightDrop);
        }

        /** Without a variant. */
        public Config(
                String cell,
                int hidden,
                int layers,
                int embedding,
                double dropout,
                double inputDropout,
                double weightDrop,
                boolean tied) {
            this(cell, hidden, layers, embedding, dropout, inputDropout, weightDrop, tied, LanguageVariant.NONE);
        }
    }

    static final String KIND = "language model";
    static final String GIVEN = "given";
    static final String NGRAMS = "ngrams";
    private static final String GIVENS = "recur.givens";
    private static final String KNOWN_NGRAMS = "recur.ngrams";
    private static final String VOCABULARY = "recur.vocabulary";

    private final Config config;
    private final Vocabulary vocabulary;
    private final Givens givens;
    private final Ngrams ngrams;
    private final Stack.Place stack;
    private final DeepOutput.Place deepOutput;

    private LanguageModel(
            Structure structure,
            Config config,
            Vocabulary vocabulary,
            Givens givens,
            Ngrams ngrams,
            Map<String, String> provenance) {
        super(structure.blocks.cell(), structure.blocks.layout(), provenance);
        this.config = config;
        this.vocabulary = vocabulary;
        this.givens = givens;
        this.ngrams = ngrams;
        this.stack = structure.stack;
        this.deepOutput = structure.deepOutput;
    }

    /** What a shape and a vocabulary ask for, before there is room for it. */
    private static final class Structure {
        final Blocks blocks;
        final Stack.Place stack;
        final DeepOutput.Place deepOutput;

        Structure(Config config, Vocabulary vocabulary, Givens givens, Ngrams ngrams) {
            int hidden = config.hidden();
            LanguageVariant variant = config.variant();
            blocks = new Blocks(config.cell(), variant.regularisers());
            double range = config.tied() ? Blocks.SMALL_RANGE : Blocks.UNIT_RANGE; // a tied one also makes scores
            blocks.matrix("embedding", vocabulary.size(), config.embedding(), range);
            if (!givens.isEmpty()) {
                blocks.matrix(GIVEN, givens.size(), config.embedding(), range);
            }
            if (!ngrams.isEmpty()) {
                blocks.matrix(NGRAMS, ngrams.size(), config.embedding(), 0);
            }
            stack = blocks.stack("layer", config.embedding(), hidden, config.layers(), false, variant.skip());
            int width = stack.out();
            deepOutput = blocks.deepOutput("deep", width, variant.deepOutput());
            if (projected(config, width)) {
                blocks.dense("projection", config.embedding(), width);
            }
            if (config.tied()) {
                blocks.bias("output.b", vocabulary.size());
            } else {
                blocks.dense("output", vocabulary.size(), width);
            }
        }
    }

    /** A new model with the starts its cell asks for; embeddings uniform within ±√3, tied ones within ±0.1, the output within ±1/√H. */
    public static LanguageModel create(Config config, Vocabulary vocabulary, Randomness randomness) {
        return create(config, vocabulary, Givens.NONE, randomness);
    }

    /** The same of one that is given something before it writes; its texts stand apart, with marks. */
    public static LanguageModel create(Config config, Vocabulary vocabulary, Givens givens, Randomness randomness) {
        return create(config, vocabulary, givens, Ngrams.NONE, randomness);
    }

    /**
     * The same with vectors of n-grams, which begin at 0.
     *
     * @param ngrams of the tokens of {@code vocabulary}
     */
    public static LanguageModel create(
            Config config, Vocabulary vocabulary, Givens givens, Ngrams ngrams, Randomness randomness) {
        Structure structure = new Structure(config, vocabulary, givens, ngrams);
        LanguageModel model = new LanguageModel(structure, config, vocabulary, givens, ngrams, Map.of());
        structure.blocks.start(model.parameters(), randomness);
        return model;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Config config() {
        return config;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** What it is given before it writes; none of a model that simply writes. */
    public Givens givens() {
        return givens;
    }

    /** The sequences of tokens that it has vectors for. */
    public Ngrams ngrams() {
        return ngrams;
    }

    /**
     * What the lowest layer is given for each token, but for what a text is given before it begins.
     *
     * @param state the last floats of a row's state, see {@link LanguageNetwork#state()}; empty where a text begins
     * @return [T, E]
     */
    public float[] inputs(int[] tokens, float[] state) {
        Rows rows = Rows.full(tokens.length, 1);
        float[] flat = parameters().values();
        float[] x = new Embedding(config.embedding(), offset("embedding")).forward(tokens, tokens.length, flat);
        if (!ngrams.isEmpty()) {
            NgramEmbedding vectors = new NgramEmbedding(ngrams, config.embedding(), offset(NGRAMS));
            vectors.reset(1);
            if (state.length > 0) {
                vectors.state(state, state.length - vectors.stateLength(), 1);
            }
            vectors.forward(x, tokens, rows, flat);
        }
        return x;
    }

    private static boolean projected(Config config, int width) {
        return config.tied() && config.embedding() != width;
    }

    /** Whether the output is tied to an embedding of another length than the stack's rows. */
    boolean projected() {
        return projected(config, stack.out());
    }

    /** Where the dense layers above the stack lie. */
    DeepOutput.Place deepOutput() {
        return deepOutput;
    }

    /** Where the recurrent layers lie. */
    Stack.Place stack() {
        return stack;
    }

    @Override
    public Vocabulary reads() {
        return vocabulary;
    }

    @Override
    Map<String, List<String>> namedRows() {
        List<String> tokens = tokens(vocabulary);
        return Map.of(
                "embedding",
                tokens,
                "output.W",
                tokens,
                "output.b",
                tokens,
                GIVEN,
                givens.rows(),
                NGRAMS,
                NgramsText.names(ngrams, tokens));
    }

    // ---- files

    @Override
    Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(VOCABULARY, ModelFile.text(vocabulary));
        if (!givens.isEmpty()) {
            words.put(GIVENS, GivensText.write(givens));
        }
        if (!ngrams.isEmpty()) {
            words.put(KNOWN_NGRAMS, NgramsText.write(ngrams));
        }
        return words;
    }

    static LanguageModel read(ModelFile file) throws IOException {
        Config config = file.config(Config.class);
        Vocabulary vocabulary = file.vocabulary(VOCABULARY);
        Givens givens = file.has(GIVENS) ? GivensText.read(file.value(GIVENS)) : Givens.NONE;
        if (!givens.isEmpty() && !vocabulary.hasMarks()) {
            throw new IllegalArgumentException(
                    "it is given something, but its vocabulary has no marks for begin and end");
        }
        Ngrams ngrams =
                file.has(KNOWN_NGRAMS) ? NgramsText.read(file.value(KNOWN_NGRAMS), vocabulary.size()) : Ngrams.NONE;
        Structure structure = new Structure(config, vocabulary, givens, ngrams);
        file.check(structure.blocks.layout());
        return new LanguageModel(structure, config, vocabulary, givens, ngrams, file.provenance());
    }

    /** Reads a file that {@link #save} has written. */
    public static LanguageModel load(Path file) throws IOException {
        return (LanguageModel) load(file, KIND);
    }
}
