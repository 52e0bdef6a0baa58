package dev.recur.train;

import java.util.List;

/**
 * The mean of values that differ by chance, and how far off it may be: with 95 % probability the mean of infinitely many lies within
 * mean ± half, if they are normal (Student 1908).
 *
 * @param half NaN for less than two values
 * @param count of the values
 */
public record Interval(double mean, double half, int count) {
    private static final double PROBABILITY = 0.95;

    /** NaN for no values. */
    public static Interval of(List<Double> values) {
        int n = values.size();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / n;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Interval(mean, n < 2 ? Double.NaN : quantile(n - 1) * Math.sqrt(squares / (n - 1) / n), n);
    }

    /** The t within ± which 95 % of Student's distribution lies. */
    static double quantile(int freedom) {
        double low = 0;
        double high = 16; // 12.706 at one degree of freedom, less at more
        for (int i = 0; i < 60; i++) {
            double t = (low + high) / 2;
            if (within(t, freedom) < PROBABILITY) {
                low = t;
            } else {
                high = t;
            }
        }
        return (low + high) / 2;
    }

    /** The probability of less than t either way: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4. */
    private static double within(double t, int freedom) {
        double angle = StrictMath.atan(t / Math.sqrt(freedom));
        double cosine = StrictMath.cos(angle);
        boolean odd = freedom % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = 0;
        for (int k = odd ? 3 : 2; k <= freedom; k += 2) {
            sum += term;
            term *= cosine * cosine * (k - 1) / k;
        }
        sum *= StrictMath.sin(angle);
        return odd ? 2 / Math.PI * (angle + sum) : sum;
    }
}
