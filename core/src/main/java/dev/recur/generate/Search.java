package dev.recur.generate;

/**
 * How a translation is looked for.
 *
 * @param beam how many unfinished ones are kept of each source; 1 takes the likeliest token each time
 * @param best how many are wanted of each source, at most the beam
 * @param lengthPenalty alpha: a translation of n tokens, its end among them, is judged by its log-probability over
 *     {@code ((5 + n) / 6)^alpha} (Wu et al. 2016); 0 judges by probability alone, which favours short ones
 * @param copy whether an unknown token is replaced by the token of the source that was looked at most (Luong et al. 2015; Jean et al.
 *     2015); else none is written
 * @param sameLength whether a translation has as many tokens as its source
 */
public record Search(int beam, int best, double lengthPenalty, boolean copy, boolean sameLength) {
    public static final Search DEFAULTS = new Search(5, 1, 0.6, true, false);

    /** The likeliest token each time. */
    public static final Search GREEDY = new Search(1, 1, 0, true, false);

    public Search {
        if (beam < 1) {
            throw new IllegalArgumentException("the beam is " + beam + "; it must be 1 or more");
        }
        if (best < 1 || best > beam) {
            throw new IllegalArgumentException(best + " translations of each source are wanted from a beam of " + beam
                    + "; 1 to " + beam + " are possible");
        }
        if (!(lengthPenalty >= 0 && lengthPenalty < 100)) {
            throw new IllegalArgumentException("the length penalty is " + lengthPenalty + "; it must be 0 or more");
        }
    }

    /** What a translation of so many tokens, its end among them, is judged by. */
    double score(double logProbability, int tokens) {
        return logProbability / StrictMath.pow((5.0 + tokens) / 6, lengthPenalty);
    }
}
