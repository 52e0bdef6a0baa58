package dev.recur.batch;

/** All minibatches of all epochs, each by its number: cutting them has no state but the place that the caller keeps. */
public abstract sealed class Batches permits Streams, SortedDocuments {
    /** How many minibatches an epoch has. */
    public abstract long count(long epoch);

    /** Cuts minibatch number {@code batch} of an epoch. */
    public abstract void fill(long epoch, long batch, Minibatch into);

    /** Where a row of a minibatch begins in the text, for people. */
    public abstract String place(long epoch, long batch, int row);

    /** How many tokens are predicted in an epoch. */
    public abstract long tokens();

    /** Of a minibatch, at most. */
    public abstract int rows();

    /** Of a minibatch, at most. */
    public abstract int steps();

    static int atLeastOne(int value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be 1 or more");
        }
        return value;
    }
}
