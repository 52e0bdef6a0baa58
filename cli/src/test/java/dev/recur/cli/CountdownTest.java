package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountdownTest {
    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong(-5);

    private Terminal terminal(boolean live) {
        return new Terminal(out, err, StandardCharsets.UTF_8, live, false, 80);
    }

    /** 1000 tokens, 50 in a second. */
    private void count(Terminal terminal, boolean json) {
        try (Countdown countdown = new Countdown(terminal, "tokens", json, clock::get)) {
            for (long done = 50; done <= 1000; done += 50) {
                clock.addAndGet(SECOND);
                assertThat(countdown.reached(done, 1000)).isTrue();
            }
        }
    }

    @Test
    void writesOverOneLineOfATerminal() {
        count(terminal(true), false);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("50 of 1,000 tokens  50 tokens/s  19 s left")
                .contains("1,000 of 1,000 tokens  50 tokens/s  0 s left")
                .doesNotContain("\n")
                .endsWith("\r\u001b[K");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void leavesStandardOutputToTheResultWhereNobodyLooksOrAProgramReads() {
        count(terminal(false), false);
        String plain = err.toString(StandardCharsets.UTF_8);
        assertThat(plain.lines())
                .containsExactly(
                        "500 of 1,000 tokens  50 tokens/s  10 s left", "1,000 of 1,000 tokens  50 tokens/s  0 s left");
        err.reset();
        count(terminal(true), true);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(plain);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
