package dev.recur.bench;

import dev.recur.cell.Cell;
import dev.recur.cell.Differences;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Forward and backward of one layer beside the measured peak: {@code LayerSpeed [threads]}. Each cell is first held to central differences, and
 * its bits with one worker to those with all; cells and peak are measured in turn, and a ratio is the median of its rounds.
 */
public final class LayerSpeed {
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 300_000_000L;
    private static final long WARM_NANOS = 2_000_000_000L;
    private static final int[] HIDDEN = {16, 128, 512, 1024};
    private static final String RENAMED = String.join(
            "\n",
            "ein(t) = sigmoid(A1 x(t) + B1 h(t-1) + d1)",
            "keep(t) = sigmoid(A2 x(t) + B2 h(t-1) + d2)",
            "new(t) = tanh(A3 x(t) + B3 h(t-1) + d3)",
            "out(t) = sigmoid(A4 x(t) + B4 h(t-1) + d4)",
            "memory(t) = keep(t) * memory(t-1) + ein(t) * new(t)",
            "h(t) = out(t) * tanh(memory(t))",
            "d2 ~ 1");

    private LayerSpeed() {}

    public static void main(String[] arguments) {
        int threads = arguments.length > 0
                ? Integer.parseInt(arguments[0])
                : Runtime.getRuntime().availableProcessors();
        System.out.printf(
                Locale.ROOT,
                "JDK %s, kernels %s, %d threads, N = %d, T = %d%n",
                Runtime.version(),
                Kernels.selected().name(),
                threads,
                LayerWork.ROWS,
                LayerWork.STEPS);
        try (Workers workers = new Workers(threads)) {
            System.out.println("cell        H      ms/step  GFLOP/s  of peak");
            for (String name : List.of("lstm", "gru", "elman", "mingru")) {
                for (int hidden : HIDDEN) {
                    row(Cell.named(name), name, hidden, workers);
                }
            }
            rivals(workers, 128);
            rivals(workers, 512);
        }
    }

    private static void gate(Cell cell, int hidden, Workers workers) {
        if (!Differences.check(cell, 1).passed()) {
            throw new IllegalStateException(cell.title() + ": its gradient is not that of central differences");
        }
        try (Workers alone = new Workers(1)) {
            if (new LayerWork(cell, hidden, alone).bits() != new LayerWork(cell, hidden, workers).bits()) {
                throw new IllegalStateException(cell.title() + ", H = " + hidden + ": other bits with other workers");
            }
        }
    }

    private static void row(Cell cell, String name, int hidden, Workers workers) {
        gate(cell, Math.min(hidden, 512), workers);
        LayerWork work = new LayerWork(cell, hidden, workers);
        nanos(work, WARM_NANOS);
        List<Double> times = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double peak = Peaks.fma(workers);
            double nanos = nanos(work, ROUND_NANOS);
            times.add(nanos);
            shares.add(work.flop() / nanos / peak);
        }
        double time = median(times);
        System.out.printf(
                Locale.ROOT,
                "%-10s %5d %9.3f %8.0f %7.0f %%%n",
                name,
                hidden,
                time / 1e6,
                work.flop() / time,
                100 * median(shares));
    }

    /** A user's copy of the LSTM with other names against the one that ships. */
    private static void rivals(Workers workers, int hidden) {
        LayerWork shipped = new LayerWork(Cell.named("lstm"), hidden, workers);
        LayerWork written = new LayerWork(Cell.parse(RENAMED, "renamed.cell"), hidden, workers);
        nanos(shipped, WARM_NANOS);
        nanos(written, WARM_NANOS);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < 2 * ROUNDS; round++) {
            double ours = nanos(shipped, ROUND_NANOS);
            ratios.add(ours / nanos(written, ROUND_NANOS));
        }
        System.out.printf(
                Locale.ROOT, "user-written LSTM against the shipped one, H = %d: %.3f%n", hidden, median(ratios));
    }

    /** The median time of a step, over so much time. */
    private static double nanos(LayerWork work, long budget) {
        List<Double> times = new ArrayList<>();
        long end = System.nanoTime() + budget;
        do {
            long from = System.nanoTime();
            work.run();
            times.add((double) (System.nanoTime() - from));
        } while (System.nanoTime() < end);
        return median(times);
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
