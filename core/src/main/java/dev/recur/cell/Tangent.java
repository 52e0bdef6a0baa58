package dev.recur.cell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a step depend on one state of the step before: the derivative of each node read forwards, as sums of products of
 * matrices and diagonals. Over time such matrices multiply, which is why gradients vanish or explode.
 */
final class Tangent {
    private static final int MOST_TERMS = 12;

    /** A matrix of weights, or the diagonal matrix of a vector. */
    record Factor(Node.@Nullable Piece matrix, @Nullable Node diagonal) {}

    private final Graph graph;
    private final Node lag;
    private final Map<Node, List<List<Factor>>> known = new HashMap<>();
    private boolean beyond;

    private Tangent(Graph graph, Node lag) {
        this.graph = graph;
        this.lag = lag;
    }

    /**
     * d value / d lag as terms of factors from left to right; an empty term is the identity, no term is 0. Null where there are more
     * than a dozen terms, or a layer norm stands between.
     */
    static @Nullable List<List<Factor>> of(Graph graph, Node value, Node lag) {
        Tangent tangent = new Tangent(graph, lag);
        List<List<Factor>> terms = tangent.terms(value);
        return tangent.beyond ? null : terms;
    }

    private List<List<Factor>> terms(Node node) {
        if (node == lag) {
            return List.of(List.of());
        }
        List<List<Factor>> terms = known.get(node);
        if (terms == null) {
            terms = derive(node);
            beyond |= terms.size() > MOST_TERMS;
            known.put(node, terms);
        }
        return terms;
    }

    private List<List<Factor>> derive(Node node) {
        List<List<Factor>> all = new ArrayList<>();
        if (beyond) {
            return all;
        }
        if (node.kind == Node.Kind.PRODUCT) {
            put(all, new Factor(node.pieces.get(0), null), terms(node.args.get(0)));
        } else if (node.is(Op.FLUSH)) {
            return terms(node.args.get(0));
        } else if (node.kind == Node.Kind.APPLY) {
            pointwise(node, all);
        }
        return all;
    }

    private void pointwise(Node node, List<List<Factor>> all) {
        boolean depends = false;
        for (Node arg : node.args) {
            depends |= !terms(arg).isEmpty();
        }
        if (!depends) {
            return;
        }
        if (Objects.requireNonNull(node.op).wholeRow()) {
            beyond = true;
            return;
        }
        List<Node> slopes = Rules.of(graph, node, graph.constant(1));
        for (int i = 0; i < slopes.size(); i++) {
            put(all, new Factor(null, slopes.get(i)), terms(node.args.get(i)));
        }
    }

    private Node times(Node a, Node b) {
        if (minusOne(a)) {
            return negated(b);
        }
        if (minusOne(b)) {
            return negated(a);
        }
        if (a.is(Op.NEG)) {
            return negated(times(a.args.get(0), b));
        }
        return b.is(Op.NEG) ? negated(times(a, b.args.get(0))) : graph.apply(Op.MUL, a, b);
    }

    private Node negated(Node node) {
        return node.is(Op.NEG) ? node.args.get(0) : graph.apply(Op.NEG, node);
    }

    private static boolean minusOne(Node node) {
        return node.is(Op.NEG) && node.args.get(0).kind == Node.Kind.CONSTANT && node.args.get(0).value == 1;
    }

    private void put(List<List<Factor>> all, Factor left, List<List<Factor>> terms) {
        Node slope = left.diagonal();
        boolean one = slope != null && slope.kind == Node.Kind.CONSTANT && slope.value == 1;
        for (List<Factor> term : terms) {
            List<Factor> longer = new ArrayList<>();
            Node first = term.isEmpty() ? null : term.get(0).diagonal();
            if (slope != null && !one && first != null) {
                longer.add(new Factor(null, times(slope, first)));
                longer.addAll(term.subList(1, term.size()));
            } else {
                if (!one) {
                    longer.add(left);
                }
                longer.addAll(term);
            }
            all.add(longer);
        }
    }
}
