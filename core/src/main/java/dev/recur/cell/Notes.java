package dev.recur.cell;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is legal but may be a slip. */
final class Notes {
    private final Step step;
    private final Order order;
    private final Declarations declared;
    private final List<String> notes = new ArrayList<>();

    Notes(Step step, Order order, Sizes sizes, Declarations declared) {
        this.step = step;
        this.order = order;
        this.declared = declared;
        shared();
        unused();
        unlabelled();
        String tie = sizes.tie();
        if (tie != null) {
            notes.add("the cell demands " + tie);
        }
        learnedStart();
    }

    List<String> list() {
        return List.copyOf(notes);
    }

    private void shared() {
        for (Step.Parameter parameter : step.parameters()) {
            int products = 0;
            for (Node node : step.graph().nodes()) {
                for (Node.Piece piece : node.pieces) {
                    products += piece.matrix().equals(parameter.name()) ? 1 : 0;
                }
            }
            if (products > 1) {
                notes.add(parameter.name() + " is shared by " + products + " products");
            }
        }
    }

    private void unused() {
        Set<Integer> used = new LinkedHashSet<>();
        List<Node> open = new ArrayList<>();
        for (String output : step.outputs()) {
            open.add(node(output));
        }
        for (String state : step.states()) {
            open.add(node(state));
        }
        for (int i = 0; i < open.size(); i++) {
            if (used.add(open.get(i).id)) {
                open.addAll(open.get(i).args);
            }
        }
        for (String sequence : declared.equations.keySet()) {
            if (!used.contains(node(sequence).id)) {
                notes.add(sequence + "(t) is not used");
            }
        }
        for (String input : declared.inputs.keySet()) {
            if (!used.contains(node(input).id) && order.lag(input) == 0) {
                notes.add("the input " + input + "(t) is not used");
            }
        }
    }

    private Node node(String sequence) {
        return requireNonNull(step.sequences().get(sequence));
    }

    private void unlabelled() {
        List<Node> done = new ArrayList<>();
        for (Map.Entry<String, Node> entry : step.sequences().entrySet()) {
            Node node = entry.getValue();
            Length length = requireNonNull(node.length);
            if (length.labelled() || done.stream().anyMatch(d -> length.joined(requireNonNull(d.length)))) {
                continue;
            }
            done.add(node);
            List<String> names = new ArrayList<>();
            step.sequences().forEach((name, other) -> {
                if (length.joined(requireNonNull(other.length)) && !name.contains("@")) {
                    names.add(name + "(t)");
                }
            });
            notes.add("nothing says how long " + String.join(", ", names) + (names.size() == 1 ? " is" : " are")
                    + ": taken as H");
        }
    }

    private void learnedStart() {
        boolean normed = step.graph().nodes().stream().anyMatch(node -> node.is(Op.LAYER_NORM));
        boolean learned = step.initial().values().stream().anyMatch(initial -> initial.vector() != null);
        if (normed && learned) {
            notes.add(
                    "layernorm of a constant row multiplies gradients by 316: a learned start of equal numbers will suffer");
        }
    }
}
