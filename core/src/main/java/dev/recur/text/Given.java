package dev.recur.text;

/**
 * One thing that a text is given before it begins: a label, or some numbers. As a model reads it, it is a few rows of a matrix, each with a
 * weight: the row of the label, or a row for each number.
 */
public sealed interface Given permits GivenLabel, GivenNumbers {
    /** What it is called: the name of its column. */
    String name();

    /** How many rows it has in all. */
    int size();

    /** How many of them stand for one value. */
    int places();

    /**
     * The rows that a value stands for, and their weights.
     *
     * @param first the number of this one's first row
     * @param rows where {@link #places} rows go, from {@code at} on
     * @param weights where their weights go
     * @throws IllegalArgumentException if there is no such value; the message says which there are
     */
    void encode(String value, int first, int[] rows, float[] weights, int at);

    /**
     * A value by the frequency of the values in the data.
     *
     * @param uniform drawn from [0, 1)
     * @throws IllegalArgumentException if values are not counted but measured
     */
    String draw(double uniform);

    /** A value that it may have, for messages. */
    String example();
}
