package dev.recur.cell;

import java.util.Arrays;

/**
 * Which rows are alive at which step. Rows are sorted by length, longest first, so that step t runs over the first {@code alive(t)} rows;
 * arrays are packed: the rows of step t follow those of step t-1. A value; may be shared and kept.
 */
public final class Rows {
    private final int[] alive; // [T]
    private final int[] offset; // [T+1]
    private final int[] length; // [N]
    private int[] shares = new int[0]; // rows of each worker: [workers+1]

    private Rows(int[] alive, int rows) {
        this.alive = alive;
        this.offset = new int[alive.length + 1];
        this.length = new int[rows];
        for (int t = 0; t < alive.length; t++) {
            int before = t == 0 ? rows : alive[t - 1];
            if (alive[t] < 0 || alive[t] > before) {
                throw new IllegalArgumentException("Rows: " + alive[t] + " rows at step " + t + " after " + before
                        + "; sort rows by length, longest first");
            }
            offset[t + 1] = Math.addExact(offset[t], alive[t]);
            for (int r = 0; r < alive[t]; r++) {
                length[r] = t + 1;
            }
        }
    }

    /** {@code rows} rows of {@code steps} steps each. */
    public static Rows full(int steps, int rows) {
        int[] alive = new int[steps];
        Arrays.fill(alive, rows);
        return new Rows(alive, rows);
    }

    /** Rows of these lengths, which must not rise; a length may be 0. */
    public static Rows ofLengths(int... lengths) {
        for (int r = 1; r < lengths.length; r++) {
            if (lengths[r] > lengths[r - 1]) {
                throw new IllegalArgumentException("Rows: row " + r + " has length " + lengths[r] + " after "
                        + lengths[r - 1] + "; sort rows by length, longest first");
            }
        }
        int[] alive = new int[lengths.length == 0 ? 0 : lengths[0]];
        for (int length : lengths) {
            for (int t = 0; t < length; t++) {
                alive[t]++;
            }
        }
        return new Rows(alive, lengths.length);
    }

    /** Steps {@code from} to {@code to} of the same rows; rows that have ended have length 0. */
    public Rows slice(int from, int to) {
        return new Rows(Arrays.copyOfRange(alive, from, to), length.length);
    }

    public int steps() {
        return alive.length;
    }

    /** N, rows of length 0 included. */
    public int rows() {
        return length.length;
    }

    public int alive(int t) {
        return alive[t];
    }

    /** The packed index of row 0 at step t; {@code offset(steps())} is the number of all (t, row). */
    public int offset(int t) {
        return offset[t];
    }

    public int total() {
        return offset[alive.length];
    }

    public int length(int row) {
        return length[row];
    }

    /** Rows dealt to workers as neighbours, about equally many (t, row) each: worker w has rows [shares[w], shares[w+1]). */
    int[] shares(int workers) {
        int[] known = shares;
        if (known.length == workers + 1) {
            return known;
        }
        int[] made = new int[workers + 1];
        long sum = 0;
        int worker = 1;
        for (int r = 0; r < length.length; r++) {
            while (worker < workers && sum * workers >= (long) total() * worker) {
                made[worker++] = r;
            }
            sum += length[r];
        }
        while (worker <= workers) {
            made[worker++] = length.length;
        }
        shares = made;
        return made;
    }
}
