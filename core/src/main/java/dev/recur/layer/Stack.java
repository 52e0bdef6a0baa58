package dev.recur.layer;

import dev.recur.cell.Cell;
import dev.recur.cell.Rows;
import dev.recur.cell.Shape;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * Recurrent layers one above the other, with dropout between them. A cell's second input is given the second output of the layer
 * below (the cell state, in a depth-gated LSTM), or zeros where there is none.
 */
public final class Stack {
    private final List<Recurrent> layers = new ArrayList<>();
    private final List<Dropout> between = new ArrayList<>();
    private final List<Stream> weightChances = new ArrayList<>();
    private final List<float[]> dInputs = new ArrayList<>(); // of each layer's x
    private final double weightDrop;
    private final int hidden;
    private final int extras; // further inputs of the cell
    private float[] zeros = {};
    private final float[][] dExtras = new float[2][0]; // in turn

    /**
     * @param shapes one for each layer, bottom first
     * @param bases where each layer's parameters begin in the model's flat array
     * @param dInput whether backward is asked for the gradient of the lowest input
     */
    public Stack(
            Cell cell,
            List<Shape> shapes,
            List<Integer> bases,
            double dropout,
            double weightDrop,
            Randomness randomness,
            boolean training,
            boolean dInput,
            Workers workers) {
        this.hidden = shapes.get(0).hidden();
        this.extras = cell.inputs().size() - 1;
        this.weightDrop = training ? weightDrop : 0;
        for (int i = 0; i < shapes.size(); i++) {
            layers.add(
                    new Recurrent(cell, shapes.get(i), bases.get(i), training, dInput || i > 0 || extras > 0, workers));
            between.add(new Dropout(training && i > 0 ? dropout : 0, hidden, randomness.stream("dropout/layer" + i)));
            weightChances.add(randomness.stream("weight drop/layer" + i));
            dInputs.add(new float[0]);
        }
        if (extras > 1) {
            throw new IllegalArgumentException("Stack: " + cell.title() + " has " + (extras + 1)
                    + " inputs; a layer is given x and at most one further input from the layer below");
        }
    }

    public List<Recurrent> layers() {
        return List.copyOf(layers);
    }

    /** Reads the weights; {@code step} chooses the mask of dropped weights, if any. */
    public void load(float[] flat, long step) {
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).load(flat, weightDrop, weightChances.get(i), step);
        }
    }

    public void reset(Rows rows) {
        layers.forEach(layer -> layer.reset(rows));
    }

    public void carryOn(int rows) {
        layers.forEach(layer -> layer.carryOn(rows));
    }

    /** True if the lowest layer can look tokens up. */
    public boolean readsTokens() {
        return layers.get(0).readsTokens();
    }

    /** x is [total, D]. Returns h of the topmost layer, [total, H]. {@code step} chooses the masks. */
    public float[] forward(float[] x, Rows rows, long step) {
        giveExtra(0, rows);
        return upwards(layers.get(0).forward(x, rows), rows, step);
    }

    public float[] forwardTokens(int[] tokens, int embedding, int vocabulary, Rows rows, long step) {
        giveExtra(0, rows);
        return upwards(layers.get(0).forwardTokens(tokens, embedding, vocabulary, rows), rows, step);
    }

    private float[] upwards(float[] lowest, Rows rows, long step) {
        float[] h = lowest;
        for (int i = 1; i < layers.size(); i++) {
            giveExtra(i, rows);
            h = layers.get(i).forward(between.get(i).forward(h, rows, step), rows);
        }
        return h;
    }

    private void giveExtra(int layer, Rows rows) {
        if (extras == 0) {
            return;
        }
        if (layer > 0 && layers.get(layer - 1).outputs() > 1) {
            layers.get(layer).input(1, layers.get(layer - 1).output(1));
            return;
        }
        if (zeros.length < rows.total() * hidden) {
            zeros = new float[rows.total() * hidden];
        }
        layers.get(layer).input(1, zeros);
    }

    /** The gradient of x goes to {@code dx}, [total, D], if it was asked for. */
    public void backward(float[] dh, float[] dx, Rows rows, float[] gradient) {
        float[] below = downwards(dh, rows, gradient);
        takeExtra(0, rows);
        layers.get(0).backward(below, dx, rows, gradient);
    }

    public void backwardTokens(float[] dh, Rows rows, float[] gradient, int embedding) {
        float[] below = downwards(dh, rows, gradient);
        takeExtra(0, rows);
        layers.get(0).backwardTokens(below, rows, gradient, embedding);
    }

    private float[] downwards(float[] top, Rows rows, float[] gradient) {
        float[] dh = top;
        for (int i = layers.size() - 1; i > 0; i--) {
            float[] dx = dInputs.get(i);
            if (dx.length < rows.total() * hidden) {
                dx = new float[rows.total() * hidden];
                dInputs.set(i, dx);
            }
            takeExtra(i, rows);
            layers.get(i).backward(dh, dx, rows, gradient);
            between.get(i).backward(dx, rows);
            if (extras > 0 && layers.get(i - 1).outputs() > 1) {
                layers.get(i - 1).dOutput(1, dExtras[i & 1]);
            }
            dh = dx;
        }
        return dh;
    }

    /** Where the gradient of a layer's second input goes: two arrays in turn, since the layer below reads one while it writes the other. */
    private void takeExtra(int layer, Rows rows) {
        if (extras > 0) {
            if (dExtras[layer & 1].length < rows.total() * hidden) {
                dExtras[layer & 1] = new float[rows.total() * hidden];
            }
            layers.get(layer).dInput(1, dExtras[layer & 1]);
        }
    }

    // ---- state

    /** Floats a row of all states of all layers together. */
    public int stateLength() {
        int sum = 0;
        for (Recurrent layer : layers) {
            sum += layer.stateLength();
        }
        return sum;
    }

    /** All states of {@code rows} rows, layer by layer, state by state. */
    public float[] state(int rows) {
        float[] state = new float[rows * stateLength()];
        int at = 0;
        for (Recurrent layer : layers) {
            at = layer.copyState(rows, state, at);
        }
        return state;
    }

    public void state(float[] state, Rows rows) {
        int at = 0;
        for (Recurrent layer : layers) {
            at = layer.setState(rows, state, at);
        }
    }
}
