package dev.recur.cell;

import java.util.List;
import java.util.Objects;

/** The adjoint of each operation: from the gradient g of y = op(args), one contribution for each argument. */
final class Rules {
    private Rules() {}

    static List<Node> of(Graph graph, Node y, Node g) {
        Node a = y.args.get(0);
        Node b = y.args.size() > 1 ? y.args.get(1) : a;
        Op op = Objects.requireNonNull(y.op);
        return switch (op) {
            case ADD -> List.of(g, g);
            case SUB -> List.of(g, neg(graph, g));
            case MUL -> List.of(mul(graph, g, b), mul(graph, g, a));
            case DIV -> List.of(graph.apply(Op.DIV, g, b), neg(graph, graph.apply(Op.DIV, mul(graph, g, y), b)));
            case NEG -> List.of(neg(graph, g));
            case TANH -> List.of(mul(graph, g, oneMinus(graph, mul(graph, y, y))));
            case SIGMOID -> List.of(mul(graph, g, mul(graph, y, oneMinus(graph, y))));
            case RELU -> List.of(graph.apply(Op.IF_POSITIVE, y, g));
            case ELU -> List.of(graph.apply(Op.D_ELU, y, g));
            case SOFTPLUS -> List.of(mul(graph, g, graph.apply(Op.SIGMOID, a)));
            case LOG_SIGMOID -> List.of(mul(graph, g, graph.apply(Op.SIGMOID, neg(graph, a))));
            case EXP -> List.of(mul(graph, g, y));
            case LOG -> List.of(graph.apply(Op.DIV, g, a));
            case SQRT -> List.of(graph.apply(Op.D_SQRT, y, g));
            case ABS -> List.of(graph.apply(Op.SIGN_OF, a, g));
            case SIN -> List.of(mul(graph, g, graph.apply(Op.COS, a)));
            case COS -> List.of(neg(graph, mul(graph, g, graph.apply(Op.SIN, a))));
            case MAX -> List.of(graph.apply(Op.IF_GE, a, b, g), graph.apply(Op.UNLESS_GE, a, b, g));
            case MIN -> List.of(graph.apply(Op.IF_LE, a, b, g), graph.apply(Op.UNLESS_LE, a, b, g));
            case LAYER_NORM -> List.of(graph.apply(Op.D_LAYER_NORM, g, y, graph.apply(Op.NORM_SCALE, a)));
            case FLUSH -> List.of(g);
            case IF_GE, UNLESS_GE, IF_LE, UNLESS_LE, IF_POSITIVE, D_ELU, D_SQRT, SIGN_OF, NORM_SCALE, D_LAYER_NORM ->
                throw new IllegalStateException(op + " is of the adjoint and has none");
        };
    }

    /** {@code a + b}, where {@code a + (-b)} is {@code a - b}: the same bits. */
    static Node add(Graph graph, Node a, Node b) {
        return b.is(Op.NEG) ? graph.apply(Op.SUB, a, b.args.get(0)) : graph.apply(Op.ADD, a, b);
    }

    private static Node neg(Graph graph, Node a) {
        return a.is(Op.NEG) ? a.args.get(0) : graph.apply(Op.NEG, a);
    }

    private static Node mul(Graph graph, Node a, Node b) {
        if (a.kind == Node.Kind.CONSTANT && a.value == 1) {
            return b;
        }
        return b.kind == Node.Kind.CONSTANT && b.value == 1 ? a : graph.apply(Op.MUL, a, b);
    }

    private static Node oneMinus(Graph graph, Node a) {
        return graph.apply(Op.SUB, graph.constant(1), a);
    }
}
