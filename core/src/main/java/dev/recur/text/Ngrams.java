package dev.recur.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Sequences of two or more tokens that a model has a vector for. Each is known by its first n - 1 tokens, which are a token or a known
 * n-gram themselves, and its last one; so those that end at a token are found from those that end at the token before. Tokens and n-grams share
 * one row of numbers: a token has its id, and the n-gram of row r has V + r.
 */
public final class Ngrams {
    /** Nothing. */
    public static final Ngrams NONE = new Ngrams(1, new int[0], new int[0]);

    /** Stands where there is no n-gram. */
    public static final int UNKNOWN = -1;

    /** What may be numbered, so that a float can hold the number. */
    static final int MOST = 1 << 24;

    /** Tokens of the longest n-gram, at most. */
    public static final int LONGEST = 16;

    private final int tokens; // V
    private final int[] prefixes; // [R]: the number of the first n - 1 tokens
    private final int[] lasts; // [R]: the last one
    private final int[] orders; // [R]: n
    private final int longest;
    private final LongCounts rows = new LongCounts(); // row + 1

    private Ngrams(int tokens, int[] prefixes, int[] lasts) {
        this.tokens = tokens;
        this.prefixes = prefixes;
        this.lasts = lasts;
        this.orders = new int[prefixes.length];
        if (tokens + (long) prefixes.length > MOST) {
            throw new IllegalArgumentException("there are " + tokens + " tokens and " + prefixes.length
                    + " n-grams, more than " + MOST + " together; let n-grams occur more often");
        }
        int most = 1;
        for (int row = 0; row < prefixes.length; row++) {
            int prefix = prefixes[row];
            if (prefix < 0 || prefix >= tokens + row || lasts[row] < 0 || lasts[row] >= tokens) {
                throw new IllegalArgumentException("n-gram " + row + " is " + prefix + " and then " + lasts[row]
                        + ", but there are " + tokens + " tokens and " + row + " n-grams before it");
            }
            orders[row] = prefix < tokens ? 2 : orders[prefix - tokens] + 1;
            most = Math.max(most, orders[row]);
            if (most > LONGEST || rows.add(key(prefix, lasts[row])) > 1) {
                throw new IllegalArgumentException("n-gram " + row
                        + (most > LONGEST ? " has more than " + LONGEST + " tokens" : " is there a second time"));
            }
            rows.put(key(prefix, lasts[row]), row + 1);
        }
        this.longest = most;
    }

    /**
     * As saved.
     *
     * @param tokens V
     * @param prefixes [R]: the number of the first n - 1 tokens of each
     * @param lasts [R]: the last token of each
     * @throws IllegalArgumentException if a number is none of a token or an n-gram before, or one comes twice
     */
    public static Ngrams of(int tokens, int[] prefixes, int[] lasts) {
        if (prefixes.length != lasts.length) {
            throw new IllegalArgumentException(
                    "there are " + prefixes.length + " beginnings of n-grams and " + lasts.length + " last tokens");
        }
        return new Ngrams(tokens, prefixes.clone(), lasts.clone());
    }

    /** Texts that can be read as often as need be. */
    @FunctionalInterface
    public interface Texts {
        /**
         * @param begin run where a text begins: no n-gram reaches across
         * @param token given each token
         */
        void read(Runnable begin, IntConsumer token);
    }

    /**
     * All sequences of 2 to {@code longest} tokens that occur often enough: short ones first, then by falling frequency. An n-gram is at most as
     * frequent as each of its parts, so they are counted order by order (Agrawal and Srikant 1994), and only those are whose parts are known.
     *
     * @param tokens V
     * @param longest N, at least 2
     * @param atLeast times, at least 1
     */
    public static Ngrams count(Texts texts, int tokens, int longest, int atLeast) {
        if (longest < 2 || longest > LONGEST) {
            throw new IllegalArgumentException(
                    "the longest n-gram has " + longest + " tokens, but 2 to " + LONGEST + " are needed");
        }
        if (atLeast < 1) {
            throw new IllegalArgumentException(
                    "n-grams occur at least " + atLeast + " times, but 1 or more are needed");
        }
        int[] frequencies = new int[tokens];
        texts.read(() -> {}, token -> frequencies[token]++);
        Ngrams known = new Ngrams(tokens, new int[0], new int[0]);
        for (int order = 2; order <= longest; order++) {
            Ngrams more = known.longer(texts, order, frequencies, atLeast);
            if (more.size() == known.size()) {
                break;
            }
            known = more;
        }
        return known;
    }

    /** These and the frequent ones of {@code order} tokens. */
    private Ngrams longer(Texts texts, int order, int[] frequencies, int atLeast) {
        LongCounts counts = new LongCounts();
        int[] ends = new int[order]; // [k - 1]: the k-gram that ends at the last token
        texts.read(() -> Arrays.fill(ends, UNKNOWN), token -> {
            int prefix = ends[order - 2];
            next(ends, 0, order, token);
            boolean frequent = order > 2
                    ? ends[order - 2] != UNKNOWN
                    : prefix != UNKNOWN && frequencies[prefix] >= atLeast && frequencies[token] >= atLeast;
            if (prefix != UNKNOWN && frequent) {
                counts.add(key(prefix, token));
            }
        });
        record Found(long key, int count) {}
        List<Found> found = new ArrayList<>();
        counts.forEach((key, count) -> {
            if (count >= atLeast) {
                found.add(new Found(key, count));
            }
        });
        found.sort(Comparator.comparingInt(Found::count).reversed().thenComparingLong(Found::key));
        int known = size();
        int[] allPrefixes = Arrays.copyOf(prefixes, known + found.size());
        int[] allLasts = Arrays.copyOf(lasts, known + found.size());
        for (int i = 0; i < found.size(); i++) {
            allPrefixes[known + i] = (int) (found.get(i).key / tokens);
            allLasts[known + i] = (int) (found.get(i).key % tokens);
        }
        return new Ngrams(tokens, allPrefixes, allLasts);
    }

    private long key(int prefix, int token) {
        return (long) prefix * tokens + token;
    }

    /** R. */
    public int size() {
        return prefixes.length;
    }

    public boolean isEmpty() {
        return prefixes.length == 0;
    }

    /** N: tokens of the longest; 1 if there are none. */
    public int longest() {
        return longest;
    }

    /** V. */
    public int tokens() {
        return tokens;
    }

    /** The number of the first n - 1 tokens of one. */
    public int prefix(int row) {
        return prefixes[row];
    }

    /** The last token of one. */
    public int last(int row) {
        return lasts[row];
    }

    /** How many have {@code n} tokens. */
    public int count(int n) {
        return (int) Arrays.stream(orders).filter(order -> order == n).count();
    }

    /** The tokens of one. */
    public int[] sequence(int row) {
        int[] sequence = new int[orders[row]];
        int number = tokens + row;
        for (int at = sequence.length - 1; at > 0; at--) {
            sequence[at] = lasts[number - tokens];
            number = prefixes[number - tokens];
        }
        sequence[0] = number;
        return sequence;
    }

    /**
     * Reads one more token.
     *
     * @param ends from {@code at} on, {@code longest} of them: the number of the 1-gram, the 2-gram and so on that ends at the last token, or
     *     {@link #UNKNOWN}; before a text begins all of them are
     */
    public void next(int[] ends, int at, int most, int token) {
        for (int n = most; n > 1; n--) {
            int prefix = ends[at + n - 2];
            int row = prefix == UNKNOWN ? 0 : rows.at(key(prefix, token));
            ends[at + n - 1] = row == 0 ? UNKNOWN : tokens + row - 1;
        }
        ends[at] = token;
    }
}
