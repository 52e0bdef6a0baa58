package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A derivation as printed is computed line by line, as a reader would, and must give the gradients of the oracle. */
class PaperTest {
    private static final int STEPS = 3;

    static Stream<Cell> cells() {
        Stream<Cell> random =
                IntStream.range(0, 100).mapToObj(seed -> Cell.parse(RandomCells.text(seed), "seed " + seed));
        return Stream.concat(Cell.names().stream().map(Cell::named), random);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theLinesGiveTheGradients(Cell cell) {
        Page page = new Page(cell);
        Judge.Outcome expected = page.outcome;
        int compared = 0;
        for (Step.Parameter parameter : cell.step().parameters()) {
            if (page.lines.containsKey("d" + parameter.name())) {
                same(
                        cell,
                        "d" + parameter.name(),
                        page.line("d" + parameter.name(), 0).flat(),
                        expected.dWeights().get(parameter.name()));
                compared++;
            }
        }
        for (String input : cell.inputs()) {
            for (int t = 1; t <= STEPS && page.lines.containsKey("d" + input); t++) {
                same(
                        cell,
                        "d" + input + "(" + t + ")",
                        page.line("d" + input, t).flat(),
                        expected.dInputs().get(input)[t - 1]);
                compared++;
            }
        }
        assertThat(compared > 0 || cell.title().isEmpty())
                .as("something is compared")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theJacobianIsThatOfOneStep(Cell cell) {
        Page page = new Page(cell);
        for (String line : Derivation.jacobian(cell)) {
            String[] sides = line.split(" = ", 2);
            Matcher names =
                    Pattern.compile("d (.*)\\(t\\) / d (.*)\\(t-(\\d+)\\)").matcher(sides[0]);
            assertThat(names.matches()).as(sides[0]).isTrue();
            String state = names.group(3).equals("1")
                    ? names.group(2)
                    : names.group(2) + "@" + (Integer.parseInt(names.group(3)) - 1);
            Value printed = new Reader(page, sides[1], 1).value();
            double[] start = page.given.start().get(state);
            for (int k = 0; k < start.length; k++) {
                double[] column = page.oneStep(names.group(1), start, k);
                for (int j = 0; j < column.length; j++) {
                    double value = printed.at().length == 1
                            ? (j == k ? printed.at()[0] : 0)
                            : printed.at()[j * printed.columns() + k];
                    assertThat(value).as("%s: [%d,%d] of %s", cell, j, k, line).isCloseTo(column[j], within(1e-6));
                }
            }
        }
    }

    private static void same(Cell cell, String name, double[] found, double[] expected) {
        double scale = 1;
        for (double value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            double value = found.length == 1 ? found[0] : found[i];
            assertThat(value)
                    .as("%s: %s[%d] of%n%s", cell, name, i, String.join("\n", Derivation.backward(cell)))
                    .isCloseTo(expected[i], within(1e-9 * scale));
        }
    }

    /** A matrix; vectors are columns, numbers are 1 x 1 and fit everything. */
    private record Value(double[] at, int rows, int columns) {
        static Value column(double... at) {
            return new Value(at, at.length, 1);
        }

        double[] flat() {
            return at;
        }

        Value transposed() {
            double[] turned = new double[at.length];
            for (int j = 0; j < rows; j++) {
                for (int k = 0; k < columns; k++) {
                    turned[k * rows + j] = at[j * columns + k];
                }
            }
            return new Value(turned, columns, rows);
        }

        /** A number added to a matrix is that number times the identity. */
        Value plus(Value other, double sign) {
            boolean matrix = columns > 1 || other.columns > 1;
            return matrix
                    ? square(other.rows).with(other.square(rows), (a, b) -> a + sign * b)
                    : with(other, (a, b) -> a + sign * b);
        }

        private Value square(int size) {
            if (at.length != 1 || size == 1) {
                return this;
            }
            double[] diagonal = new double[size];
            Arrays.fill(diagonal, at[0]);
            return column(diagonal).diagonal();
        }

        Value diagonal() {
            double[] square = new double[rows * rows];
            for (int j = 0; j < rows; j++) {
                square[j * rows + j] = at[j];
            }
            return rows == 1 ? this : new Value(square, rows, rows);
        }

        Value with(Value other, DoubleBinaryOperator op) {
            Value longer = at.length >= other.at.length ? this : other;
            double[] result = new double[longer.at.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = op.applyAsDouble(at[at.length == 1 ? 0 : i], other.at[other.at.length == 1 ? 0 : i]);
            }
            return new Value(result, longer.rows, longer.columns);
        }

        Value times(Value right) {
            if (at.length == 1 && right.columns > 1) {
                return with(right, (a, b) -> a * b);
            }
            double[] product = new double[rows * right.columns];
            for (int j = 0; j < rows; j++) {
                for (int q = 0; q < right.columns; q++) {
                    for (int k = 0; k < columns; k++) {
                        double b = right.at.length == 1 ? right.at[0] : right.at[k * right.columns + q];
                        product[j * right.columns + q] += at[j * columns + k] * b;
                    }
                }
            }
            return new Value(product, rows, right.columns);
        }
    }

    /** All lines of a derivation, computed when they are asked for. */
    private static final class Page {
        final Map<String, String> lines = new LinkedHashMap<>();
        final Judge.Outcome outcome;
        private final Oracle oracle;
        private final Judge.Case given;
        private final Map<String, Value> weights = new HashMap<>();
        private final Map<String, Value> known = new HashMap<>();

        Page(Cell cell) {
            Shape shape = Differences.smallShape(cell);
            given = draw(cell, shape);
            oracle = new Oracle(cell.derivative(), length -> length.value(shape));
            outcome = oracle.forwardBackward(given);
            List<String> all = new ArrayList<>(Derivation.forward(cell));
            all.addAll(Derivation.backward(cell));
            for (String line : all) {
                String[] sides = line.split(" = ", 2);
                lines.put(sides[0].replaceFirst("\\(t\\)$", ""), sides[1]);
            }
            for (Step.Parameter parameter : cell.step().parameters()) {
                int columns =
                        parameter.columns() == null ? 1 : parameter.columns().value(shape);
                double[] value = given.weights().get(parameter.name());
                weights.put(parameter.name(), new Value(value, value.length / columns, columns));
            }
            cell.lets().forEach((name, node) -> {
                if (node.kind != Node.Kind.CONSTANT) {
                    weights.put(name, weight(node));
                }
            });
        }

        private Value weight(Node node) {
            return switch (node.kind) {
                case CONSTANT -> Value.column(node.value);
                case PARAMETER -> weights.get(node.name);
                case PRODUCT -> matrix(node.pieces.get(0)).times(weight(node.args.get(0)));
                default -> {
                    Value a = weight(node.args.get(0));
                    Value b = weight(node.args.get(node.args.size() - 1));
                    yield a.with(b, (x, y) -> node.op.value(x, y, 0));
                }
            };
        }

        private Value matrix(Node.Piece piece) {
            Value matrix = weights.get(piece.matrix());
            return piece.transposed() ? matrix.transposed() : matrix;
        }

        private static Judge.Case draw(Cell cell, Shape shape) {
            SplittableRandom random = new SplittableRandom(11);
            IntFunction<double[]> values =
                    count -> random.doubles(count, 0.1, 0.9).toArray();
            Map<String, double[]> weights = new LinkedHashMap<>();
            for (Step.Parameter p : cell.step().parameters()) {
                int columns = p.columns() == null ? 1 : p.columns().value(shape);
                double[] value = values.apply(p.rows().value(shape) * columns);
                weights.put(p.name(), Arrays.stream(value).map(v -> v - 0.4).toArray());
            }
            Map<String, double[][]> inputs = new LinkedHashMap<>();
            Map<String, double[][]> dOutputs = new LinkedHashMap<>();
            Map<String, double[]> start = new LinkedHashMap<>();
            Map<String, double[]> dEnd = new LinkedHashMap<>();
            for (String name : cell.inputs()) {
                inputs.put(name, steps(values, cell.length(name, shape)));
            }
            for (String name : cell.outputs()) {
                dOutputs.put(name, steps(values, cell.length(name, shape)));
            }
            for (String name : cell.states()) {
                start.put(name, values.apply(cell.length(name, shape)));
                dEnd.put(name, new double[cell.length(name, shape)]);
            }
            int[] alive = new int[STEPS];
            Arrays.fill(alive, 1);
            return new Judge.Case(alive, 1, weights, inputs, start, dOutputs, dEnd);
        }

        /** Central differences of a state after one step by entry k of a start state. */
        double[] oneStep(String state, double[] start, int k) {
            Map<String, double[][]> first = new LinkedHashMap<>();
            given.inputs().forEach((name, steps) -> first.put(name, new double[][] {steps[0]}));
            Judge.Case one = new Judge.Case(
                    new int[] {1}, 1, given.weights(), first, given.start(), given.dOutputs(), given.dEnd());
            double value = start[k];
            start[k] = value + 1e-5;
            double[] above = oracle.forward(one).end().get(state);
            start[k] = value - 1e-5;
            double[] below = oracle.forward(one).end().get(state);
            start[k] = value;
            return IntStream.range(0, above.length)
                    .mapToDouble(j -> (above[j] - below[j]) / 2e-5)
                    .toArray();
        }

        private static double[][] steps(IntFunction<double[]> values, int length) {
            double[][] steps = new double[STEPS][];
            for (int t = 0; t < STEPS; t++) {
                steps[t] = values.apply(length);
            }
            return steps;
        }

        Value line(String name, int t) {
            String key = name + "@" + t;
            Value value = known.get(key);
            if (value == null) {
                value = new Reader(this, lines.get(name), t).value();
                known.put(key, value);
            }
            return value;
        }

        /** What stands behind the last step is 0 if it is a gradient, and anything if it is not. */
        Value at(String name, int t) {
            if (given.inputs().containsKey(name) && t >= 1 && t <= STEPS) {
                return Value.column(given.inputs().get(name)[t - 1]);
            }
            String output = name.equals("e") ? "h" : name.startsWith("e_") ? name.substring(2) : "";
            if (given.dOutputs().containsKey(output) && !lines.containsKey(name)) {
                return t > STEPS
                        ? Value.column(0)
                        : Value.column(given.dOutputs().get(output)[t - 1]);
            }
            if (t < 1) {
                return Value.column(given.start().get(t == 0 ? name : name + "@" + -t));
            }
            boolean gradient = name.startsWith("d") && lines.containsKey(name) && lines.containsKey(name.substring(1))
                    || name.startsWith("d") && given.inputs().containsKey(name.substring(1));
            if (t > STEPS && !name.startsWith("q")) {
                return Value.column(gradient ? 0 : 0.5);
            }
            return line(name, t);
        }
    }

    /** Reads one right side at one step. */
    private static final class Reader {
        private static final Pattern WORD =
                Pattern.compile("\\G\\s*(sum_t|[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*|[0-9.]+(e-?[0-9]+)?|\\^T|>=|<=|.)");
        private final Page page;
        private final List<String> words = new ArrayList<>();
        private int t;
        private int at;

        Reader(Page page, String text, int t) {
            this.page = page;
            this.t = t;
            Matcher matcher = WORD.matcher(text);
            while (matcher.find()) {
                words.add(matcher.group(1));
            }
        }

        Value value() {
            Value value = sum();
            assertThat(at).as("all of %s is read", words).isEqualTo(words.size());
            return value;
        }

        private String peek() {
            return at < words.size() ? words.get(at) : "";
        }

        private boolean taken(String word) {
            if (peek().equals(word)) {
                at++;
                return true;
            }
            return false;
        }

        private Value sum() {
            Value left = taken("-") ? Value.column(0).with(term(), (a, b) -> a - b) : term();
            while (true) {
                if (taken("+")) {
                    left = left.plus(term(), 1);
                } else if (taken("-")) {
                    left = left.plus(term(), -1);
                } else {
                    return left;
                }
            }
        }

        private Value term() {
            if (taken("sum_t")) {
                int from = at;
                int outside = t;
                Value sum = null;
                for (t = 1; t <= STEPS; t++) {
                    at = from;
                    Value part = term();
                    sum = sum == null ? part : sum.with(part, Double::sum);
                }
                t = outside;
                return sum;
            }
            Value left = row();
            while (true) {
                if (taken("*")) {
                    left = left.with(row(), (a, b) -> a * b);
                } else if (taken("/")) {
                    left = left.with(row(), (a, b) -> a / b);
                } else {
                    return left;
                }
            }
        }

        /** Things side by side: matrix times column, column times row. */
        private Value row() {
            Value first = atom();
            boolean more = !peek().isEmpty() && (Character.isLetter(peek().codePointAt(0)) || peek().equals("("));
            if (!more) {
                return first;
            }
            boolean diagonal = peek().equals("diag");
            Value second = row();
            return diagonal && second.at().length == 1 ? first.with(second, (a, b) -> a * b) : first.times(second);
        }

        private Value atom() {
            Value value = bare();
            return taken("^T") ? value.transposed() : value;
        }

        private Value bare() {
            String word = words.get(at++);
            if (word.equals("(")) {
                Value inside = sum();
                assertThat(taken(")")).isTrue();
                return inside;
            }
            if (word.equals("[")) {
                return condition();
            }
            if (Character.isDigit(word.charAt(0))) {
                return Value.column(Double.parseDouble(word));
            }
            if (!peek().equals("(")
                    || page.weights.containsKey(word) && !words.get(at + 1).equals("t")) {
                Value weight = page.weights.get(word);
                if (weight == null && word.equals("I")) {
                    return Value.column(1);
                }
                return weight != null ? weight : page.line(word, 0);
            }
            if (words.get(at + 1).equals("t")) {
                return step(word);
            }
            return call(word);
        }

        private Value step(String word) {
            at += 2;
            int offset = 0;
            if (!peek().equals(")")) {
                int sign = words.get(at++).equals("+") ? 1 : -1;
                offset = sign * Integer.parseInt(words.get(at++));
            }
            assertThat(taken(")")).isTrue();
            return page.at(word, t + offset);
        }

        private Value condition() {
            Value a = sum();
            String relation = words.get(at++);
            Value b = sum();
            assertThat(taken("]")).isTrue();
            return switch (relation) {
                case ">" -> a.with(b, (p, q) -> p > q ? 1 : 0);
                case ">=" -> a.with(b, (p, q) -> p >= q ? 1 : 0);
                case "<" -> a.with(b, (p, q) -> p < q ? 1 : 0);
                default -> a.with(b, (p, q) -> p <= q ? 1 : 0);
            };
        }

        private Value call(String name) {
            at++;
            List<Value> arguments = new ArrayList<>();
            do {
                arguments.add(sum());
            } while (taken(","));
            assertThat(taken(")")).isTrue();
            Value a = arguments.get(0);
            if (name.equals("layernorm")) {
                double mean = mean(a.at());
                Value away = a.with(Value.column(mean), (p, q) -> p - q);
                return away.with(scale(a), (p, q) -> p * q);
            } else if (name.equals("normscale")) {
                return scale(a);
            } else if (name.equals("dlayernorm")) {
                Value y = arguments.get(1);
                double mean = mean(a.at());
                double product = mean(a.with(y, (p, q) -> p * q).at());
                Value inner = a.with(y, (g, v) -> g - mean - v * product);
                return inner.with(arguments.get(2), (p, q) -> p * q);
            }
            if (name.equals("diag")) {
                return a.diagonal();
            }
            Op op = Functions.builtIn(name);
            Value b = arguments.get(arguments.size() - 1);
            return a.with(b, (p, q) -> op.value(p, q, 0));
        }

        private static double mean(double[] values) {
            return Arrays.stream(values).sum() / values.length;
        }

        private static Value scale(Value a) {
            double mean = mean(a.at());
            double variance =
                    mean(a.with(Value.column(mean), (p, q) -> (p - q) * (p - q)).at());
            return Value.column(1 / Math.sqrt(variance + 1e-5));
        }
    }
}
