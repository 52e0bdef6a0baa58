package dev.recur.inspect;

import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;

/**
 * The largest Lyapunov exponent along a text: how fast two nearby states of all layers part (above 0) or meet (below 0), in nats a step. It is
 * found backwards: the transposed Jacobians of the steps multiply to a matrix of the same size as the Jacobians do.
 *
 * @param exponent the mean growth of the logarithm in a step
 * @param error its standard error, from {@value #BLOCKS} parts of the text
 * @param steps over which it was taken
 */
public record Lyapunov(double exponent, double error, int steps) {
    private static final int BLOCKS = 16;
    private static final double LN_2 = StrictMath.log(2);

    /** By what factor a small difference grows in a step. */
    public double rate() {
        return StrictMath.exp(exponent);
    }

    /**
     * Over the last {@code most} steps of a recording; the first eighth of the way serves to forget the random direction it begins with.
     *
     * @param x what the lowest layer was given, [T, D]
     */
    public static Lyapunov measure(Recording recording, float[] x, int most, long seed, Workers workers) {
        int steps = Math.min(most, recording.steps());
        Backwards back = new Backwards(recording, x, 1, workers);
        Stream chance = new Randomness(seed).stream("inspect/lyapunov");
        long index = 0;
        for (int layer = 0; layer < recording.layers().count(); layer++) {
            for (int state = 0; state < back.states(); state++) {
                float[] values = back.state(layer, state).values;
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) chance.gaussian(0, index++);
                }
            }
        }
        double[] logs = new double[steps]; // of the norm before each step back, in nats
        for (int k = 0; k < steps; k++) {
            int step = recording.steps() - 1 - k;
            logs[k] = log(back, recording.layers().count());
            back.step(row -> step, (layer, state, row, squares, power) -> {});
        }
        double end = log(back, recording.layers().count());
        return of(logs, end, steps / 8);
    }

    private static Lyapunov of(double[] logs, double end, int from) {
        int steps = logs.length - from;
        double exponent = (end - logs[from]) / steps;
        int blocks = Math.min(BLOCKS, steps);
        double squares = 0;
        for (int b = 0; b < blocks; b++) {
            int first = from + steps * b / blocks;
            int last = from + steps * (b + 1) / blocks;
            double growth = ((last == logs.length ? end : logs[last]) - logs[first]) / (last - first);
            squares += (growth - exponent) * (growth - exponent);
        }
        double error = blocks < 2 ? Double.NaN : Math.sqrt(squares / (blocks - 1) / blocks);
        return new Lyapunov(exponent, error, steps);
    }

    /** The logarithm of the joint norm of all layers' gradients. */
    private static double log(Backwards back, int layers) {
        double most = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int pass = 0; pass < 2; pass++) {
            for (int layer = 0; layer < layers; layer++) {
                for (int state = 0; state < back.states(); state++) {
                    Carried carried = back.state(layer, state);
                    double squares = 0;
                    for (float value : carried.values) {
                        squares += (double) value * value;
                    }
                    double log = StrictMath.log(squares) / 2 + carried.powers[0] * LN_2;
                    most = pass == 0 ? Math.max(most, log) : most;
                    sum += pass == 1 && squares > 0 ? StrictMath.exp(2 * (log - most)) : 0;
                }
            }
        }
        return most + StrictMath.log(sum) / 2;
    }
}
