package dev.recur.batch;

import dev.recur.random.Stream;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Samples in groups of N of like length: the epoch's order is drawn by chance, cut into pools of some groups, each pool sorted by falling
 * length (equal ones keep their order) and its groups taken in an order drawn by chance. Holds one epoch at a time.
 */
public final class LengthOrder {
    private final int count;
    private final IntUnaryOperator length;
    private final int rows;
    private final int pool;
    private final @Nullable Stream chance;
    private long loaded = -1;
    /** Samples, group after group; group k is from k·N on, the last group of the last pool may be shorter. */
    private int[] order = {};
    /** By place in the epoch: the group. */
    private int[] groups = {};

    /**
     * @param count how many samples, numbered from 0
     * @param length of a sample
     * @param rows N
     * @param pool how many groups are sorted together; 1 keeps the draw as it is, more makes the lengths in a group more alike
     * @param chance null for the order of the samples, the same in each epoch
     */
    public LengthOrder(int count, IntUnaryOperator length, int rows, int pool, @Nullable Stream chance) {
        this.count = count;
        this.length = length;
        this.rows = Batches.atLeastOne(rows, "the batch");
        this.pool = Math.multiplyExact(Batches.atLeastOne(pool, "the pool"), rows);
        this.chance = chance;
    }

    /** All sorted together, by falling length. */
    public static LengthOrder sorted(int count, IntUnaryOperator length, int rows) {
        return new LengthOrder(count, length, rows, Math.max(1, (count + rows - 1) / rows), null);
    }

    /** Makes the order of an epoch, if it is not there already. */
    public void load(long epoch) {
        if (loaded == epoch) {
            return;
        }
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
        loaded = epoch;
    }

    /** How many groups an epoch has. */
    public int groups() {
        return (count + rows - 1) / rows;
    }

    /** How many samples a group of the loaded epoch has. */
    public int size(int place) {
        return Math.min(rows, count - groups[place] * rows);
    }

    /** A sample of a group of the loaded epoch, the longest first. */
    public int member(int place, int row) {
        return order[groups[place] * rows + row];
    }

    /** By falling length; equal ones keep their order. */
    private void sort(int from, int size) {
        long[] keys = new long[size];
        for (int n = 0; n < size; n++) {
            keys[n] = (-(long) length.applyAsInt(order[from + n]) << 32) + n;
        }
        Arrays.sort(keys);
        int[] sorted = new int[size];
        for (int n = 0; n < size; n++) {
            sorted[n] = order[from + (int) keys[n]];
        }
        System.arraycopy(sorted, 0, order, from, size);
    }

    private void mix(int firstGroup, int size, long epoch) {
        if (chance != null) {
            for (int n = 0; n < size; n++) {
                int other = chance.below(n + 1, 2 * epoch + 1, firstGroup + n);
                groups[firstGroup + n] = groups[firstGroup + other];
                groups[firstGroup + other] = firstGroup + n;
            }
        }
    }
}
