package dev.recur.cell;

import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A plan run with less memory: forward keeps the states at the borders of segments alone, and backward runs each segment forward again, last
 * to first. Every bit is that of the whole run, because gradients are summed with t falling. For {@code n} steps the plan's own arrays have
 * room for one segment; a segment of about the square root of n keeps least. One batch at a time.
 */
public final class Segmented {
    private final Plan plan;
    private final int segment;
    private final Buffers buffers;
    private final float[][] inputs; // the caller's, packed
    private final float[][] dOutputs;
    private final float[][] dInputs;
    private final float[][] outputs; // packed, all steps
    private final float[][] inputParts; // of one segment
    private final float[][] dOutputParts;
    private final float[][] dInputParts;
    private float[][][] borders; // [segments+1][state][N*length]
    private int held = -1; // the segment that the buffers hold

    /**
     * @param plan made for training, with gradients of the start states: they are what one segment hands to the segment before
     * @param segment steps that run together, at least 1
     */
    public Segmented(Plan plan, int segment) {
        if (!plan.wanted().training() || !plan.wanted().dStart()) {
            throw new IllegalArgumentException("Segmented: the plan is made for " + plan.wanted()
                    + ", but training and the start states' gradients are needed");
        }
        if (segment < 1) {
            throw new IllegalArgumentException("Segmented: a segment has at least 1 step, found " + segment);
        }
        this.plan = plan;
        this.segment = segment;
        this.buffers = plan.buffers();
        int inputCount = plan.step().inputs().size();
        int outputCount = plan.outputs().size();
        this.inputs = new float[inputCount][0];
        this.inputParts = new float[inputCount][0];
        this.dInputs = new float[inputCount][0];
        this.dInputParts = new float[inputCount][0];
        this.outputs = new float[outputCount][0];
        this.dOutputs = new float[outputCount][0];
        this.dOutputParts = new float[outputCount][0];
        this.borders = new float[1][plan.states().size()][0];
    }

    /** Makes room for a batch. Start states and gradients of end states keep what they hold if they are large enough. */
    public void reserve(Rows rows) {
        int segments = (rows.steps() + segment - 1) / segment;
        int had = borders.length;
        if (had < segments + 1) {
            borders = Arrays.copyOf(borders, segments + 1);
            for (int i = had; i < borders.length; i++) {
                borders[i] = new float[plan.states().size()][0];
            }
        }
        for (float[][] border : borders) {
            for (int i = 0; i < border.length; i++) {
                border[i] = room(border[i], rows.rows(), plan.stateLength(i));
            }
        }
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = room(outputs[i], rows.total(), plan.outputLength(i));
        }
        buffers.reserve(rows.slice(0, Math.min(segment, rows.steps())));
    }

    private static float[] room(float[] array, int rows, int length) {
        int wanted = Math.multiplyExact(rows, length);
        return array.length < wanted ? Arrays.copyOf(array, wanted) : array;
    }

    /** All that is held for a batch: for tests. */
    long floats() {
        long floats = 0;
        List<float[][]> all = new ArrayList<>(buffers.stored());
        all.addAll(List.of(borders));
        all.addAll(List.of(outputs, inputParts, dOutputParts, dInputParts));
        for (float[][] arrays : all) {
            for (float[] array : arrays) {
                floats += array.length;
            }
        }
        return floats;
    }

    // ---- what the caller gives and takes, as in Buffers

    public void input(int index, float[] packed) {
        inputs[index] = packed;
    }

    public float[] output(int index) {
        return outputs[index];
    }

    public void dOutput(int index, float[] packed) {
        dOutputs[index] = packed;
    }

    public void dInput(int index, float[] packed) {
        dInputs[index] = packed;
    }

    /** State {@code index} before the first step: to be set before {@link #forward}, and to be left until after {@link #backward}. */
    public float[] start(int index) {
        return borders[0][index];
    }

    public float[] end(int index) {
        return buffers.end(index);
    }

    public float[] dState(int index) {
        return buffers.dState(index);
    }

    // ---- running

    /** As {@link Plan#forward}. */
    public void forward(PackedWeights weights, Rows rows, Workers workers) {
        reserve(rows);
        for (int s = 0; s == 0 || s * segment < rows.steps(); s++) {
            int from = s * segment;
            Rows part = part(rows, s);
            run(weights, rows, s, part, workers);
            for (int i = 0; i < outputs.length; i++) {
                int length = plan.outputLength(i);
                System.arraycopy(buffers.output(i), 0, outputs[i], rows.offset(from) * length, part.total() * length);
            }
            for (int i = 0; i < plan.states().size() && from + part.steps() < rows.steps(); i++) {
                System.arraycopy(buffers.end(i), 0, borders[s + 1][i], 0, rows.rows() * plan.stateLength(i));
            }
        }
    }

    /** As {@link Plan#backward}, after {@link #forward} on the same rows. */
    public void backward(PackedWeights weights, Rows rows, float[] gradient, int base, Workers workers) {
        int last = held;
        for (int s = last; s >= 0; s--) {
            Rows part = part(rows, s);
            if (s != last) {
                run(weights, rows, s, part, workers);
            }
            int first = rows.offset(s * segment);
            for (int i = 0; i < dOutputs.length; i++) {
                if (dOutputs[i].length > 0) {
                    dOutputParts[i] = copied(dOutputs[i], dOutputParts[i], first, part, plan.outputLength(i));
                    buffers.dOutput(i, dOutputParts[i]);
                }
            }
            for (int i = 0; i < dInputs.length; i++) {
                dInputParts[i] = room(dInputParts[i], part.total(), plan.inputLength(i));
                buffers.dInput(i, dInputParts[i]);
            }
            plan.backward(weights, buffers, part, gradient, base, workers);
            for (int i = 0; i < dInputs.length; i++) {
                if (dInputs[i].length > 0) {
                    int length = plan.inputLength(i);
                    System.arraycopy(dInputParts[i], 0, dInputs[i], first * length, part.total() * length);
                }
            }
        }
        held = -1;
    }

    /** As {@link Plan#finish}. */
    public void finish(PackedWeights weights, float[] gradient, int base) {
        plan.finish(weights, buffers, gradient, base);
    }

    private Rows part(Rows rows, int s) {
        return rows.slice(s * segment, Math.min(rows.steps(), (s + 1) * segment));
    }

    private void run(PackedWeights weights, Rows rows, int s, Rows part, Workers workers) {
        int first = rows.offset(s * segment);
        buffers.reserve(part);
        for (int i = 0; i < inputs.length; i++) {
            inputParts[i] = copied(inputs[i], inputParts[i], first, part, plan.inputLength(i));
            buffers.input(i, inputParts[i]);
        }
        for (int i = 0; i < plan.states().size(); i++) {
            System.arraycopy(borders[s][i], 0, buffers.start(i), 0, rows.rows() * plan.stateLength(i));
        }
        plan.forward(weights, buffers, part, workers);
        held = s;
    }

    private static float[] copied(float[] from, float[] to, int first, Rows part, int length) {
        float[] copy = room(to, part.total(), length);
        System.arraycopy(from, first * length, copy, 0, part.total() * length);
        return copy;
    }
}
