package dev.recur.loss;

import dev.recur.array.Layout;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import java.util.Arrays;

/**
 * A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): the score of a sequence of tags is the sum of its
 * emissions, of a transition for each two neighbours, of the start of the first and of the end of the last tag, and its probability is the
 * soft-max of the score over all sequences. K is the number of tags; emissions are packed, [total, K].
 *
 * <p>All is computed in double with the JDK's defined exponentials, each row by itself, its sums rising in time and in tags, so rows may be
 * dealt to workers in any way. The gradient of a transition sums over t within a row, then over the rows.
 */
public final class LinearChain {
    /**
     * Where the parameters lie in the flat array of a model. They begin as zeros.
     *
     * @param transitions [K, K], from a row's tag to a column's
     * @param starts [K]
     * @param ends [K]
     */
    public record Place(int tags, int transitions, int starts, int ends) {}

    private final Place place;
    private final int tags;
    private final Workers workers;
    private final ChainRow[] scratch; // of each worker
    private final ChainScores scores;
    private final Workers.Task learn = this::learn;
    private final Workers.Task weigh = this::weigh;
    private final Workers.Task gather = this::gather;
    private final Workers.Task spread = this::spread;
    private final Workers.Task find = this::find;
    private double[] values = {}; // [N]
    private double[] counts = {}; // [N, K K + 2 K]: expected less found transitions, starts, ends

    // of the call under way
    private float[] emissions = {};
    private Rows rows = Rows.full(0, 0);
    private int[] targets = {};
    private float[] gradient = {};
    private float factor;
    private float[] probabilities = {};
    private int[] best = {};

    /** Adds the parameters to the layout of a model. */
    public static Place declare(Layout.Builder builder, String prefix, int tags) {
        return new Place(
                tags,
                builder.add(prefix + "transitions", tags, tags),
                builder.add(prefix + "starts", tags),
                builder.add(prefix + "ends", tags));
    }

    public LinearChain(Place place, Workers workers) {
        this.place = place;
        this.tags = place.tags();
        this.workers = workers;
        this.scores = new ChainScores(place);
        this.scratch = new ChainRow[workers.count()];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = new ChainRow(scores);
        }
    }

    /** Reads the parameters; call it whenever the flat array has changed. */
    public void load(float[] flat) {
        scores.load(flat);
    }

    /**
     * Turns emissions to their gradient in place, and adds the gradients of the parameters.
     *
     * @param packed [total, K]
     * @param wanted the tag of each (t, row), [total], all of them at least 0
     * @param scale of the gradients: 1 / (number of tokens) makes it that of the mean
     * @param to added to, of the model's layout
     * @return the sum over rows of -log p(tags), in nats, not scaled
     */
    public double backward(float[] packed, Rows of, int[] wanted, float scale, float[] to) {
        require(of, wanted);
        begin(packed, of);
        targets = wanted;
        factor = scale;
        gradient = to;
        int all = Math.multiplyExact(of.rows(), tags * tags + 2 * tags);
        counts = counts.length < all ? new double[all] : counts;
        values = values.length < of.rows() ? new double[of.rows()] : values;
        workers.run(learn);
        workers.run(gather);
        return sum(of.rows());
    }

    /** The same sum without gradients; emissions stay as they are. */
    public double value(float[] packed, Rows of, int[] wanted) {
        require(of, wanted);
        begin(packed, of);
        targets = wanted;
        values = values.length < of.rows() ? new double[of.rows()] : values;
        workers.run(weigh);
        return sum(of.rows());
    }

    private void weigh(int worker, int count) {
        ChainRow row = scratch[worker];
        for (int r = worker; r < rows.rows(); r += count) {
            values[r] = 0;
            if (rows.length(r) > 0) {
                double gold = row.score(emissions, rows, r, targets);
                values[r] = row.forward(emissions, rows, r) - gold;
            }
        }
    }

    private double sum(int n) {
        double sum = 0;
        for (int r = 0; r < n; r++) {
            sum += values[r];
        }
        return sum;
    }

    private void require(Rows of, int[] wanted) {
        for (int p = 0; p < of.total(); p++) {
            if (wanted[p] < 0 || wanted[p] >= tags) {
                throw new IllegalArgumentException("LinearChain: the tag of packed place " + p + " is "
                        + wanted[p] + ", but a chain needs a tag from 0 to " + (tags - 1)
                        + " everywhere; leave untagged sequences out");
            }
        }
    }

    private void begin(float[] packed, Rows of) {
        emissions = packed;
        rows = of;
    }

    private void learn(int worker, int count) {
        ChainRow row = scratch[worker];
        int each = tags * tags + 2 * tags;
        for (int r = worker; r < rows.rows(); r += count) {
            Arrays.fill(counts, r * each, (r + 1) * each, 0);
            values[r] = 0;
            if (rows.length(r) > 0) {
                double gold = row.score(emissions, rows, r, targets);
                values[r] = row.forward(emissions, rows, r) - gold;
                row.countOff(rows, r, targets, counts, r * each);
                row.backward(emissions, rows, r, targets, factor, counts, r * each);
            }
        }
    }

    /** Workers divide the entries, so that each sum is one chain with rows rising. */
    private void gather(int worker, int count) {
        int each = tags * tags + 2 * tags;
        int first = (int) ((long) each * worker / count);
        int last = (int) ((long) each * (worker + 1) / count);
        for (int i = first; i < last; i++) {
            double sum = 0;
            for (int r = 0; r < rows.rows(); r++) {
                sum += counts[r * each + i];
            }
            gradient[scores.at(i)] += (float) (factor * sum);
        }
    }

    /** The probability of each tag at each place, given the whole row: [total, K], into {@code to}. */
    public void marginals(float[] to, float[] packed, Rows of) {
        begin(packed, of);
        probabilities = to;
        workers.run(spread);
    }

    private void spread(int worker, int count) {
        for (int r = worker; r < rows.rows(); r += count) {
            if (rows.length(r) > 0) {
                scratch[worker].forward(emissions, rows, r);
                scratch[worker].marginals(probabilities, rows, r);
            }
        }
    }

    /** The best sequence of tags of each row (Viterbi 1967), packed, [total]; of equal ones that of the lower tags, from the end. */
    public void decode(int[] to, float[] packed, Rows of) {
        begin(packed, of);
        best = to;
        workers.run(find);
    }

    private void find(int worker, int count) {
        for (int r = worker; r < rows.rows(); r += count) {
            if (rows.length(r) > 0) {
                scratch[worker].best(best, emissions, rows, r);
            }
        }
    }

    /** Where the parameters lie. */
    public Place place() {
        return place;
    }
}
