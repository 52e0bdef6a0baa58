package dev.recur.model;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Shape;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's weights, laid out block by block in one flat array, and how each block starts. */
final class Blocks {
    /** Of a token's vector. */
    static final double EMBEDDING_RANGE = 0.1;

    /** A recurrent layer: its shape, where its parameters begin, what their names begin with. */
    record Placed(Shape shape, int base, String prefix) {}

    private final Cell cell;
    private final Layout.Builder layout = Layout.builder();
    private final List<Placed> placed = new ArrayList<>();
    private final Map<String, Double> ranges = new LinkedHashMap<>();

    Blocks(Cell cell) {
        this.cell = cell;
    }

    Cell cell() {
        return cell;
    }

    /** Starts uniform within ±range. */
    void matrix(String name, int rows, int columns, double range) {
        layout.add(name, rows, columns);
        ranges.put(name, range);
    }

    /** Starts at 0. */
    void bias(String name, int length) {
        layout.add(name, length);
    }

    /** A dense layer {@code name.W} [out, in], within ±1/√in, and {@code name.b}. */
    void dense(String name, int out, int in) {
        matrix(name + ".W", out, in, 1 / Math.sqrt(in));
        bias(name + ".b", out);
    }

    /** A layer of the cell; starts as the cell asks for. */
    Placed recurrent(String prefix, int input, int hidden) {
        Shape shape = cell.shape(input, hidden, Map.of());
        Plan plan = plan(shape);
        int base = -1;
        for (Plan.Parameter parameter : plan.parameters()) {
            int at = parameter.matrix()
                    ? layout.add(prefix + parameter.name(), parameter.rows(), parameter.columns())
                    : layout.add(prefix + parameter.name(), parameter.rows());
            base = base < 0 ? at : base;
            if (at != base + plan.offset(parameter.name())) {
                throw new IllegalStateException(
                        prefix + parameter.name() + " lies at " + at + ", not where its plan expects it");
            }
        }
        Placed layer = new Placed(shape, base, prefix);
        placed.add(layer);
        return layer;
    }

    private Plan plan(Shape shape) {
        return Plan.of(cell, shape, Plan.Wanted.INFERENCE);
    }

    Layout layout() {
        return layout.build();
    }

    /** Draws the starts. */
    void start(Parameters parameters, Randomness randomness) {
        ranges.forEach((name, range) -> {
            Stream stream = randomness.stream("start/" + name);
            float[] values = parameters.read(name);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) stream.uniform(-range, range, 0, i);
            }
            parameters.write(name, values);
        });
        for (Placed layer : placed) {
            plan(layer.shape()).start(parameters.values(), layer.base(), randomness, layer.prefix());
        }
    }
}
