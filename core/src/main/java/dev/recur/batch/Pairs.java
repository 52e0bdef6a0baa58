package dev.recur.batch;

import dev.recur.text.Ids;

/** Tokens in a row, each with the one that should follow. */
interface Pairs {
    long size();

    /** Pairs {@code from} to before {@code from + n}, to the front of the arrays. */
    void copy(long from, int n, int[] inputs, int[] targets);

    /** Of a running text: every token but the last, and what follows it. */
    static Pairs of(Ids text) {
        return new Pairs() {
            @Override
            public long size() {
                return Math.max(0, text.size() - 1);
            }

            @Override
            public void copy(long from, int n, int[] inputs, int[] targets) {
                text.copy(from, inputs, 0, n);
                System.arraycopy(inputs, 1, targets, 0, n - 1);
                text.copy(from + n, targets, n - 1, 1);
            }
        };
    }
}
