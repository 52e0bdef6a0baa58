package dev.recur.train;

import dev.recur.model.Probabilities;

/** Collects how well a puzzle's answers are given. */
final class PuzzleScore {
    /** Of a sum that counts as right (Hochreiter and Schmidhuber 1997). */
    private static final double NEAR = 0.04;

    private final Puzzle puzzle;
    private final int steps;
    private double sum;
    private long answers;
    private long right;
    private long asked;

    PuzzleScore(Puzzle puzzle, int steps) {
        this.puzzle = puzzle;
        this.steps = steps;
    }

    /** @param y [n, K], or [steps, n, K] with an answer at every step */
    void add(float[] y, float[] wanted, int[] classes, int n) {
        int times = puzzle.everyStep() ? steps : 1;
        for (int t = 0; t < times; t++) {
            for (int r = 0; r < n; r++) {
                boolean remembered = t >= times - puzzle.asked();
                boolean good = puzzle.number() ? number(y[r], wanted[r]) : named(y, t * n + r, classes[t * n + r]);
                answers++;
                asked += remembered ? 1 : 0;
                right += remembered && good ? 1 : 0;
            }
        }
    }

    private boolean number(float found, float wanted) {
        double error = (double) found - wanted;
        sum += error * error;
        return Math.abs(error) < NEAR;
    }

    private boolean named(float[] y, int place, int wanted) {
        double[] p = Probabilities.of(y, place * puzzle.outputs(), puzzle.outputs());
        sum -= StrictMath.log(Math.max(p[wanted], Double.MIN_VALUE));
        return Probabilities.likeliest(p) == wanted;
    }

    /** The mean over all answers. */
    double loss() {
        return sum / answers;
    }

    /** The share of right answers, of those that cannot be given without remembering. */
    double right() {
        return (double) right / asked;
    }
}
