package dev.recur.cell;

import static java.util.Objects.requireNonNull;

import dev.recur.cell.Source.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters a step turns out to have: their lengths, and how they begin. */
final class Weights {
    private static final class Weight {
        final Place place;
        final Length rows = Length.free();
        final @Nullable Length columns;

        @Nullable
        Place multiplies;

        boolean onState;

        Weight(Place place, boolean matrix) {
            this.place = place;
            this.columns = matrix ? Length.free() : null;
        }
    }

    private final Declarations declared;
    private final Map<String, Weight> weights = new LinkedHashMap<>();

    Weights(Declarations declared) {
        this.declared = declared;
    }

    Length vector(String name, Place place) {
        return weights.computeIfAbsent(name, n -> new Weight(place, false)).rows;
    }

    Length rows(String matrix, Place place) {
        return weights.computeIfAbsent(matrix, n -> new Weight(place, true)).rows;
    }

    Length columns(String matrix, Place place) {
        return requireNonNull(weights.computeIfAbsent(matrix, n -> new Weight(place, true)).columns);
    }

    boolean contains(String name) {
        return weights.containsKey(name);
    }

    /** Finds the matrices that meet the state: they begin orthogonal. Lagged inputs are no state in this sense. */
    void markStates(Graph graph) {
        boolean[] onState = new boolean[graph.size()];
        for (Node node : graph.nodes()) {
            onState[node.id] =
                    node.kind == Node.Kind.LAG && !declared.inputs.containsKey(node.name.replaceFirst("@.*", ""));
            for (Node argument : node.args) {
                onState[node.id] |= onState[argument.id];
            }
            if (onState[node.id] && node.kind == Node.Kind.PRODUCT) {
                requireNonNull(weights.get(node.pieces.get(0).matrix())).onState = true;
            }
        }
    }

    /** A vector that multiplies must say how it begins. */
    void multiplies(String vector) {
        Weight weight = requireNonNull(weights.get(vector));
        weight.multiplies = weight.place;
    }

    /** In the order of {@code uses}, which counts the places of the text that read each name. */
    List<Step.Parameter> parameters(Map<String, Integer> uses, Map<String, Double> numbers) {
        List<String> names = new ArrayList<>();
        for (String name : uses.keySet()) {
            if (weights.containsKey(name)) {
                names.add(name);
            }
        }
        Starts starts = new Starts(declared, numbers, names);
        starts.refuseStrangers();
        List<Step.Parameter> parameters = new ArrayList<>();
        for (String name : names) {
            Weight weight = requireNonNull(weights.get(name));
            Start start = starts.start(name, weight.onState, weight.multiplies);
            if (start instanceof Start.Copy copy) {
                joinCopy(name, copy);
            }
            parameters.add(new Step.Parameter(
                    name, weight.rows, weight.columns, requireNonNull(uses.get(name)), start, parameters.size()));
        }
        return List.copyOf(parameters);
    }

    private void joinCopy(String name, Start.Copy copy) {
        Weight a = requireNonNull(weights.get(name));
        Weight b = requireNonNull(weights.get(copy.name()));
        boolean fits = a.rows.join(b.rows);
        if (a.columns != null && b.columns != null) {
            fits &= a.columns.join(b.columns);
        }
        if (!fits) {
            throw declared.source.error(
                    requireNonNull(declared.begins.get(name)).word().place(),
                    name + " and " + copy.name() + " are of different lengths: " + a.rows + " and " + b.rows);
        }
    }
}
