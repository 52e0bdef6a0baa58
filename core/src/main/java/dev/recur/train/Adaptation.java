package dev.recur.train;

/**
 * How a model goes on learning from the text that it predicts: dynamic evaluation (Krause, Kahembwe, Murray and Renals 2018). After each
 * stretch of text, which is predicted first, each weight w with the gradient g of the stretch's mean loss moves by
 *
 * <pre>
 * -rate g                 + decay (w0 - w)             without statistics
 * -rate g / (r + epsilon) + min(decay r / mean r, 1) (w0 - w)   with r, the root mean square of g in training
 * </pre>
 *
 * w0 being the weight that was trained.
 *
 * @param steps from one change of the weights to the next
 * @param rate how fast it learns
 * @param decay how fast it forgets
 */
public record Adaptation(int steps, double rate, double decay) {
    /** Beside the root mean square. */
    public static final double EPSILON = 1e-3;

    /** Of characters, without statistics. */
    public static final Adaptation PLAIN = new Adaptation(20, 0.1, 0.001);

    /** Of characters, with statistics. */
    public static final Adaptation SCALED = new Adaptation(20, 0.0004, 0.003);

    public Adaptation {
        Training.check(steps >= 1, "the number of steps between changes", steps, "1 or more");
        Training.check(rate >= 0 && rate < 1e9, "the rate of dynamic evaluation", rate, "0 or more");
        Training.check(decay >= 0 && decay <= 1, "the decay of dynamic evaluation", decay, "0 to 1");
    }
}
