package dev.recur.inspect;

import dev.recur.parallel.Workers;

/**
 * How the states of one layer after a step depend on those before, at one place of a recording: the matrix whose products over time
 * gradients go through. What the layer is given from below is held fixed.
 *
 * @param layer whose states, all of them one behind the other
 * @param step from 0
 * @param matrix [S][S]: a row for each number of the state after, a column for each of the state before
 */
public record Jacobian(int layer, int step, double[][] matrix) {
    /** All rows at once: one batch, with one number of the state's gradient set in each row. */
    public static Jacobian of(Recording recording, float[] x, int layer, int step, Workers workers) {
        int size = size(recording, layer);
        Backwards back = new Backwards(recording, x, size, workers);
        int at = 0;
        for (int state = 0; state < back.states(); state++) {
            Carried carried = back.state(layer, state);
            for (int i = 0; i < carried.length; i++, at++) {
                carried.values[at * carried.length + i] = 1;
            }
        }
        back.step(row -> step, (of, state, row, squares, power) -> {});
        double[][] matrix = new double[size][size];
        int column = 0;
        for (int state = 0; state < back.states(); state++) {
            Carried carried = back.state(layer, state);
            for (int r = 0; r < size; r++) {
                for (int i = 0; i < carried.length; i++) {
                    matrix[r][column + i] =
                            Math.scalb((double) carried.values[r * carried.length + i], power(carried, r));
                }
            }
            column += carried.length;
        }
        return new Jacobian(layer, step, matrix);
    }

    /** S: all numbers of a layer's states. */
    private static int size(Recording recording, int layer) {
        int size = 0;
        for (String state : recording.layers().cell().states()) {
            size += recording
                    .layers()
                    .cell()
                    .length(state, recording.layers().shapes().get(layer));
        }
        return size;
    }

    /**
     * The outermost eigenvalues without the matrix, from its products with so many vectors: in a fraction of the time, and a little inside
     * of where they are if there are many of nearly one modulus.
     */
    static Spectrum outermost(Recording recording, float[] x, int layer, int step, int dimensions, Workers workers) {
        Backwards back = new Backwards(recording, x, 1, workers);
        return Spectrum.of(size(recording, layer), dimensions, vector -> transposed(back, layer, step, vector));
    }

    /** The transposed matrix, which has the same eigenvalues, times a vector. */
    private static double[] transposed(Backwards back, int layer, int step, double[] vector) {
        int at = 0;
        back.clear();
        for (int state = 0; state < back.states(); state++) {
            Carried carried = back.state(layer, state);
            for (int i = 0; i < carried.length; i++) {
                carried.values[i] = (float) vector[at++];
            }
        }
        back.step(row -> step, (of, state, row, squares, power) -> {});
        double[] product = new double[at];
        at = 0;
        for (int state = 0; state < back.states(); state++) {
            Carried carried = back.state(layer, state);
            for (int i = 0; i < carried.length; i++) {
                product[at++] = Math.scalb((double) carried.values[i], power(carried, 0));
            }
        }
        return product;
    }

    private static int power(Carried carried, int row) {
        return (int) Math.max(-5000, Math.min(5000, carried.powers[row]));
    }

    /** The eigenvalues, those of the largest modulus first. */
    public Spectrum spectrum() {
        return Spectrum.of(matrix);
    }
}
