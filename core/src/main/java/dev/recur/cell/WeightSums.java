package dev.recur.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sums over steps and rows that belong to whole expressions of weights, and the rest of their chain rule, run once. */
final class WeightSums {
    private final Plan plan;
    private final float[][] sums;
    private final WeightValues values;
    private final Derivative.OfProduct[] products; // arrays: an iterator would be an allocation a step
    private final String[] names;
    private final Node[] nodes;

    WeightSums(Plan plan) {
        this.plan = plan;
        List<float[]> arrays = new ArrayList<>();
        for (Program.VectorGradient of : plan.program().vectors()) {
            if (of.target().kind != Node.Kind.PARAMETER) {
                arrays.add(new float[of.uses().get(0).gradient().length()]);
            }
        }
        this.sums = arrays.toArray(float[][]::new);
        Derivative derivative = plan.derivative();
        List<Node> wanted = new ArrayList<>();
        if (sums.length > 0) {
            wanted.addAll(derivative.weights().values());
            derivative.weightProducts().forEach(of -> wanted.addAll(List.of(of.gradient(), of.operand())));
        }
        this.products = derivative.weightProducts().toArray(Derivative.OfProduct[]::new);
        this.names = derivative.weights().keySet().toArray(String[]::new);
        this.nodes = derivative.weights().values().toArray(Node[]::new);
        this.values =
                new WeightValues(plan.kernels(), wanted, plan, Delayed.leaves(plan.program(), sums), plan.lengths());
    }

    float[][] arrays() {
        return sums;
    }

    /** Adds to the gradients of the parameters below the sums, and clears the sums. */
    void finish(float[] flat, int flatBase, float[] gradient, int base) {
        if (sums.length == 0) {
            return;
        }
        values.evaluate(flat, flatBase);
        for (Derivative.OfProduct of : products) {
            outer(of, gradient, base);
        }
        for (int i = 0; i < nodes.length; i++) {
            float[] value = values.value(nodes[i]);
            int at = base + plan.offset(names[i]);
            int length = plan.rows(names[i]);
            for (int j = 0; j < length; j++) {
                gradient[at + j] += value[value.length == 1 ? 0 : j];
            }
        }
        for (float[] sum : sums) {
            Arrays.fill(sum, 0f);
        }
    }

    private void outer(Derivative.OfProduct of, float[] gradient, int base) {
        float[] g = values.value(of.gradient());
        float[] v = values.value(of.operand());
        int at = base + plan.offset(of.piece().matrix());
        int columns = plan.columns(of.piece().matrix());
        boolean transposed = of.piece().transposed();
        for (int j = 0; j < g.length; j++) {
            for (int k = 0; k < v.length; k++) {
                int index = at + (transposed ? k * columns + j : j * columns + k);
                gradient[index] = Math.fma(g[j], v[k], gradient[index]);
            }
        }
    }
}
