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
        int size = 0;
        for (String state : recording.layers().cell().states()) {
            size += recording
                    .layers()
                    .cell()
                    .length(state, recording.layers().shapes().get(layer));
        }
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

    private static int power(Carried carried, int row) {
        return (int) Math.max(-5000, Math.min(5000, carried.powers[row]));
    }

    /** The eigenvalues, those of the largest modulus first. */
    public Spectrum spectrum() {
        return Spectrum.of(matrix);
    }
}
