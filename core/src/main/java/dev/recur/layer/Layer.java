package dev.recur.layer;

import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.List;

/**
 * What a {@link Stack} is made of: reads packed rows x, [total, in], or tokens, and gives packed rows h, [total, out]. Before a batch come
 * {@link #load}, when the weights have changed, and {@link #reset}.
 */
public sealed interface Layer permits Recurrent, Bidirectional {
    /** Where a layer's parameters lie in the flat array of its model: what a model keeps, and what a layer is made from. */
    sealed interface Place permits Recurrent.Place, Bidirectional.Place {
        /** Before the names of the layer's arrays and of its random streams. */
        String prefix();

        /** Floats of a row of x. */
        int in();

        /** Floats of a row of h. */
        int out();

        /** Fills in the starts of all parameters, as the cell's text says. */
        void start(float[] flat, Randomness randomness);

        /** @param wanted whether backward will be called, and which gradients it is asked for beside those of the parameters */
        Layer layer(Plan.Wanted wanted, Workers workers);
    }

    int in();

    int out();

    /** Reads the weights, with a share of those on the state dropped for this step of training; {@code drop} is 0 for none; step 0 is none of training. */
    void load(float[] flat, double drop, Randomness randomness, long step);

    /** Fresh start states for all rows. */
    void reset(Rows rows);

    /** True if tokens can be looked up in place of embeddings that are multiplied. */
    boolean readsTokens();

    /** For inference: multiplies every token once, after {@link #load}. */
    void tabulate(int embedding, int vocabulary);

    /** x is [total, in]; it must stay as it is until backward. Returns h, [total, out]. */
    float[] forward(float[] x, Rows rows);

    /** The same where x(t) is the embedding of a token; E, [vocabulary, in], begins at {@code embedding} of the flat array. */
    float[] forwardTokens(int[] tokens, int embedding, int vocabulary, Rows rows);

    /**
     * @param dh gradient of h, [total, out]
     * @param dx where the gradient of x goes, [total, in]; not touched if it was not asked for
     * @param gradient added to, of the model's layout
     */
    void backward(float[] dh, float[] dx, Rows rows, float[] gradient);

    /** The same after {@link #forwardTokens}: adds the gradient of E too. */
    void backwardTokens(float[] dh, Rows rows, float[] gradient, int embedding);

    /** The recurrent layers inside, in the order of their parameters. */
    List<Recurrent> recurrents();

    /** The stream that drops weights of the layer with this prefix. */
    static Stream weightChance(Randomness randomness, String prefix) {
        return randomness.stream("weight drop/" + bare(prefix));
    }

    /** A prefix without the point at its end. */
    static String bare(String prefix) {
        return prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }
}
