package dev.recur.cell;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step and its adjoint, in one graph.
 *
 * @param step the step
 * @param flow where the forward nodes are computed; it belongs to the meaning, since it fixes which products form one chain in the adjoint
 * @param inputs gradient of each input, absent where nothing reads the input
 * @param states what is handed to the step before for each state: the adjoint of its lag
 * @param products for each forward product the adjoint of its value, in the order of the text
 * @param sums what weights that are vectors receive, summed over rows and steps, in the order of the text
 * @param weights for each vector parameter below a sum of a whole expression: its gradient as a function of the sums
 * @param weightProducts products inside such expressions, with the gradients of their values
 * @param values the adjoint of every forward node that has one, before stored adjoints were flushed: for derivations on paper
 */
record Derivative(
        Step step,
        Flow flow,
        Map<String, Node> inputs,
        Map<String, Node> states,
        List<OfProduct> products,
        List<Sum> sums,
        Map<String, Node> weights,
        List<OfProduct> weightProducts,
        Map<Node, Node> values) {

    /** {@code dM += gradient · operandᵀ} (the other way round for a transposed use). */
    record OfProduct(Node product, Node gradient) {
        Node.Piece piece() {
            return product.pieces.get(0);
        }

        Node operand() {
            return product.args.get(0);
        }
    }

    /**
     * {@code d[target] += Σ gradient}, or {@code Σ gradient * factor}.
     *
     * @param target a node of weights: a vector parameter, or a whole expression of weights
     * @param gradient summed over the rows that are alive
     * @param factor null where the gradient itself is summed
     */
    record Sum(Node target, Node gradient, @Nullable Node factor) {}

    /** The leaf by which {@link #weights} reads the sum of an expression of weights. */
    static String leaf(Node target) {
        return "sum of n" + target.id;
    }
}
