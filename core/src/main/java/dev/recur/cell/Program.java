package dev.recur.cell;

import dev.recur.kernel.Pointwise;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step and its adjoint as lists of block operations and products: what a {@link Plan} runs.
 *
 * @param forward phases in rising order
 * @param backward phases in the order of running, empty for inference
 * @param matrices gradients of matrices, by matrix
 * @param vectors gradients of vectors and of expressions of weights, by target
 * @param weights nodes of weights that programs read, by index of {@link Home.Space#WEIGHT}
 * @param lengths floats a row of each array of a space, by index
 */
record Program(
        List<Phase> forward,
        List<Phase> backward,
        List<MatrixGradient> matrices,
        List<VectorGradient> vectors,
        List<Node> weights,
        Map<Home.Space, List<Integer>> lengths) {

    /**
     * A stretch of the run: bulk products, or a time loop of levels.
     *
     * @param bulk products over all (t, row); empty for a loop
     * @param levels parts of one step, each a program and then products; empty for bulk products
     */
    record Phase(List<Multiply> bulk, List<Level> levels) {}

    record Level(List<Operation> program, List<Multiply> products) {}

    /**
     * @param block null for an operation on whole rows, which {@code row} names
     * @param length floats a row of the result and, but for whole rows, of every operand
     * @param carryOnly true for what only the start state's gradient needs at the first step
     */
    record Operation(
            @Nullable Pointwise block,
            Op row,
            Home out,
            List<Home> args,
            int length,
            boolean flush,
            boolean carryOnly) {}

    /** {@code out = chain over all pieces of matrix · operand}. */
    record Multiply(Home out, List<Piece> pieces, boolean carryOnly) {}

    record Piece(String matrix, boolean transposed, Home operand) {}

    /** {@code d[matrix] += Σ gradient · operandᵀ}, at each step the uses in text order. */
    record MatrixGradient(String matrix, List<MatrixUse> uses) {}

    record MatrixUse(Home gradient, Home operand, boolean transposed) {}

    /** {@code d[target] += Σ gradient [* factor]}, at each step the uses in text order. */
    record VectorGradient(Node target, List<VectorUse> uses) {}

    record VectorUse(Home gradient, @Nullable Home factor) {}

    /** Floats kept for each (t, row) while training. */
    int kept() {
        int sum = 0;
        for (int length : Lookup.in(lengths, Home.Space.PLANE)) {
            sum += length;
        }
        for (int length : Lookup.in(lengths, Home.Space.STATE)) {
            sum += length;
        }
        return sum;
    }
}
