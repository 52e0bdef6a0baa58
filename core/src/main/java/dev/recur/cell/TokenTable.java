package dev.recur.cell;

import dev.recur.kernel.Kernels;
import dev.recur.kernel.OuterSum;
import dev.recur.parallel.Workers;
import java.util.Arrays;

/**
 * The first layer over tokens: instead of multiplying every row's embedding, each distinct token of a batch is multiplied once and the
 * product is looked up, which has the same bits. Backward, the gradients of equal tokens are added first (steps falling, rows rising),
 * then multiplied once for each distinct token, tokens rising. Whether a plan reads tokens this way is a matter of configuration, since
 * backward has other bits than the direct way.
 *
 * <p>E is the embedding, [V, D], in the same flat array as the plan's weights.
 */
public final class TokenTable {
    private static final int NONE = -1;

    private final Plan plan;
    private final Kernels kernels;
    private final PackedWeights weights;
    private final Buffers buffers;
    private final Product[] products;
    private final Shares shares; // of the products' units
    private final int vocabulary;
    private final int width; // D
    private final int[] slotOf; // [V]: place of a token among the distinct ones
    private final float[][] tables; // [distinct, length] for each product
    private final float[][] sums;
    private int[] distinct = new int[0];
    private int[] slots = new int[0]; // [total]: place of each (t, row)'s token
    private float[] embedded = new float[0]; // [distinct, D]
    private float[] dEmbedded = new float[0];
    private OuterSum[] outer = new OuterSum[0];
    private int count;

    // of the call under way
    private float[] flat = new float[0];
    private int embedding;
    private float[] gradient = new float[0];
    private int gradientBase;
    private float[] embeddingGradient = new float[0];
    private final Workers.Task multiply = this::multiply;
    private final Workers.Task differentiate = this::differentiate;

    /** For a plan whose {@link Plan#readsTokens} is true. */
    public TokenTable(Plan plan, PackedWeights weights, Buffers buffers, int vocabulary) {
        this.plan = plan;
        this.kernels = plan.kernels();
        this.products = plan.tokenProducts();
        this.shares = new Shares(
                Arrays.stream(products).mapToInt(product -> product.outLength).toArray(),
                Arrays.stream(products).mapToLong(product -> 1).toArray());
        this.weights = weights;
        this.buffers = buffers;
        this.vocabulary = vocabulary;
        this.width = products[0].depth[0];
        this.slotOf = new int[vocabulary];
        Arrays.fill(slotOf, NONE);
        this.tables = new float[products.length][0];
        this.sums = new float[products.length][0];
    }

    /** All tokens of the vocabulary, once for these weights: every later {@link #tokens} is a look-up alone. For inference. */
    public void tabulate(float[] weightsAndEmbedding, int embeddingAt, Workers workers) {
        count = 0;
        reserve(vocabulary, 0);
        for (int token = 0; token < vocabulary; token++) {
            slotOf[token] = token;
            distinct[count++] = token;
        }
        run(weightsAndEmbedding, embeddingAt, workers);
    }

    /** The tokens of the next forward, [total] packed, after {@link #tabulate}. */
    public void tokens(int[] packedTokens, int total) {
        reserve(count, total);
        System.arraycopy(packedTokens, 0, slots, 0, total);
        buffers.tokens(this);
    }

    /** The tokens of the next forward, [total] packed, and their products. For training. */
    public void tokens(int[] packedTokens, int total, float[] weightsAndEmbedding, int embeddingAt, Workers workers) {
        for (int i = 0; i < count; i++) {
            slotOf[distinct[i]] = NONE;
        }
        count = 0;
        reserve(Math.min(vocabulary, total), total);
        for (int i = 0; i < total; i++) {
            if (slotOf[packedTokens[i]] == NONE) {
                slotOf[packedTokens[i]] = 0;
                distinct[count++] = packedTokens[i];
            }
        }
        Arrays.sort(distinct, 0, count);
        for (int i = 0; i < count; i++) {
            slotOf[distinct[i]] = i;
        }
        for (int i = 0; i < total; i++) {
            slots[i] = slotOf[packedTokens[i]];
        }
        run(weightsAndEmbedding, embeddingAt, workers);
        buffers.tokens(this);
    }

    private void run(float[] weightsAndEmbedding, int embeddingAt, Workers workers) {
        this.flat = weightsAndEmbedding;
        this.embedding = embeddingAt;
        workers.run(multiply);
    }

    private void reserve(int tokens, int total) {
        if (distinct.length < tokens) {
            distinct = Arrays.copyOf(distinct, tokens);
            embedded = new float[tokens * width];
            for (int i = 0; i < products.length; i++) {
                tables[i] = new float[Math.multiplyExact(tokens, products[i].outLength)];
            }
        }
        if (slots.length < total) {
            slots = new int[total];
        }
    }

    private void multiply(int worker, int workers) {
        int from = (int) ((long) count * worker / workers);
        int to = (int) ((long) count * (worker + 1) / workers);
        for (int i = from; i < to; i++) {
            System.arraycopy(flat, embedding + distinct[i] * width, embedded, i * width, width);
        }
        for (int i = 0; i < products.length && to > from; i++) {
            int length = products[i].outLength;
            kernels.multiplyPanels(
                    tables[i],
                    from * length,
                    length,
                    embedded,
                    from * width,
                    width,
                    weights.panels()[products[i].pack[0]],
                    Kernels.FIRST,
                    to - from,
                    length,
                    width,
                    false);
        }
    }

    /** Copies units [first, last) of the products of {@code n} rows from the tables to where the product's value belongs. */
    void lookUp(Product product, float[] target, int packedRow, int n, int first, int last) {
        float[] table = tables[product.tokens];
        int length = product.outLength;
        for (int r = packedRow; r < packedRow + n; r++) {
            int to = product.outFirst + r * length + first;
            System.arraycopy(table, slots[r] * length + first, target, to, last - first);
        }
    }

    // ---- backward

    /** The array of the plan's table that holds the gradient of product {@code index}. */
    int gradientArray(int index) {
        return products[index].gradient;
    }

    /** Room for sums of gradients, before the workers begin them. */
    void reserveSums() {
        for (int i = 0; i < products.length; i++) {
            int wanted = count * products[i].outLength;
            if (sums[i].length < wanted) {
                sums[i] = new float[wanted];
            }
        }
    }

    /** Begins the sums of units [first, first + units) of product {@code index}. */
    void clearSums(int index, int first, int units) {
        int length = products[index].outLength;
        for (int token = 0; token < count; token++) {
            Arrays.fill(sums[index], token * length + first, token * length + first + units, 0f);
        }
    }

    /** Adds the gradients of rows [from, to) to the sums of their tokens. Workers divide units, so that each sum stays one chain. */
    void addRows(int index, float[] g, int from, int to, int first, int units) {
        Product product = products[index];
        int length = product.outLength;
        int at = product.gradientFirst + first;
        for (int r = from; r < to; r++) {
            kernels.addRows(sums[index], slots[r] * length + first, g, at + r * length, length, 1, units);
        }
    }

    /** As {@link #addRows}, and the same rows to {@code sum}, from {@code sumAt}. */
    void addRows(int index, float[] sum, int sumAt, float[] g, int from, int to, int first, int units) {
        Product product = products[index];
        int length = product.outLength;
        int at = product.gradientFirst + first + from * length;
        kernels.addRowsByGroup(sum, sumAt, sums[index], first, slots, from, g, at, length, to - from, units);
    }

    /**
     * Adds the gradients of the matrices to {@code to}, at the plan's offsets from {@code base}, and of E to {@code dEmbeddings}, from
     * {@code dEmbeddingAt}. The plan's backward has added the rows' gradients by then.
     */
    public void backward(float[] to, int base, float[] dEmbeddings, int dEmbeddingAt, Workers workers) {
        this.gradient = to;
        this.gradientBase = base;
        this.embeddingGradient = dEmbeddings;
        this.embedding = dEmbeddingAt;
        if (dEmbedded.length < count * width) {
            dEmbedded = new float[count * width];
        }
        if (outer.length < workers.count()) {
            outer = new OuterSum[workers.count()];
            for (int i = 0; i < outer.length; i++) {
                outer[i] = new OuterSum(kernels);
            }
        }
        workers.run(differentiate);
    }

    private void differentiate(int worker, int workers) {
        int from = (int) ((long) count * worker / workers);
        int to = (int) ((long) count * (worker + 1) / workers);
        for (int i = 0; i < products.length; i++) {
            Product product = products[i];
            int length = product.outLength;
            int first = shares.first(i, worker, workers);
            int units = shares.count(i, worker, workers);
            if (units > 0) {
                int at = gradientBase + plan.offset(product.matrix) + first * width;
                OuterSum sum = outer[worker];
                sum.begin(1, 1);
                sum.left(0, units);
                sum.right(0, width);
                sum.target(0, 0, gradient, at, width);
                sum.leftRows(0, sums[i], first, length);
                sum.rightRows(0, embedded, 0, width);
                sum.add(count);
                sum.end();
            }
            if (to > from) {
                kernels.multiplyPanels(
                        dEmbedded,
                        from * width,
                        width,
                        sums[i],
                        from * length,
                        length,
                        transposed(product),
                        Kernels.FIRST,
                        to - from,
                        width,
                        length,
                        i > 0);
            }
        }
        for (int i = from; i < to; i++) {
            kernels.addRows(embeddingGradient, embedding + distinct[i] * width, dEmbedded, i * width, width, 1, width);
        }
    }

    private float[] transposed(Product product) {
        return weights.panels()[product.packBack];
    }
}
