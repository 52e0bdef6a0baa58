package dev.recur.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sums over all (t, row) that make gradients of weights, grouped so that what lies in memory is read once: matrices that share operands,
 * and with a left operand the vectors and the tokens' sums that read the same rows. Arrays and no lists: an iterator would be an allocation a
 * step.
 */
final class Bundles {
    /** Floats of gradients that stay in the second cache while the rows pass by. */
    private static final int SMALL = 1 << 18;

    /** Where one operand of one use lies. */
    record Source(int array, int rows, int first, int length) {
        private boolean isGradientOf(Product product) {
            return array == product.gradient
                    && rows == Home.Rows.STEP.ordinal()
                    && first == product.gradientFirst
                    && length == product.outLength;
        }
    }

    record MatrixUse(Source a, Source b) {}

    record Matrix(int offset, int rows, int columns, MatrixUse[] uses) {}

    record VectorUse(Source gradient, @Nullable Source factor) {}

    /** {@code sum} is -1 for a parameter, else the index of a sum of an expression. */
    record Vector(int offset, int sum, int length, VectorUse[] uses) {}

    /** A matrix whose gradient is the sum over left operand {@code left} and right operand {@code right} of its bundle. */
    record Pair(Matrix matrix, int left, int right) {}

    /**
     * Matrices whose rows are copied to the cache once for all of them.
     *
     * @param place the number of the first left operand among those of all bundles
     * @param several the uses of a matrix that has more than one: it is alone
     * @param vectors for each left operand those that are sums of its rows
     * @param tokens for each left operand the tokens' products whose gradients are its rows
     */
    record Bundle(
            int place,
            Source[] lefts,
            Source[] rights,
            Pair[] pairs,
            MatrixUse[] several,
            Vector[][] vectors,
            int[][] tokens) {}

    final Bundle[] bundles;
    /** Vectors and tokens' products that read the rows of no bundle. */
    final Vector[] vectors;

    final int[] tokens;

    /** Of the left operands of all bundles, of {@link #vectors}, of {@link #tokens}. */
    final Shares leftShares;

    final Shares vectorShares;
    final Shares tokenShares;

    /** {@code products}: those whose gradients are added up by token; their matrices are not among {@code matrices}. */
    Bundles(List<Matrix> matrices, List<Vector> all, Product[] products) {
        List<Vector> otherVectors = new ArrayList<>(all);
        List<Integer> otherTokens = new ArrayList<>();
        for (int i = 0; i < products.length; i++) {
            otherTokens.add(i);
        }
        List<Bundle> made = new ArrayList<>();
        List<Long> weights = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (List<Matrix> group : groups(matrices)) {
            Bundle bundle = bundle(lengths.size(), group, otherVectors, otherTokens, products);
            made.add(bundle);
            for (int i = 0; i < bundle.lefts.length; i++) {
                lengths.add(bundle.lefts[i].length);
                weights.add(weight(bundle, i));
            }
        }
        this.bundles = made.toArray(Bundle[]::new);
        this.vectors = otherVectors.toArray(Vector[]::new);
        this.tokens = ints(otherTokens);
        this.leftShares = new Shares(
                ints(lengths), weights.stream().mapToLong(Long::longValue).toArray());
        this.vectorShares = new Shares(
                Arrays.stream(vectors).mapToInt(Vector::length).toArray(),
                Arrays.stream(vectors).mapToLong(vector -> vector.uses.length).toArray());
        this.tokenShares = new Shares(
                Arrays.stream(tokens).map(i -> products[i].outLength).toArray(),
                Arrays.stream(tokens).mapToLong(i -> 1).toArray());
    }

    /** Small matrices share their copies; a large one fills the cache alone, and so does one of several uses. */
    private static List<List<Matrix>> groups(List<Matrix> matrices) {
        List<List<Matrix>> groups = new ArrayList<>();
        int floats = 0;
        for (Matrix matrix : matrices) {
            int size = matrix.rows * matrix.columns;
            List<Matrix> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
            if (last.isEmpty()
                    || matrix.uses.length > 1
                    || last.get(0).uses.length > 1
                    || floats + size > SMALL
                    || last.stream().anyMatch(other -> other.uses[0].equals(matrix.uses[0]))) {
                last = new ArrayList<>();
                groups.add(last);
                floats = 0;
            }
            floats += size;
            last.add(matrix);
        }
        return groups;
    }

    /** What the bundle carries leaves the lists of others. */
    private static Bundle bundle(
            int place, List<Matrix> group, List<Vector> otherVectors, List<Integer> otherTokens, Product[] products) {
        List<Source> lefts = new ArrayList<>();
        List<Source> rights = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (Matrix matrix : group) {
            MatrixUse use = matrix.uses[0];
            pairs.add(new Pair(matrix, index(lefts, use.a), index(rights, use.b)));
        }
        boolean alone = group.get(0).uses.length > 1;
        Vector[][] vectors = new Vector[lefts.size()][];
        int[][] tokens = new int[lefts.size()][];
        for (int i = 0; i < vectors.length; i++) {
            Source left = lefts.get(i);
            List<Vector> mine = alone
                    ? List.of()
                    : otherVectors.stream()
                            .filter(vector -> isSum(vector, left))
                            .toList();
            List<Integer> read = alone
                    ? List.of()
                    : otherTokens.stream()
                            .filter(token -> left.isGradientOf(products[token]))
                            .toList();
            vectors[i] = mine.toArray(Vector[]::new);
            tokens[i] = ints(read);
            otherVectors.removeAll(mine);
            otherTokens.removeAll(read);
        }
        return new Bundle(
                place,
                lefts.toArray(Source[]::new),
                rights.toArray(Source[]::new),
                pairs.toArray(Pair[]::new),
                alone ? group.get(0).uses : new MatrixUse[0],
                vectors,
                tokens);
    }

    private static boolean isSum(Vector vector, Source rows) {
        VectorUse use = vector.uses[0];
        return vector.uses.length == 1 && use.factor == null && use.gradient.equals(rows);
    }

    /** Products that wait for a unit of left operand {@code i}. */
    private static long weight(Bundle bundle, int i) {
        return Arrays.stream(bundle.pairs)
                .filter(pair -> pair.left == i)
                .mapToLong(pair -> (long) pair.matrix.columns * pair.matrix.uses.length)
                .sum();
    }

    private static int index(List<Source> sources, Source wanted) {
        if (!sources.contains(wanted)) {
            sources.add(wanted);
        }
        return sources.indexOf(wanted);
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
