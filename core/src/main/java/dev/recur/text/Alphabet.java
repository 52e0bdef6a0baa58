package dev.recur.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The different tokens of a text in the order in which they first appear, each with its count. */
final class Alphabet {
    private static final int PAGE = 1 << 8;

    private final Tokenizer tokenizer;
    private final List<String> tokens = new ArrayList<>();
    /** Of code points and bytes: id + 1 by symbol, in pages that are made when needed. */
    private final int[][] pages = new int[(Character.MAX_CODE_POINT + 1) / PAGE][];

    private final Map<String, Integer> words = new HashMap<>();
    private long[] counts = new long[256];

    Alphabet(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Counts a code point or byte and gives its number here. */
    int count(int symbol) {
        int[] page = pages[symbol / PAGE];
        if (page == null) {
            page = new int[PAGE];
            pages[symbol / PAGE] = page;
        }
        int id = page[symbol % PAGE] - 1;
        if (id < 0) {
            id = add(tokenizer == Tokenizer.BYTES ? Vocabulary.byteName(symbol) : Character.toString(symbol));
            page[symbol % PAGE] = id + 1;
        }
        counts[id]++;
        return id;
    }

    int count(String word) {
        Integer known = words.get(word);
        int id;
        if (known == null) {
            id = add(word);
            words.put(word, id);
        } else {
            id = known;
        }
        counts[id]++;
        return id;
    }

    private int add(String token) {
        tokens.add(token);
        if (tokens.size() > counts.length) {
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        return tokens.size() - 1;
    }

    List<String> tokens() {
        return tokens;
    }

    /** How often a token came. */
    long counted(int id) {
        return counts[id];
    }
}
