package dev.recur.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * Runs a step and its adjoint node by node, row by row, in the order that gives every sum its meaning. Plain on purpose: the plan is
 * held against it. The arithmetic is the subclass's: {@link Oracle} in double, {@link Reference} in float.
 */
abstract sealed class Judge permits Oracle, Reference {
    /**
     * What is run. Arrays are row-major; a step has the rows that are alive in it.
     *
     * @param alive rows alive at each step, falling
     * @param rows N
     * @param weights by name, matrices [rows, columns]
     * @param inputs by name and step [alive, length]
     * @param start by state [N, length]
     * @param dOutputs by output and step, the gradient from outside
     * @param dEnd by state, the gradient of the end state [N, length]
     */
    record Case(
            int[] alive,
            int rows,
            Map<String, double[]> weights,
            Map<String, double[][]> inputs,
            Map<String, double[]> start,
            Map<String, double[][]> dOutputs,
            Map<String, double[]> dEnd) {}

    /** Outputs by name and step, end states, then all gradients. */
    record Outcome(
            Map<String, double[][]> outputs,
            Map<String, double[]> end,
            Map<String, double[][]> dInputs,
            Map<String, double[]> dStart,
            Map<String, double[]> dWeights) {}

    private final Derivative derivative;
    private final Step step;
    private final ToIntFunction<Length> lengths;

    Judge(Derivative derivative, ToIntFunction<Length> lengths) {
        this.derivative = derivative;
        this.step = derivative.step();
        this.lengths = lengths;
    }

    // ---- arithmetic

    /** One operation that is not of whole rows. */
    abstract double apply(Op op, double a, double b, double c);

    abstract double fma(double a, double b, double sum);

    abstract double add(double a, double b);

    abstract void normalize(double[] y, double[] x, int at, int length);

    abstract double normalizeScale(double[] x, int at, int length);

    abstract void dNormalize(double[] dx, double[] g, double[] y, double r, int at, int length);

    // ---- the run

    /** All values of one step, by node; those of weights have one row. */
    private static final class Values {
        final Map<Node, double[]> of = new HashMap<>();
        final int alive;

        Values(int alive) {
            this.alive = alive;
        }
    }

    Outcome forward(Case given) {
        return run(given, false);
    }

    Outcome forwardBackward(Case given) {
        return run(given, true);
    }

    private Outcome run(Case given, boolean backward) {
        Map<Node, double[]> weights = new HashMap<>();
        List<Values> steps = new ArrayList<>();
        Outcome outcome = new Outcome(
                new LinkedHashMap<>(),
                copy(given.start()),
                new LinkedHashMap<>(),
                copy(given.dEnd()),
                new LinkedHashMap<>());
        Map<String, double[]> before = copy(given.start());
        for (int t = 0; t < given.alive().length; t++) {
            Values values = new Values(given.alive()[t]);
            for (String name : step.states()) {
                values.of.put(lag(name), head(Lookup.in(before, name), values.alive, length(sequence(name), name)));
            }
            for (String name : step.inputs()) {
                values.of.put(sequence(name), Lookup.in(given.inputs(), name)[t]);
            }
            for (Node node : derivative.flow().nodes()) {
                value(node, values, weights, given);
            }
            for (String name : step.outputs()) {
                double[] value = rows(sequence(name), length(sequence(name), name), values, weights, given);
                outcome.outputs().computeIfAbsent(name, key -> new double[given.alive().length][])[t] = value;
            }
            for (String name : step.states()) {
                double[] value = rows(sequence(name), length(sequence(name), name), values, weights, given);
                before.put(name, value);
                System.arraycopy(value, 0, Lookup.in(outcome.end(), name), 0, value.length);
            }
            steps.add(values);
        }
        if (backward) {
            new Backward(given, steps, weights, outcome).run();
        }
        return outcome;
    }

    private Node sequence(String name) {
        return Objects.requireNonNull(Lookup.in(step.sequences(), name));
    }

    private Node lag(String name) {
        return step.graph().lag(name, Objects.requireNonNull(sequence(name).length));
    }

    private int length(Node node, String name) {
        return lengths.applyAsInt(Objects.requireNonNull(node.length, name));
    }

    private static Map<String, double[]> copy(Map<String, double[]> map) {
        Map<String, double[]> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(name, value.clone()));
        return copy;
    }

    private static double[] head(double[] from, int rows, int length) {
        return Arrays.copyOf(from, rows * length);
    }

    /** The value with one row for each that is alive; weights and numbers are repeated. */
    private double[] rows(Node node, int length, Values values, Map<Node, double[]> weights, Case given) {
        double[] value = value(node, values, weights, given);
        if (node.level != Node.Level.WEIGHTS && value.length == values.alive * length) {
            return value;
        }
        double[] repeated = new double[values.alive * length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = value.length == 1 ? value[0] : value[i % length];
        }
        return repeated;
    }

    private double[] value(Node node, Values values, Map<Node, double[]> weights, Case given) {
        boolean ofWeights = node.level == Node.Level.WEIGHTS;
        double[] known = ofWeights ? weights.get(node) : values.of.get(node);
        if (known != null) {
            return known;
        }
        int length = node.length == null ? 1 : lengths.applyAsInt(node.length);
        double[] value = switch (node.kind) {
            case CONSTANT -> new double[] {number(node.value)};
            case PARAMETER -> Lookup.in(given.weights(), node.name);
            case PRODUCT -> product(node, length, ofWeights ? 1 : values.alive, values, weights, given);
            case APPLY -> apply(node, length, ofWeights ? 1 : values.alive, values, weights, given);
            case INPUT, LAG, OUTER, NEXT -> throw new IllegalStateException(node + " has no value at this step");
        };
        (ofWeights ? weights : values.of).put(node, value);
        return value;
    }

    abstract double number(double value);

    private double[] product(Node node, int length, int rows, Values values, Map<Node, double[]> weights, Case given) {
        double[] out = new double[rows * length];
        for (int piece = 0; piece < node.pieces.size(); piece++) {
            Node operand = node.args.get(piece);
            int depth = lengths.applyAsInt(Objects.requireNonNull(operand.length));
            double[] in = operand.level == Node.Level.WEIGHTS && rows == 1
                    ? value(operand, values, weights, given)
                    : rows(operand, depth, values, weights, given);
            double[] matrix = Lookup.in(given.weights(), node.pieces.get(piece).matrix());
            boolean transposed = node.pieces.get(piece).transposed();
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < length; j++) {
                    double sum = out[r * length + j];
                    for (int k = 0; k < depth; k++) {
                        sum = fma(in[r * depth + k], matrix[transposed ? k * length + j : j * depth + k], sum);
                    }
                    out[r * length + j] = sum;
                }
            }
        }
        return out;
    }

    private double[] apply(Node node, int length, int rows, Values values, Map<Node, double[]> weights, Case given) {
        Op op = Objects.requireNonNull(node.op);
        List<double[]> args = new ArrayList<>();
        for (Node arg : node.args) {
            int width = arg.length == null ? length : lengths.applyAsInt(arg.length);
            boolean one = node.level == Node.Level.WEIGHTS;
            args.add(
                    one
                            ? stretched(value(arg, values, weights, given), width)
                            : rows(arg, width, values, weights, given));
        }
        double[] out = new double[rows * length];
        if (op.wholeRow()) {
            wholeRows(op, out, args, rows, length, node);
            return out;
        }
        for (int i = 0; i < out.length; i++) {
            double b = args.size() > 1 ? args.get(1)[i] : 0;
            double c = args.size() > 2 ? args.get(2)[i] : 0;
            out[i] = apply(op, args.get(0)[i], b, c);
        }
        return out;
    }

    private static double[] stretched(double[] value, int length) {
        if (value.length == length) {
            return value;
        }
        double[] all = new double[length];
        Arrays.fill(all, value[0]);
        return all;
    }

    private void wholeRows(Op op, double[] out, List<double[]> args, int rows, int length, Node node) {
        int width = lengths.applyAsInt(Objects.requireNonNull(node.args.get(0).length));
        for (int r = 0; r < rows; r++) {
            switch (op) {
                case LAYER_NORM -> normalize(out, args.get(0), r * width, width);
                case NORM_SCALE -> out[r] = normalizeScale(args.get(0), r * width, width);
                case D_LAYER_NORM -> dNormalize(out, args.get(0), args.get(1), args.get(2)[r], r * length, length);
                default -> throw new IllegalStateException(op + " is not of whole rows");
            }
        }
    }

    // ---- backward

    private final class Backward {
        private final Case given;
        private final List<Values> steps;
        private final Map<Node, double[]> weights;
        private final Outcome outcome;
        private final Map<Node, double[]> sums = new LinkedHashMap<>();

        Backward(Case given, List<Values> steps, Map<Node, double[]> weights, Outcome outcome) {
            this.given = given;
            this.steps = steps;
            this.weights = weights;
            this.outcome = outcome;
        }

        void run() {
            given.weights().forEach((name, value) -> outcome.dWeights().put(name, new double[value.length]));
            derivative.sums().forEach(this::sum); // there may be no step
            for (int t = steps.size() - 1; t >= 0; t--) {
                step(t, steps.get(t));
            }
            finish();
        }

        private void step(int t, Values values) {
            for (String name : step.outputs()) {
                Node node = step.graph().outer(name, sequence(name).length);
                values.of.put(node, Lookup.in(given.dOutputs(), name)[t]);
            }
            for (String name : step.states()) {
                Node node = step.graph().next(name, sequence(name).length);
                values.of.put(
                        node, head(Lookup.in(outcome.dStart(), name), values.alive, length(sequence(name), name)));
            }
            for (Derivative.OfProduct of : derivative.products()) {
                matrix(of, values, values.alive);
            }
            for (Derivative.Sum sum : derivative.sums()) {
                vector(sum, values);
            }
            for (String name : step.inputs()) {
                if (Mask.isMask(name)) {
                    continue;
                }
                Node node = derivative.inputs().get(name);
                int length = length(sequence(name), name);
                double[] value =
                        node == null ? new double[values.alive * length] : rows(node, length, values, weights, given);
                outcome.dInputs().computeIfAbsent(name, key -> new double[steps.size()][])[t] = value;
            }
            for (String name : step.states()) {
                Node node = derivative.states().get(name);
                int length = length(sequence(name), name);
                double[] value =
                        node == null ? new double[values.alive * length] : rows(node, length, values, weights, given);
                System.arraycopy(value, 0, Lookup.in(outcome.dStart(), name), 0, value.length);
            }
        }

        private void matrix(Derivative.OfProduct of, Values values, int rows) {
            int out = lengths.applyAsInt(Objects.requireNonNull(of.product().length));
            int in = lengths.applyAsInt(Objects.requireNonNull(of.operand().length));
            double[] gradient = rows(of.gradient(), out, values, weights, given);
            double[] operand = rows(of.operand(), in, values, weights, given);
            double[] sum = Lookup.in(outcome.dWeights(), of.piece().matrix());
            boolean transposed = of.piece().transposed();
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < out; j++) {
                    for (int k = 0; k < in; k++) {
                        int at = transposed ? k * out + j : j * in + k;
                        sum[at] = fma(gradient[r * out + j], operand[r * in + k], sum[at]);
                    }
                }
            }
        }

        private double[] sum(Derivative.Sum of) {
            int length = of.target().length == null ? 1 : lengths.applyAsInt(of.target().length);
            return of.target().kind == Node.Kind.PARAMETER
                    ? Lookup.in(outcome.dWeights(), of.target().name)
                    : sums.computeIfAbsent(of.target(), key -> new double[length]);
        }

        private void vector(Derivative.Sum of, Values values) {
            double[] sum = sum(of);
            int length = sum.length;
            double[] gradient = rows(of.gradient(), length, values, weights, given);
            double[] factor = of.factor() == null ? null : rows(of.factor(), length, values, weights, given);
            for (int i = 0; i < values.alive * length; i++) {
                int j = i % length;
                sum[j] = factor == null ? add(sum[j], gradient[i]) : fma(gradient[i], factor[i], sum[j]);
            }
        }

        /** The chain rule of expressions of weights, once, below the sums. */
        private void finish() {
            Values one = new Values(1);
            sums.forEach((target, sum) -> weightsLeaf(one, target, sum));
            for (Derivative.OfProduct of : derivative.weightProducts()) {
                matrix(of, one, 1);
            }
            derivative.weights().forEach((name, node) -> {
                double[] sum = Lookup.in(outcome.dWeights(), name);
                double[] value = rows(node, sum.length, one, weights, given);
                for (int j = 0; j < sum.length; j++) {
                    sum[j] = add(sum[j], value[j]);
                }
            });
        }

        private void weightsLeaf(Values one, Node target, double[] sum) {
            one.of.put(step.graph().outer(Derivative.leaf(target), target.length), sum);
        }
    }
}
