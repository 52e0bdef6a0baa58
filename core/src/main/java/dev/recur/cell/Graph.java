package dev.recur.cell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An arena of interned nodes. Ids rise in creation order, so arguments come before what reads them. */
final class Graph {
    /** Nodes a text may have; a stranger's file ends here. */
    static final int MOST_NODES = 4096;

    private record Key(
            Node.Kind kind, @Nullable Op op, String name, double value, List<Node.Piece> pieces, List<Integer> args) {}

    private final List<Node> nodes = new ArrayList<>();
    private final Map<Key, Node> interned = new HashMap<>();

    List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    int size() {
        return nodes.size();
    }

    Node get(int id) {
        return nodes.get(id);
    }

    Node input(String name, Length length) {
        return make(Node.Kind.INPUT, null, name, 0, List.of(), List.of(), length, Node.Level.INPUTS);
    }

    Node lag(String name, Length length) {
        return make(Node.Kind.LAG, null, name, 0, List.of(), List.of(), length, Node.Level.STATE);
    }

    Node parameter(String name, Length length) {
        return make(Node.Kind.PARAMETER, null, name, 0, List.of(), List.of(), length, Node.Level.WEIGHTS);
    }

    Node constant(double value) {
        return make(Node.Kind.CONSTANT, null, "", value, List.of(), List.of(), null, Node.Level.WEIGHTS);
    }

    Node outer(String name, @Nullable Length length) {
        return make(Node.Kind.OUTER, null, name, 0, List.of(), List.of(), length, Node.Level.STATE);
    }

    Node next(String name, @Nullable Length length) {
        return make(Node.Kind.NEXT, null, name, 0, List.of(), List.of(), length, Node.Level.STATE);
    }

    /** {@code length} is that of the result. */
    Node product(List<Node.Piece> pieces, List<Node> args, Length length) {
        return make(Node.Kind.PRODUCT, null, "", 0, pieces, args, length, highest(args));
    }

    /** Lengths of the arguments have been unified by the caller; the first that is not a number's is the result's. */
    Node apply(Op op, Node... args) {
        List<Node> ordered = new ArrayList<>(List.of(args));
        if (op.commutative() && ordered.get(0).id > ordered.get(1).id) {
            Collections.swap(ordered, 0, 1);
        }
        Length length = null;
        for (Node arg : args) {
            if (length == null) {
                length = arg.length;
            }
        }
        if (op == Op.NORM_SCALE) {
            length = Length.ONE;
        }
        return make(Node.Kind.APPLY, op, "", 0, List.of(), List.copyOf(ordered), length, highest(ordered));
    }

    private static Node.Level highest(List<Node> args) {
        Node.Level level = Node.Level.WEIGHTS;
        for (Node arg : args) {
            if (arg.level.compareTo(level) > 0) {
                level = arg.level;
            }
        }
        return level;
    }

    private Node make(
            Node.Kind kind,
            @Nullable Op op,
            String name,
            double value,
            List<Node.Piece> pieces,
            List<Node> args,
            @Nullable Length length,
            Node.Level level) {
        List<Integer> ids = new ArrayList<>();
        for (Node arg : args) {
            ids.add(arg.id);
        }
        Key key = new Key(kind, op, name, value, pieces, ids);
        Node known = interned.get(key);
        if (known != null) {
            return known;
        }
        Node node = new Node(nodes.size(), kind, op, name, value, pieces, args, length, level);
        nodes.add(node);
        interned.put(key, node);
        return node;
    }
}
