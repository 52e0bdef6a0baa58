package dev.recur.model;

import dev.recur.layer.Attention;
import dev.recur.layer.Linear;
import dev.recur.layer.Score;
import dev.recur.layer.Skip;
import dev.recur.layer.Stack;
import dev.recur.random.Randomness;
import dev.recur.text.Punctuation;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one sequence for another: an encoder that reads the source in both directions, a decoder that begins where the encoder ended and
 * attends to all it has read (Bahdanau, Cho and Bengio 2014; Luong, Pham and Manning 2015), and a dense soft-max over the target's tokens.
 */
public final class Translator extends Model {
    /** What the decoder looks at while it writes. */
    public enum Look {
        /** All steps of the encoder, by {@link Score#GENERAL} scores. */
        GENERAL,
        /** By {@link Score#DOT} scores. */
        DOT,
        /** By {@link Score#ADDITIVE} scores. */
        ADDITIVE,
        /** Nothing: all it knows of the source is the state it begins with (Sutskever, Vinyals and Le 2014). */
        NONE;

        @Nullable
        Score score() {
            return this == NONE ? null : Score.valueOf(name());
        }
    }

    /**
     * The shape of a translator.
     *
     * @param cell the text of the cell
     * @param hidden H of each layer of the decoder; each direction of an encoder's layer has half of it
     * @param layers how many the encoder has, and the decoder
     * @param skip which layer reads which
     * @param embedding length of a token's vector
     * @param attention what the decoder looks at
     * @param lower whether texts are read and written in lower case
     * @param apart whether punctuation stands apart, where tokens are words, see {@link Punctuation}
     * @param dropout between layers and before the output, in training
     * @param inputDropout of the embedded tokens, in training
     * @param weightDrop of the weights on the state, in training
     * @param regularisers of training
     * @param tied whether the output's matrix is the embedding of the target's tokens
     */
    public record Config(
            String cell,
            int hidden,
            int layers,
            Skip skip,
            int embedding,
            Look attention,
            boolean lower,
            boolean apart,
            double dropout,
            double inputDropout,
            double weightDrop,
            Regularisers regularisers,
            boolean tied) {
        public Config {
            Ranges.positive("hidden", hidden);
            if (hidden % 2 != 0) {
                throw new IllegalArgumentException("hidden is " + hidden
                        + ", but an even number is needed: each direction of the encoder has half of it");
            }
            Ranges.layers(layers);
            Ranges.positive("embedding", embedding);
            Ranges.share("dropout", dropout);
            Ranges.share("input dropout", inputDropout);
            Ranges.share("weight drop", weightDrop);
        }

        /** A text as a side with these tokens sees it: in lower case, with punctuation apart from words, if the shape says so. */
        public String seen(String text, Tokenizer tokens) {
            String cased = lower ? text.toLowerCase(Locale.ROOT) : text;
            return apart && tokens == Tokenizer.WORDS ? Punctuation.apart(cased) : cased;
        }

        /** A: floats of what the soft-max reads. */
        int top() {
            return tied ? embedding : hidden;
        }
    }

    static final String KIND = "translator";
    private static final String SOURCE = "recur.source.vocabulary";
    private static final String TARGET = "recur.target.vocabulary";

    private final Config config;
    private final Vocabulary source;
    private final Vocabulary target;
    private final Structure structure;

    private Translator(
            Structure structure, Config config, Vocabulary source, Vocabulary target, Map<String, String> provenance) {
        super(structure.blocks.cell(), structure.blocks.layout(), provenance);
        this.config = config;
        this.source = source;
        this.target = target;
        this.structure = structure;
    }

    /** What a shape and two vocabularies ask for, before there is room for it. */
    static final class Structure {
        final Blocks blocks;
        final Stack.Place encoder;
        final Stack.Place decoder;
        final Attention.@Nullable Place attention;
        final Linear.@Nullable Place context;
        final Linear.Place state;

        Structure(Config config, Vocabulary source, Vocabulary target) {
            if (!source.hasMarks() || !target.hasMarks()) {
                throw new IllegalArgumentException("the vocabularies of a translator need marks for begin and end");
            }
            int embedding = config.embedding();
            int layers = config.layers();
            blocks = new Blocks(config.cell(), config.regularisers());
            blocks.embedding("source.embedding", source.size(), embedding);
            if (config.tied()) { // makes scores, too
                blocks.matrix("target.embedding", target.size(), embedding, Blocks.SMALL_RANGE);
            } else {
                blocks.embedding("target.embedding", target.size(), embedding);
            }
            encoder = blocks.stack("encoder", embedding, config.hidden() / 2, layers, true, config.skip());
            decoder = blocks.stack("decoder", embedding, config.hidden(), layers, false, config.skip());
            Score score = config.attention().score();
            attention = score == null ? null : blocks.attention("attention.", score, decoder.out(), encoder.out());
            context = score == null ? null : blocks.linear("top.context.", encoder.out(), config.top(), false);
            state = blocks.linear("top.state.", decoder.out(), config.top(), true);
            if (config.tied()) {
                blocks.bias("output.b", target.size());
            } else {
                blocks.dense("output", target.size(), config.top());
            }
        }
    }

    /**
     * A new model with the starts its cell asks for; embeddings uniform within ±√3, tied ones and those of more than 256 tokens within ±0.1,
     * dense layers within one over the root of their inputs.
     */
    public static Translator create(Config config, Vocabulary source, Vocabulary target, Randomness randomness) {
        Structure structure = new Structure(config, source, target);
        Translator model = new Translator(structure, config, source, target, Map.of());
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

    /** Of what is read. */
    public Vocabulary source() {
        return source;
    }

    /** Of what is written. */
    public Vocabulary target() {
        return target;
    }

    Structure structure() {
        return structure;
    }

    // ---- texts

    /** The tokens of a source as the model sees it, and the end as {@code <end>}: one for each of {@link #read}. */
    public List<String> sourceTokens(String text) {
        List<String> tokens = source.tokenizer().cut(config.seen(text, source.tokenizer()));
        tokens.add(source.token(source.end()));
        return tokens;
    }

    /** The tokens of a target as the model would write it. */
    public List<String> targetTokens(String text) {
        return target.tokenizer().cut(config.seen(text, target.tokenizer()));
    }

    /** The ids of a source, and the mark of its end. */
    public int[] read(String text) {
        int[] ids = source.encode(config.seen(text, source.tokenizer()));
        int[] marked = Arrays.copyOf(ids, ids.length + 1);
        marked[ids.length] = source.end();
        return marked;
    }

    /** What the decoder reads of a target: the mark of its begin, and its ids. It is to write the same ids and the end. */
    public int[] written(String text) {
        int[] ids = target.encode(config.seen(text, target.tokenizer()));
        int[] marked = new int[ids.length + 1];
        marked[0] = target.begin();
        System.arraycopy(ids, 0, marked, 1, ids.length);
        return marked;
    }

    /** The text of a target's tokens, punctuation put back where it belongs. Bytes must come as {@code ids} too. */
    public String text(List<String> tokens, int... ids) {
        return switch (target.tokenizer()) {
            case BYTES -> target.decode(ids);
            case CHARACTERS -> String.join("", tokens);
            case WORDS -> config.apart() ? Punctuation.together(String.join(" ", tokens)) : String.join(" ", tokens);
        };
    }

    @Override
    public Vocabulary reads() {
        return source;
    }

    @Override
    Map<String, List<String>> namedRows() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        rows.put("source.embedding", tokens(source));
        rows.put("target.embedding", tokens(target));
        rows.put("output.W", tokens(target));
        rows.put("output.b", tokens(target));
        return rows;
    }

    // ---- files

    @Override
    Map<String, String> words() {
        return Map.of(SOURCE, ModelFile.text(source), TARGET, ModelFile.text(target));
    }

    static Translator read(ModelFile file) throws IOException {
        Config config = file.config(Config.class);
        Vocabulary source = file.vocabulary(SOURCE);
        Vocabulary target = file.vocabulary(TARGET);
        Structure structure = new Structure(config, source, target);
        file.check(structure.blocks.layout());
        return new Translator(structure, config, source, target, file.provenance());
    }

    /** Reads a file that {@link #save} has written. */
    public static Translator load(Path file) throws IOException {
        return (Translator) load(file, KIND);
    }
}
