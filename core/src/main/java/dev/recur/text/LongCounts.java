package dev.recur.text;

/** A whole number above 0 for each of many keys of 64 bits; 0 for those that are not there. Open addressing, so that none is an object. */
public final class LongCounts {
    private static final int FIRST = 1 << 12;

    private long[] keys = new long[FIRST];
    private int[] counts = new int[FIRST];
    private int used;

    /** 0 for a key that is not there. */
    public int at(long key) {
        return counts[place(key)];
    }

    /** Counts a key once more. Returns its new count. */
    public int add(long key) {
        int count = at(key) + 1;
        put(key, count);
        return count;
    }

    /** @param count at least 1 */
    public void put(long key, int count) {
        int place = place(key);
        boolean fresh = counts[place] == 0;
        keys[place] = key;
        counts[place] = count;
        if (fresh && ++used > keys.length / 2) {
            grow();
        }
    }

    /** Told of keys and their counts. */
    @FunctionalInterface
    public interface Visitor {
        void entry(long key, int count);
    }

    /** All entries, in an order that only the keys and their history decide. */
    public void forEach(Visitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] != 0) {
                visitor.entry(keys[i], counts[i]);
            }
        }
    }

    private int place(long key) {
        int place = (int) mix(key) & keys.length - 1;
        while (counts[place] != 0 && keys[place] != key) {
            place = place + 1 & keys.length - 1;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[2 * oldKeys.length];
        counts = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] != 0) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                counts[place] = oldCounts[i];
            }
        }
    }

    /** Of splitmix64 (Steele, Lea and Flood 2014). */
    public static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
