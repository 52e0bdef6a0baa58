package dev.recur.array;

import java.util.Arrays;

/** The lengths of an array's axes, printed as {@code [35,20,128]}. A shape has no axis below 1 and less than 2^31 elements. */
public final class Shape {
    private final int[] lengths;
    private final int size;

    private Shape(int[] lengths) {
        long product = 1;
        for (int length : lengths) {
            product = length < 1 ? -1 : product * length;
            if (product < 0 || product > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape " + print(lengths)
                        + ": each axis must be 1 or more and all together below 2^31; use smaller sizes");
            }
        }
        this.lengths = lengths;
        this.size = (int) product;
    }

    public static Shape of(int... lengths) {
        return new Shape(lengths.clone());
    }

    public int rank() {
        return lengths.length;
    }

    /** Of the axis counted from 0. */
    public int length(int axis) {
        return lengths[axis];
    }

    /** The number of elements; 1 for the shape without axes. */
    public int size() {
        return size;
    }

    /**
     * Refuses {@code found} unless it is this shape. A typical message: "Linear.forward: x is [35,20,128] but should be
     * [35,20,64]; check --hidden".
     *
     * @param place who asks, as in {@code Linear.forward}
     * @param quantity what has the shape, as in {@code x}
     * @param remedy what to do, as in {@code check --hidden}
     */
    public void require(Shape found, String place, String quantity, String remedy) {
        if (!equals(found)) {
            throw new IllegalArgumentException(
                    place + ": " + quantity + " is " + found + " but should be " + this + "; " + remedy);
        }
    }

    /** The same for a bare array, which must hold exactly this shape's elements. */
    public void require(float[] found, String place, String quantity, String remedy) {
        if (found.length != size) {
            throw new IllegalArgumentException(place + ": " + quantity + " holds " + found.length + " numbers but "
                    + this + " has " + size + "; " + remedy);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape && Arrays.equals(lengths, ((Shape) other).lengths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lengths);
    }

    @Override
    public String toString() {
        return print(lengths);
    }

    private static String print(int[] lengths) {
        return Arrays.toString(lengths).replace(" ", "");
    }
}
