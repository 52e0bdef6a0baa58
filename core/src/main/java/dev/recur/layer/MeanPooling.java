package dev.recur.layer;

import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.Arrays;

/** The sum of a row's steps, times one over their number. */
final class MeanPooling extends Pooling {
    private final int width;
    private final Kernels kernels = Kernels.selected();
    private final Workers workers;
    private final Workers.Task sum = this::sum;
    private final Workers.Task give = this::give;
    private float[] y = {}; // [N, H]

    // of the call under way
    private float[] x = {};
    private float[] dy = {};
    private Rows rows = Rows.full(0, 0);

    MeanPooling(int width, Workers workers) {
        this.width = width;
        this.workers = workers;
    }

    @Override
    public float[] forward(float[] from, Rows of) {
        y = Columns.room(y, of.rows(), width);
        x = from;
        rows = of;
        workers.run(sum);
        return y;
    }

    private void sum(int worker, int count) {
        for (int r = worker; r < rows.rows(); r += count) {
            Arrays.fill(y, r * width, (r + 1) * width, 0f);
            for (int t = 0; t < rows.length(r); t++) {
                kernels.addRows(y, r * width, x, (rows.offset(t) + r) * width, width, 1, width);
            }
            kernels.scale(y, r * width, width, share(r));
        }
    }

    @Override
    public void backward(float[] of, float[] dx, Rows given, float[] gradient) {
        dy = of;
        x = dx;
        rows = given;
        workers.run(give);
    }

    private void give(int worker, int count) {
        for (int r = worker; r < rows.rows(); r += count) {
            for (int t = 0; t < rows.length(r); t++) {
                int at = (rows.offset(t) + r) * width;
                System.arraycopy(dy, r * width, x, at, width);
                kernels.scale(x, at, width, share(r));
            }
        }
    }

    private float share(int row) {
        return rows.length(row) == 0 ? 0f : 1f / rows.length(row);
    }
}
