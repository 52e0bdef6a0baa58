package dev.recur.loss;

import dev.recur.cell.Rows;
import java.util.Arrays;

/**
 * One row of a {@link LinearChain} at a time. Forward-backward with a scale a step (Rabiner 1989), so that a step costs K exponentials and
 * not K K as sums of logarithms would.
 */
final class ChainRow {
    private final ChainScores scores;
    private final int tags;
    private double[] here = {}; // [T, K]: exp(emission - largest)
    private double[] alpha = {}; // [T, K], each step's sum 1
    private double[] sum = {}; // [T]: what made it so
    private int[] pointer = {}; // [T, K]
    private final double[] beta;
    private final double[] before;
    private final double[] weight;
    private final double[] pairs; // [K, K]

    ChainRow(ChainScores scores) {
        this.scores = scores;
        this.tags = scores.tags;
        this.beta = new double[tags];
        this.before = new double[tags];
        this.weight = new double[tags];
        this.pairs = new double[tags * tags];
    }

    private void reserve(int steps) {
        if (sum.length < steps) {
            sum = new double[steps];
            here = new double[Math.multiplyExact(steps, tags)];
            alpha = new double[steps * tags];
            pointer = new int[steps * tags];
        }
    }

    /** The score of the given tags. */
    double score(float[] x, Rows rows, int r, int[] targets) {
        int steps = rows.length(r);
        double score = scores.flat[scores.place.starts() + targets[r]];
        for (int t = 0; t < steps; t++) {
            int p = rows.offset(t) + r;
            score += t == 0 ? 0 : scores.transition(targets[rows.offset(t - 1) + r], targets[p]);
            score += x[p * tags + targets[p]];
        }
        return score + scores.flat[scores.place.ends() + targets[rows.offset(steps - 1) + r]];
    }

    /** Counts the transitions, the start and the end of the given tags off. */
    void countOff(Rows rows, int r, int[] targets, double[] counts, int at) {
        int inner = at + tags * tags;
        int steps = rows.length(r);
        counts[inner + targets[r]] -= 1;
        for (int t = 1; t < steps; t++) {
            counts[at + targets[rows.offset(t - 1) + r] * tags + targets[rows.offset(t) + r]] -= 1;
        }
        counts[inner + tags + targets[rows.offset(steps - 1) + r]] -= 1;
    }

    /** Log of the sum of exp(score) over all sequences of tags. */
    double forward(float[] x, Rows rows, int r) {
        int steps = rows.length(r);
        reserve(steps);
        double log = scores.largestStart + (steps - 1) * scores.largestPass + scores.largestEnd;
        for (int t = 0; t < steps; t++) {
            int at = t * tags;
            log += ChainScores.exponentials(here, at, tags, x, (rows.offset(t) + r) * tags);
            if (t == 0) {
                System.arraycopy(scores.start, 0, alpha, 0, tags);
            } else {
                Arrays.fill(alpha, at, at + tags, 0);
                for (int i = 0; i < tags; i++) {
                    add(alpha, at, alpha[at - tags + i], scores.pass, i * tags);
                }
            }
            double all = 0;
            for (int j = at; j < at + tags; j++) {
                alpha[j] *= here[j];
                all += alpha[j];
            }
            for (int j = at; j < at + tags; j++) {
                alpha[j] /= all;
            }
            sum[t] = all;
            log += StrictMath.log(all);
        }
        return log + StrictMath.log(ending(steps));
    }

    private double ending(int steps) {
        double all = 0;
        for (int j = 0; j < tags; j++) {
            all += alpha[(steps - 1) * tags + j] * scores.end[j];
        }
        return all;
    }

    /** {@code to[j] += factor * from[j]} over all tags. */
    private void add(double[] to, int toAt, double factor, double[] from, int fromAt) {
        for (int j = 0; j < tags; j++) {
            to[toAt + j] += factor * from[fromAt + j];
        }
    }

    /** After {@link #forward}: gradients of the emissions in place, and what is expected of the parameters, counted. */
    void backward(float[] x, Rows rows, int r, int[] targets, float factor, double[] counts, int at) {
        int steps = rows.length(r);
        int inner = tags * tags;
        last(steps);
        for (int j = 0; j < tags; j++) {
            counts[at + inner + tags + j] += alpha[(steps - 1) * tags + j] * beta[j];
        }
        Arrays.fill(pairs, 0);
        for (int t = steps - 1; t >= 0; t--) {
            int p = rows.offset(t) + r;
            for (int j = 0; j < tags; j++) {
                double expected = alpha[t * tags + j] * beta[j];
                x[p * tags + j] = (float) (factor * (targets[p] == j ? expected - 1 : expected));
            }
            if (t > 0) {
                stepBack(t);
                for (int i = 0; i < tags; i++) {
                    add(pairs, i * tags, alpha[(t - 1) * tags + i], weight, 0);
                }
            }
        }
        for (int i = 0; i < inner; i++) {
            counts[at + i] += pairs[i] * scores.pass[i];
        }
        for (int j = 0; j < tags; j++) {
            counts[at + inner + j] += alpha[j] * beta[j];
        }
    }

    private void last(int steps) {
        double all = ending(steps);
        for (int j = 0; j < tags; j++) {
            beta[j] = scores.end[j] / all;
        }
    }

    /** From the beta of step t to that of the step before. */
    private void stepBack(int t) {
        for (int j = 0; j < tags; j++) {
            weight[j] = here[t * tags + j] / sum[t] * beta[j];
        }
        Arrays.fill(before, 0);
        for (int j = 0; j < tags; j++) {
            add(before, 0, weight[j], scores.passBack, j * tags);
        }
        System.arraycopy(before, 0, beta, 0, tags);
    }

    /** After {@link #forward}: the probability of each tag. */
    void marginals(float[] to, Rows rows, int r) {
        int steps = rows.length(r);
        last(steps);
        for (int t = steps - 1; t >= 0; t--) {
            int p = rows.offset(t) + r;
            for (int j = 0; j < tags; j++) {
                to[p * tags + j] = (float) (alpha[t * tags + j] * beta[j]);
            }
            if (t > 0) {
                stepBack(t);
            }
        }
    }

    /** The best sequence. Its scores are in {@code alpha}, unscaled. */
    void best(int[] to, float[] x, Rows rows, int r) {
        int steps = rows.length(r);
        reserve(steps);
        for (int t = 0; t < steps; t++) {
            for (int j = 0; j < tags; j++) {
                double score = t == 0 ? scores.flat[scores.place.starts() + j] : bestBefore(t, j);
                alpha[t * tags + j] = score + x[(rows.offset(t) + r) * tags + j];
            }
        }
        int tag = 0;
        for (int j = 1; j < tags; j++) {
            if (total(steps, j) > total(steps, tag)) {
                tag = j;
            }
        }
        for (int t = steps - 1; t >= 0; t--) {
            to[rows.offset(t) + r] = tag;
            tag = pointer[t * tags + tag];
        }
    }

    private double total(int steps, int tag) {
        return alpha[(steps - 1) * tags + tag] + scores.flat[scores.place.ends() + tag];
    }

    private double bestBefore(int t, int tag) {
        int from = 0;
        double most = alpha[(t - 1) * tags] + scores.transition(0, tag);
        for (int i = 1; i < tags; i++) {
            double score = alpha[(t - 1) * tags + i] + scores.transition(i, tag);
            if (score > most) {
                most = score;
                from = i;
            }
        }
        pointer[t * tags + tag] = from;
        return most;
    }
}
