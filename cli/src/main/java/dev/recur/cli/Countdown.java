package dev.recur.cli;

import dev.recur.train.Watch;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far work has come whose result is printed at its end: so many of all, how fast, and how long it will take. For one thread. */
final class Countdown implements Watch, AutoCloseable {
    private static final double LEAST_SECONDS = 1e-3;

    private final LiveLine line;
    private final String unit;
    private final LongSupplier nanos;
    private final long begun;

    /**
     * @param unit what is counted, in the plural
     * @param json whether the result is for programs, so that nothing else may stand on standard output
     * @param nanos the clock, as {@link System#nanoTime}
     */
    Countdown(Terminal terminal, String unit, boolean json, LongSupplier nanos) {
        this.line = LiveLine.besideResult(terminal, terminal.live() && !json, nanos);
        this.unit = unit;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    @Override
    public boolean reached(long done, long all) {
        line.update(() -> {
            double seconds = (nanos.getAsLong() - begun) / 1e9;
            return String.format(
                    Locale.ROOT,
                    "%,d of %,d %s  %,.0f %s/s  %.0f s left",
                    done,
                    all,
                    unit,
                    done / Math.max(seconds, LEAST_SECONDS),
                    unit,
                    seconds * (all - done) / done);
        });
        return true;
    }

    @Override
    public void close() {
        line.close();
    }
}
