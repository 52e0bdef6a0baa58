package dev.recur.bench;

import dev.recur.cell.Buffers;
import dev.recur.cell.Cell;
import dev.recur.cell.PackedWeights;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.cell.Shape;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.Arrays;
import java.util.Map;

/** Forward and backward of one recurrent layer, D = H, with the gradients of inputs and weights: what the tables of layers measure. */
final class LayerWork {
    static final int ROWS = 50;
    static final int STEPS = 50;

    private final Plan plan;
    private final PackedWeights weights;
    private final Buffers buffers;
    private final Rows rows = Rows.full(STEPS, ROWS);
    private final Workers workers;
    private final float[] flat;
    private final float[] gradient;
    private final float[] dInput;
    private final int hidden;

    LayerWork(Cell cell, int hidden, Workers workers) {
        Shape shape = cell.shape(hidden, hidden, Map.of());
        this.hidden = hidden;
        this.workers = workers;
        this.plan = Plan.of(cell, shape, new Plan.Wanted(true, true, false));
        this.weights = plan.weights();
        this.buffers = plan.buffers();
        this.flat = new float[plan.size()];
        this.gradient = new float[plan.size()];
        Randomness randomness = new Randomness(1);
        plan.start(flat, 0, randomness, "");
        buffers.reserve(rows);
        this.dInput = new float[rows.total() * hidden];
        buffers.input(0, random(randomness.stream("x")));
        buffers.dInput(0, dInput);
        buffers.dOutput(0, random(randomness.stream("dh")));
    }

    private float[] random(Stream stream) {
        float[] values = new float[rows.total() * hidden];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) stream.uniform(-1, 1, 0, i);
        }
        return values;
    }

    /** One step: packing of the weights, forward, backward, gradients. */
    void run() {
        weights.load(flat, 0, workers);
        buffers.clearStart(ROWS);
        plan.forward(weights, buffers, rows, workers);
        buffers.clearDState(ROWS);
        plan.backward(weights, buffers, rows, gradient, 0, workers);
        plan.finish(weights, buffers, gradient, 0);
    }

    /** Floating point operations of the products of a step, which is 6 a weight and token. */
    double flop() {
        double weightCount = 0;
        for (Plan.Parameter parameter : plan.parameters()) {
            weightCount += parameter.matrix() ? parameter.size() : 0;
        }
        return 6 * weightCount * rows.total();
    }

    /** A sum over all results of one step from fresh gradients, bit by bit. */
    int bits() {
        Arrays.fill(gradient, 0f);
        run();
        int bits = Arrays.hashCode(gradient);
        bits = 31 * bits + Arrays.hashCode(dInput);
        return 31 * bits + Arrays.hashCode(Arrays.copyOf(buffers.output(0), rows.total() * hidden));
    }

    int rowCount() {
        return rows.total();
    }
}
