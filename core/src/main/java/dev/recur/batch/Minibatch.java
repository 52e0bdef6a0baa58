package dev.recur.batch;

import java.util.Arrays;
import java.util.List;

/**
 * T steps of N rows of tokens and of the tokens to predict. Rows are sorted by falling length, so the rows that are alive at a step
 * are the first ones; there is no padding. Filled anew for each step of training, so that none allocates.
 */
public final class Minibatch {
    /** Stands where a row has ended; no token has this id. */
    public static final int DEAD = -1;

    private int steps;
    private int rows;
    private int tokens;
    private boolean carries;
    private int[] inputs = {};
    private int[] targets = {};
    private int[] lengths = {};
    private int[] alive = {};
    private int[] documents = {};
    private int places;
    private int[] conditions = {};
    private float[] weights = {};

    /** Makes room for all rows dead; the cutters fill in. */
    void begin(int mostSteps, int mostRows, boolean carriesState) {
        steps = mostSteps;
        rows = mostRows;
        tokens = 0;
        places = 0;
        carries = carriesState;
        int size = Math.multiplyExact(steps, rows);
        if (inputs.length < size) {
            inputs = new int[size];
            targets = new int[size];
        }
        if (lengths.length < rows) {
            lengths = new int[rows];
            documents = new int[rows];
        }
        if (alive.length < steps) {
            alive = new int[steps];
        }
        Arrays.fill(inputs, 0, size, DEAD);
        Arrays.fill(targets, 0, size, DEAD);
        Arrays.fill(alive, 0, steps, 0);
    }

    /** Makes room for what each row is given; after {@link #begin}. */
    void condition(int placesOfEach) {
        places = placesOfEach;
        if (conditions.length < rows * places) {
            conditions = new int[rows * places];
            weights = new float[rows * places];
        }
    }

    /** Rows come in their order, each at most as long as the one before. */
    void row(int row, int document, int length, int[] rowInputs, int[] rowTargets) {
        assert row == 0 || lengths[row - 1] >= length;
        documents[row] = document;
        lengths[row] = length;
        tokens += length;
        for (int t = 0; t < length; t++) {
            inputs[t * rows + row] = rowInputs[t];
            targets[t * rows + row] = rowTargets[t];
            alive[t] = row + 1;
        }
    }

    /**
     * Several minibatches of the same rows, one behind the other, as one; later ones may have lost the last rows. Only the last one's
     * targets stay, the others are {@link #DEAD}: they are read for the sake of the state.
     */
    public void join(List<Minibatch> parts) {
        Minibatch first = parts.get(0);
        int all = parts.stream().mapToInt(part -> part.steps).sum();
        begin(all, first.rows, first.carries);
        System.arraycopy(first.documents, 0, documents, 0, rows);
        condition(first.places);
        System.arraycopy(first.conditions, 0, conditions, 0, rows * places);
        System.arraycopy(first.weights, 0, weights, 0, rows * places);
        Arrays.fill(lengths, 0, rows, 0);
        int at = 0;
        for (Minibatch part : parts) {
            append(part, at, part == parts.get(parts.size() - 1));
            at += part.steps;
        }
    }

    private void append(Minibatch part, int at, boolean targeted) {
        for (int t = 0; t < part.steps; t++) {
            alive[at + t] = part.alive[t];
            System.arraycopy(part.inputs, t * part.rows, inputs, (at + t) * rows, part.alive[t]);
            if (targeted) {
                System.arraycopy(part.targets, t * part.rows, targets, (at + t) * rows, part.alive[t]);
            }
        }
        for (int row = 0; row < part.rows; row++) {
            lengths[row] += part.lengths[row];
        }
        tokens += part.tokens;
    }

    /** T. */
    public int steps() {
        return steps;
    }

    /** N. */
    public int rows() {
        return rows;
    }

    /** Whether row n goes on where row n of the minibatch before ended; else all rows begin afresh. */
    public boolean carries() {
        return carries;
    }

    /** The number of tokens that are not {@link #DEAD}. */
    public int tokens() {
        return tokens;
    }

    /** [T,N], in an array that may be longer. */
    public int[] inputs() {
        return inputs;
    }

    /** [T,N], in an array that may be longer. */
    public int[] targets() {
        return targets;
    }

    /** [N], falling: the steps of each row, in an array that may be longer. */
    public int[] lengths() {
        return lengths;
    }

    /** [T]: how many rows are alive at each step, in an array that may be longer. */
    public int[] alive() {
        return alive;
    }

    /** [N]: which document, or which stream, each row is of, in an array that may be longer. */
    public int[] documents() {
        return documents;
    }

    /** P: how many rows of a matrix each row is given; 0 where nothing is given. */
    public int places() {
        return places;
    }

    /** [N,P]: which, in an array that may be longer. */
    public int[] conditions() {
        return conditions;
    }

    /** [N,P]: how much of each, in an array that may be longer. */
    public float[] conditionWeights() {
        return weights;
    }
}
