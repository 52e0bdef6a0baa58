package dev.recur.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tokens and their ids. First come the special ones, as far as the model has them: unknown, begin, end; then all others in their
 * order. A vocabulary of bytes holds all 256 and knows no unknown ones.
 */
public final class Vocabulary {
    /** What an absent special token has for an id. */
    public static final int NONE = -1;

    private static final int BYTES = 256;

    private final Tokenizer tokenizer;
    private final boolean marks;
    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();

    private Vocabulary(Tokenizer tokenizer, boolean marks, List<String> tokens) {
        this.tokenizer = tokenizer;
        this.marks = marks;
        this.tokens = Collections.unmodifiableList(new ArrayList<>(tokens));
        for (int n = 0; n < tokens.size(); n++) {
            if (ids.put(tokens.get(n), first() + n) != null) {
                throw new IllegalArgumentException("the vocabulary holds the token \"" + tokens.get(n) + "\" twice");
            }
        }
    }

    /**
     * As saved.
     *
     * @param marks whether there are marks for the begin and the end of a document
     * @param tokens all but the special ones, in their order; of a vocabulary of bytes, nothing
     * @throws IllegalArgumentException if a token is no token of this kind or stands twice
     */
    public static Vocabulary of(Tokenizer tokenizer, boolean marks, List<String> tokens) {
        if (tokenizer == Tokenizer.BYTES) {
            if (!tokens.isEmpty()) {
                throw new IllegalArgumentException(
                        "a vocabulary of bytes lists " + tokens.size() + " tokens; it should list none");
            }
            List<String> bytes = new ArrayList<>();
            for (int value = 0; value < BYTES; value++) {
                bytes.add(byteName(value));
            }
            return new Vocabulary(tokenizer, marks, bytes);
        }
        for (String token : tokens) {
            boolean good = tokenizer == Tokenizer.CHARACTERS
                    ? !token.isEmpty() && token.codePointCount(0, token.length()) == 1
                    : token.equals("\n")
                            || !token.isEmpty() && token.codePoints().noneMatch(Tokenizer::separates);
            if (!good) {
                throw new IllegalArgumentException(
                        "the vocabulary of " + tokenizer + " holds \"" + token + "\", which is none");
            }
        }
        return new Vocabulary(tokenizer, marks, tokens);
    }

    /**
     * Of the tokens that were counted: by falling frequency, those that are equally frequent by code point.
     *
     * @param atLeast rarer tokens are left to the unknown one
     * @param atMost so many tokens are kept, the special ones not counted
     */
    static Vocabulary of(Alphabet alphabet, Tokenizer tokenizer, boolean marks, long atLeast, int atMost) {
        if (tokenizer == Tokenizer.BYTES) {
            return of(tokenizer, marks, List.of());
        }
        List<String> tokens = alphabet.tokens();
        List<Integer> order = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (alphabet.counted(id) >= atLeast
                    && !(tokenizer == Tokenizer.WORDS && tokens.get(id).equals("<unk>"))) {
                order.add(id);
            }
        }
        order.sort(Comparator.<Integer>comparingLong(id -> -alphabet.counted(id))
                .thenComparing(tokens::get, Vocabulary::compareByCodePoint));
        return of(
                tokenizer, marks, order.stream().limit(atMost).map(tokens::get).toList());
    }

    /** The same of all tokens of some texts. */
    public static Vocabulary of(Iterable<String> texts, Tokenizer tokenizer, boolean marks, long atLeast, int atMost) {
        Alphabet alphabet = new Alphabet(tokenizer);
        WordSplitter words = new WordSplitter(alphabet::count);
        for (String text : texts) {
            if (tokenizer == Tokenizer.WORDS) {
                text.codePoints().forEach(words::accept);
                words.end();
            } else if (tokenizer == Tokenizer.CHARACTERS) {
                text.codePoints().forEach(alphabet::count);
            }
        }
        return of(alphabet, tokenizer, marks, atLeast, atMost);
    }

    /** With what another vocabulary of the same kind of tokens knows: its tokens first, in their order. Of another kind, this one. */
    public Vocabulary with(Vocabulary other) {
        if (other.tokenizer != tokenizer || tokenizer == Tokenizer.BYTES) {
            return this;
        }
        Set<String> all = new LinkedHashSet<>(other.tokens);
        all.addAll(tokens);
        return of(tokenizer, marks, List.copyOf(all));
    }

    private static int compareByCodePoint(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    /** How a byte is shown: itself if it is a printable ASCII sign, else its number in hexadecimal. */
    static String byteName(int value) {
        return value > ' ' && value < 0x7F ? Character.toString(value) : String.format("0x%02X", value);
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public boolean hasMarks() {
        return marks;
    }

    /** What {@link #of} takes. */
    public List<String> tokens() {
        return tokenizer == Tokenizer.BYTES ? List.of() : tokens;
    }

    /** The number of ids. */
    public int size() {
        return first() + tokens.size();
    }

    /** Stands for every token that the vocabulary lacks; {@link #NONE} for bytes. */
    public int unknown() {
        return tokenizer == Tokenizer.BYTES ? NONE : 0;
    }

    /** What comes before the first token of a document; {@link #NONE} without marks. */
    public int begin() {
        return marks ? unknown() + 1 : NONE;
    }

    /** What comes after the last token of a document; {@link #NONE} without marks. */
    public int end() {
        return marks ? unknown() + 2 : NONE;
    }

    private int first() {
        return unknown() + 1 + (marks ? 2 : 0);
    }

    /** The id of a token; {@link #unknown()} if the vocabulary lacks it. */
    public int id(String token) {
        return ids.getOrDefault(token, unknown());
    }

    /** As shown to people: special tokens in pointed brackets, all others as they are. */
    public String token(int id) {
        if (id < 0 || id >= size()) {
            throw new IllegalArgumentException("there is no token " + id + "; the vocabulary has " + size());
        }
        if (id >= first()) {
            return tokens.get(id - first());
        }
        return id == unknown() ? "<unk>" : id == begin() ? "<begin>" : "<end>";
    }

    /** The ids of a text, without marks. */
    public int[] encode(String text) {
        return switch (tokenizer) {
            case CHARACTERS ->
                text.codePoints().map(symbol -> id(Character.toString(symbol))).toArray();
            case BYTES -> encodeBytes(text.getBytes(StandardCharsets.UTF_8));
            case WORDS -> encodeWords(text);
        };
    }

    /** The tokens of a text that the vocabulary lacks, each once, in the order of the text. */
    public Set<String> unknownIn(String text) {
        Set<String> lacking = new LinkedHashSet<>();
        if (tokenizer == Tokenizer.CHARACTERS) {
            text.codePoints().mapToObj(Character::toString).forEach(lacking::add);
        } else if (tokenizer == Tokenizer.WORDS) {
            WordSplitter splitter = new WordSplitter(lacking::add);
            text.codePoints().forEach(splitter::accept);
            splitter.end();
        }
        lacking.removeAll(ids.keySet());
        return lacking;
    }

    private int[] encodeBytes(byte[] bytes) {
        int[] encoded = new int[bytes.length];
        for (int n = 0; n < bytes.length; n++) {
            encoded[n] = first() + (bytes[n] & 0xFF);
        }
        return encoded;
    }

    private int[] encodeWords(String text) {
        List<Integer> encoded = new ArrayList<>();
        WordSplitter splitter = new WordSplitter(word -> encoded.add(id(word)));
        text.codePoints().forEach(splitter::accept);
        splitter.end();
        return encoded.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The text of ids; special tokens but the unknown one give nothing. */
    public String decode(int... encoded) {
        Joiner joiner = joiner();
        StringBuilder text = new StringBuilder();
        for (int id : encoded) {
            text.append(joiner.add(id));
        }
        return text.append(joiner.end()).toString();
    }

    /** Turns ids to text as they come. */
    public Joiner joiner() {
        return new Joiner(this);
    }

    /** The byte that an id of a vocabulary of bytes stands for. */
    int byteOf(int id) {
        return id - first();
    }

    boolean special(int id) {
        return id < first();
    }
}
