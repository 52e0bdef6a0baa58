package dev.recur.generate;

import dev.recur.kernel.Kernels;
import java.util.Arrays;

/** Draws tokens; ties go to the smaller id, so that a draw is a function of the scores and the random number alone. */
final class Sampler {
    private final Sampling sampling;
    private final int vocabulary;
    private final Kernels kernels = Kernels.selected();
    private final float[] shares; // [V]
    private final float[] sorted; // [V]

    Sampler(Sampling sampling, int vocabulary) {
        this.sampling = sampling;
        this.vocabulary = vocabulary;
        this.shares = new float[vocabulary];
        this.sorted = new float[vocabulary];
    }

    /**
     * @param logits scores, V of them from {@code at}
     * @param never a token that is not drawn, -1 for none
     * @param draw uniform in [0, 1)
     */
    int draw(float[] logits, int at, int never, double draw) {
        float score = never >= 0 ? logits[at + never] : 0;
        if (never >= 0) {
            logits[at + never] = Float.NEGATIVE_INFINITY;
        }
        int token = sampling.greedy() ? likeliest(logits, at) : random(logits, at, draw);
        if (never >= 0) {
            logits[at + never] = score;
        }
        return token;
    }

    private int likeliest(float[] logits, int at) {
        int best = 0;
        for (int i = 1; i < vocabulary; i++) {
            if (logits[at + i] > logits[at + best]) {
                best = i;
            }
        }
        return best;
    }

    private int random(float[] logits, int at, double draw) {
        kernels.softmax(shares, 0, logits, at, vocabulary, (float) (1 / sampling.temperature()));
        float least = least();
        double sum = 0;
        for (float share : shares) {
            sum += share >= least ? share : 0;
        }
        double wanted = draw * sum;
        double passed = 0;
        int last = 0;
        for (int i = 0; i < vocabulary; i++) {
            if (shares[i] >= least) {
                passed += shares[i];
                last = i;
                if (wanted < passed) {
                    return i;
                }
            }
        }
        return last;
    }

    /** The smallest probability that may be drawn. */
    private float least() {
        boolean all = (sampling.topK() == 0 || sampling.topK() >= vocabulary) && sampling.topP() == 1;
        if (all) {
            return Float.MIN_VALUE;
        }
        System.arraycopy(shares, 0, sorted, 0, vocabulary);
        Arrays.sort(sorted);
        int count = sampling.topK() == 0 ? vocabulary : Math.min(vocabulary, sampling.topK());
        double sum = 0;
        for (int i = 0; i < count; i++) {
            float share = sorted[vocabulary - 1 - i];
            sum += share;
            if (sum >= sampling.topP() || i == count - 1) {
                return Math.max(share, Float.MIN_VALUE);
            }
        }
        return Float.MIN_VALUE;
    }
}
