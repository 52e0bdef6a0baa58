package dev.recur.cell;

import dev.recur.parallel.Workers;
import java.util.Arrays;
import java.util.LinkedHashMap;

/**
 * A trial run through a plan in pieces of time, on one set of arrays full of NaN: forward first to last, backward last to first into the
 * same gradient, each piece run forward again before.
 */
final class Pieces {
    private static final int BASE = 5;

    private final Trial trial;
    private final Plan plan;
    private final Workers workers;
    private final PackedWeights weights;
    private final float[] flat;
    private final Buffers buffers;
    private final Judge.Outcome outcome = new Judge.Outcome(
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());

    private Pieces(Trial trial, Plan plan, Workers workers) {
        this.trial = trial;
        this.plan = plan;
        this.workers = workers;
        this.weights = plan.weights();
        this.flat = trial.flat(plan, BASE);
        this.buffers = plan.buffers();
        weights.load(flat, BASE, workers);
    }

    /** @param cuts where a piece ends and the next begins, rising, each within the steps */
    static Judge.Outcome run(Trial trial, Plan plan, Workers workers, int... cuts) {
        return new Pieces(trial, plan, workers).run(cuts);
    }

    private Judge.Outcome run(int... cuts) {
        int[] borders = new int[cuts.length + 2];
        System.arraycopy(cuts, 0, borders, 1, cuts.length);
        borders[cuts.length + 1] = trial.rows.steps();
        plan.outputs().forEach(name -> outcome.outputs().put(name, new double[trial.rows.steps()][]));
        buffers.reserve(trial.rows);
        float[][][] starts = new float[borders.length][plan.states().size()][];
        for (int i = 0; i < plan.states().size(); i++) {
            starts[0][i] = new float[trial.rows.rows() * plan.stateLength(i)];
            Trial.put(Lookup.in(trial.given.start(), plan.states().get(i)), starts[0][i]);
        }
        for (int piece = 0; piece + 1 < borders.length; piece++) {
            starts[piece + 1] = forward(starts[piece], borders[piece], borders[piece + 1]);
        }
        for (int i = 0; i < plan.states().size(); i++) {
            float[] end = starts[borders.length - 1][i];
            outcome.end().put(plan.states().get(i), Trial.doubles(end, end.length));
        }
        if (plan.wanted().training()) {
            backward(starts, borders);
        }
        return outcome;
    }

    private float[][] forward(float[][] start, int from, int to) {
        Rows rows = trial.rows.slice(from, to);
        buffers.poison();
        for (int i = 0; i < trial.cell.inputs().size(); i++) {
            double[][] all = Lookup.in(trial.given.inputs(), trial.cell.inputs().get(i));
            buffers.input(i, Trial.packed(Arrays.copyOfRange(all, from, to)));
        }
        for (int i = 0; i < start.length; i++) {
            System.arraycopy(start[i], 0, buffers.start(i), 0, start[i].length);
        }
        plan.forward(weights, buffers, rows, workers);
        for (int i = 0; i < plan.outputs().size(); i++) {
            place(
                    buffers.output(i),
                    rows,
                    plan.outputLength(i),
                    Lookup.in(outcome.outputs(), plan.outputs().get(i)),
                    from);
        }
        float[][] end = new float[start.length][];
        for (int i = 0; i < end.length; i++) {
            end[i] = Arrays.copyOf(buffers.end(i), start[i].length);
        }
        return end;
    }

    private static void place(float[] packed, Rows rows, int length, double[][] steps, int from) {
        for (int t = 0; t < rows.steps(); t++) {
            int at = rows.offset(t) * length;
            float[] step = Arrays.copyOfRange(packed, at, at + rows.alive(t) * length);
            steps[from + t] = Trial.doubles(step, step.length);
        }
    }

    private void backward(float[][][] starts, int[] borders) {
        float[] gradient = new float[flat.length];
        if (plan.wanted().dInputs()) {
            trial.cell.inputs().forEach(name -> outcome.dInputs().put(name, new double[trial.rows.steps()][]));
        }
        for (int i = 0; i < plan.states().size(); i++) {
            Trial.put(Lookup.in(trial.given.dEnd(), plan.states().get(i)), buffers.dState(i));
        }
        for (int piece = borders.length - 2; piece >= 0; piece--) {
            forward(starts[piece], borders[piece], borders[piece + 1]);
            backward(borders[piece], borders[piece + 1], gradient);
        }
        plan.finish(weights, buffers, gradient, BASE);
        for (int i = 0; i < plan.states().size() && plan.wanted().dStart(); i++) {
            int length = trial.rows.rows() * plan.stateLength(i);
            outcome.dStart().put(plan.states().get(i), Trial.doubles(buffers.dState(i), length));
        }
        for (Plan.Parameter parameter : plan.parameters()) {
            int at = BASE + plan.offset(parameter.name());
            float[] own = Arrays.copyOfRange(gradient, at, at + parameter.size());
            outcome.dWeights().put(parameter.name(), Trial.doubles(own, own.length));
        }
    }

    private void backward(int from, int to, float[] gradient) {
        Rows rows = trial.rows.slice(from, to);
        float[][] dInputs = new float[trial.cell.inputs().size()][];
        for (int i = 0; i < dInputs.length && plan.wanted().dInputs(); i++) {
            dInputs[i] = new float[rows.total() * plan.inputLength(i)];
            buffers.dInput(i, dInputs[i]);
        }
        for (int i = 0; i < plan.outputs().size(); i++) {
            double[][] all = Lookup.in(trial.given.dOutputs(), plan.outputs().get(i));
            buffers.dOutput(i, Trial.packed(Arrays.copyOfRange(all, from, to)));
        }
        plan.backward(weights, buffers, rows, gradient, BASE, workers);
        for (int i = 0; i < dInputs.length && plan.wanted().dInputs(); i++) {
            String name = trial.cell.inputs().get(i);
            place(dInputs[i], rows, plan.inputLength(i), Lookup.in(outcome.dInputs(), name), from);
        }
    }
}
