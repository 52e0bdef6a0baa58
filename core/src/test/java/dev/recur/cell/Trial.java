package dev.recur.cell;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A cell at small lengths that are all different, with ragged rows and random values everywhere, for the judges and for plans. */
final class Trial {
    final Cell cell;
    final Shape shape;
    final Derivative derivative;
    final Rows rows;
    final Judge.Case given;

    Trial(Cell cell, Shape shape, Rows rows, long seed) {
        this.cell = cell;
        this.shape = shape;
        this.derivative = cell.derivative();
        this.rows = rows;
        this.given = random(new SplittableRandom(seed));
    }

    Trial(Cell cell, Shape shape, Rows rows, Judge.Case given) {
        this.cell = cell;
        this.shape = shape;
        this.derivative = cell.derivative();
        this.rows = rows;
        this.given = given;
    }

    /** Row {@code r} without its company. */
    Trial alone(int r) {
        int[] alive = new int[rows.length(r)];
        Arrays.fill(alive, 1);
        Map<String, double[][]> inputs = new LinkedHashMap<>();
        given.inputs().forEach((name, steps) -> inputs.put(name, row(steps, r, length(name))));
        Map<String, double[][]> dOutputs = new LinkedHashMap<>();
        given.dOutputs().forEach((name, steps) -> dOutputs.put(name, row(steps, r, length(name))));
        Map<String, double[]> start = new LinkedHashMap<>();
        given.start().forEach((name, value) -> start.put(name, row(value, r, length(name))));
        Map<String, double[]> dEnd = new LinkedHashMap<>();
        given.dEnd().forEach((name, value) -> dEnd.put(name, row(value, r, length(name))));
        return new Trial(
                cell,
                shape,
                Rows.ofLengths(rows.length(r)),
                new Judge.Case(alive, 1, given.weights(), inputs, start, dOutputs, dEnd));
    }

    /** Another cell that is given the same, but for its inputs. */
    Trial with(Cell other, Map<String, double[][]> inputs) {
        return new Trial(
                other,
                shape,
                rows,
                new Judge.Case(
                        given.alive(),
                        given.rows(),
                        given.weights(),
                        inputs,
                        given.start(),
                        given.dOutputs(),
                        given.dEnd()));
    }

    /** The same for this cell with masks that are {@code mask} everywhere. */
    Trial masked(Cell rewritten, double mask) {
        Map<String, double[][]> inputs = new LinkedHashMap<>(given.inputs());
        for (Mask one : rewritten.masks()) {
            double[][] steps = new double[rows.steps()][];
            for (int t = 0; t < steps.length; t++) {
                steps[t] = new double[rows.alive(t) * length(one.sequence())];
                Arrays.fill(steps[t], mask);
            }
            inputs.put(one.input(), steps);
        }
        return with(rewritten, inputs);
    }

    double[][] row(double[][] steps, int r, int length) {
        double[][] own = new double[rows.length(r)][];
        for (int t = 0; t < own.length; t++) {
            own[t] = row(steps[t], r, length);
        }
        return own;
    }

    static double[] row(double[] value, int r, int length) {
        return Arrays.copyOfRange(value, r * length, (r + 1) * length);
    }

    /** D and H as close to 4 and 5 as the cell allows. */
    static Trial of(Cell cell, long seed) {
        return new Trial(cell, small(cell, 4, 5), Rows.ofLengths(4, 4, 3, 1, 0), seed);
    }

    static Shape small(Cell cell, int input, int hidden) {
        CellException last = null;
        for (int h = hidden; h < hidden + 4; h++) {
            for (int d : new int[] {input, h}) {
                try {
                    return cell.shape(d, h, Map.of());
                } catch (CellException e) {
                    last = e;
                }
            }
        }
        throw new IllegalStateException("no small shape fits " + cell, last);
    }

    int length(String sequence) {
        return cell.length(sequence, shape);
    }

    private Judge.Case random(SplittableRandom random) {
        int[] alive = new int[rows.steps()];
        for (int t = 0; t < alive.length; t++) {
            alive[t] = rows.alive(t);
        }
        Map<String, double[]> weights = new LinkedHashMap<>();
        for (Step.Parameter parameter : derivative.step().parameters()) {
            int columns = parameter.columns() == null ? 1 : parameter.columns().value(shape);
            weights.put(parameter.name(), values(random, parameter.rows().value(shape) * columns, 0.7));
        }
        Map<String, double[][]> inputs = new LinkedHashMap<>();
        for (String name : derivative.step().inputs()) {
            inputs.put(name, steps(random, length(name)));
        }
        Map<String, double[]> start = new LinkedHashMap<>();
        Map<String, double[]> dEnd = new LinkedHashMap<>();
        for (String name : cell.states()) {
            double[] value = values(random, rows.rows() * length(name), 1);
            // normalisers are divided by
            start.put(name, name.equals("n") || name.equals("b") ? positive(value) : value);
            dEnd.put(name, values(random, rows.rows() * length(name), 1));
        }
        Map<String, double[][]> dOutputs = new LinkedHashMap<>();
        for (String name : cell.outputs()) {
            dOutputs.put(name, steps(random, length(name)));
        }
        return new Judge.Case(alive, rows.rows(), weights, inputs, start, dOutputs, dEnd);
    }

    private static double[] positive(double[] value) {
        return Arrays.stream(value).map(v -> (float) (Math.abs(v) + 1)).toArray();
    }

    private double[][] steps(SplittableRandom random, int length) {
        double[][] steps = new double[rows.steps()][];
        for (int t = 0; t < steps.length; t++) {
            steps[t] = values(random, rows.alive(t) * length, 1);
        }
        return steps;
    }

    /** Floats, so that every judge starts from the same numbers. */
    private static double[] values(SplittableRandom random, int count, double scale) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (scale * (random.nextDouble() + random.nextDouble() - 1));
        }
        return values;
    }

    Judge.Outcome oracle() {
        return new Oracle(derivative, length -> length.value(shape)).forwardBackward(given);
    }

    Judge.Outcome reference() {
        return new Reference(derivative, length -> length.value(shape)).forwardBackward(given);
    }

    Plan plan(Passes passes, Kernels kernels) {
        return new Plan(cell, shape, Plan.Wanted.EVERYTHING, passes, kernels);
    }

    // ---- the same case through a plan
    // ---------------------------------------------------------------------------------------

    Judge.Outcome run(Plan plan, Workers workers, boolean poison) {
        return run(plan, workers, poison, false);
    }

    /** {@code byToken}: every row of the first input is the embedding of a token of its own. */
    Judge.Outcome run(Plan plan, Workers workers, boolean poison, boolean byToken) {
        float[] flat = flat(plan, 3);
        PackedWeights weights = plan.weights();
        weights.load(flat, 3, workers);
        Buffers buffers = plan.buffers();
        buffers.reserve(rows);
        if (poison) {
            buffers.poison();
        }
        List<String> inputs = cell.inputs();
        float[][] dInputs = new float[inputs.size()][];
        for (int i = 0; i < inputs.size(); i++) {
            buffers.input(i, packed(Lookup.in(given.inputs(), inputs.get(i))));
            dInputs[i] = new float[rows.total() * length(inputs.get(i))];
            buffers.dInput(i, dInputs[i]);
        }
        List<String> all = derivative.step().inputs();
        for (int i = inputs.size(); i < all.size(); i++) {
            buffers.input(i, packed(Lookup.in(given.inputs(), all.get(i))));
        }
        for (int i = 0; i < cell.states().size(); i++) {
            put(Lookup.in(given.start(), cell.states().get(i)), buffers.start(i));
            put(Lookup.in(given.dEnd(), cell.states().get(i)), buffers.dState(i));
        }
        for (int i = 0; i < cell.outputs().size(); i++) {
            buffers.dOutput(i, packed(Lookup.in(given.dOutputs(), cell.outputs().get(i))));
        }
        if (byToken) {
            float[] embedding = packed(Lookup.in(given.inputs(), inputs.get(0)));
            int[] tokens = IntStream.range(0, rows.total()).toArray();
            new TokenTable(plan, weights, buffers, tokens.length).tokens(tokens, tokens.length, embedding, 0, workers);
        }
        plan.forward(weights, buffers, rows, workers);
        Judge.Outcome outcome = new Judge.Outcome(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        for (int i = 0; i < cell.outputs().size(); i++) {
            String name = cell.outputs().get(i);
            outcome.outputs().put(name, unpacked(buffers.output(i), length(name)));
        }
        for (int i = 0; i < cell.states().size(); i++) {
            String name = cell.states().get(i);
            outcome.end().put(name, doubles(buffers.end(i), rows.rows() * length(name)));
        }
        float[] gradient = new float[flat.length];
        plan.backward(weights, buffers, rows, gradient, 3, workers);
        plan.finish(weights, buffers, gradient, 3);
        for (int i = 0; i < inputs.size(); i++) {
            outcome.dInputs().put(inputs.get(i), unpacked(dInputs[i], length(inputs.get(i))));
        }
        for (int i = 0; i < cell.states().size(); i++) {
            String name = cell.states().get(i);
            outcome.dStart().put(name, doubles(buffers.dState(i), rows.rows() * length(name)));
        }
        for (Plan.Parameter parameter : plan.parameters()) {
            int at = 3 + plan.offset(parameter.name());
            outcome.dWeights()
                    .put(
                            parameter.name(),
                            doubles(Arrays.copyOfRange(gradient, at, at + parameter.size()), parameter.size()));
        }
        return outcome;
    }

    float[] flat(Plan plan, int base) {
        float[] flat = new float[base + plan.size()];
        for (Plan.Parameter parameter : plan.parameters()) {
            double[] value = Lookup.in(given.weights(), parameter.name());
            for (int i = 0; i < value.length; i++) {
                flat[base + plan.offset(parameter.name()) + i] = (float) value[i];
            }
        }
        return flat;
    }

    static void put(double[] from, float[] to) {
        for (int i = 0; i < from.length; i++) {
            to[i] = (float) from[i];
        }
    }

    static float[] packed(double[][] steps) {
        float[] packed =
                new float[Arrays.stream(steps).mapToInt(step -> step.length).sum()];
        int at = 0;
        for (double[] step : steps) {
            for (double value : step) {
                packed[at++] = (float) value;
            }
        }
        return packed;
    }

    double[][] unpacked(float[] packed, int length) {
        double[][] steps = new double[rows.steps()][];
        for (int t = 0; t < steps.length; t++) {
            int at = rows.offset(t) * length;
            steps[t] = doubles(Arrays.copyOfRange(packed, at, at + rows.alive(t) * length), rows.alive(t) * length);
        }
        return steps;
    }

    static double[] doubles(float[] values, int count) {
        double[] doubles = new double[count];
        for (int i = 0; i < count; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    // ---- comparing
    // -------------------------------------------------------------------------------------------------------------

    /** Every array of an outcome under a name that says what it is. */
    static Map<String, double[]> arrays(Judge.Outcome outcome) {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        outcome.outputs().forEach((name, steps) -> arrays.put(name + "(t)", joined(steps)));
        outcome.end().forEach((name, value) -> arrays.put(name + "(end)", value));
        outcome.dInputs().forEach((name, steps) -> arrays.put("d " + name + "(t)", joined(steps)));
        outcome.dStart().forEach((name, value) -> arrays.put("d " + name + "(0)", value));
        outcome.dWeights().forEach((name, value) -> arrays.put("d " + name, value));
        return arrays;
    }

    private static double[] joined(double[][] steps) {
        return Arrays.stream(steps).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Null if all bits agree, else the first place that does not. */
    static String difference(Judge.Outcome expected, Judge.Outcome found) {
        Map<String, double[]> other = arrays(found);
        for (Map.Entry<String, double[]> entry : arrays(expected).entrySet()) {
            double[] a = entry.getValue();
            double[] b = other.get(entry.getKey());
            if (b == null || a.length != b.length) {
                return entry.getKey() + " is missing or of another length";
            }
            for (int i = 0; i < a.length; i++) {
                if (Float.floatToIntBits((float) a[i]) != Float.floatToIntBits((float) b[i])) {
                    return entry.getKey() + "[" + i + "]: expected " + a[i] + ", found " + b[i];
                }
            }
        }
        return null;
    }
}
