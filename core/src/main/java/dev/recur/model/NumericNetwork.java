package dev.recur.model;

import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.layer.Dropout;
import dev.recur.layer.Linear;
import dev.recur.layer.Pooling;
import dev.recur.layer.Stack;
import dev.recur.loss.ActivationPenalty;
import dev.recur.loss.CrossEntropy;
import dev.recur.loss.MeanSquare;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link NumericModel}: packed rows x, [total, D], to outputs y, [M, K], where M is total for outputs at every step and N for outputs
 * at the end; and back. What is said of a row does not depend on its company. Holds the buffers; one thread at a time.
 */
public final class NumericNetwork {
    private final NumericModel model;
    private final Workers workers;
    private final boolean everyStep;
    private final int outputs; // K
    private final Stack stack;
    private final ActivationPenalty penalty;
    private final Pooling pooling;
    private final Dropout onOutput;
    private final Linear output;
    private @Nullable CrossEntropy entropy;
    private int entropyRows;
    private @Nullable MeanSquare square;
    private int squareFloats;
    private Rows read = Rows.full(0, 0); // of the last forward
    private Rows once = Rows.full(1, 0); // a step for each row of it
    private float[] top = {}; // what the layers gave, [total, W]
    private float[] dTop = {}; // [M, W]
    private float[] dHidden = {}; // [total, W]
    private float[] dInput = {}; // never asked for
    private long step;

    /**
     * @param training whether there will be a backward, and dropout
     * @param randomness of the run, for dropout
     */
    public NumericNetwork(NumericModel model, boolean training, Randomness randomness, Workers workers) {
        NumericShape shape = model.config();
        NumericStructure structure = model.structure();
        int width = structure.pooling.width();
        this.model = model;
        this.workers = workers;
        this.everyStep = shape.everyStep();
        this.outputs = shape.outputs();
        this.stack = new Stack(
                structure.stack,
                shape.dropout(),
                shape.weightDrop(),
                randomness,
                new Plan.Wanted(training, false, false),
                workers);
        this.penalty = shape.regularisers().penalty(structure.stack.out(), training);
        this.pooling = Pooling.of(structure.pooling, training, workers);
        this.onOutput = new Dropout(training ? shape.dropout() : 0, width, randomness.stream("dropout/output"));
        this.output =
                new Linear(width, outputs, model.offset("output.W"), model.offset("output.b"), training, true, workers);
    }

    public NumericModel model() {
        return model;
    }

    /** Reads the model's weights; call it whenever they have changed. {@code step} is that of training, which chooses masks. */
    public void load(long step) {
        load(step, 1);
    }

    /** The same with all rates of dropout multiplied by {@code strength}, 0 to 1. */
    public void load(long step, double strength) {
        this.step = step;
        float[] flat = model.parameters().values();
        onOutput.strength(strength);
        stack.load(flat, step, strength);
        pooling.load(flat);
        output.load(flat);
    }

    /** x is [total, D] and must stay as it is until backward. Returns y, [M, K], until the next call. */
    public float[] forward(float[] x, Rows rows) {
        read = rows;
        stack.reset(rows);
        top = stack.forward(x, rows, step);
        if (everyStep) {
            return output.forward(onOutput.forward(top, rows, step), rows.total());
        }
        once = once.rows() == rows.rows() ? once : Rows.full(1, rows.rows());
        return output.forward(onOutput.forward(pooling.forward(top, rows), once, step), rows.rows());
    }

    /** Adds the gradient of the weights. dy, [M, K], is that of the last forward's outputs. */
    public void backward(float[] dy, float[] gradient) {
        int width = output.in();
        dHidden = room(dHidden, read.total() * width);
        if (everyStep) {
            output.backward(dy, dHidden, gradient);
            onOutput.backward(dHidden, read);
        } else {
            dTop = room(dTop, read.rows() * width);
            output.backward(dy, dTop, gradient);
            onOutput.backward(dTop, once);
            pooling.backward(dTop, dHidden, read, gradient);
        }
        penalty.add(dHidden, top, read);
        stack.backward(dHidden, dInput, read, gradient);
    }

    /**
     * Forward, cross-entropy and backward.
     *
     * @param classes [M], numbers from 0; below 0 where nothing is asked
     * @param gradient added to: that of the sum, times {@code scale}
     * @return the sum over what is asked, in nats, not scaled
     */
    public double trainClasses(float[] x, Rows rows, int[] classes, float scale, float[] gradient) {
        float[] y = forward(x, rows);
        int count = everyStep ? rows.total() : rows.rows();
        double nats = entropy(count).backward(y, 0, outputs, classes, count, outputs, scale);
        backward(y, gradient);
        return nats;
    }

    /**
     * Forward, squared error and backward.
     *
     * @param wanted [M, K]
     * @param gradient added to: that of the sum, times {@code scale}
     * @return the sum of the squared errors, not scaled
     */
    public double trainNumbers(float[] x, Rows rows, float[] wanted, float scale, float[] gradient) {
        float[] y = forward(x, rows);
        int count = (everyStep ? rows.total() : rows.rows()) * outputs;
        double sum = square(count).backward(y, wanted, count, scale);
        backward(y, gradient);
        return sum;
    }

    private CrossEntropy entropy(int rows) {
        CrossEntropy known = entropy;
        if (known == null || entropyRows < rows) {
            known = new CrossEntropy(Kernels.selected(), workers, rows);
            entropyRows = rows;
            entropy = known;
        }
        return known;
    }

    private MeanSquare square(int floats) {
        MeanSquare known = square;
        if (known == null || squareFloats < floats) {
            known = new MeanSquare(workers, floats);
            squareFloats = floats;
            square = known;
        }
        return known;
    }

    private static float[] room(float[] array, int floats) {
        return array.length < floats ? new float[floats] : array;
    }
}
