package dev.recur.train;

import dev.recur.text.Tokenizer;
import java.util.List;
import java.util.Locale;

/** How near what was written comes to what was wanted. A text may have several references; the nearest counts. */
public final class TranslationScore {
    private final Bleu bleu;
    private final boolean lower;
    private final Edits tokens = new Edits();
    private final Edits words = new Edits();
    private long texts;
    private long exact;
    private long rightLength;

    /** Edits from the nearest references, and the lengths of these. */
    private static final class Edits {
        private long edits;
        private long length;

        int add(List<String> found, List<List<String>> wanted) {
            int nearest = 0;
            int fewest = Integer.MAX_VALUE;
            for (int i = 0; i < wanted.size(); i++) {
                int distance = EditDistance.of(found, wanted.get(i));
                if (distance < fewest) {
                    fewest = distance;
                    nearest = i;
                }
            }
            edits += fewest;
            length += wanted.get(nearest).size();
            return fewest;
        }

        double rate() {
            return (double) edits / length;
        }
    }

    /** @param lower whether case does not count, in BLEU and in words */
    public TranslationScore(Bleu.Tokens tokens, boolean lower) {
        this.bleu = new Bleu(tokens, lower);
        this.lower = lower;
    }

    /**
     * Counts one text.
     *
     * @param found its tokens, as the model cuts texts
     * @param wanted those of each reference
     * @param foundText the text itself, for BLEU
     * @param wantedTexts that of each reference
     * @return the edits from the nearest reference, in tokens
     */
    public int add(List<String> found, List<List<String>> wanted, String foundText, List<String> wantedTexts) {
        boolean fits = wanted.stream().anyMatch(reference -> reference.size() == found.size());
        int fewest = tokens.add(found, wanted);
        words.add(words(foundText), wantedTexts.stream().map(this::words).toList());
        texts++;
        exact += fewest == 0 ? 1 : 0;
        rightLength += fits ? 1 : 0;
        bleu.add(foundText, wantedTexts);
        return fewest;
    }

    private List<String> words(String text) {
        return Tokenizer.WORDS.cut(lower ? text.toLowerCase(Locale.ROOT) : text);
    }

    public long texts() {
        return texts;
    }

    /** The share of texts that are as one of their references, token by token. */
    public double exact() {
        return (double) exact / texts;
    }

    /** The share of texts with as many tokens as one of their references. */
    public double rightLength() {
        return (double) rightLength / texts;
    }

    /** Edits from the nearest references over the lengths of these, in tokens as the model cuts texts. */
    public double tokenErrorRate() {
        return tokens.rate();
    }

    /** The same in words: what stands between white space. */
    public double wordErrorRate() {
        return words.rate();
    }

    public Bleu.Score bleu() {
        return bleu.score();
    }

    /** See {@link Bleu#signature}. */
    public String signature() {
        return bleu.signature();
    }
}
