package dev.recur.train;

import dev.recur.random.Stream;
import java.util.Arrays;
import java.util.Locale;

/**
 * The classical tests of how far back a recurrent network remembers. Sequences are made as they are needed: each number follows from a
 * stream, the minibatch and the place, so a run can be cut anywhere. Arrays are packed, [steps, n, D] and [steps, n] or [n].
 */
public enum Puzzle {
    /**
     * To add two marked numbers of many (Hochreiter and Schmidhuber 1997, as in Le et al. 2015): uniform numbers beside marks, one mark in
     * each half.
     */
    ADDING(2, 1, false) {
        @Override
        void fill(Stream chance, long step, int length, int n, float[] x, float[] wanted, int[] classes) {
            int half = length / 2;
            for (int r = 0; r < n; r++) {
                long at = (long) r * (length + 2);
                int first = chance.below(half, step, at + length);
                int second = half + chance.below(length - half, step, at + length + 1);
                for (int t = 0; t < length; t++) {
                    x[(t * n + r) * 2] = (float) chance.uniform(step, at + t);
                    x[(t * n + r) * 2 + 1] = t == first || t == second ? 1f : 0f;
                }
                wanted[r] = x[(first * n + r) * 2] + x[(second * n + r) * 2];
            }
        }

        /** The variance of the sum of two uniform numbers. */
        @Override
        public double baseline(int length) {
            return 1 / 6.0;
        }
    },

    /**
     * To say ten signs again after a long pause (Hochreiter and Schmidhuber 1997, as in Arjovsky et al. 2016): ten of eight signs, blanks,
     * a sign to begin at, ten blanks. The length is that of the pause.
     */
    COPY(10, 9, true) {
        private static final int SIGNS = 8;
        private static final int MEMORY = 10;
        private static final int BLANK = 8; // as an output too
        private static final int BEGIN = 9;

        @Override
        public int steps(int length) {
            return length + 2 * MEMORY;
        }

        @Override
        int asked() {
            return MEMORY;
        }

        @Override
        void fill(Stream chance, long step, int length, int n, float[] x, float[] wanted, int[] classes) {
            int steps = steps(length);
            Arrays.fill(x, 0, steps * n * 10, 0f);
            for (int r = 0; r < n; r++) {
                for (int t = 0; t < steps; t++) {
                    int sign = t < MEMORY
                            ? chance.below(SIGNS, step, (long) r * MEMORY + t)
                            : t == length + MEMORY - 1 ? BEGIN : BLANK;
                    int recalled = t - length - MEMORY;
                    x[(t * n + r) * 10 + sign] = 1f;
                    classes[t * n + r] = recalled < 0 ? BLANK : chance.below(SIGNS, step, (long) r * MEMORY + recalled);
                }
            }
        }

        /** Blanks are known, the ten signs guessed. */
        @Override
        public double baseline(int length) {
            return MEMORY * StrictMath.log(SIGNS) / steps(length);
        }
    },

    /** To say whether an odd number of the signs were ones. */
    PARITY(1, 2, false) {
        @Override
        void fill(Stream chance, long step, int length, int n, float[] x, float[] wanted, int[] classes) {
            for (int r = 0; r < n; r++) {
                int ones = 0;
                for (int t = 0; t < length; t++) {
                    int one = chance.below(2, step, (long) r * length + t);
                    x[t * n + r] = 2 * one - 1;
                    ones += one;
                }
                classes[r] = ones & 1;
            }
        }

        @Override
        public double baseline(int length) {
            return StrictMath.log(2);
        }
    },

    /**
     * To say in which order two signs came (Hochreiter and Schmidhuber 1997, task 6a): two of X and Y, one early, one at the middle, among
     * four others that mean nothing, between a first and a last sign.
     */
    TEMPORAL_ORDER(8, 4, false) {
        private static final int X = 4; // and Y behind it
        private static final int FIRST = 6;
        private static final int LAST = 7;

        @Override
        void fill(Stream chance, long step, int length, int n, float[] x, float[] wanted, int[] classes) {
            Arrays.fill(x, 0, length * n * 8, 0f);
            int tenth = Math.max(1, length / 10);
            for (int r = 0; r < n; r++) {
                long at = (long) r * (length + 4);
                int early = tenth + chance.below(tenth, step, at + length);
                int late = length / 2 + chance.below(tenth, step, at + length + 1);
                int[] signs = {
                    chance.below(2, step, at + length + 2), chance.below(2, step, at + length + 3),
                };
                for (int t = 0; t < length; t++) {
                    int sign = t == 0
                            ? FIRST
                            : t == length - 1
                                    ? LAST
                                    : t == early
                                            ? X + signs[0]
                                            : t == late ? X + signs[1] : chance.below(4, step, at + t);
                    x[(t * n + r) * 8 + sign] = 1f;
                }
                classes[r] = 2 * signs[0] + signs[1];
            }
        }

        @Override
        int shortest() {
            return 8;
        }

        @Override
        public double baseline(int length) {
            return StrictMath.log(4);
        }
    };

    private final int inputs;
    private final int outputs;
    private final boolean everyStep;

    Puzzle(int inputs, int outputs, boolean everyStep) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.everyStep = everyStep;
    }

    /** D. */
    int inputs() {
        return inputs;
    }

    /** K: how many classes there are, or numbers to say. */
    int outputs() {
        return outputs;
    }

    boolean everyStep() {
        return everyStep;
    }

    /** Whether the answer is a number and not a class. */
    boolean number() {
        return this == ADDING;
    }

    /** Steps of a sequence of a length as people count it. */
    public int steps(int length) {
        return length;
    }

    /** How many of the last answers cannot be given without remembering. */
    int asked() {
        return 1;
    }

    int shortest() {
        return 2;
    }

    /**
     * Makes the sequences of a minibatch.
     *
     * @param x [steps, n, D]
     * @param wanted [n], where the answer is a number
     * @param classes [n], or [steps, n] with an answer at every step
     */
    abstract void fill(Stream chance, long step, int length, int n, float[] x, float[] wanted, int[] classes);

    /** The mean loss of whoever remembers nothing. */
    public abstract double baseline(int length);

    /** As the command line spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
