package dev.recur.model;

/**
 * A sentence as a {@link SequenceTagger} reads it.
 *
 * @param forms numbers of a {@link Forms}
 * @param pairs ids of each token with the next one; empty if the model does not read pairs
 */
public record TaggerInput(int[] forms, int[] pairs) {
    public int length() {
        return forms.length;
    }
}
