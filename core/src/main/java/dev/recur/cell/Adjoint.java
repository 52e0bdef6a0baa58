package dev.recur.cell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Back-propagation through time, derived from one step (Werbos 1990): walks the forward nodes backwards and adds the contributions to
 * each adjoint in a fixed order: from outside, from the step after, from pointwise uses with the last first, then one product for
 * all matrices that read the value in bulk, then one for those in the loop.
 */
final class Adjoint {
    private record Use(Node product, Node gradient) {}

    private final Step step;
    private final Graph graph;
    private final Flow flow;
    private final int forwardNodes;
    private final Map<Node, List<Node>> pointwise = new HashMap<>();
    private final Map<Node, List<Use>> uses = new HashMap<>();
    private final Map<Node, Node> values = new LinkedHashMap<>();
    private final List<Derivative.OfProduct> products = new ArrayList<>();
    private final List<Derivative.Sum> sums = new ArrayList<>();
    private final List<Derivative.OfProduct> weightProducts = new ArrayList<>();
    private final Map<Node, Node> replaced = new HashMap<>();

    private Adjoint(Step step) {
        this.step = step;
        this.graph = step.graph();
        this.flow = trainingFlow(step);
        this.forwardNodes = graph.size();
    }

    static Derivative of(Step step) {
        return new Adjoint(step).derive();
    }

    /** Where the nodes of a step are computed that outputs or states need. */
    static Flow forwardFlow(Step step) {
        return forwardFlow(step, roots(step));
    }

    /** The same, with the scales of layer norms, which backward reads: one float to keep in place of a whole row. */
    private static Flow trainingFlow(Step step) {
        Set<Node> roots = roots(step);
        for (Node node : forwardFlow(step).nodes()) {
            if (node.is(Op.LAYER_NORM)) {
                roots.add(step.graph().apply(Op.NORM_SCALE, node.args.get(0)));
            }
        }
        return forwardFlow(step, roots);
    }

    private static Set<Node> roots(Step step) {
        Set<Node> roots = new LinkedHashSet<>();
        for (String name : step.outputs()) {
            roots.add(step.sequences().get(name));
        }
        for (String name : step.states()) {
            roots.add(step.sequences().get(name));
        }
        return roots;
    }

    private static Flow forwardFlow(Step step, Set<Node> roots) {
        return new Flow(
                step.graph(),
                roots,
                node -> node.kind == Node.Kind.LAG ? step.sequences().get(node.name) : null,
                node -> node.level == Node.Level.WEIGHTS);
    }

    private Derivative derive() {
        for (int id = forwardNodes - 1; id >= 0; id--) {
            Node node = graph.get(id);
            if (flow.contains(node)) {
                Node gradient = total(node);
                if (gradient != null) {
                    values.put(node, gradient);
                    spread(node, gradient);
                }
            }
        }
        Collections.reverse(products);
        Collections.reverse(sums);
        flushStored();
        return new Derivative(
                step,
                flow,
                ends(
                        Node.Kind.INPUT,
                        step.inputs().stream()
                                .filter(name -> !Mask.isMask(name))
                                .toList()),
                ends(Node.Kind.LAG, step.states()),
                stored(products),
                storedSums(),
                weights(),
                weightProducts,
                values);
    }

    // ---- one node

    private @Nullable Node total(Node node) {
        List<Node> parts = new ArrayList<>();
        for (String name : step.outputs()) {
            if (step.sequences().get(name) == node) {
                parts.add(graph.outer(name, node.length));
            }
        }
        for (String name : step.states()) {
            if (step.sequences().get(name) == node) {
                parts.add(graph.next(name, node.length));
            }
        }
        parts.addAll(pointwise.getOrDefault(node, List.of()));
        addPlace(parts, node, false);
        addPlace(parts, node, true);
        Node sum = null;
        for (Node part : parts) {
            sum = sum == null ? part : add(sum, part);
        }
        return sum;
    }

    /** One chain over all matrices that read the node in this place, in the order of the text. */
    private void addPlace(List<Node> parts, Node node, boolean inLoop) {
        List<Node.Piece> pieces = new ArrayList<>();
        List<Node> gradients = new ArrayList<>();
        List<Use> here = uses.getOrDefault(node, List.of());
        for (int i = here.size() - 1; i >= 0; i--) {
            Use use = here.get(i);
            if (flow.onCycle(use.product) == inLoop) {
                Node.Piece piece = use.product.pieces.get(0);
                pieces.add(new Node.Piece(piece.matrix(), !piece.transposed()));
                gradients.add(use.gradient);
            }
        }
        if (!pieces.isEmpty()) {
            parts.add(graph.product(pieces, gradients, Objects.requireNonNull(node.length)));
        }
    }

    private void spread(Node node, Node gradient) {
        if (node.kind == Node.Kind.PRODUCT) {
            products.add(new Derivative.OfProduct(node, gradient));
            uses.computeIfAbsent(node.args.get(0), key -> new ArrayList<>()).add(new Use(node, gradient));
            return;
        }
        if (node.kind != Node.Kind.APPLY) {
            return;
        }
        List<Node> parts = Rules.of(graph, node, gradient);
        for (int i = parts.size() - 1; i >= 0; i--) {
            Node arg = node.args.get(i);
            if (arg.kind == Node.Kind.CONSTANT) {
                continue;
            }
            if (arg.level == Node.Level.WEIGHTS) {
                sums.add(sum(node, i, gradient, parts.get(i)));
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            Node arg = node.args.get(i);
            if (arg.level != Node.Level.WEIGHTS) {
                pointwise.computeIfAbsent(arg, key -> new ArrayList<>()).add(parts.get(i));
            }
        }
    }

    private static Derivative.Sum sum(Node node, int index, Node gradient, Node part) {
        Node arg = node.args.get(index);
        if (node.op == Op.MUL && node.args.get(0) != node.args.get(1)) {
            return new Derivative.Sum(arg, gradient, node.args.get(1 - index));
        }
        return new Derivative.Sum(arg, part, null);
    }

    private Node add(Node a, Node b) {
        return Rules.add(graph, a, b);
    }

    // ---- what is stored is flushed, and every reader reads what is stored

    private void flushStored() {
        Set<Node> stored = new HashSet<>();
        for (Derivative.OfProduct product : products) {
            stored.add(product.gradient());
        }
        for (Derivative.Sum sum : sums) {
            stored.add(sum.gradient());
        }
        for (Node node : values.keySet()) {
            if (node.kind == Node.Kind.LAG) {
                stored.add(values.get(node));
            }
        }
        int end = graph.size();
        for (int id = forwardNodes; id < end; id++) {
            Node node = graph.get(id);
            Node copy = rebuilt(node);
            replaced.put(node, stored.contains(node) ? graph.apply(Op.FLUSH, copy) : copy);
        }
    }

    private Node rebuilt(Node node) {
        List<Node> args = new ArrayList<>();
        for (Node arg : node.args) {
            args.add(replaced.getOrDefault(arg, arg));
        }
        return switch (node.kind) {
            case PRODUCT -> graph.product(node.pieces, args, Objects.requireNonNull(node.length));
            case APPLY -> graph.apply(Objects.requireNonNull(node.op), args.toArray(new Node[0]));
            case INPUT, LAG, PARAMETER, CONSTANT, OUTER, NEXT -> node;
        };
    }

    private Node now(Node node) {
        return replaced.getOrDefault(node, node);
    }

    private List<Derivative.OfProduct> stored(List<Derivative.OfProduct> before) {
        List<Derivative.OfProduct> after = new ArrayList<>();
        for (Derivative.OfProduct product : before) {
            after.add(new Derivative.OfProduct(product.product(), now(product.gradient())));
        }
        return after;
    }

    private List<Derivative.Sum> storedSums() {
        List<Derivative.Sum> after = new ArrayList<>();
        for (Derivative.Sum sum : sums) {
            after.add(new Derivative.Sum(sum.target(), now(sum.gradient()), sum.factor()));
        }
        return after;
    }

    private Map<String, Node> ends(Node.Kind kind, List<String> names) {
        Map<String, Node> ends = new LinkedHashMap<>();
        for (String name : names) {
            for (Map.Entry<Node, Node> entry : values.entrySet()) {
                if (entry.getKey().kind == kind && entry.getKey().name.equals(name)) {
                    ends.put(name, now(entry.getValue()));
                }
            }
        }
        return ends;
    }

    // ---- expressions of weights

    /** The chain rule below the sums, once, on plain vectors. A parameter that is itself a target receives its sum directly. */
    private Map<String, Node> weights() {
        Map<Node, List<Node>> parts = new HashMap<>();
        for (Derivative.Sum sum : sums) {
            Node target = sum.target();
            if (target.kind != Node.Kind.PARAMETER && !parts.containsKey(target)) {
                parts.put(target, new ArrayList<>(List.of(graph.outer(Derivative.leaf(target), target.length))));
            }
        }
        Map<String, Node> gradients = new LinkedHashMap<>();
        for (int id = forwardNodes - 1; id >= 0; id--) {
            Node node = graph.get(id);
            List<Node> here = parts.get(node);
            if (node.level != Node.Level.WEIGHTS || here == null) {
                continue;
            }
            Node gradient = here.get(0);
            for (Node more : here.subList(1, here.size())) {
                gradient = add(gradient, more);
            }
            if (node.kind == Node.Kind.PARAMETER) {
                gradients.put(node.name, gradient);
            } else if (node.kind == Node.Kind.PRODUCT) {
                weightProducts.add(new Derivative.OfProduct(node, gradient));
                Node operand = node.args.get(0);
                Node.Piece piece = node.pieces.get(0);
                Node.Piece back = new Node.Piece(piece.matrix(), !piece.transposed());
                Node part = graph.product(List.of(back), List.of(gradient), Objects.requireNonNull(operand.length));
                parts.computeIfAbsent(operand, key -> new ArrayList<>()).add(part);
            } else if (node.kind == Node.Kind.APPLY) {
                List<Node> below = Rules.of(graph, node, gradient);
                for (int i = 0; i < below.size(); i++) {
                    parts.computeIfAbsent(node.args.get(i), key -> new ArrayList<>())
                            .add(below.get(i));
                }
            }
        }
        return gradients;
    }
}
