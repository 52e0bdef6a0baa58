package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a faulty text is told: each file holds the text, a line of four dashes, and the message. */
class MessagesTest {
    static List<Path> messages() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(MessagesTest.class.getResource("messages"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theMessageIsAsOnFile(Path file) throws IOException {
        String[] parts = Files.readString(file).split("(?m)^----\n", 2);

        CellException thrown = catchThrowableOfType(CellException.class, () -> Cell.parse(parts[0], "my.cell"));

        assertThat(thrown).as("a text with a fault").isNotNull();
        assertThat(thrown.getMessage() + "\n").isEqualTo(parts[1]);
        assertThat(thrown.getMessage())
                .startsWith(thrown.file() + ":" + thrown.line() + ":" + thrown.column() + ": " + thrown.problem());
    }

    @Test
    void thereAreEnoughOfThem() throws Exception {
        assertThat(messages()).hasSizeGreaterThan(60);
    }

    @Test
    void aCellThatDoesNotFitItsInputsSaysSo() {
        Cell sru = Cell.parse("size D = H\nh(t) = tanh(x(t) + U h(t-1))", "sru.cell");

        CellException thrown = catchThrowableOfType(CellException.class, () -> sru.shape(65, 128, java.util.Map.of()));

        assertThat(thrown).hasMessage("""
                        sru.cell:1:6: this cell needs inputs as wide as its output, but D = 65 and H = 128
                            1 | size D = H
                              |      ^^^^^
                          set --hidden 65, or put a Linear or an Embedding of 128 before it""");
    }

    @Test
    void aStrangersSignsDoNotReachTheTerminal() {
        CellException thrown = catchThrowableOfType(
                CellException.class, () -> Cell.parse("h(t) = \u001b[2J\u202e + \u0007", "my.cell"));

        assertThat(thrown.getMessage().codePoints())
                .noneMatch(sign -> sign != '\n' && Character.isISOControl(sign))
                .noneMatch(sign -> Character.getType(sign) == Character.FORMAT);
    }
}
