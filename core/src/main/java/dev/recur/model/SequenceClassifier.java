package dev.recur.model;

import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.layer.Stack;
import dev.recur.random.Randomness;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says which of some labels a text has: an embedding, recurrent layers in one direction or both, pooling to one vector, and a dense
 * soft-max.
 */
public final class SequenceClassifier extends Model {
    /**
     * The shape of a classifier.
     *
     * @param cell the text of the cell
     * @param hidden H of each layer and direction
     * @param layers how many
     * @param bidirectional whether each layer reads in both directions
     * @param skip which layer reads which
     * @param embedding length of a token's vector
     * @param pooling what is made of all steps
     * @param lower whether texts are read in lower case
     * @param dropout between layers and before the output, in training
     * @param inputDropout of the embedded tokens, in training
     * @param weightDrop of the weights on the state, in training
     * @param regularisers of training
     * @param wordDropout of tokens, which become unknown, in training
     */
    public record Config(
            String cell,
            int hidden,
            int layers,
            boolean bidirectional,
            Skip skip,
            int embedding,
            Pooling.Kind pooling,
            boolean lower,
            double dropout,
            double inputDropout,
            double weightDrop,
            Regularisers regularisers,
            double wordDropout) {
        public Config {
            Ranges.positive("hidden", hidden);
            Ranges.layers(layers);
            Ranges.positive("embedding", embedding);
            Ranges.share("dropout", dropout);
            Ranges.share("input dropout", inputDropout);
            Ranges.share("weight drop", weightDrop);
            Ranges.share("word dropout", wordDropout);
        }
    }

    static final String KIND = "sequence classifier";
    private static final String VOCABULARY = "recur.vocabulary";
    private static final String LABELS = "recur.labels";

    private final Config config;
    private final Vocabulary vocabulary;
    private final List<String> labels;
    private final Structure structure;

    private SequenceClassifier(
            Structure structure,
            Config config,
            Vocabulary vocabulary,
            List<String> labels,
            Map<String, String> provenance) {
        super(structure.blocks.cell(), structure.blocks.layout(), provenance);
        this.config = config;
        this.vocabulary = vocabulary;
        this.labels = List.copyOf(labels);
        this.structure = structure;
    }

    /** What a shape and a vocabulary ask for, before there is room for it. */
    private static final class Structure {
        final Blocks blocks;
        final Stack.Place stack;
        final Pooling.Place pooling;

        Structure(Config config, Vocabulary vocabulary, List<String> labels) {
            if (labels.size() < 2) {
                throw new IllegalArgumentException(
                        "the labels are " + labels + ", but a classifier needs at least two");
            }
            if (config.wordDropout() > 0 && vocabulary.tokenizer() == Tokenizer.BYTES) {
                throw new IllegalArgumentException(
                        "word dropout makes tokens unknown, but no byte is; set it to 0, or read characters");
            }
            blocks = new Blocks(config.cell(), config.regularisers());
            blocks.embedding("embedding", vocabulary.size(), config.embedding());
            stack = blocks.stack(
                    "layer",
                    config.embedding(),
                    config.hidden(),
                    config.layers(),
                    config.bidirectional(),
                    config.skip());
            pooling = blocks.pooling("pooling.", config.pooling(), stack);
            blocks.dense("output", labels.size(), pooling.width());
        }
    }

    /**
     * A new model with the starts its cell asks for; embeddings uniform within ±√3, those of more than 256 tokens within ±0.1, the output
     * within ±1/√(its input's length).
     */
    public static SequenceClassifier create(
            Config config, Vocabulary vocabulary, List<String> labels, Randomness randomness) {
        Structure structure = new Structure(config, vocabulary, labels);
        SequenceClassifier model = new SequenceClassifier(structure, config, vocabulary, labels, Map.of());
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

    /** In the order of the output. */
    public List<String> labels() {
        return labels;
    }

    Stack.Place stack() {
        return structure.stack;
    }

    Pooling.Place pooling() {
        return structure.pooling;
    }

    /** A text as the model reads it. */
    public int[] encode(String text) {
        return vocabulary.encode(config.lower() ? lower(text) : text);
    }

    /** The case does not depend on where the program runs. */
    public static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public Vocabulary reads() {
        return vocabulary;
    }

    @Override
    Map<String, List<String>> namedRows() {
        return Map.of("embedding", tokens(vocabulary), "output.W", labels(labels), "output.b", labels(labels));
    }

    // ---- files

    @Override
    Map<String, String> words() {
        return Map.of(VOCABULARY, ModelFile.text(vocabulary), LABELS, ModelFile.text(labels));
    }

    static SequenceClassifier read(ModelFile file) throws IOException {
        Config config = file.config(Config.class);
        Vocabulary vocabulary = file.vocabulary(VOCABULARY);
        List<String> labels = file.list(LABELS);
        Structure structure = new Structure(config, vocabulary, labels);
        file.check(structure.blocks.layout());
        return new SequenceClassifier(structure, config, vocabulary, labels, file.provenance());
    }

    /** Reads a file that {@link #save} has written. */
    public static SequenceClassifier load(Path file) throws IOException {
        return (SequenceClassifier) load(file, KIND);
    }
}
