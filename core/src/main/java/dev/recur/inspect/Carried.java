package dev.recur.inspect;

import java.util.Arrays;

/**
 * Gradients of N rows with a power of two beside each row: value = number · 2^power. The numbers stay near 1, so a gradient may shrink or
 * grow through any number of steps; and since only powers of two are taken out, no bit changes.
 */
final class Carried {
    final int rows;
    final int length;
    final float[] values; // [N, length]
    final long[] powers; // [N]

    Carried(int rows, int length) {
        this.rows = rows;
        this.length = length;
        this.values = new float[rows * length];
        this.powers = new long[rows];
    }

    void clear() {
        Arrays.fill(values, 0f);
        Arrays.fill(powers, 0);
    }

    /** Takes the rows over and brings the largest number of each between 1/2 and 1. */
    void take(float[] from, long[] power) {
        for (int r = 0; r < rows; r++) {
            float most = 0;
            for (int i = r * length; i < (r + 1) * length; i++) {
                most = Math.max(most, Math.abs(from[i]));
            }
            boolean usable = most > 0 && most < Float.POSITIVE_INFINITY;
            int shift = usable ? -Math.getExponent(most) - 1 : 0;
            for (int i = r * length; i < (r + 1) * length; i++) {
                values[i] = shift == 0 ? from[i] : Math.scalb(from[i], shift);
            }
            powers[r] = usable ? power[r] - shift : power[r];
        }
    }

    /** Writes the rows with another power than their own; what is too small for it becomes 0. */
    void give(float[] to, long[] power) {
        for (int r = 0; r < rows; r++) {
            int shift = (int) Math.max(-1000, Math.min(1000, powers[r] - power[r]));
            for (int i = r * length; i < (r + 1) * length; i++) {
                to[i] = shift == 0 ? values[i] : Math.scalb(values[i], shift);
            }
        }
    }

    boolean zero(int row) {
        for (int i = row * length; i < (row + 1) * length; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
