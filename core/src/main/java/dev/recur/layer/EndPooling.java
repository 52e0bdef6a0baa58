package dev.recur.layer;

import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import java.util.Arrays;

/** The last step of columns along time, the first step of columns against it. */
final class EndPooling extends Pooling {
    private final boolean[] against;
    private final int width;
    private final Workers workers;
    private final Workers.Task take = this::take;
    private final Workers.Task give = this::give;
    private float[] y = {}; // [N, H]

    // of the call under way
    private float[] x = {};
    private float[] dy = {};
    private Rows rows = Rows.full(0, 0);

    EndPooling(boolean[] against, Workers workers) {
        this.against = against.clone();
        this.width = against.length;
        this.workers = workers;
    }

    @Override
    public float[] forward(float[] from, Rows of) {
        y = Columns.room(y, of.rows(), width);
        x = from;
        rows = of;
        workers.run(take);
        return y;
    }

    private void take(int worker, int count) {
        for (int r = worker; r < rows.rows(); r += count) {
            if (rows.length(r) == 0) {
                Arrays.fill(y, r * width, (r + 1) * width, 0f);
                continue;
            }
            int last = (rows.offset(rows.length(r) - 1) + r) * width;
            for (int j = 0; j < width; j++) {
                y[r * width + j] = x[(against[j] ? r * width : last) + j];
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
                int last = (rows.offset(rows.length(r) - 1) + r) * width;
                x[(against[j] ? r * width : last) + j] = dy[r * width + j];
            }
        }
    }
}
