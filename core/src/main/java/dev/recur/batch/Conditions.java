package dev.recur.batch;

import dev.recur.text.Corpus;
import dev.recur.text.GivenValues;
import dev.recur.text.Givens;
import dev.recur.text.TextException;
import java.util.List;

/** What each document of a corpus is given, as rows of a matrix with their weights. */
public final class Conditions {
    /** Nothing. */
    public static final Conditions NONE = new Conditions(0, new int[0], new float[0]);

    private final int places;
    private final int[] rows; // [documents, P]
    private final float[] weights; // [documents, P]

    private Conditions(int places, int[] rows, float[] weights) {
        this.places = places;
        this.rows = rows;
        this.weights = weights;
    }

    /** @throws TextException if a document is given what is none of the values; the message says where */
    public static Conditions of(Corpus corpus, Givens givens) throws TextException {
        int places = givens.places();
        List<GivenValues> values = corpus.givens();
        if (places == 0) {
            return NONE;
        }
        int[] rows = new int[Math.multiplyExact(values.size(), places)];
        float[] weights = new float[rows.length];
        for (int i = 0; i < values.size(); i++) {
            try {
                givens.encode(values.get(i).values(), rows, weights, i * places);
            } catch (IllegalArgumentException e) {
                throw new TextException(values.get(i).place(), String.valueOf(e.getMessage()));
            }
        }
        return new Conditions(places, rows, weights);
    }

    /** P. */
    int places() {
        return places;
    }

    /** Those of a document to a row of a minibatch. */
    void copy(int document, Minibatch to, int row) {
        System.arraycopy(rows, document * places, to.conditions(), row * places, places);
        System.arraycopy(weights, document * places, to.conditionWeights(), row * places, places);
    }
}
