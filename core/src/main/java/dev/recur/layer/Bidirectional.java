package dev.recur.layer;

import dev.recur.array.Layout;
import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.List;

/**
 * Two layers of one cell, one along time and one against it, each row from its own end (Schuster and Paliwal 1997): x [total, D] to
 * [total, 2H], what is known from the past beside what is known from the future. Rows are read whole: there is no state to carry.
 */
public final class Bidirectional implements Layer {
    /** Where the parameters of the two directions lie. */
    public record Place(String prefix, Recurrent.Place along, Recurrent.Place against) implements Layer.Place {
        @Override
        public int in() {
            return along.in();
        }

        @Override
        public int out() {
            return along.out() + against.out();
        }

        @Override
        public void start(float[] flat, Randomness randomness) {
            along.start(flat, randomness);
            against.start(flat, randomness);
        }

        @Override
        public Bidirectional layer(Plan.Wanted wanted, Workers workers) {
            return new Bidirectional(this, wanted, workers);
        }
    }

    private final Recurrent along;
    private final Recurrent against;
    private final int in;
    private final int hidden;
    private final boolean dInput;
    private final Mirror mirror = new Mirror();
    private final Columns columns;
    private float[] turned = {}; // x against time, [total, D]
    private int[] turnedTokens = {};
    private float[] y = {}; // [total, 2H]
    private float[] dAlong = {}; // [total, H]
    private float[] dAgainst = {};
    private float[] dTurned = {}; // [total, D]

    /** Adds the parameters of both directions to the layout of a model, as {@code prefix + "forward."} and {@code "backward."}. */
    public static Place declare(Layout.Builder builder, String prefix, Cell cell, int in, int hidden) {
        if (cell.inputs().size() > 1) {
            throw new IllegalArgumentException("Bidirectional: " + cell.title() + " has the inputs " + cell.inputs()
                    + ", but a layer that reads in both directions gives x alone; take a cell without a further input");
        }
        return new Place(
                prefix,
                Recurrent.declare(builder, prefix + "forward.", cell, in, hidden),
                Recurrent.declare(builder, prefix + "backward.", cell, in, hidden));
    }

    public Bidirectional(Place place, Plan.Wanted wanted, Workers workers) {
        this.along = new Recurrent(place.along(), wanted, workers);
        this.against = new Recurrent(place.against(), wanted, workers);
        this.in = place.in();
        this.hidden = place.along().out();
        this.dInput = wanted.training() && wanted.dInputs();
        this.columns = new Columns(workers);
    }

    /** The direction of time. Its state at the end has read each row from its first step to its last. */
    public Recurrent along() {
        return along;
    }

    /** The other direction. Its state at the end has read each row from its last step to its first. */
    public Recurrent against() {
        return against;
    }

    @Override
    public List<Recurrent> recurrents() {
        return List.of(along, against);
    }

    @Override
    public int in() {
        return in;
    }

    @Override
    public int out() {
        return 2 * hidden;
    }

    @Override
    public void load(float[] flat, double drop, Randomness randomness, long step) {
        along.load(flat, drop, randomness, step);
        against.load(flat, drop, randomness, step);
    }

    @Override
    public void reset(Rows rows) {
        along.reset(rows);
        against.reset(rows);
    }

    @Override
    public boolean readsTokens() {
        return along.readsTokens();
    }

    @Override
    public void tabulate(int embedding, int vocabulary) {
        along.tabulate(embedding, vocabulary);
        against.tabulate(embedding, vocabulary);
    }

    @Override
    public float[] forward(float[] x, Rows rows) {
        turned = Columns.room(turned, rows.total(), in);
        columns.move(turned, in, 0, x, in, 0, in, rows.total(), mirror.places(rows), false);
        float[] past = along.forward(x, rows);
        float[] future = against.forward(turned, rows);
        return joined(past, future, rows);
    }

    @Override
    public float[] forwardTokens(int[] tokens, int embedding, int vocabulary, Rows rows) {
        int[] places = mirror.places(rows);
        turnedTokens = turnedTokens.length < rows.total() ? new int[rows.total()] : turnedTokens;
        for (int p = 0; p < rows.total(); p++) {
            turnedTokens[p] = tokens[places[p]];
        }
        float[] past = along.forwardTokens(tokens, embedding, vocabulary, rows);
        float[] future = against.forwardTokens(turnedTokens, embedding, vocabulary, rows);
        return joined(past, future, rows);
    }

    private float[] joined(float[] past, float[] future, Rows rows) {
        int total = rows.total();
        y = Columns.room(y, total, 2 * hidden);
        columns.copy(y, 2 * hidden, 0, past, hidden, 0, hidden, total);
        columns.move(y, 2 * hidden, hidden, future, hidden, 0, hidden, total, mirror.places(rows), false);
        return y;
    }

    @Override
    public void backward(float[] dy, float[] dx, Rows rows, float[] gradient) {
        split(dy, rows);
        dTurned = dInput ? Columns.room(dTurned, rows.total(), in) : dTurned;
        along.backward(dAlong, dx, rows, gradient);
        against.backward(dAgainst, dTurned, rows, gradient);
        if (dInput) {
            columns.move(dx, in, 0, dTurned, in, 0, in, rows.total(), mirror.places(rows), true);
        }
    }

    @Override
    public void backwardTokens(float[] dy, Rows rows, float[] gradient, int embedding) {
        split(dy, rows);
        along.backwardTokens(dAlong, rows, gradient, embedding);
        against.backwardTokens(dAgainst, rows, gradient, embedding);
    }

    private void split(float[] dy, Rows rows) {
        int total = rows.total();
        dAlong = Columns.room(dAlong, total, hidden);
        dAgainst = Columns.room(dAgainst, total, hidden);
        columns.copy(dAlong, hidden, 0, dy, 2 * hidden, 0, hidden, total);
        columns.move(dAgainst, hidden, 0, dy, 2 * hidden, hidden, hidden, total, mirror.places(rows), false);
    }
}
