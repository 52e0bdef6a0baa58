package dev.recur.cell;

import static java.util.Objects.requireNonNull;

import dev.recur.cell.Source.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns expressions into nodes: joins lengths, folds numbers in double, puts functions and lets in their places. */
final class Values {
    /** Depth of the expressions that are open at once, through functions and lets too. */
    private static final int MOST_OPEN = 600;

    private record CallKey(String function, List<Integer> arguments) {}

    private final Source source;
    private final Declarations declared;
    private final Graph graph;
    private final Weights weights;
    private final Map<String, Length> lengths;
    private final Map<String, Node> sequences;
    private final Sizes sizes;
    private final Map<CallKey, Node> calls = new HashMap<>();
    private final Map<String, Node> lets = new LinkedHashMap<>();
    private final Set<String> active = new LinkedHashSet<>();
    private Map<String, Node> arguments = Map.of();
    private int open;

    Values(
            Declarations declared,
            Graph graph,
            Weights weights,
            Map<String, Length> lengths,
            Map<String, Node> sequences,
            Sizes sizes) {
        this.source = declared.source;
        this.declared = declared;
        this.graph = graph;
        this.weights = weights;
        this.lengths = lengths;
        this.sequences = sequences;
        this.sizes = sizes;
    }

    /** The lets that are numbers. */
    Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        Set<String> changing = Changing.lets(declared);
        for (Syntax.Let let : declared.lets.values()) {
            if (!changing.contains(let.name())) {
                numbers.put(let.name(), let(let).value);
            }
        }
        return numbers;
    }

    /** What each let stands for, of those that were read. */
    Map<String, Node> lets() {
        return Collections.unmodifiableMap(lets);
    }

    boolean used(String name) {
        return lets.containsKey(name)
                || calls.keySet().stream().anyMatch(call -> call.function().equals(name));
    }

    void checkSize(Place place) {
        if (graph.size() > Graph.MOST_NODES) {
            throw source.error(
                    place,
                    "the step has more than " + Graph.MOST_NODES + " operations",
                    "divide it into several cells");
        }
    }

    Node node(Syntax.Expression expression) {
        if (++open > MOST_OPEN) {
            throw source.error(
                    expression.place(), "functions and lets are nested deeper than " + MOST_OPEN + " levels");
        }
        Node node = make(expression);
        checkSize(expression.place());
        open--;
        return node;
    }

    private Node make(Syntax.Expression expression) {
        if (expression instanceof Syntax.Number number) {
            return graph.constant(number.value());
        } else if (expression instanceof Syntax.Name name) {
            return name(name);
        } else if (expression instanceof Syntax.Read read) {
            return read(read);
        } else if (expression instanceof Syntax.Call call) {
            return call(call);
        } else if (expression instanceof Syntax.Product product) {
            return product(product);
        } else if (expression instanceof Syntax.Negation negation) {
            return apply(Op.NEG, negation.place(), node(negation.of()));
        } else if (expression instanceof Syntax.Binary binary) {
            Node left = node(binary.left());
            Node right = node(binary.right());
            return pair(binary.op(), binary.place(), left, right, binary.left(), binary.right());
        }
        return node(((Syntax.Group) expression).inside());
    }

    private Node name(Syntax.Name name) {
        Node argument = arguments.get(name.name());
        if (argument != null) {
            return argument;
        }
        Syntax.Let let = declared.lets.get(name.name());
        if (let != null) {
            return let(let);
        }
        if (declared.sequence(name.name())) {
            throw source.error(
                    name.place(),
                    name.name() + " is a sequence and needs its step",
                    "write " + name.name() + "(t) or " + name.name() + "(t-1)");
        }
        if (declared.functions.containsKey(name.name())) {
            throw source.error(
                    name.place(),
                    name.name() + " is a function and needs its value",
                    "as in " + name.name() + "(h(t-1))");
        }
        return graph.parameter(name.name(), vector(name.name(), name.place()));
    }

    /** The length of a vector of weights, which the text may have given. */
    Length vector(String name, Place place) {
        boolean known = weights.contains(name);
        Length length = weights.vector(name, place);
        Length said = lengths.get(name);
        if (!known && said != null) {
            length.join(said);
        }
        return length;
    }

    private Node let(Syntax.Let let) {
        Node known = lets.get(let.name());
        if (known != null) {
            return known;
        }
        enter(let.name(), let.place());
        Map<String, Node> outside = arguments;
        arguments = Map.of();
        Node value = node(let.value());
        if (value.level != Node.Level.WEIGHTS) {
            throw source.error(
                    let.place(),
                    let.name() + " reads a sequence through a function, but has no step",
                    "write " + let.name() + "(t) = …");
        }
        arguments = outside;
        active.remove(let.name());
        lets.put(let.name(), value);
        return value;
    }

    private void enter(String name, Place place) {
        if (!active.add(name)) {
            throw source.error(place, name + " is given by itself", String.join(" → ", active) + " → " + name);
        }
    }

    private Node read(Syntax.Read read) {
        if (read.lag() > 0) {
            return lag(read.sequence(), read.lag());
        }
        return requireNonNull(sequences.get(read.sequence()));
    }

    /** {@code s(t-k)}: the lag of the delay line before it. */
    Node lag(String sequence, int k) {
        String line = k == 1 ? sequence : sequence + "@" + (k - 1);
        return graph.lag(line, requireNonNull(lengths.get(sequence)));
    }

    private Node call(Syntax.Call call) {
        List<Node> values = new ArrayList<>();
        for (Syntax.Expression argument : call.arguments()) {
            values.add(node(argument));
        }
        Syntax.Function function = declared.functions.get(call.function());
        if (function != null) {
            return expand(function, values, call.place());
        }
        Op op = requireNonNull(Functions.builtIn(call.function()));
        if (op.arity() == 2) {
            return pair(
                    op,
                    call.place(),
                    values.get(0),
                    values.get(1),
                    call.arguments().get(0),
                    call.arguments().get(1));
        }
        if (op == Op.LAYER_NORM) {
            Length length = values.get(0).length;
            if (length == null) {
                throw source.error(call.place(), "layernorm takes a vector, and this is a number");
            }
            sizes.normalises(length, call.place());
        }
        return apply(op, call.place(), values.get(0));
    }

    private Node expand(Syntax.Function function, List<Node> values, Place place) {
        List<Integer> ids = new ArrayList<>();
        Map<String, Node> bound = new HashMap<>();
        for (int p = 0; p < values.size(); p++) {
            ids.add(values.get(p).id);
            bound.put(function.arguments().get(p).text(), values.get(p));
        }
        CallKey key = new CallKey(function.name(), ids);
        Node known = calls.get(key);
        if (known != null) {
            return known;
        }
        enter(function.name() + "()", place);
        Map<String, Node> outside = arguments;
        arguments = bound;
        Node value = node(function.body());
        arguments = outside;
        active.remove(function.name() + "()");
        calls.put(key, value);
        return value;
    }

    private Node product(Syntax.Product product) {
        Node vector = node(product.vector());
        Place place = product.place();
        Length length = vector.length;
        if (length == null) {
            throw source.error(
                    place, product.matrix() + " multiplies a number, not a vector", "write * beside a number");
        }
        Length rows = weights.rows(product.matrix(), place);
        Length columns = weights.columns(product.matrix(), place);
        if (!(product.transposed() ? rows : columns).join(length)) {
            throw source.error(
                    place,
                    "the shapes do not meet: " + product.matrix() + " multiplies vectors of "
                            + (product.transposed() ? rows : columns) + " and of " + length + " numbers",
                    "all uses of one matrix have the same lengths; give the second use a matrix of its own");
        }
        Node.Piece piece = new Node.Piece(product.matrix(), product.transposed());
        return graph.product(List.of(piece), List.of(vector), product.transposed() ? columns : rows);
    }

    // ---- operations
    private Node pair(
            Op op, Place place, Node left, Node right, Syntax.Expression leftText, Syntax.Expression rightText) {
        Length a = left.length;
        Length b = right.length;
        if (a != null && b != null) {
            join(a, b, place, leftText, rightText);
        }
        if (op == Op.MUL || op == Op.DIV) {
            noteFactors(left, right);
            noteFactors(right, left);
        }
        return apply(op, place, left, right);
    }

    /** Vectors of weights that multiply something that changes. */
    private void noteFactors(Node factor, Node other) {
        if (factor.level != Node.Level.WEIGHTS || other.level == Node.Level.WEIGHTS) {
            return;
        }
        List<Node> open = new ArrayList<>(List.of(factor));
        Set<Integer> seen = new LinkedHashSet<>();
        for (int i = 0; i < open.size(); i++) {
            Node node = open.get(i);
            if (node.kind == Node.Kind.PARAMETER) {
                weights.multiplies(node.name);
            }
            for (Node argument : node.args) {
                if (seen.add(argument.id)) {
                    open.add(argument);
                }
            }
        }
    }

    private Node apply(Op op, Place place, Node... args) {
        boolean numbers = true;
        for (Node arg : args) {
            numbers &= arg.kind == Node.Kind.CONSTANT;
        }
        if (numbers) {
            return graph.constant(finite(op.value(args[0].value, args[args.length - 1].value, 0), place));
        }
        Node same = simpler(op, args);
        return same == null ? graph.apply(op, args) : same;
    }

    private double finite(double value, Place place) {
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw source.error(place, "this number is " + value + ", which no float holds");
        }
        return value;
    }

    /** The few rewritings that keep every bit. */
    private @Nullable Node simpler(Op op, Node... args) {
        Node a = args[0];
        if (op == Op.NEG && a.is(Op.NEG)) {
            return a.args.get(0);
        }
        if (args.length < 2) {
            return null;
        }
        Node b = args[1];
        if (op == Op.MUL && one(a)) {
            return b;
        }
        if ((op == Op.MUL || op == Op.DIV) && one(b)) {
            return a;
        }
        if (op == Op.ADD && b.is(Op.NEG)) {
            return graph.apply(Op.SUB, a, b.args.get(0));
        }
        return op == Op.SUB && b.is(Op.NEG) ? graph.apply(Op.ADD, a, b.args.get(0)) : null;
    }

    private static boolean one(Node node) {
        return node.kind == Node.Kind.CONSTANT && node.value == 1;
    }

    // ---- lengths
    void join(Length a, Length b, Place place, Syntax.@Nullable Expression left, Syntax.@Nullable Expression right) {
        a.see(left == null ? null : firstRead(left));
        b.see(right == null ? null : firstRead(right));
        if (!a.join(b)) {
            throw clash(a, b, place);
        }
    }

    CellException clash(Length a, Length b, Place place) {
        Place shown = place;
        for (Length length : List.of(b, a)) {
            Place seen = length.seen();
            if (seen != null && seen.line() == place.line()) {
                shown = seen;
            }
        }
        boolean inputAndOutput = a.label().plain("D") && b.label().plain("H")
                || a.label().plain("H") && b.label().plain("D");
        return source.error(
                shown,
                "the shapes do not meet: " + a.owner() + " has " + a + " numbers, " + b.owner() + " has " + b,
                inputAndOutput
                        ? "put a matrix before the D-sized side, or, if this cell is meant for inputs as wide as its output, "
                                + "add: size D = H"
                        : "a matrix before one side gives it the other's length");
    }

    /** Where a sum or product first reads a sequence that is not behind a matrix. */
    private static @Nullable Place firstRead(Syntax.Expression expression) {
        if (expression instanceof Syntax.Read read) {
            return read.whole();
        } else if (expression instanceof Syntax.Group group) {
            return firstRead(group.inside());
        } else if (expression instanceof Syntax.Negation negation) {
            return firstRead(negation.of());
        } else if (expression instanceof Syntax.Binary binary) {
            Place left = firstRead(binary.left());
            return left == null ? firstRead(binary.right()) : left;
        } else if (expression instanceof Syntax.Call call) {
            return firstRead(call.arguments().get(0));
        }
        return null;
    }
}
