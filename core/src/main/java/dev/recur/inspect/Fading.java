package dev.recur.inspect;

import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a gradient changes on its way back: the norms of ∂L(T)/∂s(T−k) for lags k = 0, 1, 2, … and every state s of every layer, where L(T) is
 * the loss of step T alone. Taken over several T; norms are logarithms, so neither 0.9^1000 nor 1.1^100000 is too small or too large.
 *
 * @param ends the steps T, from 0
 * @param courses one for each layer and state, the lowest layer first
 */
public record Fading(List<Integer> ends, List<Course> courses) {
    /**
     * One layer's state.
     *
     * @param log10 of the norm, [lag][T]; minus infinity where the gradient is 0
     */
    public record Course(int layer, String state, double[][] log10) {
        public String name() {
            return "layer" + layer + "." + state;
        }

        /** The largest lag. */
        public int lags() {
            return log10.length - 1;
        }

        /** The mean over all T that have a gradient at this lag: the logarithm of the geometric mean of the norms. */
        public double mean(int lag) {
            return Arrays.stream(log10[lag]).filter(Double::isFinite).average().orElse(Double.NEGATIVE_INFINITY);
        }

        /** {@link #mean} for each lag. */
        public double[] means() {
            double[] means = new double[log10.length];
            Arrays.setAll(means, this::mean);
            return means;
        }

        /**
         * By what factor the norm changes with each step further back: the slope of a straight line through the mean logarithms from
         * {@code from} on. 1 keeps, less vanishes, more explodes; 0 where nothing is left.
         */
        public double rate(int from) {
            double n = 0;
            double sumX = 0;
            double sumY = 0;
            double sumXX = 0;
            double sumXY = 0;
            for (int lag = from; lag < log10.length; lag++) {
                double mean = mean(lag);
                if (Double.isFinite(mean)) {
                    n++;
                    sumX += lag - from;
                    sumY += mean;
                    sumXX += (double) (lag - from) * (lag - from);
                    sumXY += (lag - from) * mean;
                }
            }
            return n < 2 ? 0 : StrictMath.pow(10, (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX));
        }

        /** The first lag at which the norm is below {@code share} of what it was at the lag where it was largest; -1 if there is none. */
        public int below(double share) {
            double largest = Arrays.stream(means()).max().orElse(0);
            boolean seen = false;
            for (int lag = 0; lag < log10.length; lag++) {
                double mean = mean(lag);
                seen |= mean == largest;
                if (seen && mean < largest + StrictMath.log10(share)) {
                    return lag;
                }
            }
            return -1;
        }
    }

    /** One course for each layer: that of h, or of the layer's first state where h is none. */
    public List<Course> main() {
        List<Course> main = new ArrayList<>();
        for (Course course : courses) {
            boolean another = main.isEmpty() || main.get(main.size() - 1).layer != course.layer;
            if (another) {
                main.add(course);
            } else if (course.state.equals("h")) {
                main.set(main.size() - 1, course);
            }
        }
        return main;
    }

    private static final double LOG10_2 = StrictMath.log10(2);

    /**
     * Measures.
     *
     * @param recording of the text
     * @param x what the lowest layer was given, [T, D]
     * @param ends the steps T
     * @param dTop gradient of the loss of each T with respect to the topmost h, [ends, H]
     * @param lags how far back to go; a T that is nearer to the beginning goes to the beginning
     */
    public static Fading measure(Recording recording, float[] x, int[] ends, float[] dTop, int lags, Workers workers) {
        int rows = ends.length;
        Backwards back = new Backwards(recording, x, rows, workers);
        back.top().take(dTop, new long[rows]);
        int most = Math.min(lags, Arrays.stream(ends).max().orElse(-1));
        List<Course> courses = new ArrayList<>();
        for (int layer = 0; layer < recording.layers().count(); layer++) {
            for (int state = 0; state < back.states(); state++) {
                double[][] log10 = new double[most + 1][rows];
                for (double[] row : log10) {
                    Arrays.fill(row, Double.NEGATIVE_INFINITY);
                }
                courses.add(new Course(layer, back.state(state), log10));
            }
        }
        for (int lag = 0; lag <= most; lag++) {
            int k = lag;
            back.step(row -> Math.max(0, ends[row] - k), (layer, state, row, squares, power) -> {
                if (ends[row] >= k && squares > 0) {
                    courses.get(layer * back.states() + state).log10()[k][row] =
                            StrictMath.log10(squares) / 2 + power * LOG10_2;
                }
            });
        }
        return new Fading(Arrays.stream(ends).boxed().toList(), courses);
    }
}
