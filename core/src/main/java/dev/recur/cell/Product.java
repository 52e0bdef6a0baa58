package dev.recur.cell;

import dev.recur.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A product with its arrays resolved: one chain through its pieces, panel by panel. */
final class Product {
    final int out;
    final int outRows;
    final int outFirst;
    final int outLength;
    final boolean carryOnly;
    final int[] arg;
    final int[] argRows;
    final int[] argFirst;
    final int[] depth;
    /** Index of the packed matrix in {@link PackedWeights}. */
    final int[] pack;
    /** Floats of the matrices, and whether these alone are {@link Kernels#far}. */
    final long weights;

    final boolean far;
    /** Index among the products that tokens can look up, -1 for others. */
    int tokens = -1;
    /** For such a product: its matrix, where its gradient lies, and the matrix packed for the way back; -1 without training. */
    String matrix = "";

    int gradient = -1;
    int gradientFirst;
    int packBack = -1;

    Product(Program.Multiply multiply, Code.Table table, List<Plan.Pack> packs) {
        this.out = table.at(multiply.out());
        this.outRows = multiply.out().space().rows().ordinal();
        this.outFirst = multiply.out().space().first();
        this.outLength = multiply.out().length();
        this.carryOnly = multiply.carryOnly();
        int pieces = multiply.pieces().size();
        this.arg = new int[pieces];
        this.argRows = new int[pieces];
        this.argFirst = new int[pieces];
        this.depth = new int[pieces];
        this.pack = new int[pieces];
        for (int i = 0; i < pieces; i++) {
            Program.Piece piece = multiply.pieces().get(i);
            arg[i] = table.at(piece.operand());
            argRows[i] = piece.operand().space().rows().ordinal();
            argFirst[i] = piece.operand().space().first();
            depth[i] = piece.operand().length();
            pack[i] = packs.indexOf(new Plan.Pack(piece.matrix(), piece.transposed()));
        }
        this.weights = (long) outLength * Arrays.stream(depth).sum();
        this.far = Kernels.far(weights);
    }

    /** True if rows of different steps lie one after the other everywhere, so that many steps are one product. */
    boolean packedByStep() {
        boolean packed = outRows == Home.Rows.STEP.ordinal();
        for (int rows : argRows) {
            packed &= rows == Home.Rows.STEP.ordinal();
        }
        return packed;
    }

    /** True if an operand's array is overwritten in the next step. */
    boolean readsBatchRows() {
        for (int rows : argRows) {
            if (rows == Home.Rows.BATCH.ordinal()) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@code rows} rows, of which the first is at {@code base}, columns [first, last) of the result; {@code first} is at a multiple of 16. The
     * panels may be taken in either order: each holds chains of its own.
     *
     * @param next where weights are far, the product whose panels are read behind those of this one, or itself if they are in the other
     *     order; null where weights are near
     */
    void run(
            Kernels kernels,
            float[][] table,
            float[][] panels,
            int[] base,
            int rows,
            int first,
            int last,
            boolean fromTheEnd,
            @Nullable Product next) {
        int from = first / Kernels.PANEL;
        int count = (last + Kernels.PANEL - 1) / Kernels.PANEL - from;
        for (int row = 0; row < rows; row += Kernels.BLOCK) {
            int block = Math.min(Kernels.BLOCK, rows - row);
            boolean ends = row + block == rows;
            for (int i = 0; i < count; i++) {
                int panel = from + (fromTheEnd ? count - 1 - i : i);
                int column = Math.max(first, panel * Kernels.PANEL);
                int end = Math.min(last, (panel + 1) * Kernels.PANEL);
                Product then = next == null || (ends && i + 1 == count) ? next : this;
                int thenPanel = i + 1 < count
                        ? panel + (fromTheEnd ? -1 : 1)
                        : then == null ? 0 : then.firstPanel(fromTheEnd != (ends && next == this));
                runPanel(kernels, table, panels, base, row, block, column, end, then, thenPanel);
            }
        }
    }

    private int firstPanel(boolean fromTheEnd) {
        return fromTheEnd ? (outLength - 1) / Kernels.PANEL : 0;
    }

    /**
     * Columns [column, end) of the result, all of one panel, of rows [row, row + rows).
     *
     * @param next the product of which panel {@code nextPanel} is read behind this one; null where weights are near
     */
    void runPanel(
            Kernels kernels,
            float[][] table,
            float[][] panels,
            int[] base,
            int row,
            int rows,
            int column,
            int end,
            @Nullable Product next,
            int nextPanel) {
        int inside = column % Kernels.PANEL;
        for (int i = 0; i < arg.length; i++) {
            int k = depth[i];
            boolean more = i + 1 < arg.length;
            Product then = more && next != null ? this : next;
            int piece = more ? i + 1 : 0;
            int thenColumn = more ? column - inside : nextPanel * Kernels.PANEL;
            kernels.multiply(
                    table[out],
                    outFirst + (base[outRows] + row) * outLength + column,
                    outLength,
                    table[arg[i]],
                    argFirst[i] + (base[argRows[i]] + row) * k,
                    k,
                    panels[pack[i]],
                    Kernels.FIRST + (column - inside) * k + inside,
                    rows,
                    end - column,
                    k,
                    i > 0,
                    then == null ? null : panels[then.pack[piece]],
                    then == null ? 0 : Kernels.FIRST + thenColumn * then.depth[piece]);
        }
    }
}
