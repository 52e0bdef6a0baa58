package dev.recur.cell;

import dev.recur.kernel.Pointwise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds superinstructions: a block operation whose formula is the tree of pointwise nodes that ends in a given node. Each has exactly the
 * roundings of its parts, so the choice changes no bit.
 */
final class Fuse {
    /**
     * One block operation for one or several nodes.
     *
     * @param operation null for an operation on whole rows, which {@code op} names
     * @param args operands in the operation's order
     * @param flush true where the result is stored or carried
     * @param covered the nodes that it computes on the way, without its own
     */
    record Match(@Nullable Pointwise operation, Op op, List<Node> args, boolean flush, List<Node> covered) {}

    private static final Pointwise[] OPERATIONS = Pointwise.values();
    private static final Formula.Term[] FORMULAS = formulas();

    private final boolean enabled;
    private final Predicate<Node> inlinable;

    /** @param inlinable true for a node that one node alone reads, in the same program, and that nobody stores */
    Fuse(boolean enabled, Predicate<Node> inlinable) {
        this.enabled = enabled;
        this.inlinable = inlinable;
    }

    private static Formula.Term[] formulas() {
        Formula.Term[] formulas = new Formula.Term[OPERATIONS.length];
        for (int i = 0; i < formulas.length; i++) {
            formulas[i] = Formula.of(OPERATIONS[i]);
        }
        return formulas;
    }

    /** The operation that computes the most on the way to {@code node}. */
    Match match(Node node) {
        Op op = Objects.requireNonNull(node.op);
        if (op != Op.FLUSH) {
            return best(node, false, List.of());
        }
        Node inner = node.args.get(0);
        if (inner.kind == Node.Kind.APPLY && !Objects.requireNonNull(inner.op).wholeRow() && inlinable.test(inner)) {
            return best(inner, true, List.of(inner));
        }
        return new Match(Pointwise.COPY, op, node.args, true, List.of());
    }

    private Match best(Node node, boolean flush, List<Node> covered) {
        Op op = Objects.requireNonNull(node.op);
        if (op.wholeRow()) {
            return new Match(null, op, node.args, flush, covered);
        }
        Match best = new Match(op.block(), op, node.args, flush, covered);
        if (!enabled) {
            return best;
        }
        for (int i = 0; i < OPERATIONS.length; i++) {
            if (FORMULAS[i].op() != op) {
                continue;
            }
            @Nullable Node[] bound = new @Nullable Node[4];
            List<Node> inside = new ArrayList<>(covered);
            if (match(FORMULAS[i], node, true, bound, inside) && better(inside, best)) {
                best = new Match(OPERATIONS[i], op, operands(bound, OPERATIONS[i].arity()), flush, List.copyOf(inside));
            }
        }
        return best;
    }

    private static boolean better(List<Node> inside, Match best) {
        return inside.size() > best.covered.size();
    }

    private static List<Node> operands(@Nullable Node[] bound, int arity) {
        List<Node> operands = new ArrayList<>();
        for (int i = 0; i < arity; i++) {
            operands.add(Objects.requireNonNull(bound[i]));
        }
        return operands;
    }

    /** Binds the term's operands; on failure {@code bound} and {@code inside} are as before. */
    private boolean match(Formula.Term term, Node node, boolean root, @Nullable Node[] bound, List<Node> inside) {
        if (term.one()) {
            return node.kind == Node.Kind.CONSTANT && node.value == 1;
        }
        if (term.op() == null) {
            Node before = bound[term.operand()];
            bound[term.operand()] = node;
            return before == null || before == node || undo(bound, term.operand(), before);
        }
        if (node.op != term.op() || (!root && !inlinable.test(node))) {
            return false;
        }
        if (arguments(term.args(), node.args, bound, inside)) {
            return cover(node, root, inside);
        }
        if (term.op().commutative()
                && arguments(term.args(), List.of(node.args.get(1), node.args.get(0)), bound, inside)) {
            return cover(node, root, inside);
        }
        return false;
    }

    private static boolean undo(@Nullable Node[] bound, int operand, Node before) {
        bound[operand] = before;
        return false;
    }

    private static boolean cover(Node node, boolean root, List<Node> inside) {
        if (!root) {
            inside.add(node);
        }
        return true;
    }

    private boolean arguments(List<Formula.Term> terms, List<Node> nodes, @Nullable Node[] bound, List<Node> inside) {
        @Nullable Node[] boundBefore = bound.clone();
        List<Node> insideBefore = new ArrayList<>(inside);
        for (int i = 0; i < terms.size(); i++) {
            if (!match(terms.get(i), nodes.get(i), false, bound, inside)) {
                System.arraycopy(boundBefore, 0, bound, 0, bound.length);
                inside.clear();
                inside.addAll(insideBefore);
                return false;
            }
        }
        return true;
    }
}
