package dev.recur.layer;

import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.text.Ngrams;
import java.util.Arrays;

/**
 * {@code x(t) += Σ G[r]}, G [R, D], over the rows r of the n-grams that end at t, n rising (as Pagnoni et al. 2024 add them to bytes, whose rows
 * are hashed; here each row is of one n-gram). Each row of a batch remembers what ended at its last token, from batch to batch, as layers do
 * their states.
 */
public final class NgramEmbedding {
    private static final int NONE = -1;

    private final Ngrams ngrams;
    private final int longest; // N
    private final int length; // D
    private final int at;
    private final Kernels kernels = Kernels.selected();
    private int[] ends = {}; // [rows, N]: numbers of the n-grams that end at the last token of each row
    private int[] found = {}; // [total, N - 1]: rows of the n-grams that end at each token of a batch

    /**
     * @param length D
     * @param at where G begins in the model's flat array
     */
    public NgramEmbedding(Ngrams ngrams, int length, int at) {
        this.ngrams = ngrams;
        this.longest = ngrams.longest();
        this.length = length;
        this.at = at;
    }

    /** So many rows whose text begins. */
    public void reset(int rows) {
        if (ends.length < rows * longest) {
            ends = new int[Math.multiplyExact(rows, longest)];
        }
        Arrays.fill(ends, 0, rows * longest, Ngrams.UNKNOWN);
    }

    /** Floats of a row of the state: a number for each length but the longest, which nothing goes on. */
    public int stateLength() {
        return longest - 1;
    }

    /** Of the first rows, from {@code toAt} on, row by row. */
    public void copyState(int rows, float[] to, int toAt) {
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < longest - 1; n++) {
                to[toAt + row * (longest - 1) + n] = ends[row * longest + n];
            }
        }
    }

    /**
     * What {@link #copyState} wrote.
     *
     * @throws IllegalArgumentException if a float is the number of no token and no n-gram
     */
    public void state(float[] state, int stateAt, int rows) {
        reset(rows);
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < longest - 1; n++) {
                float number = state[stateAt + row * (longest - 1) + n];
                if (number != (int) number || number < Ngrams.UNKNOWN || number >= ngrams.tokens() + ngrams.size()) {
                    throw new IllegalArgumentException(
                            "NgramEmbedding.state: " + number + " is the number of no n-gram");
                }
                ends[row * longest + n] = (int) number;
            }
        }
    }

    /** Reads a batch, and adds to x, [total, D]; tokens is [total]. */
    public void forward(float[] x, int[] tokens, Rows rows, float[] flat) {
        int places = longest - 1;
        if (found.length < rows.total() * places) {
            found = new int[Math.multiplyExact(rows.total(), places)];
        }
        for (int t = 0; t < rows.steps(); t++) {
            for (int row = 0; row < rows.alive(t); row++) {
                int i = rows.offset(t) + row;
                ngrams.next(ends, row * longest, longest, tokens[i]);
                for (int n = 1; n < longest; n++) {
                    int number = ends[row * longest + n];
                    int place = i * places + n - 1;
                    found[place] = number == Ngrams.UNKNOWN ? NONE : number - ngrams.tokens();
                    if (found[place] != NONE) {
                        kernels.addRows(x, i * length, flat, at + found[place] * length, length, 1, length);
                    }
                }
            }
        }
    }

    /** Adds to the gradient of G: steps falling, rows rising, n rising. dx, [total, D], is also that of what forward was given. */
    public void backward(float[] dx, Rows rows, float[] gradient) {
        int places = longest - 1;
        for (int t = rows.steps() - 1; t >= 0; t--) {
            for (int i = rows.offset(t); i < rows.offset(t + 1); i++) {
                for (int place = i * places; place < (i + 1) * places; place++) {
                    if (found[place] != NONE) {
                        kernels.addRows(gradient, at + found[place] * length, dx, i * length, length, 1, length);
                    }
                }
            }
        }
    }
}
