package dev.recur.generate;

/** The best continuations of one source's hypotheses, by falling log-probability; of equal ones the first that came. */
final class Candidates {
    private final int most;
    private int size;
    private final double[] logProbability;
    private final int[] hypothesis;
    private final int[] token;

    Candidates(int most) {
        this.most = most;
        this.logProbability = new double[most];
        this.hypothesis = new int[most];
        this.token = new int[most];
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    double logProbability(int place) {
        return logProbability[place];
    }

    int hypothesis(int place) {
        return hypothesis[place];
    }

    int token(int place) {
        return token[place];
    }

    /**
     * Offers all tokens of one hypothesis.
     *
     * @param logits [V] from {@code at}; what is forbidden is negative infinity
     * @param shift what makes a logit the log-probability of all tokens with this one
     */
    void offer(int which, float[] logits, int at, int vocabulary, double shift) {
        for (int j = 0; j < vocabulary; j++) {
            double value = logits[at + j] + shift;
            if (value > Double.NEGATIVE_INFINITY && (size < most || value > logProbability[size - 1])) {
                insert(which, j, value);
            }
        }
    }

    private void insert(int which, int j, double value) {
        int place = size < most ? size++ : most - 1;
        while (place > 0 && logProbability[place - 1] < value) {
            logProbability[place] = logProbability[place - 1];
            hypothesis[place] = hypothesis[place - 1];
            token[place] = token[place - 1];
            place--;
        }
        logProbability[place] = value;
        hypothesis[place] = which;
        token[place] = j;
    }
}
