package dev.recur.layer;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import org.jspecify.annotations.Nullable;

/** Moves columns between packed arrays of different widths, rows dealt to workers: what joins, splits and turns sequences round. */
final class Columns {
    private final Kernels kernels = Kernels.selected();
    private final Workers workers;
    private final Workers.Task task = this::part;

    // of the call under way
    private float[] to = {};
    private int toWidth;
    private int toColumn;
    private float[] from = {};
    private int fromWidth;
    private int fromColumn;
    private int columns;
    private int total;
    private boolean add;
    private int @Nullable [] places;

    Columns(Workers workers) {
        this.workers = workers;
    }

    /** {@code to[p, toColumn + j] = from[p, fromColumn + j]}, j below {@code count}, for {@code rows} rows p. */
    void copy(
            float[] target,
            int targetWidth,
            int targetColumn,
            float[] source,
            int width,
            int column,
            int count,
            int rows) {
        move(target, targetWidth, targetColumn, source, width, column, count, rows, null, false);
    }

    /** The same, added to what is there. */
    void add(
            float[] target,
            int targetWidth,
            int targetColumn,
            float[] source,
            int width,
            int column,
            int count,
            int rows) {
        move(target, targetWidth, targetColumn, source, width, column, count, rows, null, true);
    }

    /** {@code to[p, toColumn + j] = from[places[p], fromColumn + j]}, or {@code +=}. */
    void move(
            float[] target,
            int targetWidth,
            int targetColumn,
            float[] source,
            int width,
            int column,
            int count,
            int rows,
            int @Nullable [] sourcePlaces,
            boolean adds) {
        to = target;
        toWidth = targetWidth;
        toColumn = targetColumn;
        from = source;
        fromWidth = width;
        fromColumn = column;
        columns = count;
        total = rows;
        places = sourcePlaces;
        add = adds;
        workers.run(task);
    }

    private void part(int worker, int count) {
        int first = (int) ((long) total * worker / count);
        int last = (int) ((long) total * (worker + 1) / count);
        int[] known = places;
        for (int p = first; p < last; p++) {
            int target = p * toWidth + toColumn;
            int source = (known == null ? p : known[p]) * fromWidth + fromColumn;
            if (add) {
                kernels.addRows(to, target, from, source, columns, 1, columns);
            } else {
                System.arraycopy(from, source, to, target, columns);
            }
        }
    }

    /** {@code array} if it has room for that many floats, else a new one. */
    static float[] room(float[] array, int rows, int width) {
        int floats = Math.multiplyExact(rows, width);
        return array.length < floats ? new float[floats] : array;
    }
}
