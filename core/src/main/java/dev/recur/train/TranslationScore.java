package dev.recur.train;

import java.util.List;

/** How near what was written comes to what was wanted. A text may have several references; the nearest counts. */
public final class TranslationScore {
    private final Bleu bleu;
    private long texts;
    private long exact;
    private long rightLength;
    private long edits;
    private long tokens;

    public TranslationScore(Bleu.Tokens tokens, boolean lower) {
        this.bleu = new Bleu(tokens, lower);
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
        int nearest = 0;
        int fewest = Integer.MAX_VALUE;
        boolean fits = false;
        for (int i = 0; i < wanted.size(); i++) {
            int distance = EditDistance.of(found, wanted.get(i));
            if (distance < fewest) {
                fewest = distance;
                nearest = i;
            }
            fits |= found.size() == wanted.get(i).size();
        }
        texts++;
        exact += fewest == 0 ? 1 : 0;
        rightLength += fits ? 1 : 0;
        edits += fewest;
        tokens += wanted.get(nearest).size();
        bleu.add(foundText, wantedTexts);
        return fewest;
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

    /** Edits from the nearest references over the lengths of these. */
    public double tokenErrorRate() {
        return (double) edits / tokens;
    }

    public Bleu.Score bleu() {
        return bleu.score();
    }

    /** See {@link Bleu#signature}. */
    public String signature() {
        return bleu.signature();
    }
}
