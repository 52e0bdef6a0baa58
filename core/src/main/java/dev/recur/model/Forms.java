package dev.recur.model;

import dev.recur.text.Vocabulary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The distinct forms of words that a {@link SequenceTagger} meets, numbered as they come, each with the id of its word and with its characters:
 * many forms may be one word, or none that is known, and still be read by their characters.
 */
public final class Forms {
    private final Vocabulary words;
    private final @Nullable Vocabulary characters;
    private final boolean lower;
    private final Map<String, Integer> ids = new HashMap<>();
    private int[] wordOf = new int[16];
    private int[][] spellings = new int[16][];

    Forms(Vocabulary words, @Nullable Vocabulary characters, boolean lower) {
        this.words = words;
        this.characters = characters;
        this.lower = lower;
    }

    /** What is looked up for a form: without white space, and if {@code lower} in lower case and with 0 for each digit. */
    public static String word(String form, boolean lower) {
        StringBuilder word = new StringBuilder();
        String cased = lower ? form.toLowerCase(Locale.ROOT) : form;
        cased.codePoints()
                .map(symbol -> Character.isWhitespace(symbol) || Character.isSpaceChar(symbol) ? '_' : symbol)
                .map(symbol -> lower && Character.isDigit(symbol) ? '0' : symbol)
                .forEach(word::appendCodePoint);
        return word.toString();
    }

    /** The number of a form; the same again for the same form. */
    public int id(String form) {
        return ids.computeIfAbsent(form, this::add);
    }

    private int add(String form) {
        int id = ids.size();
        if (id == wordOf.length) {
            wordOf = Arrays.copyOf(wordOf, 2 * id);
            spellings = Arrays.copyOf(spellings, 2 * id);
        }
        wordOf[id] = words.id(word(form, lower));
        spellings[id] = characters == null ? new int[0] : characters.encode(form);
        return id;
    }

    /** The id of a form's word in the model's vocabulary. */
    public int wordOf(int form) {
        return wordOf[form];
    }

    /** The characters of each form, in an array that may be longer. */
    int[][] spellings() {
        return spellings;
    }

    /** How many. */
    public int size() {
        return ids.size();
    }
}
