package dev.recur.generate;

/**
 * How the next token is drawn from a model's scores.
 *
 * @param temperature divides the scores; 0 takes the likeliest token always
 * @param topK only the k likeliest tokens (Fan et al. 2018); 0 for all
 * @param topP only the likeliest tokens that together have this probability (Holtzman et al. 2020); 1 for all
 */
public record Sampling(double temperature, int topK, double topP) {
    /** As the model says. */
    public static final Sampling DEFAULTS = new Sampling(1, 0, 1);

    public Sampling {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("the temperature is " + temperature + ", but 0 or more is needed");
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top-k is " + topK + ", but 0 (for all) or more is needed");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top-p is " + topP + ", but a share above 0 and at most 1 is needed");
        }
    }

    boolean greedy() {
        return temperature == 0 || topK == 1;
    }
}
