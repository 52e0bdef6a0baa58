package dev.recur.cell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What forward keeps for backward: a minimum cut between keeping a float and computing it again (Edmonds &amp; Karp 1972 on a graph of a
 * hundred nodes). Products, whole-row operations and operands of products are never computed again.
 */
final class Keep {
    private static final long NEVER = Long.MAX_VALUE / 4;
    private static final int FLOAT = 100;
    private static final int TRANSCENDENTAL = 50;
    private static final int DIVISION = 20;
    private static final int SIMPLE = 2;

    private final List<int[]> edges = new ArrayList<>();
    private final List<Long> room = new ArrayList<>();
    private final List<List<Integer>> leaving = new ArrayList<>();
    private final Map<Node, Integer> numbers = new HashMap<>();
    private final int source = vertex();
    private final int sink = vertex();

    private Keep() {}

    /**
     * @param nodes the forward nodes
     * @param there what needs no keeping: inputs, states, outputs, weights
     * @param wanted what backward reads
     * @param operands values that products multiply, which must be kept as they are
     * @return the nodes to keep, of those not {@code there}
     */
    static Set<Node> choose(
            Collection<Node> nodes,
            Predicate<Node> there,
            Set<Node> wanted,
            Set<Node> operands,
            ToIntFunction<Node> length) {
        Keep keep = new Keep();
        for (Node node : nodes) {
            if (!there.test(node)) {
                keep.add(node, there, operands.contains(node), length.applyAsInt(node));
            }
        }
        for (Node node : wanted) {
            if (!there.test(node)) {
                keep.edge(keep.out(node), keep.sink, NEVER);
            }
        }
        keep.fill();
        return keep.cut();
    }

    private void add(Node node, Predicate<Node> there, boolean operand, int length) {
        edge(in(node), out(node), (long) FLOAT * length);
        edge(source, in(node), cost(node, operand, length));
        for (Node arg : node.args) {
            if (!there.test(arg)) {
                edge(out(arg), in(node), NEVER);
            }
        }
    }

    private static long cost(Node node, boolean operand, int length) {
        if (operand
                || node.kind != Node.Kind.APPLY
                || Objects.requireNonNull(node.op).wholeRow()) {
            return NEVER;
        }
        return switch (Objects.requireNonNull(node.op)) {
            case TANH, SIGMOID, SOFTPLUS, LOG_SIGMOID, EXP, LOG, SIN, COS, ELU -> (long) TRANSCENDENTAL * length;
            case DIV, SQRT -> (long) DIVISION * length;
            default -> (long) SIMPLE * length;
        };
    }

    private int in(Node node) {
        return numbers.computeIfAbsent(node, key -> {
            int first = vertex();
            vertex();
            return first;
        });
    }

    private int out(Node node) {
        return in(node) + 1;
    }

    private int vertex() {
        leaving.add(new ArrayList<>());
        return leaving.size() - 1;
    }

    private void edge(int from, int to, long capacity) {
        leaving.get(from).add(edges.size());
        edges.add(new int[] {from, to});
        room.add(capacity);
        leaving.get(to).add(edges.size());
        edges.add(new int[] {to, from});
        room.add(0L);
    }

    private void fill() {
        int[] by = search();
        while (by[sink] >= 0) {
            long least = NEVER;
            for (int v = sink; v != source; v = edges.get(by[v])[0]) {
                least = Math.min(least, room.get(by[v]));
            }
            for (int v = sink; v != source; v = edges.get(by[v])[0]) {
                int edge = by[v];
                room.set(edge, room.get(edge) - least);
                room.set(edge ^ 1, room.get(edge ^ 1) + least);
            }
            by = search();
        }
    }

    /** For each vertex the edge by which the source reaches it, -1 where it does not. */
    private int[] search() {
        int[] by = new int[leaving.size()];
        Arrays.fill(by, -1);
        Deque<Integer> todo = new ArrayDeque<>();
        todo.add(source);
        while (!todo.isEmpty()) {
            int from = todo.poll();
            for (int edge : leaving.get(from)) {
                int to = edges.get(edge)[1];
                if (room.get(edge) > 0 && by[to] < 0 && to != source) {
                    by[to] = edge;
                    todo.add(to);
                }
            }
        }
        return by;
    }

    private Set<Node> cut() {
        int[] by = search();
        Set<Node> kept = new HashSet<>();
        numbers.forEach((node, vertex) -> {
            if (by[vertex] >= 0 && by[vertex + 1] < 0) {
                kept.add(node);
            }
        });
        return kept;
    }
}
