package dev.recur.layer;

import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import java.util.Arrays;

/**
 * Which layer of a {@link Stack} reads what, and where the gradients meet. Where a single source is read whole, arrays are handed on and not
 * copied. The gradient of a source is a sum: the output's part first, then those of its readers from the topmost down.
 */
final class Wiring {
    private final int[][] sources; // of each layer
    private final int[] tops;
    private final int[] widths; // by source
    private final int[] readers; // by source
    private final boolean[] residual; // by layer
    private final Columns columns;
    private final float[][] inputs; // of each layer that joins
    private float[] joined = {};
    private final float[][] gradients; // by source, handed on or own
    private final float[][] own;
    private final boolean[] begun; // whether the source's gradient holds a part

    Wiring(Stack.Place place, Workers workers) {
        int layers = place.layers().size();
        this.sources = new int[layers][];
        this.residual = new boolean[layers];
        this.tops = place.skip().tops(layers);
        this.widths = new int[layers + 1];
        this.readers = new int[layers + 1];
        this.columns = new Columns(workers);
        this.inputs = new float[layers][0];
        this.gradients = new float[layers + 1][0];
        this.own = new float[layers + 1][0];
        this.begun = new boolean[layers + 1];
        for (int i = 0; i < layers; i++) {
            sources[i] = place.skip().sources(i);
            for (int source : sources[i]) {
                readers[source]++;
            }
            residual[i] = place.skip() == Skip.RESIDUAL && place.width(i) == place.width(i + 1);
        }
        for (int source = 0; source <= layers; source++) {
            widths[source] = place.width(source);
        }
        for (int top : tops) {
            readers[top]++;
        }
    }

    /** How often a source is read. */
    int readers(int source) {
        return readers[source];
    }

    /** Whether a layer's input is added to its output. */
    boolean residual(int layer) {
        return residual[layer];
    }

    /** What layer {@code layer} reads. */
    float[] input(int layer, float[][] outputs, Rows rows) {
        if (sources[layer].length == 1) {
            return outputs[sources[layer][0]];
        }
        inputs[layer] = join(inputs[layer], sources[layer], outputs, rows);
        return inputs[layer];
    }

    /** What the stack gives. */
    float[] output(float[][] outputs, Rows rows) {
        if (tops.length == 1) {
            return outputs[tops[0]];
        }
        joined = join(joined, tops, outputs, rows);
        return joined;
    }

    private float[] join(float[] known, int[] from, float[][] outputs, Rows rows) {
        int width = width(from);
        float[] to = Columns.room(known, rows.total(), width);
        int column = 0;
        for (int source : from) {
            columns.copy(to, width, column, outputs[source], widths[source], 0, widths[source], rows.total());
            column += widths[source];
        }
        return to;
    }

    private int width(int[] from) {
        int sum = 0;
        for (int source : from) {
            sum += widths[source];
        }
        return sum;
    }

    // ---- backward

    /** Begins with the gradient of what the stack gave. */
    void dOutput(float[] dy, Rows rows) {
        Arrays.fill(begun, false);
        take(tops, dy, rows);
    }

    /** Takes the gradient of what a layer above the lowest read, topmost layer first. */
    void dInput(int layer, float[] dx, Rows rows) {
        take(sources[layer], dx, rows);
    }

    /** The gradient of a source, when all its readers have given theirs. */
    float[] gradient(int source) {
        return gradients[source];
    }

    /** Adds what layers above the lowest gave for the stack's input. */
    void addInputGradient(float[] dx, Rows rows) {
        if (begun[0]) {
            columns.add(dx, widths[0], 0, gradients[0], widths[0], 0, widths[0], rows.total());
        }
    }

    private void take(int[] from, float[] dx, Rows rows) {
        if (from.length == 1 && readers[from[0]] == 1) {
            gradients[from[0]] = dx;
            begun[from[0]] = true;
            return;
        }
        int width = width(from);
        int column = 0;
        for (int source : from) {
            int count = widths[source];
            if (begun[source]) {
                columns.add(gradients[source], count, 0, dx, width, column, count, rows.total());
            } else {
                own[source] = Columns.room(own[source], rows.total(), count);
                columns.copy(own[source], count, 0, dx, width, column, count, rows.total());
                gradients[source] = own[source];
                begun[source] = true;
            }
            column += count;
        }
    }
}
