package dev.recur.cell;

import dev.recur.cell.Home.Space;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A program with its arrays resolved to places in a worker's table, ready to be run block by block without looking anything up. */
final class Code {
    private static final int MOST_ARGS = 4;

    /** Where the arrays of each space begin in a worker's table. */
    static final class Table {
        private final Map<Space, Integer> begins = new EnumMap<>(Space.class);
        private final int size;

        Table(Program program, int states, int outputs) {
            int at = 0;
            for (Space space : Space.values()) {
                begins.put(space, at);
                at += switch (space) {
                    case PREVIOUS -> states;
                    case OUTER -> outputs;
                    case D_INPUT ->
                        Objects.requireNonNull(program.lengths().get(Space.INPUT))
                                .size();
                    default ->
                        Objects.requireNonNull(program.lengths().get(space)).size();
                };
            }
            this.size = at;
        }

        int size() {
            return size;
        }

        int at(Space space) {
            return Objects.requireNonNull(begins.get(space));
        }

        int at(Home home) {
            return at(home.space()) + home.index();
        }
    }

    private final int size;
    private final @Nullable Pointwise[] block;
    private final Op[] row;
    private final int[] out;
    private final int[] outRows;
    private final int[] outFirst;
    private final int[] length;
    private final int[] flush;
    private final boolean[] carryOnly;
    private final int[] arg; // [size * MOST_ARGS]
    private final int[] argRows;
    private final int[] argFirst;
    private final int[] argLength;

    Code(List<Program.Operation> operations, Table table) {
        this.size = operations.size();
        this.block = new Pointwise[size];
        this.row = new Op[size];
        this.out = new int[size];
        this.outRows = new int[size];
        this.outFirst = new int[size];
        this.length = new int[size];
        this.flush = new int[size];
        this.carryOnly = new boolean[size];
        this.arg = new int[size * MOST_ARGS];
        this.argRows = new int[size * MOST_ARGS];
        this.argFirst = new int[size * MOST_ARGS];
        this.argLength = new int[size * MOST_ARGS];
        for (int i = 0; i < size; i++) {
            Program.Operation operation = operations.get(i);
            block[i] = operation.block();
            row[i] = operation.row();
            out[i] = table.at(operation.out());
            outRows[i] = operation.out().space().rows().ordinal();
            outFirst[i] = operation.out().space().first();
            length[i] = operation.length();
            flush[i] = operation.flush() ? Kernels.FLUSH : Kernels.KEEP;
            carryOnly[i] = operation.carryOnly();
            for (int j = 0; j < MOST_ARGS; j++) {
                Home home = operation.args().get(Math.min(j, operation.args().size() - 1));
                arg[i * MOST_ARGS + j] = table.at(home);
                argRows[i * MOST_ARGS + j] = home.space().rows().ordinal();
                argFirst[i * MOST_ARGS + j] = home.space().first();
                argLength[i * MOST_ARGS + j] = home.length();
            }
        }
    }

    boolean empty() {
        return size == 0;
    }

    /**
     * Runs over rows [from, to) of a step, a block at a time.
     *
     * @param table the worker's arrays
     * @param base room for the first row of each {@link Home.Rows}
     * @param step packed index of row 0 at this step
     * @param before packed index of row 0 one step before
     * @param blockRows rows of a block
     * @param startWanted false to leave out what only the start state's gradient needs
     */
    void run(
            Kernels kernels,
            float[][] table,
            int[] base,
            int step,
            int before,
            int from,
            int to,
            int blockRows,
            boolean startWanted) {
        for (int r = from; r < to; r += blockRows) {
            int rows = Math.min(blockRows, to - r);
            base[Home.Rows.STEP.ordinal()] = step + r;
            base[Home.Rows.STEP_BEFORE.ordinal()] = before + r;
            base[Home.Rows.BATCH.ordinal()] = r;
            base[Home.Rows.BLOCK.ordinal()] = 0;
            for (int i = 0; i < size; i++) {
                if (startWanted || !carryOnly[i]) {
                    operate(kernels, table, base, i, rows, 0, length[i]);
                }
            }
        }
    }

    /** Runs over some units of each of the rows [from, to): what a worker owns where units are dealt and not rows. */
    void runUnits(
            Kernels kernels,
            float[][] table,
            int[] base,
            int step,
            int before,
            int from,
            int to,
            int worker,
            int workers,
            boolean startWanted) {
        for (int r = from; r < to; r++) {
            base[Home.Rows.STEP.ordinal()] = step + r;
            base[Home.Rows.STEP_BEFORE.ordinal()] = before + r;
            base[Home.Rows.BATCH.ordinal()] = r;
            base[Home.Rows.BLOCK.ordinal()] = 0;
            for (int i = 0; i < size; i++) {
                int first = Units.first(length[i], worker, workers);
                int last = Units.first(length[i], worker + 1, workers);
                if (last > first && (startWanted || !carryOnly[i])) {
                    operate(kernels, table, base, i, 1, first, last - first);
                }
            }
        }
    }

    private void operate(Kernels kernels, float[][] table, int[] base, int i, int rows, int unit, int units) {
        int j = i * MOST_ARGS;
        float[] target = table[out[i]];
        int at = outFirst[i] + base[outRows[i]] * length[i] + unit;
        Pointwise operation = block[i];
        if (operation == null) {
            wholeRows(kernels, table, base, i, rows, target, at);
            return;
        }
        kernels.pointwise(
                operation,
                target,
                at,
                table[arg[j]],
                argFirst[j] + base[argRows[j]] * length[i] + unit,
                table[arg[j + 1]],
                argFirst[j + 1] + base[argRows[j + 1]] * length[i] + unit,
                table[arg[j + 2]],
                argFirst[j + 2] + base[argRows[j + 2]] * length[i] + unit,
                table[arg[j + 3]],
                argFirst[j + 3] + base[argRows[j + 3]] * length[i] + unit,
                rows * units,
                flush[i]);
    }

    private void wholeRows(Kernels kernels, float[][] table, int[] base, int i, int rows, float[] target, int at) {
        int j = i * MOST_ARGS;
        float[] a = table[arg[j]];
        int aAt = argFirst[j] + base[argRows[j]] * argLength[j];
        switch (row[i]) {
            case LAYER_NORM -> kernels.normalize(target, at, a, aAt, rows, length[i]);
            case NORM_SCALE -> kernels.normalizeScale(target, at, a, aAt, rows, argLength[j]);
            case D_LAYER_NORM ->
                kernels.dNormalize(
                        target,
                        at,
                        a,
                        aAt,
                        table[arg[j + 1]],
                        argFirst[j + 1] + base[argRows[j + 1]] * argLength[j + 1],
                        table[arg[j + 2]],
                        argFirst[j + 2] + base[argRows[j + 2]] * argLength[j + 2],
                        rows,
                        length[i]);
            default -> throw new IllegalStateException(row[i] + " is not of whole rows");
        }
    }
}
