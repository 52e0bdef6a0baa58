package dev.recur.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How long a piece of work takes once its speed no longer changes. {@code torch_peer.py} has the same rule for the other side: it is run in
 * stretches of two seconds until the medians of {@value #ALIKE} stretches in a row lie within {@value #WITHIN} of each other.
 *
 * @param nanos of one run, the median
 * @param warm nanoseconds before that was measured
 */
record Steady(double nanos, long warm) {
    private static final long STRETCH = 2_000_000_000L;
    private static final int ALIKE = 3;
    private static final double WITHIN = 0.02;
    private static final long MOST = 40_000_000_000L;

    /** @param seconds of measuring */
    static Steady measure(Runnable work, double seconds) {
        long begin = System.nanoTime();
        List<Double> stretches = new ArrayList<>();
        do {
            stretches.add(median(work, STRETCH));
        } while (!alike(stretches) && System.nanoTime() - begin < MOST);
        long warm = System.nanoTime() - begin;
        return new Steady(median(work, (long) (seconds * 1e9)), warm);
    }

    private static boolean alike(List<Double> stretches) {
        if (stretches.size() < ALIKE) {
            return false;
        }
        List<Double> late = stretches.subList(stretches.size() - ALIKE, stretches.size());
        double least = late.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = late.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return most <= (1 + WITHIN) * least;
    }

    private static double median(Runnable work, long budget) {
        List<Long> times = new ArrayList<>();
        long end = System.nanoTime() + budget;
        do {
            long from = System.nanoTime();
            work.run();
            times.add(System.nanoTime() - from);
        } while (System.nanoTime() < end);
        times.sort(null);
        return times.get(times.size() / 2);
    }
}
