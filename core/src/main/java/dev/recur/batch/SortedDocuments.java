package dev.recur.batch;

import dev.recur.random.Stream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Documents side by side, N at a time, those of like length together: the epoch's order is drawn by chance, cut into pools of some
 * minibatches, each pool sorted by falling length (equal ones keep their order) and its groups of N taken in an order drawn by chance.
 * A group with documents of more than T steps is cut into several minibatches, the later ones carrying the state on for the rows that
 * are still alive, which are the first ones.
 */
public final class SortedDocuments extends Batches {
    private final Documents documents;
    private final int rows;
    private final int steps;
    private final int pool;
    private final @Nullable Stream chance;
    private final int[] inputs;
    private final int[] targets;
    private long loadedEpoch = -1;
    /** Documents, group after group; group k is from k·N on, the last group of the last pool may be shorter. */
    private int[] order = {};
    /** By place in the epoch: the group, and the number of minibatches before it. */
    private int[] groups = {};

    private long[] before = {};

    private SortedDocuments(Documents documents, int rows, int steps, int pool, @Nullable Stream chance) {
        this.documents = documents;
        this.rows = atLeastOne(rows, "the batch");
        this.steps = atLeastOne(steps, "the number of steps");
        this.pool = Math.multiplyExact(atLeastOne(pool, "the pool"), rows);
        this.chance = chance;
        this.inputs = new int[steps];
        this.targets = new int[steps];
    }

    /** In the same order in every epoch, all sorted together: for evaluation. */
    public static SortedDocuments of(Documents documents, int rows, int steps) {
        int pool = (documents.count() + rows - 1) / rows;
        return new SortedDocuments(documents, rows, steps, pool, null);
    }

    /**
     * In an order drawn anew for each epoch.
     *
     * @param pool how many minibatches are sorted together; 1 keeps the draw as it is, more makes the lengths in a minibatch more alike
     */
    public static SortedDocuments shuffled(Documents documents, int rows, int steps, int pool, Stream chance) {
        return new SortedDocuments(documents, rows, steps, pool, chance);
    }

    @Override
    public long count(long epoch) {
        load(epoch);
        return before[groups.length];
    }

    @Override
    public void fill(long epoch, long batch, Minibatch into) {
        load(epoch);
        int found = Arrays.binarySearch(before, batch);
        int place = found >= 0 ? found : -found - 2;
        int segment = (int) (batch - before[place]);
        int first = groups[place] * rows;
        int from = segment * steps;
        int alive = 0;
        while (first + alive < order.length && alive < rows && documents.steps(order[first + alive]) > from) {
            alive++;
        }
        into.begin(Math.min(steps, documents.steps(order[first]) - from), alive, segment > 0);
        for (int row = 0; row < alive; row++) {
            int document = order[first + row];
            int count = Math.min(steps, documents.steps(document) - from);
            documents.copy(document, from, count, inputs, targets, 0);
            into.row(row, document, count, inputs, targets);
        }
    }

    private void load(long epoch) {
        if (loadedEpoch == epoch) {
            return;
        }
        int count = documents.count();
        order = new int[count];
        Arrays.setAll(order, place -> place);
        if (chance != null) {
            order = chance.permutation(count, 2 * epoch);
        }
        groups = new int[(count + rows - 1) / rows];
        Arrays.setAll(groups, group -> group);
        for (int from = 0; from < count; from += Math.min(pool, count - from)) {
            sort(from, Math.min(pool, count - from));
            mix(from / rows, (Math.min(pool, count - from) + rows - 1) / rows, epoch);
        }
        before = new long[groups.length + 1];
        for (int place = 0; place < groups.length; place++) {
            int longest = documents.steps(order[groups[place] * rows]);
            before[place + 1] = before[place] + (longest + steps - 1) / steps;
        }
        loadedEpoch = epoch;
    }

    /** By falling length; equal ones keep their order. */
    private void sort(int from, int count) {
        long[] keys = new long[count];
        for (int n = 0; n < count; n++) {
            keys[n] = (-(long) documents.steps(order[from + n]) << 32) + n;
        }
        Arrays.sort(keys);
        int[] sorted = new int[count];
        for (int n = 0; n < count; n++) {
            sorted[n] = order[from + (int) keys[n]];
        }
        System.arraycopy(sorted, 0, order, from, count);
    }

    private void mix(int firstGroup, int count, long epoch) {
        if (chance != null) {
            for (int n = 0; n < count; n++) {
                int other = chance.below(n + 1, 2 * epoch + 1, firstGroup + n);
                groups[firstGroup + n] = groups[firstGroup + other];
                groups[firstGroup + other] = firstGroup + n;
            }
        }
    }

    @Override
    public String place(long epoch, long batch, int row) {
        load(epoch);
        int found = Arrays.binarySearch(before, batch);
        int group = found >= 0 ? found : -found - 2;
        return "document " + order[groups[group] * rows + row] + ", token " + (batch - before[group]) * steps;
    }

    @Override
    public long tokens() {
        return documents.tokens();
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int steps() {
        return steps;
    }
}
