package dev.recur.cell;

import dev.recur.kernel.Kernels;

/**
 * Where a value lies while a plan runs.
 *
 * @param space the kind of array
 * @param index which of its arrays
 * @param length floats a row
 */
record Home(Space space, int index, int length) {
    /** How the row of an array is found at step t for batch row r. */
    enum Rows {
        /** Packed: the rows alive at t follow those of t-1. */
        STEP,
        /** The same, one step back; the start state at the first step. */
        STEP_BEFORE,
        /** Batch row r, the same array at every step. */
        BATCH,
        /** Row of the block that is being worked on. */
        BLOCK
    }

    enum Space {
        /** Kept or passed on between phases; reused in place when its value has died. */
        PLANE(Rows.STEP, Kernels.FIRST),
        /** A state or output, every step of it. */
        STATE(Rows.STEP),
        /** A state one step before. */
        PREVIOUS(Rows.STEP_BEFORE),
        INPUT(Rows.STEP),
        /** The gradient of an output from outside. */
        OUTER(Rows.STEP),
        /** The gradient of an input. */
        D_INPUT(Rows.STEP),
        /** The gradient that step t+1 has handed back for a state. */
        CARRY(Rows.BATCH),
        /** Between the parts of one step: results and operands of products in the loop. */
        ROW(Rows.BATCH, Kernels.FIRST),
        /** Inside one program. */
        SCRATCH(Rows.BLOCK, Kernels.FIRST),
        /** Weights and numbers, repeated for every row of a block. */
        WEIGHT(Rows.BLOCK, Kernels.FIRST);

        private final Rows rows;
        private final int first;

        Space(Rows rows) {
            this(rows, 0);
        }

        Space(Rows rows, int first) {
            this.rows = rows;
            this.first = first;
        }

        Rows rows() {
            return rows;
        }

        /** Where row 0 begins in an array: arrays that no one else sees begin at {@link Kernels#FIRST}. */
        int first() {
            return first;
        }
    }
}
