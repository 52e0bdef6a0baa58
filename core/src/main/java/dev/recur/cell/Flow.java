package dev.recur.cell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where each node of a graph with time edges is computed. Even phases are time loops, odd phases are bulk products over all
 * (t, row). What lies on a cycle through time is in a loop; a product outside every cycle is in bulk; pointwise work moves with a
 * bulk product only when that product needs it, else it stays in the loop that reads it. Inside a loop, {@code level} counts the
 * products that must have run before within the step.
 *
 * <p>The same rules serve both directions: forward the time edge runs from a sequence to its lag, backward from the adjoint of a
 * lag to {@code Next} of the step before.
 */
final class Flow {
    /** Of a LAG or NEXT node: the node that it is a step later or earlier; null of any other. */
    @FunctionalInterface
    interface TimeEdge {
        @Nullable
        Node source(Node node);
    }

    private static final int OUTSIDE = -1;

    private final Graph graph;
    private final TimeEdge timeSource;
    private final BitSet scope = new BitSet();
    private final int[] component;
    private final int[] phase;
    private final int[] level;
    private final List<List<Node>> readers = new ArrayList<>();

    /**
     * @param roots what must be computed
     * @param timeSource the edges through time
     * @param free true for what is there already: weights, and what another direction has left
     */
    Flow(Graph graph, Collection<Node> roots, TimeEdge timeSource, Predicate<Node> free) {
        this.graph = graph;
        this.timeSource = timeSource;
        this.component = new int[graph.size()];
        this.phase = new int[graph.size()];
        this.level = new int[graph.size()];
        Arrays.fill(component, OUTSIDE);
        for (int i = 0; i < graph.size(); i++) {
            readers.add(new ArrayList<>());
        }
        collect(roots, free);
        findCycles();
        settlePhases();
        moveToReaders();
        settleLevels();
    }

    boolean contains(Node node) {
        return scope.get(node.id);
    }

    /** Even: the loop; odd: the bulk products between two loops. */
    int phase(Node node) {
        return phase[node.id];
    }

    int level(Node node) {
        return level[node.id];
    }

    boolean onCycle(Node node) {
        return component[node.id] != OUTSIDE;
    }

    int phases() {
        int most = 0;
        for (Node node : nodes()) {
            most = Math.max(most, phase[node.id]);
        }
        return most + 1;
    }

    /** In the order of their ids. */
    List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        scope.stream().forEach(id -> nodes.add(graph.get(id)));
        return nodes;
    }

    List<Node> readers(Node node) {
        return readers.get(node.id);
    }

    private List<Node> sources(Node node) {
        Node before = timeSource.source(node);
        if (before == null) {
            return node.args;
        }
        return List.of(before);
    }

    private void collect(Collection<Node> roots, Predicate<Node> free) {
        Deque<Node> todo = new ArrayDeque<>(roots);
        while (!todo.isEmpty()) {
            Node node = todo.pop();
            if (scope.get(node.id) || free.test(node)) {
                continue;
            }
            scope.set(node.id);
            todo.addAll(sources(node));
        }
        for (Node node : nodes()) {
            for (Node source : sources(node)) {
                if (scope.get(source.id)) {
                    readers.get(source.id).add(node);
                }
            }
        }
    }

    private void findCycles() {
        for (Node node : nodes()) {
            if (timeSource.source(node) == null || component[node.id] != OUTSIDE) {
                continue;
            }
            BitSet after = reach(node, true);
            if (!after.get(node.id)) {
                continue;
            }
            after.and(reach(node, false));
            after.stream().forEach(id -> component[id] = node.id);
        }
    }

    /** What lies behind (or before) a node; the node itself only if it lies on a cycle. */
    private BitSet reach(Node start, boolean forward) {
        BitSet seen = new BitSet();
        Deque<Node> todo = new ArrayDeque<>();
        todo.add(start);
        while (!todo.isEmpty()) {
            Node node = todo.pop();
            for (Node next : forward ? readers.get(node.id) : sources(node)) {
                if (scope.get(next.id) && !seen.get(next.id)) {
                    seen.set(next.id);
                    todo.push(next);
                }
            }
        }
        return seen;
    }

    private static int even(int phase) {
        return phase + (phase & 1);
    }

    private void settlePhases() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Node node : nodes()) {
                int wanted = component[node.id] == OUTSIDE ? alone(node) : together(node);
                if (wanted > phase[node.id]) {
                    phase[node.id] = wanted;
                    changed = true;
                }
            }
        }
    }

    private int alone(Node node) {
        boolean product = node.kind == Node.Kind.PRODUCT;
        int wanted = product ? 1 : 0;
        for (Node source : sources(node)) {
            if (scope.get(source.id)) {
                int there = phase[source.id];
                wanted = Math.max(wanted, product ? there | 1 : even(there));
            }
        }
        return wanted;
    }

    private int together(Node node) {
        int wanted = phase[component[node.id]];
        for (Node source : sources(node)) {
            if (scope.get(source.id)) {
                wanted = Math.max(wanted, even(phase[source.id]));
            }
        }
        phase[component[node.id]] = Math.max(phase[component[node.id]], wanted);
        return wanted;
    }

    /** Pointwise work that no bulk product waits for goes to the loop that reads it first, where its operands are hot. */
    private void moveToReaders() {
        List<Node> nodes = nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (node.kind != Node.Kind.APPLY
                    || onCycle(node)
                    || readers.get(node.id).isEmpty()) {
                continue;
            }
            int first = Integer.MAX_VALUE;
            for (Node reader : readers.get(node.id)) {
                first = Math.min(first, phase[reader.id] & ~1);
            }
            phase[node.id] = Math.max(phase[node.id], first);
        }
    }

    private void settleLevels() {
        for (Node node : nodes()) {
            if (timeSource.source(node) != null) {
                continue;
            }
            for (Node arg : node.args) {
                if (scope.get(arg.id) && phase[arg.id] == phase[node.id]) {
                    int after = level[arg.id] + (arg.kind == Node.Kind.PRODUCT ? 1 : 0);
                    level[node.id] = Math.max(level[node.id], after);
                }
            }
        }
    }
}
