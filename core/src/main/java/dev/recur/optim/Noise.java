package dev.recur.optim;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import dev.recur.random.Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds normal noise to an array of all weights. The noise of an element is a function of the stream, the step and the element's place, so
 * neither the number of workers nor a resume changes it. Elements that belong to no view stay 0.
 */
public final class Noise {
    private record Gap(int from, int to) {}

    private final Stream chance;
    private final Kernels kernels;
    private final Workers workers;
    private final List<Gap> gaps = new ArrayList<>();
    private final float[][] normals;
    private final Workers.Task task = this::addPart;

    // Of the call under way, for the workers.
    private float[] values = {};
    private float factor;
    private float deviation;
    private long step;

    public Noise(Layout layout, Stream chance, Kernels kernels, Workers workers) {
        this.chance = chance;
        this.kernels = kernels;
        this.workers = workers;
        this.normals = new float[workers.count()][Ranges.BLOCK];
        int at = 0;
        for (Layout.View view : layout.views()) {
            gaps.add(new Gap(at, view.offset()));
            at = view.offset() + view.shape().size();
        }
        gaps.add(new Gap(at, layout.size()));
    }

    /** {@code values = factor * values + deviation * normal}. */
    public void add(Parameters to, double factor, double deviation, long step) {
        this.values = to.values();
        this.factor = (float) factor;
        this.deviation = (float) deviation;
        this.step = step;
        workers.run(task);
        for (Gap gap : gaps) {
            for (int j = gap.from; j < gap.to; j++) {
                values[j] = 0f;
            }
        }
    }

    private void addPart(int worker, int count) {
        int blocks = Ranges.blocks(values.length);
        int end = Ranges.first(blocks, worker + 1, count);
        for (int block = Ranges.first(blocks, worker, count); block < end; block++) {
            int at = Ranges.start(block, values.length);
            int n = Ranges.start(block + 1, values.length) - at;
            chance.normals(normals[worker], 0, n, step, at);
            if (factor != 1f) {
                kernels.scale(values, at, n, factor);
            }
            kernels.addScaled(values, at, normals[worker], 0, n, deviation);
        }
    }
}
