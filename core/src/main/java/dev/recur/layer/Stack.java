package dev.recur.layer;

import dev.recur.array.Layout;
import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recurrent layers one above the other, in one direction or in both, with variational dropout on what the layers above the lowest read.
 * {@link Skip} says which layer reads which. A cell's second input is given the second output of the layer below (the cell state, in a
 * depth-gated LSTM), or zeros where there is none.
 */
public final class Stack {
    /** Where the parameters of all layers lie, bottom first. */
    public record Place(List<Layer.Place> layers, Skip skip) {
        public Place {
            layers = List.copyOf(layers);
        }

        /** Floats of a row of the input. */
        public int in() {
            return layers.get(0).in();
        }

        /** Floats of a row of the output. */
        public int out() {
            int sum = 0;
            for (int source : skip.tops(layers.size())) {
                sum += width(source);
            }
            return sum;
        }

        /** For each float of a row of the output whether it was read against time. */
        boolean[] against() {
            boolean[] against = new boolean[out()];
            int at = 0;
            for (int source : skip.tops(layers.size())) {
                if (layers.get(source - 1) instanceof Bidirectional.Place both) {
                    Arrays.fill(against, at + both.along().out(), at + both.out(), true);
                }
                at += width(source);
            }
            return against;
        }

        int width(int source) {
            return source == 0 ? in() : layers.get(source - 1).out();
        }

        /** Fills in the starts of all parameters, as the cell's text says. */
        public void start(float[] flat, Randomness randomness) {
            layers.forEach(layer -> layer.start(flat, randomness));
        }
    }

    private final Place place;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Recurrent> recurrents = new ArrayList<>();
    private final List<Dropout> dropouts = new ArrayList<>(); // of what each layer reads; the lowest's is idle
    private final Wiring wiring;
    private final float[][] outputs; // by source
    private final float[][] sums; // of residual layers
    private final float[][] dInputs; // of what each layer read
    private final Kernels kernels = Kernels.selected();
    private final Randomness randomness;
    private final double weightDrop;
    private final boolean carries;
    private final boolean dInput;
    private final int hidden;
    private final int extras; // further inputs of the cell
    private float[] zeros = {};
    private final float[][] dExtras = new float[2][0]; // in turn

    /**
     * Adds the parameters of all layers to the layout of a model.
     *
     * @param prefix before the number of each layer, as in {@code layer} for {@code layer0.Wi}
     * @param in floats of a row of the input
     * @param hidden H of each layer and direction
     */
    public static Place declare(
            Layout.Builder builder,
            String prefix,
            Cell cell,
            int in,
            int hidden,
            int layers,
            boolean bidirectional,
            Skip skip) {
        if (layers < 1) {
            throw new IllegalArgumentException("Stack: " + layers + " layers, but at least 1 is needed");
        }
        if (cell.inputs().size() > 2) {
            throw new IllegalArgumentException(
                    "Stack: " + cell.title() + " has " + cell.inputs().size()
                            + " inputs; a layer is given x and at most one further input from the layer below");
        }
        List<Layer.Place> places = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            int reads = 0;
            for (int source : skip.sources(i)) {
                reads += source == 0 ? in : places.get(source - 1).out();
            }
            String name = prefix + i + ".";
            places.add(
                    bidirectional
                            ? Bidirectional.declare(builder, name, cell, reads, hidden)
                            : Recurrent.declare(builder, name, cell, reads, hidden));
        }
        return new Place(places, skip);
    }

    /**
     * @param dropout share dropped of what each layer above the lowest reads, in training
     * @param weightDrop share dropped of the weights on the state, in training
     * @param wanted whether backward will be called, and which gradients it is asked for beside those of the parameters
     */
    public Stack(
            Place place,
            double dropout,
            double weightDrop,
            Randomness randomness,
            Plan.Wanted wanted,
            Workers workers) {
        int count = place.layers().size();
        this.place = place;
        this.randomness = randomness;
        this.weightDrop = wanted.training() ? weightDrop : 0;
        this.wiring = new Wiring(place, workers);
        this.outputs = new float[count + 1][0];
        this.sums = new float[count][0];
        this.dInputs = new float[count][0];
        for (int i = 0; i < count; i++) {
            Layer.Place at = place.layers().get(i);
            boolean dropped = wanted.training() && i > 0;
            dropouts.add(new Dropout(
                    dropped ? dropout : 0, at.in(), randomness.stream("dropout/" + Layer.bare(at.prefix()))));
            boolean below = wanted.dInputs() || i > 0 || extras(at) > 0;
            layers.add(at.layer(new Plan.Wanted(wanted.training(), below, wanted.dStart()), workers));
            recurrents.addAll(layers.get(i).recurrents());
        }
        this.dInput = wanted.training() && wanted.dInputs();
        this.carries = recurrents.size() == count;
        this.hidden = recurrents.get(0).out();
        this.extras = extras(place.layers().get(0));
    }

    private static int extras(Layer.Place place) {
        return place instanceof Recurrent.Place recurrent
                ? recurrent.cell().inputs().size() - 1
                : 0;
    }

    /** The recurrent layers, bottom first; of a layer in both directions, the one along time first. */
    public List<Recurrent> layers() {
        return List.copyOf(recurrents);
    }

    /** Floats of a row of the output. */
    public int out() {
        return place.out();
    }

    /**
     * Reads the weights.
     *
     * @param step chooses the mask of dropped weights, if any
     * @param strength what the rate of dropout between layers is multiplied by, 0 to 1
     */
    public void load(float[] flat, long step, double strength) {
        dropouts.forEach(dropout -> dropout.strength(strength));
        layers.forEach(layer -> layer.load(flat, weightDrop, randomness, step));
    }

    public void reset(Rows rows) {
        layers.forEach(layer -> layer.reset(rows));
    }

    /** The next chunk begins where the last one ended. */
    public void carryOn(int rows) {
        if (!carries) {
            throw new IllegalStateException(
                    "Stack.carryOn: layers in both directions read rows whole and carry no state; call reset");
        }
        recurrents.forEach(layer -> layer.carryOn(rows));
    }

    /** True if the lowest layer can look tokens up, and no other layer reads them. */
    public boolean readsTokens() {
        return layers.get(0).readsTokens() && wiring.readers(0) == 1 && !wiring.residual(0);
    }

    /** For inference: multiplies every token once, after {@link #load}. */
    public void tabulate(int embedding, int vocabulary) {
        layers.get(0).tabulate(embedding, vocabulary);
    }

    // ---- over a batch

    /** x is [total, in]. Returns the output, [total, out]. {@code step} chooses the masks. */
    public float[] forward(float[] x, Rows rows, long step) {
        outputs[0] = x;
        giveExtra(0, rows);
        outputs[1] = residual(0, layers.get(0).forward(x, rows), rows);
        return upwards(rows, step);
    }

    /** The same where x(t) is the embedding of a token; E, [vocabulary, in], begins at {@code embedding} of the flat array. */
    public float[] forwardTokens(int[] tokens, int embedding, int vocabulary, Rows rows, long step) {
        giveExtra(0, rows);
        outputs[1] = layers.get(0).forwardTokens(tokens, embedding, vocabulary, rows);
        return upwards(rows, step);
    }

    private float[] upwards(Rows rows, long step) {
        for (int i = 1; i < layers.size(); i++) {
            float[] x = dropouts.get(i).forward(wiring.input(i, outputs, rows), rows, step);
            giveExtra(i, rows);
            outputs[i + 1] = residual(i, layers.get(i).forward(x, rows), rows);
        }
        return wiring.output(outputs, rows);
    }

    /** h, or h and what the layer below gave where the two are added. */
    private float[] residual(int layer, float[] h, Rows rows) {
        if (!wiring.residual(layer)) {
            return h;
        }
        int width = place.width(layer + 1);
        sums[layer] = Columns.room(sums[layer], rows.total(), width);
        add(sums[layer], h, outputs[layer], rows.total() * width);
        return sums[layer];
    }

    private void add(float[] sum, float[] a, float[] b, int n) {
        kernels.pointwise(Pointwise.ADD, sum, 0, a, 0, b, 0, b, 0, b, 0, n, Kernels.KEEP);
    }

    /** The gradient of x goes to {@code dx}, [total, in], if it was asked for. */
    public void backward(float[] dy, float[] dx, Rows rows, float[] gradient) {
        downwards(dy, rows, gradient);
        takeExtra(0, rows);
        layers.get(0).backward(wiring.gradient(1), dx, rows, gradient);
        if (dInput && wiring.residual(0)) {
            add(dx, dx, wiring.gradient(1), rows.total() * place.in());
        }
        if (dInput) {
            wiring.addInputGradient(dx, rows);
        }
    }

    public void backwardTokens(float[] dy, Rows rows, float[] gradient, int embedding) {
        downwards(dy, rows, gradient);
        takeExtra(0, rows);
        layers.get(0).backwardTokens(wiring.gradient(1), rows, gradient, embedding);
    }

    private void downwards(float[] dy, Rows rows, float[] gradient) {
        wiring.dOutput(dy, rows);
        for (int i = layers.size() - 1; i > 0; i--) {
            dInputs[i] = Columns.room(dInputs[i], rows.total(), layers.get(i).in());
            float[] dh = wiring.gradient(i + 1);
            takeExtra(i, rows);
            layers.get(i).backward(dh, dInputs[i], rows, gradient);
            dropouts.get(i).backward(dInputs[i], rows);
            if (extras > 0 && recurrents.get(i - 1).outputs() > 1) {
                recurrents.get(i - 1).dOutput(1, dExtras[i & 1]);
            }
            if (wiring.residual(i)) {
                add(dInputs[i], dInputs[i], dh, rows.total() * place.width(i));
            }
            wiring.dInput(i, dInputs[i], rows);
        }
    }

    // ---- second inputs

    private void giveExtra(int layer, Rows rows) {
        if (extras == 0) {
            return;
        }
        if (layer > 0 && recurrents.get(layer - 1).outputs() > 1) {
            recurrents.get(layer).input(1, recurrents.get(layer - 1).output(1));
            return;
        }
        zeros = Columns.room(zeros, rows.total(), hidden);
        recurrents.get(layer).input(1, zeros);
    }

    /** Where the gradient of a layer's second input goes: two arrays in turn, since the layer below reads one while it writes the other. */
    private void takeExtra(int layer, Rows rows) {
        if (extras > 0) {
            dExtras[layer & 1] = Columns.room(dExtras[layer & 1], rows.total(), hidden);
            recurrents.get(layer).dInput(1, dExtras[layer & 1]);
        }
    }

    // ---- state

    /** Floats a row of all states of all layers together. */
    public int stateLength() {
        int sum = 0;
        for (Recurrent layer : recurrents) {
            sum += layer.stateLength();
        }
        return sum;
    }

    /** All states of {@code rows} rows, layer by layer, state by state. */
    public float[] state(int rows) {
        float[] state = new float[rows * stateLength()];
        copyState(rows, state);
        return state;
    }

    /** The same, into an array at hand. */
    public void copyState(int rows, float[] to) {
        int at = 0;
        for (Recurrent layer : recurrents) {
            at = layer.copyState(rows, to, at);
        }
    }

    /** One row of what {@link #copyState} wrote. */
    public float[] row(float[] state, int rows, int row) {
        float[] one = new float[stateLength()];
        int at = 0;
        int from = 0;
        for (Recurrent layer : recurrents) {
            for (int i = 0; i < layer.plan().states().size(); i++) {
                int length = layer.plan().stateLength(i);
                System.arraycopy(state, from + row * length, one, at, length);
                at += length;
                from += rows * length;
            }
        }
        return one;
    }

    public void state(float[] state, Rows rows) {
        int at = 0;
        for (Recurrent layer : recurrents) {
            at = layer.setState(rows, state, at);
        }
    }
}
