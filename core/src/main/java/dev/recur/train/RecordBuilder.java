package dev.recur.train;

import dev.recur.store.Records;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects options, each by the name that {@link Records} gives its component; what is not set has its default.
 *
 * @param <R> the record
 * @param <B> the builder itself
 */
abstract class RecordBuilder<R extends Record, B extends RecordBuilder<R, B>> {
    private final R defaults;
    private final Map<String, Object> changes = new LinkedHashMap<>();

    RecordBuilder(R defaults) {
        this.defaults = defaults;
    }

    abstract B self();

    final B set(String name, Object value) {
        changes.put(name, value);
        return self();
    }

    /** Of a record within the record, all components. */
    final B set(Record part) {
        changes.putAll(Records.map(part));
        return self();
    }

    /** @throws IllegalArgumentException if an option is out of its range; the message says which */
    public final R build() {
        return Records.with(defaults, changes);
    }
}
