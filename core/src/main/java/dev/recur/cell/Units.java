package dev.recur.cell;

/** How the units of a vector are dealt to workers: neighbours, in multiples of a vector register of any width. */
final class Units {
    private static final int GRAIN = 16;

    private Units() {}

    static int first(int length, int worker, int workers) {
        int grains = (length + GRAIN - 1) / GRAIN;
        return Math.min(length, (int) ((long) grains * worker / workers) * GRAIN);
    }
}
