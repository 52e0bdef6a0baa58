package dev.recur.model;

import dev.recur.layer.CharacterWords;
import dev.recur.layer.Skip;
import dev.recur.layer.Stack;
import dev.recur.loss.LinearChain;
import dev.recur.random.Randomness;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives each word of a sentence a tag, or cuts a sentence of characters into words: embeddings of words, words read by their characters,
 * layers in both directions, and a dense soft-max for each word or a linear chain over all tags (Huang et al. 2015, Lample et al. 2016).
 */
public final class SequenceTagger extends Model {
    /**
     * The shape of a tagger.
     *
     * @param cell the text of the cell, of words and of characters
     * @param hidden H of each layer and direction
     * @param layers how many
     * @param skip which layer reads which
     * @param embedding length of a word's vector
     * @param pairEmbedding length of the vector of a token and the next one; 0: pairs are not read
     * @param characterEmbedding length of a character's vector
     * @param characterHidden H of each direction over a word's characters; 0: words are not read by them
     * @param lower whether words are looked up in lower case and with 0 for digits; their characters stay as they are
     * @param crf whether tags are chosen together
     * @param segment whether the tokens are characters, and the tags say where words begin and end
     * @param dropout between layers and before the output, in training
     * @param inputDropout of what the lowest layer reads, in training
     * @param weightDrop of the weights on the state, in training
     * @param regularisers of training, of the layers over words
     */
    public record Config(
            String cell,
            int hidden,
            int layers,
            Skip skip,
            int embedding,
            int pairEmbedding,
            int characterEmbedding,
            int characterHidden,
            boolean lower,
            boolean crf,
            boolean segment,
            double dropout,
            double inputDropout,
            double weightDrop,
            Regularisers regularisers) {
        public Config {
            Ranges.positive("hidden", hidden);
            Ranges.layers(layers);
            Ranges.positive("embedding", embedding);
            Ranges.positive("character embedding", characterEmbedding);
            Ranges.notNegative("character hidden", characterHidden);
            Ranges.notNegative("pair embedding", pairEmbedding);
            Ranges.share("dropout", dropout);
            Ranges.share("input dropout", inputDropout);
            Ranges.share("weight drop", weightDrop);
        }
    }

    /**
     * What a tagger knows by name.
     *
     * @param words as {@link Forms#word} makes them
     * @param pairs of tokens; none if they are not read
     * @param characters none if they are not read
     */
    public record Words(Vocabulary words, List<String> pairs, Vocabulary characters, List<String> tags) {
        public Words {
            pairs = List.copyOf(pairs);
            tags = List.copyOf(tags);
        }
    }

    static final String KIND = "sequence tagger";
    private static final String WORDS = "recur.vocabulary";
    private static final String CHARACTERS = "recur.characters";
    private static final String PAIRS = "recur.pairs";
    private static final String TAGS = "recur.tags";

    private final Config config;
    private final Words words;
    private final Vocabulary pairs;
    private final Structure structure;

    private SequenceTagger(Structure structure, Config config, Words words, Map<String, String> provenance) {
        super(structure.blocks.cell(), structure.blocks.layout(), provenance);
        this.config = config;
        this.words = words;
        this.pairs = structure.pairVocabulary;
        this.structure = structure;
    }

    /** What a shape and vocabularies ask for, before there is room for it. */
    private static final class Structure {
        final Blocks blocks;
        final Vocabulary pairVocabulary;
        final CharacterWords.@Nullable Place characters;
        final Stack.Place stack;
        final LinearChain.@Nullable Place chain;

        Structure(Config config, Words words) {
            int tags = words.tags().size();
            if (tags < 2) {
                throw new IllegalArgumentException(
                        "the tags are " + words.tags() + ", but a tagger needs at least two");
            }
            blocks = new Blocks(config.cell(), config.regularisers());
            pairVocabulary = Vocabulary.of(Tokenizer.WORDS, false, words.pairs());
            double range = Math.sqrt(3.0 / config.embedding());
            blocks.matrix("embedding", words.words().size(), config.embedding(), range);
            int length = config.embedding();
            if (config.pairEmbedding() > 0) {
                double of = Math.sqrt(3.0 / config.pairEmbedding());
                blocks.matrix("pairs", pairVocabulary.size(), config.pairEmbedding(), of);
                length += config.pairEmbedding();
            }
            characters = config.characterHidden() == 0
                    ? null
                    : blocks.characters(
                            "characters.",
                            words.characters().size(),
                            config.characterEmbedding(),
                            config.characterHidden());
            length += characters == null ? 0 : characters.out();
            stack = blocks.stack("layer", length, config.hidden(), config.layers(), true, config.skip());
            blocks.dense("output", tags, stack.out());
            chain = config.crf() ? blocks.chain("chain.", tags) : null;
        }
    }

    /** A new model with the starts its cell asks for; embeddings uniform within ±√(3 / length), so that their variance is 1 / length. */
    public static SequenceTagger create(Config config, Words words, Randomness randomness) {
        Structure structure = new Structure(config, words);
        SequenceTagger model = new SequenceTagger(structure, config, words, Map.of());
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
        return words.words();
    }

    /** In the order of the output. */
    public List<String> tags() {
        return words.tags();
    }

    Stack.Place stack() {
        return structure.stack;
    }

    CharacterWords.@Nullable Place characters() {
        return structure.characters;
    }

    LinearChain.@Nullable Place chain() {
        return structure.chain;
    }

    // ---- reading

    /** For sentences to come. */
    public Forms forms() {
        return new Forms(words.words(), config.characterHidden() == 0 ? null : words.characters(), config.lower());
    }

    /** Words, or characters if the model cuts them into words, as the model reads them. */
    public TaggerInput encode(List<String> tokens, Forms forms) {
        int[] ids = new int[tokens.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = forms.id(tokens.get(i));
        }
        int[] pairIds = new int[config.pairEmbedding() > 0 ? ids.length : 0];
        for (int i = 0; i < pairIds.length; i++) {
            pairIds[i] = pairs.id(pair(tokens, i));
        }
        return new TaggerInput(ids, pairIds);
    }

    /** A token and the next one; the last is alone. */
    public static String pair(List<String> tokens, int i) {
        String token = Forms.word(tokens.get(i), false);
        return i + 1 < tokens.size() ? token + "_" + Forms.word(tokens.get(i + 1), false) : token;
    }

    /** The tokens of a line: its words, or its characters without white space if the model cuts them into words. */
    public List<String> tokens(String line) {
        List<String> tokens = new ArrayList<>();
        if (config.segment()) {
            line.codePoints()
                    .filter(symbol -> !Character.isWhitespace(symbol) && !Character.isSpaceChar(symbol))
                    .forEach(symbol -> tokens.add(Character.toString(symbol)));
        } else if (!line.isBlank()) {
            tokens.addAll(List.of(line.strip().split("\\s+")));
        }
        return tokens;
    }

    @Override
    public Vocabulary reads() {
        return words.words();
    }

    @Override
    Map<String, List<String>> namedRows() {
        List<String> tags = labels(words.tags());
        List<String> chained =
                tags.stream().map(tag -> tag + tags).toList(); // both sides of a step: all tags alike, or none
        Map<String, List<String>> rows = new LinkedHashMap<>();
        rows.put("embedding", tokens(words.words()));
        rows.put("pairs", tokens(pairs));
        rows.put("characters.embedding", tokens(words.characters()));
        rows.put("output.W", tags);
        rows.put("output.b", tags);
        rows.put("chain.transitions", chained);
        rows.put("chain.starts", tags);
        rows.put("chain.ends", tags);
        return rows;
    }

    // ---- files

    @Override
    Map<String, String> words() {
        Map<String, String> text = new LinkedHashMap<>();
        text.put(WORDS, ModelFile.text(words.words()));
        text.put(CHARACTERS, ModelFile.text(words.characters()));
        text.put(PAIRS, ModelFile.text(words.pairs()));
        text.put(TAGS, ModelFile.text(words.tags()));
        return text;
    }

    static SequenceTagger read(ModelFile file) throws IOException {
        Config config = file.config(Config.class);
        Words words = new Words(file.vocabulary(WORDS), file.list(PAIRS), file.vocabulary(CHARACTERS), file.list(TAGS));
        Structure structure = new Structure(config, words);
        file.check(structure.blocks.layout());
        return new SequenceTagger(structure, config, words, file.provenance());
    }

    /** Reads a file that {@link #save} has written. */
    public static SequenceTagger load(Path file) throws IOException {
        return (SequenceTagger) load(file, KIND);
    }
}
