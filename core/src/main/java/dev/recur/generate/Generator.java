package dev.recur.generate;

import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageNetwork;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import dev.recur.text.Given;
import dev.recur.text.Joiner;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes on with a language model. Each text has a random stream of its own, so that it does not depend on how many are written side by
 * side, nor on the number of threads.
 */
public final class Generator {
    /** Told of every piece of text as it is made. */
    @FunctionalInterface
    public interface Listener {
        /** {@code piece} is the next of text {@code text}, counted from 0; it may be empty. */
        void wrote(int text, String piece);
    }

    /** Of the tokens that a prompt should not hold. */
    private static final int MOST_SHOWN = 8;

    private final LanguageModel model;
    private final Vocabulary vocabulary;
    private final LanguageNetwork network;
    private final Sampler sampler;
    private final Randomness randomness;

    public Generator(LanguageModel model, Sampling sampling, long seed, Workers workers) {
        this.model = model;
        this.vocabulary = model.vocabulary();
        this.randomness = new Randomness(seed);
        this.network = new LanguageNetwork(model, false, randomness, workers);
        this.network.load(0);
        this.sampler = new Sampler(sampling, vocabulary.size());
    }

    /** The model that writes. */
    public LanguageModel model() {
        return model;
    }

    /**
     * Writes {@code count} texts that go on from the prompt, each of at most {@code length} tokens, or until the model ends it. What they
     * are given, if it is such a model, is {@link #draw drawn}.
     *
     * @param prompt empty to begin where a text begins
     * @throws IllegalArgumentException if the prompt holds something the model has never seen
     */
    public void generate(String prompt, int length, int count, Listener listener) {
        generate(draw(Collections.nCopies(count, Map.of())), prompt, length, listener);
    }

    /**
     * What texts are given where nobody says it: labels by their frequency in the data, each on its own.
     *
     * @param known for each text the values that are known, by their names
     * @return for each text the values of all that it is given
     * @throws IllegalArgumentException if numbers are not known, which cannot be drawn
     */
    public List<List<String>> draw(List<Map<String, String>> known) {
        List<List<String>> drawn = new ArrayList<>();
        for (int text = 0; text < known.size(); text++) {
            Stream chance = randomness.stream("given/" + text);
            List<String> values = new ArrayList<>();
            for (Given given : model.givens().all()) {
                String value = known.get(text).get(given.name());
                values.add(value == null ? given.draw(chance.uniform(0, values.size())) : value);
            }
            drawn.add(values);
        }
        return drawn;
    }

    /**
     * Writes a text for each of {@code given}, as above.
     *
     * @param given for each text the values of all that it is given, in the model's order; a text that is given nothing has none
     * @throws IllegalArgumentException if the prompt holds something the model has never seen, or a value is none that it knows
     */
    public void generate(List<List<String>> given, String prompt, int length, Listener listener) {
        int count = given.size();
        int[] start = start(prompt);
        give(given);
        network.reset(count);
        int[] tokens = new int[count];
        float[] logits = {};
        for (int token : start) {
            Arrays.fill(tokens, token);
            logits = network.step(tokens, count);
        }
        Stream[] chances = new Stream[count];
        Joiner[] joiners = new Joiner[count];
        for (int i = 0; i < count; i++) {
            chances[i] = randomness.stream("sample/" + i);
            joiners[i] = vocabulary.joiner();
        }
        boolean[] ended = new boolean[count];
        for (int at = 0; at < length && !all(ended); at++) {
            for (int i = 0; i < count; i++) {
                forbid(logits, i * vocabulary.size());
                tokens[i] = sampler.draw(logits, i * vocabulary.size(), chances[i].uniform(0, at));
                ended[i] |= tokens[i] == vocabulary.end() && vocabulary.hasMarks();
                if (!ended[i]) {
                    listener.wrote(i, joiners[i].add(tokens[i]));
                }
            }
            logits = network.step(tokens, count);
        }
        for (int i = 0; i < count; i++) {
            listener.wrote(i, joiners[i].end());
        }
    }

    private void give(List<List<String>> given) {
        int places = model.givens().places();
        int[] rows = new int[given.size() * places];
        float[] weights = new float[rows.length];
        for (int text = 0; text < given.size(); text++) {
            model.givens().encode(given.get(text), rows, weights, text * places);
        }
        network.give(rows, weights, given.size());
    }

    /** Never written: what stands for anything the model has not seen, and a second beginning. */
    private void forbid(float[] logits, int at) {
        if (vocabulary.unknown() != Vocabulary.NONE) {
            logits[at + vocabulary.unknown()] = Float.NEGATIVE_INFINITY;
        }
        if (vocabulary.hasMarks()) {
            logits[at + vocabulary.begin()] = Float.NEGATIVE_INFINITY;
        }
    }

    private int[] start(String prompt) {
        int[] encoded = vocabulary.encode(prompt);
        Set<String> strange = vocabulary.unknownIn(prompt);
        if (!strange.isEmpty()) {
            throw new IllegalArgumentException(
                    "the prompt holds " + shown(strange) + ", which this model has never seen; recur info lists the "
                            + vocabulary.tokenizer() + " it knows");
        }
        if (vocabulary.hasMarks()) {
            int[] marked = new int[encoded.length + 1];
            marked[0] = vocabulary.begin();
            System.arraycopy(encoded, 0, marked, 1, encoded.length);
            return marked;
        }
        return encoded.length > 0 ? encoded : new int[] {newLine()};
    }

    private String shown(Set<String> tokens) {
        String some = tokens.stream().limit(MOST_SHOWN).map(this::shown).collect(Collectors.joining(", "));
        return tokens.size() <= MOST_SHOWN ? some : some + " and " + (tokens.size() - MOST_SHOWN) + " more";
    }

    /** With its number, since some characters look like others or like nothing. */
    private String shown(String token) {
        if (vocabulary.tokenizer() == Tokenizer.WORDS) {
            return token.equals("\n") ? "a line end" : '"' + token + '"';
        }
        int point = token.codePointAt(0);
        boolean visible = Character.isLetterOrDigit(point) || point > ' ' && point < 0x7F;
        return String.format(visible ? "%s (U+%04X)" : "U+%2$04X", token, point);
    }

    /** A text without marks begins as after the end of a line, or with the most frequent token. */
    private int newLine() {
        int[] line = vocabulary.encode("\n");
        boolean known = line.length > 0 && line[0] != vocabulary.unknown();
        return known ? line[0] : Math.max(0, vocabulary.unknown() + 1);
    }

    private static boolean all(boolean[] flags) {
        for (boolean flag : flags) {
            if (!flag) {
                return false;
            }
        }
        return true;
    }
}
