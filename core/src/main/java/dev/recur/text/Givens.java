package dev.recur.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All that a text is given before it begins, as rows of one matrix, each with a weight; and how to read it. */
public final class Givens {
    /** Nothing. */
    public static final Givens NONE = new Givens(List.of());

    private final List<Given> all;
    private final int size;
    private final int places;

    private Givens(List<Given> all) {
        this.all = List.copyOf(all);
        this.size = all.stream().mapToInt(Given::size).sum();
        this.places = all.stream().mapToInt(Given::places).sum();
        long names = all.stream().map(Given::name).distinct().count();
        if (names != all.size()) {
            throw new IllegalArgumentException("two of the givens " + names(all) + " have one name");
        }
    }

    /** As saved. */
    public static Givens of(List<Given> all) {
        return new Givens(all);
    }

    /**
     * What the texts of a corpus are given.
     *
     * @throws TextException if a value that should be numbers is something else; the message says where
     */
    public static Givens of(List<GivenColumn> columns, Corpus corpus) throws TextException {
        List<Given> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            GivenColumn column = columns.get(i);
            all.add(
                    column.numbers()
                            ? GivenNumbers.of(column.name(), vectors(column.name(), i, corpus))
                            : GivenLabel.of(column.name(), values(i, corpus)));
        }
        return new Givens(all);
    }

    private static List<String> values(int column, Corpus corpus) {
        List<String> values = new ArrayList<>();
        corpus.givens().forEach(given -> values.add(given.values().get(column)));
        return values;
    }

    private static List<double[]> vectors(String name, int column, Corpus corpus) throws TextException {
        List<double[]> vectors = new ArrayList<>();
        for (GivenValues given : corpus.givens()) {
            double[] vector;
            try {
                vector = GivenNumbers.parse(name, given.values().get(column));
            } catch (IllegalArgumentException e) {
                throw new TextException(given.place(), String.valueOf(e.getMessage()));
            }
            if (!vectors.isEmpty() && vectors.get(0).length != vector.length) {
                throw new TextException(
                        given.place(),
                        "the " + name + " has " + vector.length + " numbers, but the first one has "
                                + vectors.get(0).length);
            }
            vectors.add(vector);
        }
        return vectors;
    }

    /** One after the other, as values stand. */
    public List<Given> all() {
        return all;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** K: rows of the matrix. */
    public int size() {
        return size;
    }

    /** P: rows that are read for one text. */
    public int places() {
        return places;
    }

    /** What they are called. */
    public List<String> names() {
        return names(all);
    }

    private static List<String> names(List<Given> all) {
        return all.stream().map(Given::name).toList();
    }

    /** What each row of the matrix stands for, so that rows of two models can be told to be the same. */
    public List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (Given given : all) {
            for (int i = 0; i < given.size(); i++) {
                String own = given instanceof GivenLabel label ? label.labels().get(i) : "number " + i;
                rows.add(given.name() + "=" + own);
            }
        }
        return Collections.unmodifiableList(rows);
    }

    /**
     * The rows that the values of a text stand for, and their weights.
     *
     * @param rows [P] from {@code at} on
     * @param weights [P] from {@code at} on
     * @throws IllegalArgumentException if there is no such value; the message says which there are
     */
    public void encode(List<String> values, int[] rows, float[] weights, int at) {
        if (values.size() != all.size()) {
            throw new IllegalArgumentException("the model is given "
                    + (isEmpty() ? "nothing" : String.join(" and ", names())) + ", but here are " + values.size()
                    + " values");
        }
        int first = 0;
        int place = at;
        for (int i = 0; i < all.size(); i++) {
            all.get(i).encode(values.get(i), first, rows, weights, place);
            first += all.get(i).size();
            place += all.get(i).places();
        }
    }
}
