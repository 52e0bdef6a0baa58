package dev.recur.cell;

import dev.recur.cell.Source.Place;
import org.jspecify.annotations.Nullable;

/**
 * How many numbers a vector has: a class of a union-find over all vectors of a step, with at most one label. A class without a
 * label has H numbers. Classes are joined while a step is built and never afterwards.
 */
final class Length {
    /** {@code numerator * size / denominator}; {@code size} is empty for a bare integer. */
    record Label(long numerator, long denominator, String size) {
        static final Label HIDDEN = new Label(1, 1, "H");

        Label {
            long divisor = divisor(numerator, denominator);
            numerator /= divisor;
            denominator /= divisor;
        }

        private static long divisor(long a, long b) {
            return b == 0 ? a : divisor(b, a % b);
        }

        /** This label with its size replaced by what that size is. */
        Label with(Label size) {
            return new Label(numerator * size.numerator, denominator * size.denominator, size.size);
        }

        boolean plain(String name) {
            return size.equals(name) && numerator == 1 && denominator == 1;
        }

        /** The bound value times the denominator, for checks; may exceed an int. */
        long timesDenominator(Shape shape) {
            return Math.multiplyExact(numerator, size.isEmpty() ? 1L : shape.size(size));
        }

        @Override
        public String toString() {
            String factor = numerator == 1 && !size.isEmpty() ? "" : Long.toString(numerator);
            return factor + size + (denominator == 1 ? "" : "/" + denominator);
        }
    }

    /** One number a row. */
    static final Length ONE = of(new Label(1, 1, ""), "one number a row");

    private @Nullable Length parent;
    private @Nullable Label label;
    private String owner;
    private @Nullable Place seen;

    private Length(@Nullable Label label, String owner) {
        this.label = label;
        this.owner = owner;
    }

    static Length free() {
        return new Length(null, "");
    }

    /** {@code owner} is whose length it is, for messages: {@code x(t)}. */
    static Length of(Label label, String owner) {
        return new Length(label, owner);
    }

    /** Makes one class of two; false, and nothing done, if their labels differ. */
    boolean join(Length other) {
        Length a = root();
        Length b = other.root();
        if (a == b) {
            return true;
        }
        Label la = a.label;
        Label lb = b.label;
        if (la != null && lb != null && !la.equals(lb)) {
            return false;
        }
        if (la == null) {
            a.parent = b;
        } else {
            b.parent = a;
        }
        return true;
    }

    /** Remembers where in the text a labelled class was met. */
    void see(@Nullable Place place) {
        Length root = root();
        if (root.label != null && place != null && (root.seen == null || root.seen.line() != place.line())) {
            root.seen = place;
        }
    }

    @Nullable
    Place seen() {
        return root().seen;
    }

    String owner() {
        return root().owner;
    }

    boolean labelled() {
        return root().label != null;
    }

    Label label() {
        Label known = root().label;
        return known == null ? Label.HIDDEN : known;
    }

    /** True for the same class or the same label: the same number in every binding. */
    boolean same(Length other) {
        return root() == other.root() || label().equals(other.label());
    }

    /** The number, for lengths that {@link Sizes#bind} has checked. */
    int value(Shape shape) {
        Label known = label();
        return Math.toIntExact(known.timesDenominator(shape) / known.denominator());
    }

    /** Whether two lengths are one class. */
    boolean joined(Length other) {
        return root() == other.root();
    }

    private Length root() {
        Length root = this;
        for (Length up = root.parent; up != null; up = root.parent) {
            root = up;
        }
        return root;
    }

    @Override
    public String toString() {
        return label().toString();
    }
}
