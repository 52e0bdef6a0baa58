package dev.recur.cell;

/**
 * How the units of several vectors are dealt to workers: all of them in a row, cut where the work is equal. So most workers get whole
 * vectors, and read planes from end to end: where each takes a part of every vector, a processor that fetches ahead fetches the others'
 * parts too. Cuts lie at the same multiples as those of {@link Units}.
 */
final class Shares {
    private final int[] lengths;
    private final long[] before; // work of all earlier vectors
    private final long[] weights; // work of GRAIN units
    private final long total;

    /** {@code weights}: what a unit of each vector costs, positive. */
    Shares(int[] lengths, long[] weights) {
        this.lengths = lengths;
        this.weights = weights;
        this.before = new long[lengths.length];
        long work = 0;
        for (int i = 0; i < lengths.length; i++) {
            before[i] = work;
            work += Units.grains(lengths[i]) * weights[i];
        }
        this.total = work;
    }

    /** The first unit of vector {@code i} that is this worker's; it ends where the next worker's begins, and may be empty. */
    int first(int i, int worker, int workers) {
        long grain = Math.max(0, (total * worker / workers - before[i]) / weights[i]);
        return (int) Math.min(lengths[i], grain * Units.GRAIN);
    }

    /** How many units of vector {@code i} are this worker's. */
    int count(int i, int worker, int workers) {
        return first(i, worker + 1, workers) - first(i, worker, workers);
    }
}
