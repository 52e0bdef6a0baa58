package dev.recur.batch;

import dev.recur.random.Stream;
import dev.recur.text.Ids;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A long text cut into N equal streams that are read side by side, T steps a minibatch, each going on where it stopped; the state is
 * carried until the epoch ends. Row n of a minibatch is always of stream n. The fewer than N tokens that are left over are not read.
 */
public final class Streams extends Batches {
    /** Gives the running text of an epoch. */
    private interface Source {
        Pairs epoch(long epoch);
    }

    private final Source source;
    private final int rows;
    private final int steps;
    private final long length;
    private final int[] inputs;
    private final int[] targets;
    private long loadedEpoch = -1;
    private @Nullable Pairs loaded;

    private Streams(Source source, long size, int rows, int steps) {
        this.source = source;
        this.rows = atLeastOne(rows, "the batch");
        this.steps = atLeastOne(steps, "the number of steps");
        this.length = size / rows;
        this.inputs = new int[steps];
        this.targets = new int[steps];
        if (length < 1) {
            throw new IllegalArgumentException("a text of " + size + " tokens to predict is too short for " + rows
                    + " streams side by side; lower --batch or take more text");
        }
    }

    /** Of a running text, the same in every epoch. */
    public static Streams of(Ids text, int rows, int steps) {
        Pairs pairs = Pairs.of(text);
        return new Streams(epoch -> pairs, pairs.size(), rows, steps);
    }

    /** Of documents one behind the other, in the order of the corpus. */
    public static Streams of(Documents documents, int rows, int steps) {
        int[] order = new int[documents.count()];
        Arrays.setAll(order, place -> place);
        Pairs pairs = new RunningDocuments(documents, order);
        return new Streams(epoch -> pairs, pairs.size(), rows, steps);
    }

    /** Of documents one behind the other, in an order drawn anew for each epoch. */
    public static Streams shuffled(Documents documents, int rows, int steps, Stream chance) {
        return new Streams(
                epoch -> new RunningDocuments(documents, chance.permutation(documents.count(), epoch)),
                documents.tokens(),
                rows,
                steps);
    }

    @Override
    public long count(long epoch) {
        return (length + steps - 1) / steps;
    }

    @Override
    public void fill(long epoch, long batch, Minibatch into) {
        Pairs pairs = loaded;
        if (pairs == null || loadedEpoch != epoch) {
            pairs = source.epoch(epoch);
            loaded = pairs;
            loadedEpoch = epoch;
        }
        long from = batch * steps;
        int count = (int) Math.min(steps, length - from);
        into.begin(count, rows, batch > 0);
        for (int row = 0; row < rows; row++) {
            pairs.copy(row * length + from, count, inputs, targets);
            into.row(row, row, count, inputs, targets);
        }
    }

    @Override
    public String place(long epoch, long batch, int row) {
        return "token " + (row * length + batch * steps) + " of the text";
    }

    @Override
    public long tokens() {
        return length * rows;
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
