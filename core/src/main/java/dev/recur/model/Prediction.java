package dev.recur.model;

import java.util.Map;

/**
 * What a classifier says of a text.
 *
 * @param label the likeliest
 * @param probabilities of all labels, the likeliest first
 * @param unknown how many of the text's tokens the model has never seen
 */
public record Prediction(String text, String label, Map<String, Double> probabilities, int unknown) {
    /** Of the likeliest label. */
    public double probability() {
        return probabilities.values().iterator().next();
    }
}
