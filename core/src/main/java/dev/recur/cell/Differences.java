package dev.recur.cell;

import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Holds what was derived from a cell's text to central differences in double: every input, start state, end-state gradient and
 * parameter, with rows of 4, 3 and 2 steps and lengths that are all different.
 */
public final class Differences {
    /** What an entry may differ by, as a share of 1 + its size. */
    public static final double TOLERANCE = 1e-6;

    private static final int[] LENGTHS = {4, 3, 2};
    private static final double[] STEPS = {1e-5, 1e-4, 1e-6};
    private static final double LEAST_KINK = 1e-3;
    private static final double LARGEST_GRADIENT = 1e3;
    private static final int MOST_DRAWS = 40;
    private static final int MOST_ENTRIES = 1000;

    /**
     * What was found.
     *
     * @param entry the worst entry, with its index: {@code Uf[2,0]}, {@code x(3)[1,0]} (row, unit), {@code c(0)[1,4]}
     * @param difference its central difference
     * @param derived what the derived adjoint gives
     * @param error |difference - derived| / (1 + |difference|)
     * @param entries how many were compared
     * @param kink the least distance to a point without a derivative in the case that was drawn
     */
    public record Report(String entry, double difference, double derived, double error, int entries, double kink) {
        public boolean passed() {
            return error <= TOLERANCE;
        }
    }

    private final Cell cell;
    private final Derivative derivative;
    private final Shape shape;
    private final Rows rows = Rows.ofLengths(LENGTHS);
    private final List<Report> reports = new ArrayList<>();
    private int entries;

    private Differences(Cell cell, Derivative derivative) {
        this.cell = cell;
        this.derivative = derivative;
        this.shape = smallShape(cell);
    }

    /** Compares every entry at one random case, drawn again while it lies near a kink or has steep gradients. */
    public static Report check(Cell cell, long seed) {
        return check(cell, cell.derivative(), seed);
    }

    static Report check(Cell cell, Derivative derivative, long seed) {
        return new Differences(cell, derivative).check(seed);
    }

    private Report check(long seed) {
        Stream stream = new Randomness(seed).stream("differences");
        Judge.Case best = draw(stream, 0, false);
        Draw quality = quality(best);
        for (int i = 1; i < MOST_DRAWS && !quality.good(); i++) {
            Judge.Case other = draw(stream, i, i % 2 == 1);
            Draw found = quality(other);
            if (found.better(quality)) {
                best = other;
                quality = found;
            }
        }
        return compare(best, quality);
    }

    // ---- the case
    private record Draw(double kink, double steepest, Judge.Outcome outcome) {
        boolean good() {
            return kink >= LEAST_KINK && steepest <= LARGEST_GRADIENT;
        }

        /** A distance from kinks first; NaN is worse than anything. */
        boolean better(Draw other) {
            if (good() || !(other.steepest < Double.POSITIVE_INFINITY)) {
                return steepest < Double.POSITIVE_INFINITY;
            }
            return kink > other.kink && steepest <= Math.max(LARGEST_GRADIENT, other.steepest);
        }
    }

    private Oracle oracle() {
        return new Oracle(derivative, length -> length.value(shape));
    }

    private Draw quality(Judge.Case given) {
        Oracle oracle = oracle();
        oracle.forward(given);
        double kink = oracle.kink();
        Judge.Outcome outcome = oracle.forwardBackward(given);
        double steepest = 0;
        for (double[] array : gradients(outcome).values()) {
            for (double value : array) {
                steepest = Double.isNaN(value) ? Double.POSITIVE_INFINITY : Math.max(steepest, Math.abs(value));
            }
        }
        return new Draw(kink, steepest, outcome);
    }

    private static Map<String, double[]> gradients(Judge.Outcome outcome) {
        Map<String, double[]> all = new LinkedHashMap<>(outcome.dWeights());
        outcome.dStart().forEach((name, value) -> all.put(name + "(0)", value));
        outcome.dInputs().forEach((name, steps) -> {
            for (int t = 0; t < steps.length; t++) {
                all.put(name + "(" + (t + 1) + ")", steps[t]);
            }
        });
        return all;
    }

    /** {@code positive} starts help cells that divide by a state. */
    private Judge.Case draw(Stream stream, int number, boolean positive) {
        Numbers random = new Numbers(stream, number);
        int[] alive = new int[rows.steps()];
        for (int t = 0; t < alive.length; t++) {
            alive[t] = rows.alive(t);
        }
        Map<String, double[]> weights = new LinkedHashMap<>();
        for (Step.Parameter parameter : cell.step().parameters()) {
            int columns = parameter.columns() == null ? 1 : parameter.columns().value(shape);
            weights.put(parameter.name(), values(random, parameter.rows().value(shape) * columns, 0.7));
        }
        Map<String, double[][]> inputs = new LinkedHashMap<>();
        cell.inputs().forEach(name -> inputs.put(name, steps(random, name)));
        Map<String, double[]> start = new LinkedHashMap<>();
        Map<String, double[]> dEnd = new LinkedHashMap<>();
        for (String name : cell.states()) {
            int count = rows.rows() * cell.length(name, shape);
            double[] value = values(random, count, 1);
            start.put(
                    name,
                    positive ? Arrays.stream(value).map(v -> 0.5 + Math.abs(v)).toArray() : value);
            dEnd.put(name, values(random, count, 1));
        }
        Map<String, double[][]> dOutputs = new LinkedHashMap<>();
        cell.outputs().forEach(name -> dOutputs.put(name, steps(random, name)));
        return new Judge.Case(alive, rows.rows(), weights, inputs, start, dOutputs, dEnd);
    }

    /** The numbers of one draw, one after the other, within ±1. */
    private static final class Numbers {
        private final Stream stream;
        private final int draw;
        private long index;

        Numbers(Stream stream, int draw) {
            this.stream = stream;
            this.draw = draw;
        }

        double next() {
            return stream.uniform(-1, 1, draw, index++);
        }
    }

    private double[][] steps(Numbers random, String name) {
        double[][] steps = new double[rows.steps()][];
        for (int t = 0; t < steps.length; t++) {
            steps[t] = values(random, rows.alive(t) * cell.length(name, shape), 1);
        }
        return steps;
    }

    private static double[] values(Numbers random, int count, double scale) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = scale * random.next();
        }
        return values;
    }

    // ---- the comparison
    private Report compare(Judge.Case given, Draw draw) {
        Map<String, double[]> derived = gradients(draw.outcome());
        for (Step.Parameter parameter : cell.step().parameters()) {
            double[] values = Lookup.in(given.weights(), parameter.name());
            int columns = parameter.columns() == null ? 0 : parameter.columns().value(shape);
            compare(given, parameter.name(), values, derived, index(columns));
        }
        for (String state : cell.states()) {
            IntFunction<String> index = index(cell.length(state, shape));
            compare(given, state + "(0)", Lookup.in(given.start(), state), derived, index);
        }
        for (String input : cell.inputs()) {
            double[][] steps = Lookup.in(given.inputs(), input);
            for (int t = 0; t < steps.length; t++) {
                compare(given, input + "(" + (t + 1) + ")", steps[t], derived, index(cell.length(input, shape)));
            }
        }
        Report worst = reports.get(0);
        for (Report report : reports) {
            boolean worse = report.error() > worst.error() || Double.isNaN(report.error());
            worst = worse && !Double.isNaN(worst.error()) ? report : worst;
        }
        return new Report(worst.entry(), worst.difference(), worst.derived(), worst.error(), entries, draw.kink());
    }

    private static IntFunction<String> index(int columns) {
        return columns == 0 ? i -> "[" + i + "]" : i -> "[" + i / columns + "," + i % columns + "]";
    }

    private void compare(
            Judge.Case given, String name, double[] values, Map<String, double[]> derived, IntFunction<String> index) {
        double[] adjoint = Lookup.in(derived, name);
        int stride = Math.max(1, values.length / MOST_ENTRIES);
        for (int i = 0; i < values.length; i += stride) {
            double best = Double.NaN;
            double error = Double.NaN;
            for (double step : STEPS) {
                double difference = difference(given, values, i, step);
                double found = Math.abs(difference - adjoint[i]) / (1 + Math.abs(difference));
                if (Double.isNaN(error) || found < error) {
                    error = found;
                    best = difference;
                }
                if (error <= TOLERANCE / 10) {
                    break;
                }
            }
            entries++;
            reports.add(new Report(name + index.apply(i), best, adjoint[i], error, 0, 0));
        }
    }

    private double difference(Judge.Case given, double[] values, int i, double step) {
        double value = values[i];
        values[i] = value + step;
        double above = loss(given);
        values[i] = value - step;
        double below = loss(given);
        values[i] = value;
        return (above - below) / (2 * step);
    }

    /** Outputs and end states, weighted by the gradients that enter there. */
    private double loss(Judge.Case given) {
        Judge.Outcome outcome = oracle().forward(given);
        double loss = 0;
        for (String name : cell.outputs()) {
            double[][] value = Lookup.in(outcome.outputs(), name);
            double[][] gradient = Lookup.in(given.dOutputs(), name);
            for (int t = 0; t < value.length; t++) {
                loss += dot(value[t], gradient[t]);
            }
        }
        for (String name : cell.states()) {
            loss += dot(Lookup.in(outcome.end(), name), Lookup.in(given.dEnd(), name));
        }
        return loss;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    // ---- lengths
    /** D near 2 and H near 5, as the cell allows; declared sizes that are large by default made small. */
    static Shape smallShape(Cell cell) {
        CellException last = null;
        for (int hidden = 5; hidden <= 20; hidden++) {
            for (int input = 2; input <= 64; input++) {
                try {
                    return smallSizes(cell, input, hidden);
                } catch (CellException e) {
                    last = e;
                }
            }
        }
        throw new IllegalArgumentException("no lengths up to D = 64 and H = 20 fit this cell: " + last, last);
    }

    private static Shape smallSizes(Cell cell, int input, int hidden) {
        Shape shape = cell.shape(input, hidden, Map.of());
        Map<String, Integer> small = new LinkedHashMap<>();
        for (String size : cell.sizes()) {
            if (shape.size(size) > 2 * hidden) {
                small.put(size, hidden + 2 + small.size());
            }
        }
        try {
            return cell.shape(input, hidden, small);
        } catch (CellException e) {
            return shape;
        }
    }
}
