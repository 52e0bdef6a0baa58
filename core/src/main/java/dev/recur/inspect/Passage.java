package dev.recur.inspect;

import dev.recur.cell.Rows;
import dev.recur.layer.Condition;
import dev.recur.model.LanguageModel;
import dev.recur.text.Givens;
import dev.recur.text.Joiner;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** A text as a language model reads it: its tokens, and what the lowest layer is given for each. */
public final class Passage {
    private final LanguageModel model;
    private final int[] tokens;
    private final int marks; // tokens before the text's first
    private final float[] x; // [T, E]

    private Passage(LanguageModel model, List<String> given, int[] tokens, int marks) {
        this.model = model;
        this.tokens = tokens;
        this.marks = marks;
        this.x = model.inputs(tokens, new float[0]);
        condition(given);
    }

    /** Adds what the text is given to each step, as in training. */
    private void condition(List<String> given) {
        Givens givens = model.givens();
        if (givens.isEmpty() && given.isEmpty()) {
            return;
        }
        int[] rows = new int[givens.places()];
        float[] weights = new float[rows.length];
        givens.encode(given, rows, weights, 0);
        float[] matrix = model.parameters().read("given");
        Condition condition = new Condition(model.config().embedding(), 0, rows.length);
        condition.give(rows, weights, 1, matrix);
        condition.forward(x, Rows.full(tokens.length, 1));
    }

    /**
     * The first {@code most} tokens of a text that is given nothing.
     *
     * @throws IllegalArgumentException if there are fewer than two, or one that the vocabulary lacks (words may be unknown: their models
     *     have learned from such); the message names the place
     */
    public static Passage of(LanguageModel model, String text, int most) {
        return of(model, List.of(), text, most);
    }

    /**
     * The same, of a text that is given something before it begins.
     *
     * @param given the values of all that the model is given, in its order
     * @throws IllegalArgumentException also if there is no such value; the message says which there are
     */
    public static Passage of(LanguageModel model, List<String> given, String text, int most) {
        if (model.vocabulary().tokenizer() == Tokenizer.CHARACTERS) {
            refuseUnknown(model.vocabulary(), head(model.vocabulary(), text, most));
        }
        return ofKnown(model, given, text, most);
    }

    /** The same, with whatever the vocabulary lacks as its unknown token. */
    public static Passage ofKnown(LanguageModel model, String text, int most) {
        return ofKnown(model, List.of(), text, most);
    }

    private static Passage ofKnown(LanguageModel model, List<String> given, String text, int most) {
        Vocabulary vocabulary = model.vocabulary();
        String head = head(vocabulary, text, most);
        int[] encoded = vocabulary.encode(head);
        int marks = vocabulary.hasMarks() ? 1 : 0;
        int count = Math.min(most, encoded.length);
        if (count + marks < 2) {
            throw new IllegalArgumentException("the text has " + count + " tokens of this model ("
                    + vocabulary.tokenizer() + "), but at least 2 are needed: one to read and one to predict");
        }
        int[] tokens = new int[count + marks];
        if (marks > 0) {
            tokens[0] = vocabulary.begin();
        }
        System.arraycopy(encoded, 0, tokens, marks, count);
        return new Passage(model, given, tokens, marks);
    }

    /** Enough of the text for so many tokens: no more need be encoded. */
    private static String head(Vocabulary vocabulary, String text, int most) {
        boolean all = vocabulary.tokenizer() == Tokenizer.WORDS || text.codePointCount(0, text.length()) <= most;
        return all ? text : text.substring(0, text.offsetByCodePoints(0, most));
    }

    private static void refuseUnknown(Vocabulary vocabulary, String text) {
        int line = 1;
        int column = 1;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            String symbol = Character.toString(text.codePointAt(at));
            if (vocabulary.id(symbol) == vocabulary.unknown()) {
                throw new IllegalArgumentException("the model does not know the character \"" + symbol + "\" (U+"
                        + String.format("%04X", text.codePointAt(at)) + ") of the text, line " + line + ", column "
                        + column + "; leave it out, or take a text like the one the model learned from");
            }
            column = symbol.equals("\n") ? 1 : column + 1;
            line += symbol.equals("\n") ? 1 : 0;
        }
    }

    public LanguageModel model() {
        return model;
    }

    /** How many tokens are read, a mark for the begin among them. */
    public int steps() {
        return tokens.length;
    }

    /** As people read it, special tokens in pointed brackets. */
    public String token(int step) {
        return model.vocabulary().token(tokens[step]);
    }

    /** Each token as a piece of the text, so that all pieces together are the text: empty for a mark, and for a byte that ends no character. */
    public List<String> pieces() {
        List<String> pieces = new ArrayList<>();
        Joiner joiner = model.vocabulary().joiner();
        for (int t = 0; t < tokens.length; t++) {
            pieces.add(t < marks ? "" : joiner.add(tokens[t]));
        }
        return pieces;
    }

    /** What the lowest layer is given, [T, E]; not copied. */
    public float[] x() {
        return x;
    }

    /**
     * Gradients with respect to the topmost h of the loss at single steps: how wrong the model is about the token that follows, taken back
     * through the soft-max and the output's matrix. In double.
     *
     * @param ends steps, each before the last
     * @return [ends, H]
     */
    public float[] lossGradients(Recording recording, int[] ends) {
        Head head = new Head(model);
        int top = recording.layers().count() - 1;
        int hidden = model.config().hidden();
        float[] h = recording.values(top, "h");
        float[] gradients = new float[ends.length * hidden];
        for (int i = 0; i < ends.length; i++) {
            double[] dh = head.gradient(h, ends[i] * hidden, tokens[ends[i] + 1]);
            for (int j = 0; j < hidden; j++) {
                gradients[i * hidden + j] = (float) dh[j];
            }
        }
        return gradients;
    }

    /** Steps from {@code from} to the last but one that has a token after it, {@code count} of them or fewer, evenly spread. */
    int[] places(int from, int count) {
        int last = tokens.length - 2;
        int n = Math.max(1, Math.min(count, last - from + 1));
        int[] places = new int[n];
        for (int i = 0; i < n; i++) {
            places[i] = n == 1 ? last : (int) (from + (long) (last - from) * i / (n - 1));
        }
        return places;
    }
}
