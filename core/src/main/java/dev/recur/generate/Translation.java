package dev.recur.generate;

import java.util.List;

/**
 * What a translator writes for a source.
 *
 * @param source as it was given
 * @param text what was written
 * @param tokens the same, token by token; unknown ones replaced if they were to be copied
 * @param sourceTokens what the model read, the mark of the end last
 * @param attention for each token of the text where the model looked, a weight for each of {@code sourceTokens}; empty arrays if it looks at
 *     nothing
 * @param logProbability of the tokens and the end
 * @param score by which it was chosen, see {@link Search#lengthPenalty}
 * @param ended false if it was cut off
 * @param unknown how many tokens of the source the model has never seen
 */
public record Translation(
        String source,
        String text,
        List<String> tokens,
        List<String> sourceTokens,
        float[][] attention,
        double logProbability,
        double score,
        boolean ended,
        int unknown) {}
