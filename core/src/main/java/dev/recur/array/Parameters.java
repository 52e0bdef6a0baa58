package dev.recur.array;

import dev.recur.parallel.Workers;
import java.util.Arrays;

/** One flat array and the layout that names its parts: the weights of a model, or their gradient, or a moment. */
public final class Parameters {
    private final Layout layout;
    private final float[] values;
    private final Workers.Task clear = this::clearPart;

    private Parameters(Layout layout, float[] values) {
        this.layout = layout;
        this.values = values;
    }

    public static Parameters zeros(Layout layout) {
        return new Parameters(layout, new float[layout.size()]);
    }

    public Layout layout() {
        return layout;
    }

    /** The flat array itself, not a copy. */
    public float[] values() {
        return values;
    }

    /** A row-major copy of one view. */
    public float[] read(String name) {
        Layout.View view = layout.view(name);
        return Arrays.copyOfRange(
                values, view.offset(), view.offset() + view.shape().size());
    }

    /** Sets one view from its elements in row-major order. */
    public void write(String name, float[] elements) {
        Layout.View view = layout.view(name);
        view.shape().require(elements, "Parameters.write", name, "give the elements in row-major order");
        System.arraycopy(elements, 0, values, view.offset(), elements.length);
    }

    public void clear() {
        Arrays.fill(values, 0f);
    }

    /** As {@link #clear()}, each worker a part: filling many megabytes takes one of them a while. */
    public void clear(Workers workers) {
        workers.run(clear);
    }

    private void clearPart(int worker, int workers) {
        int from = (int) ((long) values.length * worker / workers);
        int to = (int) ((long) values.length * (worker + 1) / workers);
        Arrays.fill(values, from, to, 0f);
    }

    public Parameters copy() {
        return new Parameters(layout, values.clone());
    }

    /** Takes over the other's values; it must have this layout. */
    public void set(Parameters other) {
        if (other.layout != layout) {
            throw new IllegalArgumentException(
                    "Parameters.set: the other's layout is not this one; build both from one Layout");
        }
        System.arraycopy(other.values, 0, values, 0, values.length);
    }
}
