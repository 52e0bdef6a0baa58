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
    private final LengthOrder order;
    private final int[] inputs;
    private final int[] targets;
    private long loadedEpoch = -1;
    /** By place in the epoch: the number of minibatches before that group. */
    private long[] before = {};

    private SortedDocuments(Documents documents, int rows, int steps, int pool, @Nullable Stream chance) {
        this.documents = documents;
        this.rows = atLeastOne(rows, "the batch");
        this.steps = atLeastOne(steps, "the number of steps");
        this.order = new LengthOrder(documents.count(), documents::steps, rows, pool, chance);
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
        return before[order.groups()];
    }

    @Override
    public void fill(long epoch, long batch, Minibatch into) {
        load(epoch);
        int found = Arrays.binarySearch(before, batch);
        int place = found >= 0 ? found : -found - 2;
        int segment = (int) (batch - before[place]);
        int from = segment * steps;
        int size = order.size(place);
        int alive = 0;
        while (alive < size && documents.steps(order.member(place, alive)) > from) {
            alive++;
        }
        into.begin(Math.min(steps, documents.steps(order.member(place, 0)) - from), alive, segment > 0);
        into.condition(documents.conditions().places());
        for (int row = 0; row < alive; row++) {
            int document = order.member(place, row);
            int count = Math.min(steps, documents.steps(document) - from);
            documents.copy(document, from, count, inputs, targets, 0);
            into.row(row, document, count, inputs, targets);
            documents.conditions().copy(documents.number(document), into, row);
        }
    }

    private void load(long epoch) {
        if (loadedEpoch == epoch) {
            return;
        }
        order.load(epoch);
        before = new long[order.groups() + 1];
        for (int place = 0; place < order.groups(); place++) {
            int longest = documents.steps(order.member(place, 0));
            before[place + 1] = before[place] + (longest + steps - 1) / steps;
        }
        loadedEpoch = epoch;
    }

    @Override
    public String place(long epoch, long batch, int row) {
        load(epoch);
        int found = Arrays.binarySearch(before, batch);
        int group = found >= 0 ? found : -found - 2;
        return "document " + order.member(group, row) + ", token " + (batch - before[group]) * steps;
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
