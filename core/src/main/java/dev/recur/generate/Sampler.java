package dev.recur.generate;

import dev.recur.kernel.Kernels;

/**
 * Draws tokens. A draw is a function of the logits and the random number alone; of equal logits the lower id comes first. Holds
 * buffers; one thread at a time.
 */
final class Sampler {
    private final Sampling sampling;
    private final int vocabulary;
    private final float inverseTemperature;
    private final float[] shares; // [V], the soft-max
    private final int[] heap; // ids, the likeliest first
    private final int[] kept; // ids that may be drawn, by falling logit

    Sampler(Sampling sampling, int vocabulary) {
        this.sampling = sampling;
        this.vocabulary = vocabulary;
        // 0 times infinity is no number, so the largest finite one stands for it
        this.inverseTemperature = (float) Math.min(Float.MAX_VALUE, 1 / sampling.temperature());
        this.shares = new float[vocabulary];
        this.heap = new int[vocabulary];
        this.kept = new int[vocabulary];
    }

    /**
     * One token.
     *
     * @param logits [V] from {@code at}; -infinity for what must not come
     * @param chance uniform in [0, 1)
     */
    int draw(float[] logits, int at, double chance) {
        int likeliest = likeliest(logits, at);
        if (sampling.greedy()) {
            return likeliest;
        }
        Kernels.selected().softmax(shares, 0, logits, at, vocabulary, inverseTemperature);
        boolean all = sampling.topP() == 1 && (sampling.topK() == 0 || sampling.topK() >= vocabulary);
        return all ? amongAll(chance, likeliest) : kept[among(chance, keep(logits, at))];
    }

    private int likeliest(float[] logits, int at) {
        int best = -1;
        float most = Float.NEGATIVE_INFINITY;
        for (int id = 0; id < vocabulary; id++) {
            float logit = logits[at + id];
            if (logit > most) {
                most = logit;
                best = id;
            } else if (Float.isNaN(logit)) {
                best = -1;
                break;
            }
        }
        if (best < 0 || most == Float.POSITIVE_INFINITY) {
            throw new IllegalStateException("the model's scores for the next token are no finite numbers; "
                    + "its weights are damaged or its training has diverged: take an earlier checkpoint");
        }
        return best;
    }

    private int amongAll(double chance, int fallback) {
        double rest = chance * mass(vocabulary);
        for (int id = 0; id < vocabulary; id++) {
            rest -= shares[id];
            if (rest < 0) {
                return id;
            }
        }
        return fallback; // rounding left a rest
    }

    private double mass(int count) {
        double sum = 0;
        for (int id = 0; id < count; id++) {
            sum += shares[id];
        }
        return sum;
    }

    /** The place in {@link #kept}, whose first {@code count} may be drawn. */
    private int among(double chance, int count) {
        double rest = chance * keptMass(count);
        for (int i = 0; i < count; i++) {
            rest -= shares[kept[i]];
            if (rest < 0) {
                return i;
            }
        }
        return 0;
    }

    private double keptMass(int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += shares[kept[i]];
        }
        return sum;
    }

    /** Fills {@link #kept} as top-k and top-p say; returns how many. */
    int keep(float[] logits, int at) {
        int most = sampling.topK() == 0 ? vocabulary : Math.min(sampling.topK(), vocabulary);
        heapify(logits, at);
        int count = 0;
        double sum = 0;
        double wanted = most == vocabulary ? sampling.topP() * mass(vocabulary) : Double.POSITIVE_INFINITY;
        while (count < most && (count == 0 || sum < wanted)) {
            kept[count] = pop(logits, at, vocabulary - count);
            sum += shares[kept[count++]];
        }
        return most == vocabulary || sampling.topP() == 1 ? count : fewest(count, sampling.topP() * sum);
    }

    /** How many of the first {@code count} kept ones reach {@code wanted}. */
    private int fewest(int count, double wanted) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += shares[kept[i]];
            if (sum >= wanted) {
                return i + 1;
            }
        }
        return count;
    }

    /** The share, of all tokens, of one that {@link #keep} has seen. */
    float share(int id) {
        return shares[id];
    }

    int kept(int place) {
        return kept[place];
    }

    // ---- a heap of ids, the largest logit on top: a few are wanted of many

    private void heapify(float[] logits, int at) {
        for (int id = 0; id < vocabulary; id++) {
            heap[id] = id;
        }
        for (int place = vocabulary / 2 - 1; place >= 0; place--) {
            sink(logits, at, place, vocabulary);
        }
    }

    private int pop(float[] logits, int at, int size) {
        int top = heap[0];
        heap[0] = heap[size - 1];
        sink(logits, at, 0, size - 1);
        return top;
    }

    private void sink(float[] logits, int at, int from, int size) {
        int place = from;
        int child = 2 * place + 1;
        while (child < size) {
            if (child + 1 < size && before(logits, at, heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(logits, at, heap[child], heap[place])) {
                return;
            }
            int moved = heap[place];
            heap[place] = heap[child];
            heap[child] = moved;
            place = child;
            child = 2 * place + 1;
        }
    }

    private static boolean before(float[] logits, int at, int a, int b) {
        return logits[at + a] > logits[at + b] || logits[at + a] == logits[at + b] && a < b;
    }
}
