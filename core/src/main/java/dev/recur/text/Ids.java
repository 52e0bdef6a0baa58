package dev.recur.text;

import java.util.function.IntConsumer;

/** A long sequence of token ids, in the heap or in a file. Reading is safe from several threads. */
public interface Ids {
    long size();

    /** {@code to[at + j] = } id number {@code from + j}, for j &lt; n. */
    void copy(long from, int[] to, int at, int n);

    default int at(long index) {
        int[] one = new int[1];
        copy(index, one, 0, 1);
        return one[0];
    }

    /** Gives all ids, in their order. */
    default void forEach(IntConsumer to) {
        int[] some = new int[1 << 12];
        for (long from = 0; from < size(); from += some.length) {
            int n = (int) Math.min(some.length, size() - from);
            copy(from, some, 0, n);
            for (int i = 0; i < n; i++) {
                to.accept(some[i]);
            }
        }
    }

    /** The ids from {@code from} to before {@code to}; shares the storage. */
    default Ids slice(long from, long to) {
        if (from < 0 || to < from || to > size()) {
            throw new IllegalArgumentException("Ids.slice: " + from + " to " + to + " of " + size() + " ids");
        }
        Ids whole = this;
        return new Ids() {
            @Override
            public long size() {
                return to - from;
            }

            @Override
            public void copy(long start, int[] target, int at, int n) {
                if (start < 0 || n > to - from - start) {
                    throw new IndexOutOfBoundsException("ids " + start + " to " + (start + n) + " of " + size());
                }
                whole.copy(from + start, target, at, n);
            }
        };
    }

    /** Of an array; not copied. */
    static Ids of(int... ids) {
        return new Ids() {
            @Override
            public long size() {
                return ids.length;
            }

            @Override
            public void copy(long from, int[] to, int at, int n) {
                System.arraycopy(ids, Math.toIntExact(from), to, at, n);
            }
        };
    }
}
