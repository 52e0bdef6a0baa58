package dev.recur.train;

import dev.recur.store.OffAtZero;
import dev.recur.text.Ngrams;

/**
 * Which sequences of tokens a language model has vectors for. A model without any has the file that it had before there was such a choice.
 *
 * @param ngrams N: tokens of the longest sequence; 0 for no vectors but those of tokens
 * @param ngramAtLeast how often a sequence occurs in the training data, to have one; 0 stands for {@link #AT_LEAST}
 */
@OffAtZero
public record LanguageNgrams(int ngrams, int ngramAtLeast) {
    public static final LanguageNgrams NONE = new LanguageNgrams(0, 0);

    /** Of a frequency that was not asked for. */
    public static final int AT_LEAST = 10;

    public LanguageNgrams {
        if (ngrams != 0 && (ngrams < 2 || ngrams > Ngrams.LONGEST)) {
            throw new IllegalArgumentException("the longest n-gram has " + ngrams + " tokens; it must have 2 to "
                    + Ngrams.LONGEST + ", or 0 for no n-grams");
        }
        Training.check(ngramAtLeast >= 0, "the frequency of an n-gram", ngramAtLeast, "1 or more");
        if (ngrams == 0 && ngramAtLeast != 0) {
            throw new IllegalArgumentException("n-grams should occur " + ngramAtLeast
                    + " times, but none are asked for; say how long they are, as in --ngrams 4");
        }
    }

    /** @throws IllegalArgumentException if they are asked for and none is frequent enough */
    Ngrams count(Ngrams.Texts texts, int tokens) {
        if (ngrams == 0) {
            return Ngrams.NONE;
        }
        int atLeast = ngramAtLeast == 0 ? AT_LEAST : ngramAtLeast;
        Ngrams found = Ngrams.count(texts, tokens, ngrams, atLeast);
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "no two tokens follow each other " + atLeast
                            + " times in the training data, so there are no n-grams; lower --ngram-at-least or leave out --ngrams");
        }
        return found;
    }
}
