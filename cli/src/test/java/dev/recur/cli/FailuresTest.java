package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void filesAreNamed() {
        assertThat(Failures.describe(new AccessDeniedException("m"))).isEqualTo("no permission: m");
        assertThat(Failures.describe(new FileSystemException("m", null, "No space left on device")))
                .isEqualTo("m: No space left on device");
        assertThat(Failures.describe(new UncheckedIOException(new IOException("m ends early"))))
                .isEqualTo("m ends early");
        assertThat(Failures.describe(new MalformedInputException(1))).contains("not UTF-8");
    }

    @Test
    void aDefectOfOursSaysSo() {
        assertThat(Failures.describe(new ArrayIndexOutOfBoundsException("Index 3")))
                .isEqualTo("internal error: ArrayIndexOutOfBoundsException: Index 3; --debug shows where");
        assertThat(Failures.describe(new NullPointerException())).startsWith("internal error: NullPointerException");
    }

    @Test
    void aStrangersTextCannotSteerTheTerminal() {
        String hostile = "unknown name '\u001b]0;owned\u0007\r'\n  line two";
        assertThat(Failures.describe(new IllegalArgumentException(hostile)))
                .isEqualTo("unknown name '\uFFFD]0;owned\uFFFD\uFFFD'\n  line two");
    }
}
