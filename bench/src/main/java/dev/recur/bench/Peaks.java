package dev.recur.bench;

import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What this machine can do at most, measured: fused multiply-adds from registers, and reading memory. */
final class Peaks {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12; // enough to hide the latency of an fma
    private static final int ROUNDS = 40_000; // short, since others may share the machine
    private static final int STILL = 400; // measurements without a better one, and
    private static final long STILL_NANOS = 500_000_000; // so long: compiled, and in a moment when no other program ran
    private static final long MOST_NANOS = 20_000_000_000L;
    private static final double BETTER = 1.01;
    private static final int LEAST_READ = 1 << 25; // floats a measurement, so that its start does not count

    private float sink;

    /** Floating point operations a nanosecond, all workers together; a fused multiply-add is two. */
    static double fma(Workers workers) {
        Peaks peaks = new Peaks();
        float[] starts = new float[CHAINS + SPECIES.length()];
        double flop = 2.0 * CHAINS * ROUNDS * SPECIES.length() * workers.count();
        return best(flop, () -> workers.run((worker, count) -> peaks.sink += multiplyAdd(starts)));
    }

    /** The best rate of all measurements, of which there are as many as it takes until none is better. */
    private static double best(double amount, Runnable measured) {
        double best = 0;
        int still = 0;
        long begin = System.nanoTime();
        long risen = begin;
        long now = begin;
        while ((still < STILL || now - risen < STILL_NANOS) && now - begin < MOST_NANOS) {
            long from = System.nanoTime();
            measured.run();
            now = System.nanoTime();
            double rate = amount / (now - from);
            still++;
            if (rate > BETTER * best) {
                still = 0;
                risen = now;
            }
            best = Math.max(best, rate);
        }
        return best;
    }

    private static float multiplyAdd(float[] starts) {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector y = FloatVector.broadcast(SPECIES, 1e-3f);
        // each chain from a vector of its own: chains that start from one and the same may be boxed by JDK 17's
        // compiler
        FloatVector a = FloatVector.fromArray(SPECIES, starts, 0);
        FloatVector b = FloatVector.fromArray(SPECIES, starts, 1);
        FloatVector c = FloatVector.fromArray(SPECIES, starts, 2);
        FloatVector d = FloatVector.fromArray(SPECIES, starts, 3);
        FloatVector e = FloatVector.fromArray(SPECIES, starts, 4);
        FloatVector f = FloatVector.fromArray(SPECIES, starts, 5);
        FloatVector g = FloatVector.fromArray(SPECIES, starts, 6);
        FloatVector h = FloatVector.fromArray(SPECIES, starts, 7);
        FloatVector i = FloatVector.fromArray(SPECIES, starts, 8);
        FloatVector j = FloatVector.fromArray(SPECIES, starts, 9);
        FloatVector k = FloatVector.fromArray(SPECIES, starts, 10);
        FloatVector l = FloatVector.fromArray(SPECIES, starts, 11);
        for (int round = 0; round < ROUNDS; round++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        return a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l)
                .lane(0);
    }

    /** Bytes a nanosecond that all workers together read, over and over, from arrays of so many floats in all. */
    static double read(Workers workers, int floats) {
        int passes = Math.max(1, LEAST_READ / floats);
        Peaks peaks = new Peaks();
        float[] array = new float[Kernels.FIRST + floats];
        return best(
                4.0 * floats * passes,
                () -> workers.run((worker, count) -> {
                    int begin = Kernels.FIRST + share(floats, worker, count);
                    int end = Kernels.FIRST + share(floats, worker + 1, count);
                    for (int pass = 0; pass < passes; pass++) {
                        peaks.sink += sum(array, begin, end);
                    }
                }));
    }

    private static int share(int floats, int worker, int count) {
        return (int) ((long) floats * worker / count) / SPECIES.length() * SPECIES.length();
    }

    private static float sum(float[] array, int begin, int end) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int width = SPECIES.length();
        for (int i = begin; i + 4 * width <= end; i += 4 * width) {
            a = a.add(FloatVector.fromArray(SPECIES, array, i));
            b = b.add(FloatVector.fromArray(SPECIES, array, i + width));
            c = c.add(FloatVector.fromArray(SPECIES, array, i + 2 * width));
            d = d.add(FloatVector.fromArray(SPECIES, array, i + 3 * width));
        }
        return a.add(b).add(c).add(d).lane(0);
    }
}
