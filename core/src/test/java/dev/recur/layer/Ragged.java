package dev.recur.layer;

import dev.recur.cell.Rows;
import java.util.SplittableRandom;

/** Packed arrays of ragged rows, for tests: random ones, and a row of one taken out or put in. */
final class Ragged {
    private Ragged() {}

    static float[] random(long seed, int floats) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[floats];
        for (int i = 0; i < floats; i++) {
            values[i] = (float) (random.nextDouble() + random.nextDouble() - 1);
        }
        return values;
    }

    /** The steps of one row, [length, width]. */
    static float[] row(float[] packed, Rows rows, int r, int width) {
        float[] own = new float[rows.length(r) * width];
        for (int t = 0; t < rows.length(r); t++) {
            System.arraycopy(packed, (rows.offset(t) + r) * width, own, t * width, width);
        }
        return own;
    }

    static int[] row(int[] packed, Rows rows, int r) {
        int[] own = new int[rows.length(r)];
        for (int t = 0; t < own.length; t++) {
            own[t] = packed[rows.offset(t) + r];
        }
        return own;
    }

    static double[] doubles(float[] values) {
        return doubles(values, values.length);
    }

    static double[] doubles(float[] values, int count) {
        double[] doubles = new double[count];
        for (int i = 0; i < count; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
