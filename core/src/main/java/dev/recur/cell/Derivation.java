package dev.recur.cell;

import static java.util.Objects.requireNonNull;

import dev.recur.cell.Writing.Bond;
import dev.recur.cell.Writing.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The equations of a cell and its back-propagation through time as a person would write them: one line for each named sequence,
 * taken from the adjoint before anything is scheduled. What the step after hands back stands as the expression it is, one step on.
 */
public final class Derivation {
    /** From this size on, an unnamed expression that is read twice gets a name. */
    private static final int LARGE = 10;

    private record Named(String base, int offset) {}

    private final Cell cell;
    private final Derivative derivative;
    private final Step step;
    private final Writing writing;
    private final Map<Node, Named> forward = new HashMap<>();
    private final Map<Node, Term> weights = new HashMap<>();
    /** By sequence: the argument of the outer function of its equation. */
    private final Map<String, Node> arguments = new LinkedHashMap<>();

    private final Map<Node, String> backward = new HashMap<>();
    private final Map<Node, String> helpers = new HashMap<>();
    private final Map<Node, Integer> reads = new HashMap<>();
    private final Map<Node, Integer> sizes = new HashMap<>();
    private final Map<Node, Boolean> written = new HashMap<>();
    private final Set<String> taken = new LinkedHashSet<>();
    private final List<String> lines = new ArrayList<>();

    private Derivation(Cell cell, Writing writing) {
        this.cell = cell;
        this.derivative = cell.derivative();
        this.step = cell.step();
        this.writing = writing;
        taken.addAll(step.sequences().keySet());
        step.parameters().forEach(parameter -> taken.add(parameter.name()));
        taken.addAll(cell.lets().keySet());
        nameForward();
        nameBackward();
        nameWeights();
    }

    /** Back-propagation through time in the signs of the cell language. */
    public static List<String> backward(Cell cell) {
        Derivation derivation = new Derivation(cell, new PlainWriting());
        List<String> all = new ArrayList<>(derivation.argumentLines().values());
        all.addAll(derivation.backwardLines());
        return all;
    }

    /** Both directions as a LaTeX document's body: {@code align*} environments, and the Jacobian of a step where it is short. */
    public static String latex(Cell cell) {
        Derivation derivation = new Derivation(cell, new LatexWriting());
        List<String> all = new ArrayList<>();
        all.add("\\begin{align*}");
        all.addAll(new ForwardPage(cell, new LatexWriting()).lines(derivation.argumentLines()));
        all.add("\\end{align*}");
        all.add("\\begin{align*}");
        all.addAll(derivation.backwardLines());
        all.add("\\end{align*}");
        List<String> jacobian = derivation.jacobianLines();
        if (!jacobian.isEmpty()) {
            all.add("\\begin{align*}");
            all.addAll(jacobian);
            all.add("\\end{align*}");
        }
        return String.join("\n", all).replace(" \\\\\n\\end", "\n\\end") + "\n";
    }

    /** {@code a_i(t) = ...}, by sequence. */
    private Map<String, String> argumentLines() {
        Map<String, String> written = new LinkedHashMap<>();
        arguments.forEach((sequence, node) ->
                written.put(sequence, writing.line(writing.at(writing.argumentOf(sequence), 0), value(node, 0, true))));
        return written;
    }

    /** How each state depends on the states of the step before, as long as that is a dozen terms. */
    public static List<String> jacobian(Cell cell) {
        return new Derivation(cell, new PlainWriting()).jacobianLines();
    }

    private List<String> jacobianLines() {
        List<String> all = new ArrayList<>();
        for (String of : step.states()) {
            for (String by : step.states()) {
                Node value = requireNonNull(step.sequences().get(of));
                Node from = requireNonNull(step.sequences().get(by));
                Node lag = step.graph().lag(by, requireNonNull(from.length));
                List<List<Tangent.Factor>> terms = Tangent.of(step.graph(), value, lag);
                boolean plain = value.kind != Node.Kind.LAG && value.kind != Node.Kind.INPUT;
                if (plain && terms != null && !terms.isEmpty()) {
                    all.add(writing.line(writing.partial(writing.at(of, 0), named(lag)), written(terms)));
                }
            }
        }
        return all;
    }

    private Term named(Node lag) {
        Named name = requireNonNull(forward.get(lag));
        return writing.at(name.base(), name.offset());
    }

    private Term written(List<List<Tangent.Factor>> terms) {
        Term sum = null;
        for (List<Tangent.Factor> factors : terms) {
            Term term = null;
            for (Tangent.Factor factor : factors) {
                Node.Piece piece = factor.matrix();
                Term next = piece == null
                        ? writing.diagonal(value(requireNonNull(factor.diagonal()), 0, false))
                        : piece.transposed() ? writing.transposed(piece.matrix()) : writing.name(piece.matrix());
                term = term == null ? next : new Term(term.text() + " " + next.text(), Bond.PRODUCT);
            }
            Term whole = term == null ? writing.identity() : term;
            sum = sum == null ? whole : writing.sum(sum, "+", whole);
        }
        return requireNonNull(sum);
    }

    /** The equations as nodes say them, functions put in their places. */
    static List<String> forward(Cell cell) {
        Derivation derivation = new Derivation(cell, new PlainWriting());
        List<String> all = new ArrayList<>(derivation.argumentLines().values());
        for (String name : cell.step().sequences().keySet()) {
            Node value = unflushed(requireNonNull(cell.step().sequences().get(name)));
            if (value.kind != Node.Kind.INPUT && !name.contains("@")) {
                Named known = requireNonNull(derivation.forward.get(value));
                boolean own = known.base().equals(name) && known.offset() == 0;
                all.add(derivation.writing.line(derivation.writing.at(name, 0), derivation.value(value, 0, own)));
            }
        }
        return all;
    }

    // ---- names
    private void nameForward() {
        for (String name : step.sequences().keySet()) {
            Node node = requireNonNull(step.sequences().get(name));
            String base = name.replaceFirst("@.*", "");
            int at = name.indexOf('@');
            int lag = at < 0 ? 0 : Integer.parseInt(name.substring(at + 1));
            forward.putIfAbsent(node, new Named(base, -lag));
            forward.putIfAbsent(unflushed(node), new Named(base, -lag));
            if (step.states().contains(name)) {
                forward.putIfAbsent(step.graph().lag(name, requireNonNull(node.length)), new Named(base, -lag - 1));
            }
        }
        for (String name : step.sequences().keySet()) {
            Node value = unflushed(requireNonNull(step.sequences().get(name)));
            Named own = requireNonNull(forward.get(value));
            boolean outer = value.kind == Node.Kind.APPLY
                    && value.args.size() == 1
                    && value.op != Op.NEG
                    && own.base().equals(name);
            if (outer && !forward.containsKey(value.args.get(0)) && value.args.get(0).level != Node.Level.WEIGHTS) {
                forward.put(value.args.get(0), new Named(writing.argumentOf(name), 0));
                arguments.put(name, value.args.get(0));
            }
        }
    }

    private static Node unflushed(Node node) {
        return node.is(Op.FLUSH) ? node.args.get(0) : node;
    }

    private void nameBackward() {
        for (Node node : derivative.values().keySet()) {
            Named named = forward.get(node);
            if (named != null && named.offset() == 0 && node.kind != Node.Kind.LAG) {
                backward.putIfAbsent(requireNonNull(derivative.values().get(node)), named.base());
            }
        }
    }

    private void nameWeights() {
        cell.lets().forEach((name, node) -> {
            if (node.kind != Node.Kind.CONSTANT && node.kind != Node.Kind.PARAMETER) {
                weights.putIfAbsent(node, writing.name(name));
            }
        });
    }

    /** A name that nothing else has: {@code q1}, {@code q2}. */
    private String fresh(String letter) {
        int number = 1;
        while (!taken.add(letter + number)) {
            number++;
        }
        return letter + number;
    }

    // ---- lines
    private List<String> backwardLines() {
        List<Node> named = new ArrayList<>();
        List<Node> seen = new ArrayList<>();
        for (Node node : derivative.values().keySet()) {
            Named name = forward.get(node);
            boolean first = !seen.contains(unflushed(node));
            if (first && name != null && name.offset() == 0 && node.kind != Node.Kind.INPUT) {
                named.add(node);
            }
            seen.add(unflushed(node));
        }
        countReads(named);
        for (Node node : named) {
            Named name = requireNonNull(forward.get(node));
            Node gradient = requireNonNull(derivative.values().get(node));
            String primary = requireNonNull(backward.get(gradient));
            Term left = writing.gradient(writing.at(name.base(), 0));
            Term right = primary.equals(name.base()) ? value(gradient, 0, true) : value(gradient, 0, false);
            lines.add(writing.line(left, right));
        }
        for (String input : step.inputs()) {
            Node gradient = derivative.values().get(step.sequences().get(input));
            if (gradient != null) {
                lines.add(writing.line(writing.gradient(writing.at(input, 0)), value(gradient, 0, true)));
            }
        }
        weightLines();
        return lines;
    }

    private void weightLines() {
        Map<String, Term> sums = new LinkedHashMap<>();
        for (Step.Parameter parameter : step.parameters()) {
            Term sum = parameter.matrix() ? ofMatrix(parameter.name()) : ofVector(parameter.name());
            if (sum != null) {
                sums.put(parameter.name(), sum);
            }
        }
        sums.forEach((name, sum) -> lines.add(writing.line(writing.gradient(writing.name(name)), sum)));
    }

    private @Nullable Term ofMatrix(String matrix) {
        Term sum = null;
        for (Derivative.OfProduct of : derivative.products()) {
            if (of.piece().matrix().equals(matrix)) {
                Term part = outer(of, requireNonNull(derivative.values().get(of.product())));
                sum = sum == null ? part : writing.sum(sum, "+", part);
            }
        }
        Term all = sum == null ? null : writing.sumOverTime(sum);
        for (Derivative.OfProduct of : derivative.weightProducts()) {
            if (of.piece().matrix().equals(matrix)) {
                Term part = outer(of, plain(of.gradient()));
                all = all == null ? part : writing.sum(all, "+", part);
            }
        }
        return all;
    }

    private Term outer(Derivative.OfProduct of, Node gradient) {
        Term column = value(gradient, 0, false);
        Term row = value(of.operand(), 0, false);
        return of.piece().transposed() ? writing.outer(row, column) : writing.outer(column, row);
    }

    private @Nullable Term ofVector(String name) {
        Term sum = null;
        for (Derivative.Sum of : derivative.sums()) {
            if (of.target().kind == Node.Kind.PARAMETER && of.target().name.equals(name)) {
                Term part = sumPart(of);
                sum = sum == null ? part : writing.sum(sum, "+", part);
            }
        }
        Term all = sum == null ? null : writing.sumOverTime(sum);
        Node below = derivative.weights().get(name);
        if (below != null) {
            Term part = value(plain(below), 0, true);
            all = all == null ? part : writing.sum(all, "+", part);
        }
        return all;
    }

    private Term sumPart(Derivative.Sum of) {
        Term gradient = value(plain(of.gradient()), 0, false);
        Node factor = of.factor();
        return factor == null ? gradient : writing.times(gradient, value(factor, 0, false));
    }

    /** {@code sum_t ...} of what an expression of weights receives; written where it is read, or once under the let's name. */
    private Term received(Node target) {
        Term sum = null;
        for (Derivative.Sum of : derivative.sums()) {
            if (of.target() == target) {
                Term part = sumPart(of);
                sum = sum == null ? part : writing.sum(sum, "+", part);
            }
        }
        Term all = writing.sumOverTime(requireNonNull(sum));
        Term let = weights.get(target);
        if (let == null) {
            let = writing.name(fresh("w"));
            weights.put(target, let);
            lines.add(writing.line(let, value(target, 0, true)));
        }
        if (written.put(target, true) == null) {
            lines.add(writing.line(writing.gradient(let), all));
        }
        return writing.gradient(let);
    }

    // ---- large expressions that are read twice
    private void countReads(List<Node> named) {
        List<Node> tops = new ArrayList<>();
        for (Node node : named) {
            tops.add(requireNonNull(derivative.values().get(node)));
        }
        for (String input : step.inputs()) {
            Node gradient = derivative.values().get(step.sequences().get(input));
            if (gradient != null) {
                tops.add(gradient);
            }
        }
        for (Derivative.OfProduct of : derivative.products()) {
            Node gradient = requireNonNull(derivative.values().get(of.product()));
            count(gradient);
            count(of.operand());
        }
        for (Derivative.Sum of : derivative.sums()) {
            count(plain(of.gradient()));
        }
        tops.forEach(top -> inside(top).forEach(this::count));
        List<Node> candidates = new ArrayList<>(reads.keySet());
        candidates.sort((a, b) -> Integer.compare(a.id, b.id));
        for (Node node : candidates) {
            if (reads.getOrDefault(node, 0) > 1 && !leaf(node) && size(node) >= LARGE) {
                helpers.put(node, fresh("q"));
            }
        }
    }

    private void count(Node node) {
        if (leaf(node)) {
            return;
        }
        if (reads.merge(node, 1, Integer::sum) == 1) {
            inside(node).forEach(this::count);
        }
    }

    private List<Node> inside(Node node) {
        if (node.kind == Node.Kind.NEXT) {
            Node handed = handedBack(node);
            return handed == null ? List.of() : List.of(handed);
        }
        return node.args;
    }

    private int size(Node node) {
        Integer known = sizes.get(node);
        if (known != null) {
            return known;
        }
        int size = 1;
        for (Node inner : inside(node)) {
            size = Math.min(1_000_000, size + (leaf(inner) ? 1 : size(inner)));
        }
        sizes.put(node, size);
        return size;
    }

    private boolean leaf(Node node) {
        return forward.containsKey(node)
                || backward.containsKey(node)
                || weights.containsKey(node)
                || node.kind == Node.Kind.PARAMETER
                || node.kind == Node.Kind.CONSTANT
                || node.kind == Node.Kind.OUTER;
    }

    // ---- formulas
    /** The adjoint of a state's lag: what {@code Next} stands for, one step on. */
    private @Nullable Node handedBack(Node next) {
        Node value = requireNonNull(step.sequences().get(next.name));
        return derivative.values().get(step.graph().lag(next.name, requireNonNull(value.length)));
    }

    private Term value(Node node, int shift, boolean top) {
        if (!top) {
            Named named = forward.get(node);
            if (named != null) {
                return writing.at(named.base(), named.offset() + shift);
            }
            String base = backward.get(node);
            if (base != null) {
                return writing.gradient(writing.at(base, shift));
            }
            Term let = weights.get(node);
            if (let != null) {
                return let;
            }
            String helper = helpers.get(node);
            if (helper != null) {
                if (written.put(node, true) == null) {
                    lines.add(writing.line(writing.at(helper, 0), value(node, 0, true)));
                }
                return writing.at(helper, shift);
            }
        }
        return switch (node.kind) {
            case INPUT, LAG -> throw new IllegalStateException(node + " has no name");
            case PARAMETER -> writing.name(node.name);
            case CONSTANT -> writing.number(node.value);
            case PRODUCT -> product(node, shift);
            case APPLY -> apply(node, shift);
            case OUTER ->
                node.name.startsWith("sum of n") ? received(target(node)) : writing.at(entering(node.name), shift);
            case NEXT -> {
                Node handed = handedBack(node);
                yield handed == null ? writing.number(0) : value(handed, shift + 1, false);
            }
        };
    }

    private String entering(String output) {
        return output.equals("h") && !taken.contains("e") ? "e" : writing.entering(output);
    }

    private Node target(Node leaf) {
        return step.graph().get(Integer.parseInt(leaf.name.substring("sum of n".length())));
    }

    private Term product(Node node, int shift) {
        Term sum = null;
        for (int i = 0; i < node.pieces.size(); i++) {
            Node.Piece piece = node.pieces.get(i);
            Term matrix = piece.transposed() ? writing.transposed(piece.matrix()) : writing.name(piece.matrix());
            Term part = writing.product(matrix, value(node.args.get(i), shift, false));
            sum = sum == null ? part : writing.sum(sum, "+", part);
        }
        return requireNonNull(sum);
    }

    private Term apply(Node node, int shift) {
        List<Term> args = new ArrayList<>();
        for (Node arg : node.args) {
            args.add(value(arg, shift, false));
        }
        Term a = args.get(0);
        Term b = args.get(args.size() - 1);
        Op op = requireNonNull(node.op);
        return switch (op) {
            case ADD -> writing.sum(a, "+", b);
            case SUB -> writing.sum(a, "-", b);
            case MUL -> gradientFirst(node) ? writing.times(b, a) : writing.times(a, b);
            case DIV -> writing.quotient(a, b);
            case NEG -> writing.negated(a);
            case FLUSH -> a;
            case IF_GE -> chosen(writing.where(a, ">=", args.get(1)), b);
            case UNLESS_GE -> chosen(writing.where(a, "<", args.get(1)), b);
            case IF_LE -> chosen(writing.where(a, "<=", args.get(1)), b);
            case UNLESS_LE -> chosen(writing.where(a, ">", args.get(1)), b);
            case IF_POSITIVE -> chosen(writing.where(a, ">", writing.number(0)), b);
            case SIGN_OF -> {
                Term up = chosen(writing.where(a, ">", writing.number(0)), b);
                yield writing.sum(up, "-", chosen(writing.where(a, "<", writing.number(0)), b));
            }
            case D_SQRT -> writing.quotient(b, writing.times(writing.number(2), a));
            case D_ELU -> {
                Term one = writing.number(1);
                yield writing.times(
                        b,
                        new Term(
                                writing.call(Op.MIN, List.of(writing.sum(a, "+", one), one))
                                        .text(),
                                Bond.ATOM));
            }
            default -> writing.call(op, args);
        };
    }

    /** What is chosen where a condition holds; the condition alone stands for one. */
    private Term chosen(Term condition, Term value) {
        return value.text().equals("1") ? condition : writing.times(condition, value);
    }

    /** True where the second factor is a gradient and the first is not. */
    private boolean gradientFirst(Node product) {
        return ofForward(product.args.get(0)) && !ofForward(product.args.get(1));
    }

    private boolean ofForward(Node node) {
        boolean weights = node.level == Node.Level.WEIGHTS && node.kind != Node.Kind.OUTER;
        return weights || derivative.flow().contains(node);
    }

    /** A node of the adjoint as it was before what is stored was flushed. */
    private Node plain(Node node) {
        if (derivative.flow().contains(node) || node.level == Node.Level.WEIGHTS) {
            return node;
        }
        if (node.is(Op.FLUSH)) {
            return plain(node.args.get(0));
        }
        List<Node> args = new ArrayList<>();
        for (Node arg : node.args) {
            args.add(plain(arg));
        }
        if (args.equals(node.args)) {
            return node;
        }
        return node.kind == Node.Kind.PRODUCT
                ? step.graph().product(node.pieces, args, requireNonNull(node.length))
                : step.graph().apply(requireNonNull(node.op), args.toArray(new Node[0]));
    }
}
