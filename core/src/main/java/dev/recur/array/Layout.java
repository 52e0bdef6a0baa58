package dev.recur.array;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names, shapes and places of views that fill one flat array, in a fixed order. The parameters of a model, their gradient and the
 * optimiser's moments share one layout, so that clearing, clipping, updating, averaging and saving are one loop each.
 * Floats that belong to no view are always 0.
 */
public final class Layout {
    /**
     * One view, row-major.
     *
     * @param offset the index in the flat array of its first element; the others follow it
     */
    public record View(String name, Shape shape, int offset) {}

    private final Map<String, View> views;
    private final int size;

    private Layout(Map<String, View> views, int size) {
        this.views = Collections.unmodifiableMap(new LinkedHashMap<>(views));
        this.size = size;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The length of the flat array, gaps included. */
    public int size() {
        return size;
    }

    /** The number of elements of all views, gaps not counted. */
    public int elements() {
        int sum = 0;
        for (View view : views.values()) {
            sum += view.shape.size();
        }
        return sum;
    }

    /** In their order. */
    public Collection<View> views() {
        return views.values();
    }

    public View view(String name) {
        View view = views.get(name);
        if (view == null) {
            throw new IllegalArgumentException("no array is named " + name + "; there are " + views.keySet());
        }
        return view;
    }

    public boolean holds(String name) {
        return views.containsKey(name);
    }

    /** The view that element {@code index} of the flat array belongs to, for messages; "a gap" where it belongs to none. */
    public String nameAt(int index) {
        for (View view : views.values()) {
            if (index >= view.offset && index < view.offset + view.shape.size()) {
                return view.name;
            }
        }
        return "a gap";
    }

    /** Adds views one after the other; each begins at a multiple of 16 floats, which is a cache line. */
    public static final class Builder {
        private static final int ALIGNMENT = 16;

        private final Map<String, View> views = new LinkedHashMap<>();
        private long size;

        private Builder() {}

        /** An array whose elements lie one after the other. Returns its offset. */
        public int add(String name, int... lengths) {
            Shape shape = Shape.of(lengths);
            int offset = reserve(shape.size(), name);
            put(new View(name, shape, offset));
            return offset;
        }

        public Layout build() {
            return new Layout(views, (int) size);
        }

        private int reserve(long floats, String what) {
            long offset = size;
            size += (floats + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            if (size > Integer.MAX_VALUE - ALIGNMENT) {
                throw new IllegalArgumentException("with " + what + " the model has " + size
                        + " parameters, but one array holds less than 2^31; use smaller sizes");
            }
            return (int) offset;
        }

        private void put(View view) {
            if (views.putIfAbsent(view.name, view) != null) {
                throw new IllegalArgumentException("two arrays are named " + view.name);
            }
        }
    }
}
