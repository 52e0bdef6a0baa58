package dev.recur.cell;

/** How the units of a vector are dealt to workers: neighbours, in multiples of a vector register of any width. */
final class Units {
    static final int GRAIN = 16;

    private Units() {}

    static int first(int length, int worker, int workers) {
        return Math.min(length, (int) (grains(length) * worker / workers) * GRAIN);
    }

    static long grains(int length) {
        return (length + GRAIN - 1) / GRAIN;
    }
}
