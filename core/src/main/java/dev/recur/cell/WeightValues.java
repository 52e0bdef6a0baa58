package dev.recur.cell;

import dev.recur.kernel.Kernels;
import dev.recur.kernel.Pointwise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Values of nodes that depend on weights alone, as plain vectors: once per weight version forward, and once below the sums backward. All
 * arrays are made at the start.
 */
final class WeightValues {
    private static final float[] NOTHING = new float[1];

    private final Kernels kernels;
    private final Map<String, float[]> leaves;
    private final Matrices matrices;
    private final Map<Node, float[]> values = new HashMap<>();
    /** Single numbers that meet vectors, as long as the longest. */
    private final Map<Node, float[]> stretched = new HashMap<>();

    private final Node[] order; // an array: an iterator would be an allocation a step
    private final ToIntFunction<Length> lengths;

    /** Where a parameter lies in the flat array. */
    interface Matrices {
        int offset(String parameter);

        int rows(String matrix);

        int columns(String matrix);
    }

    /**
     * @param leaves arrays of {@code OUTER} leaves, by name
     */
    WeightValues(
            Kernels kernels,
            Collection<Node> wanted,
            Matrices matrices,
            Map<String, float[]> leaves,
            ToIntFunction<Length> lengths) {
        this.kernels = kernels;
        this.matrices = matrices;
        this.leaves = leaves;
        this.lengths = lengths;
        Map<Integer, Node> all = new TreeMap<>();
        List<Node> todo = new ArrayList<>(wanted);
        while (!todo.isEmpty()) {
            Node node = todo.remove(todo.size() - 1);
            if (all.put(node.id, node) == null) {
                todo.addAll(node.args);
            }
        }
        this.order = all.values().toArray(Node[]::new);
        for (Node node : order) {
            values.put(node, node.kind == Node.Kind.OUTER ? leaf(node) : new float[length(node)]);
            for (Node arg : node.args) {
                if (length(arg) == 1 && length(node) > 1) {
                    stretched.merge(arg, new float[length(node)], (a, b) -> a.length < b.length ? b : a);
                }
            }
        }
    }

    private float[] leaf(Node node) {
        return Objects.requireNonNull(leaves.get(node.name), node.name);
    }

    private int length(Node node) {
        return node.length == null ? 1 : lengths.applyAsInt(node.length);
    }

    /** Length of the node's own value; 1 for numbers. */
    float[] value(Node node) {
        return Objects.requireNonNull(values.get(node));
    }

    void evaluate(float[] flat, int base) {
        for (Node node : order) {
            float[] out = value(node);
            switch (node.kind) {
                case CONSTANT -> out[0] = (float) node.value;
                case PARAMETER -> System.arraycopy(flat, base + matrices.offset(node.name), out, 0, out.length);
                case PRODUCT -> product(node, out, flat, base);
                case APPLY -> apply(node, out);
                case OUTER -> {}
                case INPUT, LAG, NEXT -> throw new IllegalStateException(node + " does not depend on weights alone");
            }
        }
    }

    private void product(Node node, float[] out, float[] flat, int base) {
        Arrays.fill(out, 0);
        for (int i = 0; i < node.pieces.size(); i++) {
            Node.Piece piece = node.pieces.get(i);
            float[] in = value(node.args.get(i));
            int at = base + matrices.offset(piece.matrix());
            int columns = matrices.columns(piece.matrix());
            for (int j = 0; j < out.length; j++) {
                for (int k = 0; k < in.length; k++) {
                    float weight = flat[at + (piece.transposed() ? k * columns + j : j * columns + k)];
                    out[j] = Math.fma(in[k], weight, out[j]);
                }
            }
        }
    }

    private void apply(Node node, float[] out) {
        Op op = Objects.requireNonNull(node.op);
        float[] a = stretched(node.args.get(0), out.length);
        switch (op) {
            case LAYER_NORM -> kernels.normalize(out, 0, a, 0, 1, out.length);
            case NORM_SCALE -> kernels.normalizeScale(out, 0, value(node.args.get(0)), 0, 1, length(node.args.get(0)));
            case D_LAYER_NORM ->
                kernels.dNormalize(
                        out,
                        0,
                        a,
                        0,
                        stretched(node.args.get(1), out.length),
                        0,
                        value(node.args.get(2)),
                        0,
                        1,
                        out.length);
            default -> {
                float[] b = node.args.size() > 1 ? stretched(node.args.get(1), out.length) : NOTHING;
                float[] c = node.args.size() > 2 ? stretched(node.args.get(2), out.length) : NOTHING;
                Pointwise block = Objects.requireNonNull(op.block());
                int flush = op == Op.FLUSH ? Kernels.FLUSH : Kernels.KEEP;
                kernels.pointwise(block, out, 0, a, 0, b, 0, c, 0, c, 0, out.length, flush);
            }
        }
    }

    private float[] stretched(Node node, int length) {
        float[] value = value(node);
        if (value.length >= length) {
            return value;
        }
        float[] all = Objects.requireNonNull(stretched.get(node));
        Arrays.fill(all, 0, length, value[0]);
        return all;
    }
}
