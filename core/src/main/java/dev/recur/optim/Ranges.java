package dev.recur.optim;

/** Cuts a flat array into blocks and deals them to workers in runs; where the cuts are depends on the length alone. */
final class Ranges {
    /** Floats of a block: 16 KiB. The norm's sums are taken by block, so this number is part of the bits. */
    static final int BLOCK = 4096;

    private Ranges() {}

    static int blocks(int length) {
        return (length + BLOCK - 1) / BLOCK;
    }

    /** The first block of a worker; the last one ends where the next worker's begins. */
    static int first(int blocks, int worker, int workers) {
        return (int) ((long) blocks * worker / workers);
    }

    static int start(int block, int length) {
        return (int) Math.min((long) block * BLOCK, length);
    }
}
