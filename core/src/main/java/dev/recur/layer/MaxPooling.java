package dev.recur.layer;

import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import java.util.Arrays;

/** The largest value of each column over a row's steps; of equal ones the first. What is not a number counts as largest, so that it shows. */
final class MaxPooling extends Pooling {
    private final int width;
    private final Workers workers;
    private final Workers.Task take = this::take;
    private final Workers.Task give = this::give;
    private float[] y = {}; // [N, H]
    private int[] where = {}; // [N, H]: packed rows

    // of the call under way
    private float[] x = {};
    private float[] dy = {};
    private Rows rows = Rows.full(0, 0);

    MaxPooling(int width, Workers workers) {
        this.width = width;
        this.workers = workers;
    }

    @Override
    public float[] forward(float[] from, Rows of) {
        y = Columns.room(y, of.rows(), width);
        where = where.length < of.rows() * width ? new int[of.rows() * width] : where;
        x = from;
        rows = of;
        workers.run(take);
        return y;
    }

    private void take(int worker, int count) {
        for (int r = worker; r < rows.rows(); r += count) {
            int to = r * width;
            Arrays.fill(y, to, to + width, 0f);
            for (int t = 0; t < rows.length(r); t++) {
                int p = rows.offset(t) + r;
                for (int j = 0; j < width; j++) {
                    float value = x[p * width + j];
                    if (t == 0 || value > y[to + j] || Float.isNaN(value)) {
                        y[to + j] = value;
                        where[to + j] = p;
                    }
                }
            }
        }
    }

    @Override
    public void backward(float[] of, float[] dx, Rows given, float[] gradient) {
        Arrays.fill(dx, 0, given.total() * width, 0f);
        dy = of;
        x = dx;
        rows = given;
        workers.run(give);
    }

    private void give(int worker, int count) {
        for (int r = worker; r < rows.rows(); r += count) {
            for (int j = 0; j < width && rows.length(r) > 0; j++) {
                x[where[r * width + j] * width + j] = dy[r * width + j];
            }
        }
    }
}
