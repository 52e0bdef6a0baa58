package dev.recur.loss;

/** Transitions, starts and ends of a {@link LinearChain}, and their exponentials relative to the largest of each. */
final class ChainScores {
    /** Below the largest by more than this many nats, a score counts as so many: no sum of a step is ever 0. */
    static final double FLOOR = -230;

    final LinearChain.Place place;
    final int tags;
    final double[] pass; // [K, K], exp(transition - largest)
    final double[] passBack; // its transpose
    final double[] start; // [K]
    final double[] end;
    double largestPass;
    double largestStart;
    double largestEnd;
    float[] flat = {};

    ChainScores(LinearChain.Place place) {
        this.place = place;
        this.tags = place.tags();
        this.pass = new double[tags * tags];
        this.passBack = new double[tags * tags];
        this.start = new double[tags];
        this.end = new double[tags];
    }

    void load(float[] from) {
        flat = from;
        largestPass = exponentials(pass, from, place.transitions());
        largestStart = exponentials(start, from, place.starts());
        largestEnd = exponentials(end, from, place.ends());
        for (int i = 0; i < tags; i++) {
            for (int j = 0; j < tags; j++) {
                passBack[j * tags + i] = pass[i * tags + j];
            }
        }
    }

    /** Fills in {@code exp(x - largest)} and returns the largest. */
    static double exponentials(double[] to, float[] x, int at) {
        return exponentials(to, 0, to.length, x, at);
    }

    static double exponentials(double[] to, int toAt, int n, float[] x, int at) {
        double largest = x[at];
        for (int j = 1; j < n; j++) {
            largest = Math.max(largest, x[at + j]);
        }
        for (int j = 0; j < n; j++) {
            to[toAt + j] = StrictMath.exp(Math.max(x[at + j] - largest, FLOOR));
        }
        return largest;
    }

    /** Where parameter {@code i} of [K, K] transitions, starts and ends lies. */
    int at(int i) {
        int inner = tags * tags;
        return i < inner
                ? place.transitions() + i
                : i < inner + tags ? place.starts() + i - inner : place.ends() + i - inner - tags;
    }

    double transition(int from, int to) {
        return flat[place.transitions() + from * tags + to];
    }
}
