package dev.recur.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One line that is written over while work goes on. Where the output is no terminal it becomes plain lines, one every
 * {@link #PLAIN_SECONDS}. For one thread.
 */
final class LiveLine implements AutoCloseable {
    static final double LIVE_SECONDS = 0.1;
    static final double PLAIN_SECONDS = 10;

    // The line must not wrap, even when the window has become narrower: wrapping is off while it is written.
    private static final String BEGIN = "\r\u001b[?7l";
    private static final String END = "\u001b[K\u001b[?7h";

    private final Terminal terminal;
    private final LongSupplier nanos;
    private final PrintStream plain;
    private final boolean live;
    private final long pause;
    private long next;
    private boolean shown;
    private String last = "";

    /**
     * @param live whether to write over one line; ask {@link Terminal#live} and the user's options
     * @param nanos the clock, as {@link System#nanoTime}
     */
    LiveLine(Terminal terminal, boolean live, LongSupplier nanos) {
        this(terminal, live, nanos, terminal.out(), 0);
    }

    private LiveLine(Terminal terminal, boolean live, LongSupplier nanos, PrintStream plain, double first) {
        this.terminal = terminal;
        this.nanos = nanos;
        this.plain = plain;
        this.live = live;
        this.pause = (long) ((live ? LIVE_SECONDS : PLAIN_SECONDS) * 1e9);
        this.next = nanos.getAsLong() + (long) (first * 1e9);
    }

    /**
     * Of work whose result alone belongs on standard output: plain lines go to standard error, and none comes in the first
     * {@link #PLAIN_SECONDS}.
     */
    static LiveLine besideResult(Terminal terminal, boolean live, LongSupplier nanos) {
        return new LiveLine(terminal, live, nanos, terminal.err(), live ? 0 : PLAIN_SECONDS);
    }

    /** Shows the text if it is time to; {@code text} is asked for only then. */
    void update(Supplier<String> text) {
        long now = nanos.getAsLong();
        if (now - next < 0) {
            return;
        }
        next = now + pause;
        last = text.get();
        if (live) {
            draw();
        } else {
            plain.println(last);
        }
    }

    /** Prints a line that stays, above the live one. */
    void say(String line) {
        erase();
        terminal.say(line);
        if (live && !last.isEmpty()) {
            draw();
        }
    }

    /** Takes the live line away. */
    @Override
    public void close() {
        erase();
        last = "";
    }

    private void draw() {
        terminal.out().print(BEGIN + Columns.cut(last, terminal.width() - 1) + END);
        terminal.out().flush();
        shown = true;
    }

    private void erase() {
        if (shown) {
            terminal.out().print("\r\u001b[K");
            terminal.out().flush();
            shown = false;
        }
    }
}
