package dev.recur.inspect;

import dev.recur.cell.Buffers;
import dev.recur.cell.PackedWeights;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Takes the gradients of N rows back through all layers, one step at a time: the rows may stand at different steps of one recording. Each
 * step is run forward again from its recorded state, then back, by the engine that trains.
 */
final class Backwards {
    /** One layer's plan, and the gradients that are on their way in it. */
    private final class Layer {
        final Plan plan;
        final PackedWeights weights;
        final Buffers buffers;
        final Carried[] states; // of each state: the gradient that comes from the step after
        final Carried above; // what enters at h from the layer above, or from the loss
        final Carried beside; // what enters at the second output
        final float[] x;
        final float[] extra;
        final float[] dx;
        final float[] dExtra;
        final float[] dh;
        final float[] dSecond;
        final long[] common = new long[rows];

        Layer(int index) {
            plan = layers.plans().returning(layers.shapes().get(index));
            weights = plan.weights();
            weights.load(layers.weights(index, plan), 0, workers);
            buffers = plan.buffers();
            states = new Carried[plan.states().size()];
            for (int i = 0; i < states.length; i++) {
                states[i] = new Carried(rows, plan.stateLength(i));
            }
            int hidden = layers.shapes().get(index).hidden();
            int width = layers.shapes().get(index).input();
            int further = recording.second(index).length / Math.max(1, recording.steps());
            int second = plan.outputs().size() > 1
                    ? recording.length(index, plan.outputs().get(1))
                    : 0;
            above = new Carried(rows, hidden);
            beside = new Carried(rows, second);
            x = new float[rows * width];
            dx = new float[rows * width];
            extra = new float[rows * further];
            dExtra = new float[rows * further];
            dh = new float[rows * hidden];
            dSecond = new float[rows * second];
        }
    }

    private final Recording recording;
    private final Layers layers;
    private final float[] input; // [T, D]
    private final int rows;
    private final Workers workers;
    private final Rows one;
    private final List<Layer> stack = new ArrayList<>();

    /** @param input what the lowest layer was given, [T, D] */
    Backwards(Recording recording, float[] input, int rows, Workers workers) {
        this.recording = recording;
        this.layers = recording.layers();
        this.input = input;
        this.rows = rows;
        this.workers = workers;
        this.one = Rows.full(1, rows);
        for (int i = 0; i < layers.count(); i++) {
            stack.add(new Layer(i));
        }
    }

    int states() {
        return stack.get(0).states.length;
    }

    String state(int index) {
        return stack.get(0).plan.states().get(index);
    }

    /** The gradient of a state that comes from the step after; to be set before the first step back. */
    Carried state(int layer, int index) {
        return stack.get(layer).states[index];
    }

    /** Nothing is on its way. */
    void clear() {
        for (Layer layer : stack) {
            for (Carried state : layer.states) {
                state.clear();
            }
            layer.above.clear();
            layer.beside.clear();
        }
    }

    /** What enters at the topmost h at the next step back; it is cleared by that step. */
    Carried top() {
        return stack.get(stack.size() - 1).above;
    }

    /**
     * One step back. Afterwards {@link #state} holds what the step before is handed.
     *
     * @param stepOf the step at which each row stands
     * @param seen is told the gradient of each state after that step, before it goes further
     */
    void step(IntUnaryOperator stepOf, Seen seen) {
        for (int i = stack.size() - 1; i >= 0; i--) {
            Layer layer = stack.get(i);
            align(layer);
            for (int s = 0; s < layer.states.length; s++) {
                for (int r = 0; r < rows; r++) {
                    seen.gradient(i, s, r, squares(layer, s, r), layer.common[r]);
                }
            }
            forward(i, layer, stepOf);
            back(i, layer);
        }
    }

    /** Is told squares of norms: sum · 4^power. */
    interface Seen {
        void gradient(int layer, int state, int row, double squares, long power);
    }

    /** The power that serves all gradients of a row in a layer. */
    private void align(Layer layer) {
        layer.buffers.reserve(one);
        for (int r = 0; r < rows; r++) {
            long power = Long.MIN_VALUE;
            for (Carried state : layer.states) {
                power = state.zero(r) ? power : Math.max(power, state.powers[r]);
            }
            power = layer.above.zero(r) ? power : Math.max(power, layer.above.powers[r]);
            power = layer.beside.zero(r) ? power : Math.max(power, layer.beside.powers[r]);
            layer.common[r] = power == Long.MIN_VALUE ? 0 : power;
        }
        for (int s = 0; s < layer.states.length; s++) {
            layer.states[s].give(layer.buffers.dState(s), layer.common);
        }
        layer.above.give(layer.dh, layer.common);
        layer.beside.give(layer.dSecond, layer.common);
    }

    /** Of the whole gradient of a state: what comes from the step after, and what enters where the state is an output. */
    private static double squares(Layer layer, int state, int row) {
        String name = layer.plan.states().get(state);
        int output = layer.plan.outputs().indexOf(name);
        float[] entering = output == 0 ? layer.dh : output == 1 ? layer.dSecond : new float[0];
        float[] carried = layer.buffers.dState(state);
        int length = layer.states[state].length;
        double sum = 0;
        for (int i = row * length; i < (row + 1) * length; i++) {
            double value = carried[i] + (entering.length > 0 ? (double) entering[i] : 0);
            sum += value * value;
        }
        return sum;
    }

    private void forward(int index, Layer layer, IntUnaryOperator stepOf) {
        float[] below = recording.input(index, input);
        float[] second = recording.second(index);
        int width = layer.x.length / rows;
        int further = layer.extra.length / rows;
        for (int r = 0; r < rows; r++) {
            int step = stepOf.applyAsInt(r);
            System.arraycopy(below, step * width, layer.x, r * width, width);
            System.arraycopy(second, step * further, layer.extra, r * further, further);
            for (int s = 0; s < layer.states.length; s++) {
                recording.stateBefore(index, s, step, below, layer.buffers.start(s), r * layer.states[s].length);
            }
        }
        layer.buffers.input(0, layer.x);
        if (further > 0) {
            layer.buffers.input(1, layer.extra);
        }
        layer.plan.forward(layer.weights, layer.buffers, one, workers);
    }

    private void back(int index, Layer layer) {
        layer.buffers.dOutput(0, layer.dh);
        if (layer.dSecond.length > 0) {
            layer.buffers.dOutput(1, layer.dSecond);
        }
        layer.buffers.dInput(0, layer.dx);
        if (layer.dExtra.length > 0) {
            layer.buffers.dInput(1, layer.dExtra);
        }
        layer.plan.carryBack(layer.weights, layer.buffers, one, workers);
        for (int s = 0; s < layer.states.length; s++) {
            layer.states[s].take(layer.buffers.dState(s), layer.common);
        }
        layer.above.clear();
        layer.beside.clear();
        if (index > 0) {
            Layer below = stack.get(index - 1);
            below.above.take(layer.dx, layer.common);
            if (layer.dExtra.length > 0 && below.dSecond.length > 0) {
                below.beside.take(layer.dExtra, layer.common);
            }
        }
    }
}
