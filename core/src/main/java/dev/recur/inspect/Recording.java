package dev.recur.inspect;

import dev.recur.cell.Buffers;
import dev.recur.cell.Cell;
import dev.recur.cell.PackedWeights;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every named value of every layer over one text: states, gates and whatever else the cell's equations name. */
public final class Recording {
    private static final int CHUNK = 256;

    private final Layers layers;
    private final int steps;
    private final List<Map<String, float[]>> values = new ArrayList<>(); // by layer and name, [T, length]
    private final List<List<float[]>> starts = new ArrayList<>(); // of states, before the first step

    private Recording(Layers layers, int steps) {
        this.layers = layers;
        this.steps = steps;
    }

    /**
     * Runs the layers over one sequence, from their start states.
     *
     * @param x of the lowest layer, [T, D]
     */
    public static Recording of(Layers layers, float[] x, Workers workers) {
        return of(layers, x, new float[0], workers);
    }

    /**
     * The same from other states.
     *
     * @param state of all layers before the first step, layer by layer, state by state; empty for the start states
     */
    static Recording of(Layers layers, float[] x, float[] state, Workers workers) {
        Recording recording = new Recording(layers, x.length / layers.input());
        float[] below = x;
        int at = 0;
        for (int layer = 0; layer < layers.count(); layer++) {
            at = recording.run(layer, below, state, at, workers);
            below = recording.values(layer, "h");
        }
        return recording;
    }

    private int run(int layer, float[] x, float[] state, int at, Workers workers) {
        Cell cell = layers.plans().exposed();
        Plan plan = layers.plans().showing(layers.shapes().get(layer));
        PackedWeights weights = plan.weights();
        float[] flat = layers.weights(layer, plan);
        weights.load(flat, 0, workers);
        Buffers buffers = plan.buffers();
        Map<String, float[]> all = new LinkedHashMap<>();
        for (String name : cell.outputs()) {
            all.put(
                    name,
                    new float
                            [Math.multiplyExact(
                                    steps, cell.length(name, layers.shapes().get(layer)))]);
        }
        values.add(all);
        int next = begin(plan, flat, buffers, state, at);
        float[] extra = cell.inputs().size() > 1 ? extra(layer) : new float[0];
        int width = layers.shapes().get(layer).input();
        for (int from = 0; from < steps; from += CHUNK) {
            int n = Math.min(CHUNK, steps - from);
            buffers.input(0, part(x, from, n, width));
            if (extra.length > 0) {
                buffers.input(1, part(extra, from, n, extra.length / steps));
            }
            plan.forward(weights, buffers, Rows.full(n, 1), workers);
            int index = 0;
            for (float[] target : all.values()) {
                int length = target.length / steps;
                System.arraycopy(buffers.output(index++), 0, target, from * length, n * length);
            }
            buffers.carryOn(1);
        }
        return next;
    }

    private int begin(Plan plan, float[] flat, Buffers buffers, float[] state, int at) {
        buffers.reserve(Rows.full(1, 1));
        buffers.clearStart(1);
        List<float[]> start = new ArrayList<>();
        for (int i = 0; i < plan.states().size(); i++) {
            String learned = plan.learnedStart(i);
            if (learned != null) {
                System.arraycopy(flat, plan.offset(learned), buffers.start(i), 0, plan.stateLength(i));
            }
            if (state.length > 0) {
                System.arraycopy(state, at, buffers.start(i), 0, plan.stateLength(i));
                at += plan.stateLength(i);
            }
            start.add(part(buffers.start(i), 0, 1, plan.stateLength(i)));
        }
        starts.add(start);
        return at;
    }

    /** What a cell with a second input is given: the second output of the layer below, or zeros. */
    private float[] extra(int layer) {
        List<String> outputs = layers.cell().outputs();
        return layer > 0 && outputs.size() > 1
                ? values(layer - 1, outputs.get(1))
                : new float[steps * layers.shapes().get(layer).hidden()];
    }

    private static float[] part(float[] from, int step, int steps, int width) {
        float[] part = new float[steps * width];
        System.arraycopy(from, step * width, part, 0, part.length);
        return part;
    }

    // ---- what was recorded

    public Layers layers() {
        return layers;
    }

    /** T. */
    public int steps() {
        return steps;
    }

    /** What the equations name, {@code h} first. */
    public List<String> names() {
        return List.copyOf(values.get(0).keySet());
    }

    /** [T, length], not copied. */
    public float[] values(int layer, String name) {
        float[] found = values.get(layer).get(name);
        if (found == null) {
            throw new IllegalArgumentException("the cell gives no " + name + ", only " + names());
        }
        return found;
    }

    /** Floats a step of {@link #values}. */
    public int length(int layer, String name) {
        return layers.cell().length(name, layers.shapes().get(layer));
    }

    /**
     * State {@code index} of a layer before a step, copied to {@code to}: a state of the step before, a delayed one of some steps before, or
     * an input that the cell remembers.
     */
    void stateBefore(int layer, int index, int step, float[] x, float[] to, int at) {
        String state = layers.cell().states().get(index);
        int line = state.indexOf('@');
        String name = line < 0 ? state : state.substring(0, line);
        int lag = line < 0 ? 1 : 1 + Integer.parseInt(state.substring(line + 1));
        float[] source = source(layer, name, x);
        int length = starts.get(layer).get(index).length;
        if (step >= lag) {
            System.arraycopy(source, (step - lag) * length, to, at, length);
        } else {
            // State h@k before step s is what h@(k-s), or the start of its line, was at the beginning.
            int earlier = layers.cell().states().indexOf(lag - step == 1 ? name : name + "@" + (lag - step - 1));
            System.arraycopy(starts.get(layer).get(earlier), 0, to, at, length);
        }
    }

    private float[] source(int layer, String name, float[] x) {
        int input = layers.cell().inputs().indexOf(name);
        return input < 0 ? values(layer, name) : input == 0 ? x : extra(layer);
    }

    /** What a layer is given as x, [T, D]. */
    float[] input(int layer, float[] x) {
        return layer == 0 ? x : values(layer - 1, "h");
    }

    /** What it is given beside. */
    float[] second(int layer) {
        return layers.cell().inputs().size() > 1 ? extra(layer) : new float[0];
    }
}
