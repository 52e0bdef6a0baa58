package dev.recur.cell;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads maps whose keys are known to be there. */
final class Lookup {
    private Lookup() {}

    static <K, V> V in(Map<K, V> map, K key) {
        @Nullable V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException(key + " is not among " + map.keySet());
        }
        return value;
    }
}
