package dev.recur.array;

import dev.recur.kernel.Kernels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names, shapes and places of views that fill one flat array, in a fixed order. The parameters of a model, their gradient and the
 * optimiser's moments share one layout, so that clearing, clipping, updating, averaging and saving are one loop each.
 *
 * <p>A matrix may lie in the flat array in the panels that products read (see {@link Builder#stack}); read and written through the
 * layout it is row-major [out, in] like every other. Floats that belong to no view are always 0.
 */
public final class Layout {
    /** One view. */
    public static final class View {
        private final String name;
        private final Shape shape;
        private final Place place;

        View(String name, Shape shape, Place place) {
            this.name = name;
            this.shape = shape;
            this.place = place;
        }

        public String name() {
            return name;
        }

        public Shape shape() {
            return shape;
        }

        /** The index in the flat array of the view's first element; the others follow it only if the view is not in panels. */
        public int offset() {
            return place.index(0, 0);
        }

        /** True if the elements lie one after the other. */
        public boolean contiguous() {
            return place instanceof Place.Rows;
        }

        private int rows() {
            return contiguous() ? 1 : shape.length(0);
        }

        private int columns() {
            return contiguous() ? shape.size() : shape.length(1);
        }

        /** Out of the flat array, row-major. */
        void read(float[] flat, float[] to) {
            for (int row = 0, at = 0; row < rows(); row++) {
                for (int column = 0; column < columns(); column++, at++) {
                    to[at] = flat[place.index(row, column)];
                }
            }
        }

        /** Into the flat array. */
        void write(float[] from, float[] flat) {
            for (int row = 0, at = 0; row < rows(); row++) {
                for (int column = 0; column < columns(); column++, at++) {
                    flat[place.index(row, column)] = from[at];
                }
            }
        }
    }

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
            for (int row = 0; row < view.rows(); row++) {
                for (int column = 0; column < view.columns(); column++) {
                    if (view.place.index(row, column) == index) {
                        return view.name;
                    }
                }
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
            put(new View(name, shape, new Place.Rows(offset, shape.size())));
            return offset;
        }

        /**
         * Room for matrices that are multiplied together: {@code outputs} columns of a product over {@code depth} inputs, in panels
         * of {@link Kernels#PANEL} outputs, [panel][depth][PANEL], the last one filled up with zeros.
         */
        public Stack stack(int outputs, int depth) {
            Shape whole = Shape.of(outputs, depth);
            long panels = (outputs + Kernels.PANEL - 1L) / Kernels.PANEL;
            return new Stack(whole, reserve(panels * depth * Kernels.PANEL, "a stack of " + whole));
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

        /** Matrices in common panels. */
        public final class Stack {
            private final Shape whole;
            private final int offset;
            private final List<int[]> taken = new ArrayList<>();

            private Stack(Shape whole, int offset) {
                this.whole = whole;
                this.offset = offset;
            }

            /** Of the first panel. */
            public int offset() {
                return offset;
            }

            /** A matrix [out, in] whose element (0, 0) is element (firstOutput, firstInput) of the stack. */
            public Stack matrix(String name, int firstOutput, int firstInput, int outputs, int inputs) {
                int[] corners = {firstOutput, firstInput, firstOutput + outputs, firstInput + inputs};
                Shape shape = Shape.of(outputs, inputs);
                if (firstOutput < 0 || firstInput < 0 || corners[2] > whole.length(0) || corners[3] > whole.length(1)) {
                    throw new IllegalArgumentException(name + " " + shape + " at (" + firstOutput + "," + firstInput
                            + ") does not fit into a stack of " + whole);
                }
                for (int[] other : taken) {
                    if (corners[0] < other[2]
                            && other[0] < corners[2]
                            && corners[1] < other[3]
                            && other[1] < corners[3]) {
                        throw new IllegalArgumentException(
                                name + " " + shape + " overlaps another matrix of its stack");
                    }
                }
                taken.add(corners);
                Place place = new Place.Panels(offset, Kernels.PANEL, whole.length(1), firstOutput, firstInput);
                put(new View(name, shape, place));
                return this;
            }
        }
    }
}
