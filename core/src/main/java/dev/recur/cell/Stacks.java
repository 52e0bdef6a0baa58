package dev.recur.cell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * The order in which parameters lie in the flat array: matrices that multiply the same value in the same place side by side, in the order of
 * the text ({@code Wi Wf Wg Wo}), then vectors. A matrix of two stacks lies in the first.
 */
final class Stacks {
    private record Place(Node operand, boolean inLoop) {}

    private Stacks() {}

    static Map<String, Plan.Parameter> order(Derivative derivative, ToIntFunction<Length> lengths) {
        Map<Place, List<String>> stacks = new LinkedHashMap<>();
        for (Derivative.OfProduct product : derivative.products()) {
            Place place = new Place(product.operand(), derivative.flow().onCycle(product.product()));
            stacks.computeIfAbsent(place, key -> new ArrayList<>())
                    .add(product.piece().matrix());
        }
        Map<String, Step.Parameter> all = new LinkedHashMap<>();
        derivative.step().parameters().forEach(parameter -> all.put(parameter.name(), parameter));
        List<String> names = new ArrayList<>();
        stacks.values().forEach(names::addAll);
        all.values().stream().filter(Step.Parameter::matrix).forEach(parameter -> names.add(parameter.name()));
        names.addAll(all.keySet());
        Map<String, Plan.Parameter> order = new LinkedHashMap<>();
        for (String name : names) {
            Step.Parameter parameter = Objects.requireNonNull(all.get(name));
            int rows = lengths.applyAsInt(parameter.rows());
            int columns = parameter.columns() == null ? 1 : lengths.applyAsInt(parameter.columns());
            order.putIfAbsent(name, new Plan.Parameter(name, rows, columns, parameter.matrix()));
        }
        return order;
    }
}
