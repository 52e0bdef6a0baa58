package dev.recur.cell;

import dev.recur.kernel.Kernels;
import dev.recur.kernel.Panels;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One version of a plan's weights, made ready for products: matrices packed in panels, vectors repeated for every row of a block. Load it
 * again whenever the flat array has changed. Not safe for loading while a plan runs on it.
 */
public final class PackedWeights {
    private final Plan plan;
    private final float[][] panels;
    private final WeightValues values;
    private final float[][] tiles;
    private float[] flat = new float[0];
    private int base;
    private final Workers.Task pack = this::pack;

    PackedWeights(Plan plan) {
        this.plan = plan;
        this.panels = new float[plan.packs().size()][];
        for (int i = 0; i < panels.length; i++) {
            Plan.Pack of = plan.packs().get(i);
            int rows = plan.rows(of.matrix());
            int columns = plan.columns(of.matrix());
            panels[i] = new float[of.transposed() ? Panels.size(columns, rows) : Panels.size(rows, columns)];
        }
        Program program = plan.program();
        this.values = new WeightValues(plan.kernels(), program.weights(), plan, Map.of(), plan.lengths());
        this.tiles = new float[program.weights().size()][];
        List<Integer> lengths = Objects.requireNonNull(program.lengths().get(Home.Space.WEIGHT));
        for (int i = 0; i < tiles.length; i++) {
            tiles[i] = new float[Home.Space.WEIGHT.first() + plan.blockRows() * lengths.get(i)];
        }
    }

    float[][] panels() {
        return panels;
    }

    float[][] tiles() {
        return tiles;
    }

    float[] flat() {
        return flat;
    }

    int base() {
        return base;
    }

    /** Reads all weights out of {@code flat}, where the plan's parameters begin at {@code base}. */
    public void load(float[] flat, int base, Workers workers) {
        this.flat = flat;
        this.base = base;
        values.evaluate(flat, base);
        List<Node> nodes = plan.program().weights();
        for (int i = 0; i < tiles.length; i++) {
            repeat(tiles[i], values.value(nodes.get(i)));
        }
        workers.run(pack);
    }

    private static void repeat(float[] tile, float[] value) {
        if (value.length == 1) {
            Arrays.fill(tile, value[0]);
            return;
        }
        for (int at = Home.Space.WEIGHT.first(); at < tile.length; at += value.length) {
            System.arraycopy(value, 0, tile, at, value.length);
        }
    }

    /** Dealt in chunks of one panel's rows, so that all workers have the same to do. */
    private void pack(int worker, int workers) {
        int next = 0;
        for (int i = 0; i < panels.length; i++) {
            Plan.Pack of = plan.packs().get(i);
            int m = plan.rows(of.matrix());
            int k = plan.columns(of.matrix());
            int at = base + plan.offset(of.matrix());
            int outputs = of.transposed() ? k : m;
            int depth = of.transposed() ? m : k;
            for (int j = 0; j < outputs; j += Kernels.PANEL, next++) {
                if (next % workers != worker) {
                    continue;
                }
                int width = Math.min(Kernels.PANEL, outputs - j);
                if (of.transposed()) {
                    Panels.packBackward(panels[i], Kernels.FIRST + j * depth, flat, at + j, k, m, width);
                } else {
                    Panels.packForward(panels[i], Kernels.FIRST + j * depth, flat, at + j * k, k, width, k);
                }
            }
        }
    }
}
