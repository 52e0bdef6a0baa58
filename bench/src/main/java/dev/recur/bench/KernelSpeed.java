package dev.recur.bench;

import dev.recur.kernel.Functions;
import dev.recur.kernel.Kernels;
import dev.recur.kernel.Panels;
import dev.recur.kernel.Pointwise;
import dev.recur.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * How fast the kernels are, beside what the machine can do: products in GFLOP/s, block operations in nanoseconds an element, functions with
 * their error against double. Every kernel is compared with the scalar ones in every bit before it is timed. Prints tables for
 * {@code bench/README.md}, all or those named by {@code products functions pointwise rows}; its command stands there, too.
 */
final class KernelSpeed {
    private static final int FIRST = Kernels.FIRST;
    private static final int BLOCK = 1024;
    private static final long WARM_NANOS = 800_000_000L;
    private static final long TIMED_NANOS = 400_000_000L;
    private static final long SAMPLE_NANOS = 100_000L;

    private static final int[][] PRODUCTS = {
        {25, 512, 128},
        {50, 512, 128},
        {32, 1024, 256},
        {25, 2048, 512},
        {50, 2048, 512},
        {25, 512, 2048},
        {64, 768, 256},
        {50, 6000, 256},
        {1250, 512, 128},
        {2500, 65, 128},
        {25, 100, 100},
        {1, 512, 128},
        {1, 2048, 512},
        {2, 2048, 512},
        {4, 2048, 512},
        {5, 2048, 512}
    };
    private static final int[][] GRADIENTS = {{128, 64, 128}, {512, 64, 128}, {512, 64, 256}, {128, 65, 128}};

    private final Kernels kernels = Kernels.selected();
    private final Workers alone = new Workers(1);
    private final Workers pair = new Workers(2);
    private volatile double sink;

    private KernelSpeed() {}

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        KernelSpeed speed = new KernelSpeed();
        speed.say("JDK %s, %s%n", System.getProperty("java.version"), Kernels.selection());
        List<String> parts = args.length == 0 ? List.of("products", "functions", "pointwise", "rows") : List.of(args);
        if (parts.contains("products")) {
            speed.products(speed.peaks());
        }
        if (parts.contains("functions")) {
            speed.functions();
        }
        if (parts.contains("pointwise")) {
            speed.pointwise();
        }
        if (parts.contains("rows")) {
            speed.rows();
        }
        speed.pair.close();
    }

    private void say(String format, Object... args) {
        System.out.printf(format, args);
    }

    private record Time(double least, double median) {}

    /** Nanoseconds of one run: least and median of many short samples. */
    private static Time time(Runnable run) {
        long from = System.nanoTime();
        int runs = 0;
        while (System.nanoTime() - from < WARM_NANOS) {
            run.run();
            runs++;
        }
        int inner = (int) Math.max(1, Math.min(1000, SAMPLE_NANOS * runs / WARM_NANOS));
        double[] samples = new double[100_000];
        int count = 0;
        long end = System.nanoTime() + TIMED_NANOS;
        while (System.nanoTime() < end && count < samples.length) {
            long start = System.nanoTime();
            for (int i = 0; i < inner; i++) {
                run.run();
            }
            samples[count++] = (System.nanoTime() - start) / (double) inner;
        }
        Arrays.sort(samples, 0, count);
        return new Time(samples[0], samples[count / 2]);
    }

    private static float[] numbers(int n) {
        SplittableRandom random = new SplittableRandom(n);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (random.nextDouble() * 4 - 2);
        }
        return x;
    }

    private static void same(String what, float[] found, float[] expected) {
        for (int i = 0; i < found.length; i++) {
            if (Float.floatToIntBits(found[i]) != Float.floatToIntBits(expected[i])) {
                throw new IllegalStateException(
                        what + ": element " + i + " is " + found[i] + ", the scalar kernels have " + expected[i]);
            }
        }
    }

    private double peaks() {
        double one = Peaks.fma(alone);
        say("%npeak fma: %.0f GFLOP/s on one thread, %.0f on two%n", one, Peaks.fma(pair));
        for (int mib : new int[] {1, 4, 16, 64}) {
            int floats = mib << 18;
            say(
                    "read %2d MiB: %.0f GB/s on one thread, %.0f on two%n",
                    mib, Peaks.read(alone, floats), Peaks.read(pair, floats));
        }
        return one;
    }

    private void products(double peak) {
        say("%n| product, rows x columns x depth | GFLOP/s, best (median) | of one core's peak | GB/s of weights |%n");
        say("|---|---|---|---|%n");
        for (int[] shape : PRODUCTS) {
            product(shape[0], shape[1], shape[2], peak);
        }
        for (int[] shape : GRADIENTS) {
            gradient(shape[0], shape[1], shape[2], peak);
        }
    }

    private void line(String what, double flop, Time time, double peak, String more) {
        say(
                "| %s | %.0f (%.0f) | %.0f %% | %s |%n",
                what, flop / time.least, flop / time.median, 100 * flop / time.least / peak, more);
    }

    private void product(int m, int n, int k, double peak) {
        float[] a = numbers(m * k);
        float[] panels = new float[Panels.size(n, k)];
        Panels.packForward(panels, FIRST, numbers(n * k), 0, k, n, k);
        float[] c = new float[m * n];
        float[] expected = new float[m * n];
        kernels.multiplyPanels(c, 0, n, a, 0, k, panels, FIRST, m, n, k, false);
        Kernels.scalar().multiplyPanels(expected, 0, n, a, 0, k, panels, FIRST, m, n, k, false);
        String what = m + " x " + n + " x " + k;
        same(what, c, expected);
        Time time = time(() -> kernels.multiplyPanels(c, 0, n, a, 0, k, panels, FIRST, m, n, k, false));
        String bandwidth = m > 5 ? "" : String.format("%.0f", 4.0 * n * k / time.least);
        line(what, 2.0 * m * n * k, time, peak, bandwidth);
    }

    /** A and B as the engine copies them, in strips and panels. */
    private void gradient(int m, int columns, int depth, double peak) {
        int n = Math.min(columns, 64);
        int strips = (m + Kernels.STRIP - 1) / Kernels.STRIP;
        float[] a = numbers(FIRST + strips * depth * Kernels.STRIP);
        float[] b = numbers(FIRST + depth * Math.max(64, Kernels.PANEL));
        float[] c = new float[m * n];
        float[] expected = new float[m * n];
        gradient(kernels, c, a, b, m, n, depth);
        gradient(Kernels.scalar(), expected, a, b, m, n, depth);
        String what = "gradient " + m + " x " + n + " x " + depth;
        same(what, c, expected);
        float[] tiny = new float[a.length]; // so that C stays finite
        Time time = time(() -> gradient(kernels, c, tiny, b, m, n, depth));
        line(what, 2.0 * m * n * depth, time, peak, "");
    }

    private static void gradient(Kernels kernels, float[] c, float[] a, float[] b, int m, int n, int depth) {
        int tall = Kernels.STRIP;
        for (int i = 0; i < m; i += tall) {
            int rows = Math.min(tall, m - i);
            kernels.multiplyTransposed(
                    c, i * n, n, a, FIRST + i * depth, b, FIRST, depth * Kernels.PANEL, rows, n, depth);
        }
    }

    private interface Of {
        float value(float x);
    }

    private void functions() {
        say("%n| function | ns an element, best (median) | scalar | largest error, ulp |%n|---|---|---|---|%n");
        function(Pointwise.TANH, Functions::tanh, Math::tanh, 20);
        function(Pointwise.SIGMOID, Functions::sigmoid, x -> 1 / (1 + Math.exp(-x)), 87);
        function(Pointwise.EXP, Functions::exp, Math::exp, 86);
        function(Pointwise.LOG, Functions::log, Math::log, 1e6);
        function(Pointwise.ELU, Functions::elu, x -> x > 0 ? x : Math.expm1(x), 30);
        function(Pointwise.SOFTPLUS, Functions::softplus, x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 86);
        function(Pointwise.SIN, Functions::sin, Math::sin, 1e4);
    }

    private void function(Pointwise op, Of of, DoubleUnaryOperator truth, double range) {
        SplittableRandom random = new SplittableRandom(1);
        double worst = 0;
        for (int i = 0; i < 1_000_000; i++) {
            float x = (float) ((random.nextDouble() * 2 - 1) * (i % 2 == 0 ? range : Math.min(range, 2)));
            double expected = truth.applyAsDouble(x);
            if (Math.abs(expected) >= Float.MIN_NORMAL) {
                worst = Math.max(worst, Math.abs(of.value(x) - expected) / Math.ulp((float) expected));
            }
        }
        Time fast = time(kernels, op, Kernels.KEEP);
        Time slow = time(Kernels.scalar(), op, Kernels.KEEP);
        say(
                "| %s | %.3f (%.3f) | %.2f | %.2f |%n",
                op.formula(), fast.least / BLOCK, fast.median / BLOCK, slow.least / BLOCK, worst);
    }

    private Time time(Kernels on, Pointwise op, int flush) {
        float[] a = numbers(FIRST + BLOCK);
        float[] b = numbers(FIRST + BLOCK + 1);
        float[] c = numbers(FIRST + BLOCK + 2);
        float[] d = numbers(FIRST + BLOCK + 3);
        float[] out = new float[FIRST + BLOCK];
        float[] expected = new float[FIRST + BLOCK];
        on.pointwise(op, out, FIRST, a, FIRST, b, FIRST, c, FIRST, d, FIRST, BLOCK, flush);
        Kernels.scalar().pointwise(op, expected, FIRST, a, FIRST, b, FIRST, c, FIRST, d, FIRST, BLOCK, flush);
        same(op.name(), out, expected);
        return time(() -> on.pointwise(op, out, FIRST, a, FIRST, b, FIRST, c, FIRST, d, FIRST, BLOCK, flush));
    }

    private void pointwise() {
        say("%n| block operation of %d | ns an element, kept | flushed |%n|---|---|---|%n", BLOCK);
        for (Pointwise op : Pointwise.values()) {
            if (op != Pointwise.SIN && op != Pointwise.COS) {
                say(
                        "| %s | %.3f | %.3f |%n",
                        op.formula(),
                        time(kernels, op, Kernels.KEEP).least / BLOCK,
                        time(kernels, op, Kernels.FLUSH).least / BLOCK);
            }
        }
    }

    private void rows() {
        int n = 1 << 16;
        float[] x = numbers(n);
        float[] y = numbers(n);
        float[] z = numbers(n);
        float[] v = new float[n];
        say("%n| flat or by rows | ns an element |%n|---|---|%n");
        say("| softmax, rows of 65 | %.3f |%n", time(() -> kernels.softmax(v, 0, x, 0, 65, 1f)).least / 65);
        say("| softmax, rows of 6000 | %.3f |%n", time(() -> kernels.softmax(v, 0, x, 0, 6000, 1f)).least / 6000);
        say("| normalize, rows of 512 | %.3f |%n", time(() -> kernels.normalize(v, 0, x, 0, 50, 512)).least / 25_600);
        say("| sumOfSquares | %.3f |%n", time(() -> sink = kernels.sumOfSquares(x, 0, 4096)).least / 4096);
        Arrays.fill(v, 0f);
        say(
                "| adam | %.3f |%n",
                time(() -> kernels.adam(x, y, v, z, 0, n, 1f, 1e-9f, 1f, 0.9f, 0.999f, 1f, 1f, 1e-8f)).least / n);
        float[] w = numbers(2048 * 512);
        float[] panels = new float[2048 * 512];
        say(
                "| packForward 2048 x 512 | %.3f |%n",
                time(() -> Panels.packForward(panels, FIRST, w, 0, 512, 2048, 512)).least / w.length);
        say(
                "| packBackward 2048 x 512 | %.3f |%n",
                time(() -> Panels.packBackward(panels, FIRST, w, 0, 512, 2048, 512)).least / w.length);
    }
}
