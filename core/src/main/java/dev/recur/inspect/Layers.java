package dev.recur.inspect;

import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Shape;
import dev.recur.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is looked into: recurrent layers one above the other, with weights of their own that no training changes. */
public final class Layers {
    private final Cell cell;
    private final List<Shape> shapes;
    private final List<float[]> weights;
    private final Plans plans;

    /**
     * @param shapes of each layer, the lowest first
     * @param weights of each layer, in the order of its plan; not copied
     */
    public Layers(Cell cell, List<Shape> shapes, List<float[]> weights) {
        this(cell, shapes, weights, new Plans(cell));
    }

    private Layers(Cell cell, List<Shape> shapes, List<float[]> weights, Plans plans) {
        this.cell = cell;
        this.shapes = List.copyOf(shapes);
        this.weights = List.copyOf(weights);
        this.plans = plans;
        if (shapes.isEmpty() || shapes.size() != weights.size()) {
            throw new IllegalArgumentException("Layers: " + shapes.size() + " shapes and " + weights.size()
                    + " arrays of weights; each layer has one of both, and there is at least one layer");
        }
        for (int i = 0; i < shapes.size(); i++) {
            int size = plans.running(shapes.get(i)).size();
            if (weights.get(i).length != size) {
                throw new IllegalArgumentException(
                        "Layers: layer " + i + " has " + weights.get(i).length + " weights, but its plan has " + size);
            }
        }
    }

    /** The recurrent layers of a model, as they are now. */
    public static Layers of(LanguageModel model) {
        return read(model, new Plans(model.cell()));
    }

    /** The same layers of the same model as these, as they are now. */
    Layers again(LanguageModel model) {
        return read(model, plans);
    }

    /** @throws IllegalArgumentException if the layers of this model cannot be looked into */
    static void check(LanguageModel model) {
        if (model.config().variant().rewires()) {
            throw new IllegalArgumentException(
                    "the layers of this model are wired with skip connections, deep output or"
                            + " zoneout, and only those that are stacked can be looked into so far");
        }
    }

    private static Layers read(LanguageModel model, Plans plans) {
        check(model);
        LanguageModel.Config config = model.config();
        List<Shape> shapes = new ArrayList<>();
        List<float[]> weights = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            Shape shape = model.cell().shape(i == 0 ? config.embedding() : config.hidden(), config.hidden(), Map.of());
            Plan plan = plans.running(shape);
            float[] flat = new float[plan.size()];
            for (Plan.Parameter parameter : plan.parameters()) {
                float[] values = model.parameters().read("layer" + i + "." + parameter.name());
                System.arraycopy(values, 0, flat, plan.offset(parameter.name()), values.length);
            }
            shapes.add(shape);
            weights.add(flat);
        }
        return new Layers(model.cell(), shapes, weights, plans);
    }

    public Cell cell() {
        return cell;
    }

    /** Of each layer. */
    public List<Shape> shapes() {
        return shapes;
    }

    public int count() {
        return shapes.size();
    }

    Plans plans() {
        return plans;
    }

    /** Length of the lowest layer's x. */
    int input() {
        return shapes.get(0).input();
    }

    /** The weights of a layer in the order of another plan for the same parameters. */
    float[] weights(int layer, Plan plan) {
        Plan own = plans.running(shapes.get(layer));
        float[] flat = new float[plan.size()];
        for (Plan.Parameter parameter : plan.parameters()) {
            System.arraycopy(
                    weights.get(layer),
                    own.offset(parameter.name()),
                    flat,
                    plan.offset(parameter.name()),
                    parameter.size());
        }
        return flat;
    }
}
