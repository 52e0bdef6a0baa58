package dev.recur.cell;

import dev.recur.kernel.Kernels;
import java.util.List;

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

    /** {@code rows} rows, of which the first is at {@code base}, columns [first, last) of the result; {@code first} is at a multiple of 16. */
    void run(Kernels kernels, float[][] table, float[][] panels, int[] base, int rows, int first, int last) {
        float[] target = table[out];
        int at = outFirst + base[outRows] * outLength;
        for (int i = 0; i < arg.length; i++) {
            int k = depth[i];
            float[] operand = table[arg[i]];
            int operandAt = argFirst[i] + base[argRows[i]] * k;
            float[] packed = panels[pack[i]];
            int inside = first % Kernels.PANEL;
            int column = first;
            if (inside > 0) {
                int width = Math.min(Kernels.PANEL - inside, last - first);
                int packedAt = Kernels.FIRST + (first - inside) * k + inside;
                kernels.multiply(
                        target, at + first, outLength, operand, operandAt, k, packed, packedAt, rows, width, k, i > 0);
                column += width;
            }
            kernels.multiplyPanels(
                    target,
                    at + column,
                    outLength,
                    operand,
                    operandAt,
                    k,
                    packed,
                    Kernels.FIRST + column * k,
                    rows,
                    last - column,
                    k,
                    i > 0);
        }
    }

    /** One panel of the result over {@code rows} rows. */
    void runPanel(Kernels kernels, float[][] table, float[][] panels, int[] base, int rows, int column) {
        int width = Math.min(Kernels.PANEL, outLength - column);
        for (int i = 0; i < arg.length; i++) {
            int k = depth[i];
            kernels.multiply(
                    table[out],
                    outFirst + base[outRows] * outLength + column,
                    outLength,
                    table[arg[i]],
                    argFirst[i] + base[argRows[i]] * k,
                    k,
                    panels[pack[i]],
                    Kernels.FIRST + column * k,
                    rows,
                    width,
                    k,
                    i > 0);
        }
    }
}
