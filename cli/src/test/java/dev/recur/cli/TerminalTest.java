package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Terminal plain = Terminal.plain(out, OutputStream.nullOutputStream());
    private final Terminal live =
            new Terminal(out, OutputStream.nullOutputStream(), StandardCharsets.UTF_8, true, true, 20);
    private long nanos;

    private String printed() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    @Test
    void columnsCountWideSignsTwiceAndMarksAndColoursNot() {
        assertThat(Columns.of("春眠")).isEqualTo(4);
        assertThat(Columns.of("Tʼbilisi")).isEqualTo(8);
        assertThat(Columns.of("cafe\u0301")).isEqualTo(4);
        assertThat(Columns.of(Style.RED.on("abc"))).isEqualTo(3);
    }

    @Test
    void cutNeverPassesTheLimitNorSplitsASign() {
        assertThat(Columns.cut("春眠不觉晓", 10)).isEqualTo("春眠不觉晓");
        assertThat(Columns.cut("春眠不觉晓", 9)).isEqualTo("春眠不觉…");
        assertThat(Columns.cut("春眠不觉晓", 8)).isEqualTo("春眠不…");
    }

    @Test
    void tablesAlignNumbersRightAndWordsLeft() {
        new Table("cell", "parameters").row("lstm", 1200).row("春", 7).print(plain);
        assertThat(printed()).isEqualTo("cell  parameters\nlstm        1200\n春             7\n");
        assertThatThrownBy(() -> new Table("cell").row(1, 2)).hasMessageContaining("2 cells, but the head has 1");
    }

    @Test
    void aLiveLineIsWrittenOverAndCut() {
        LiveLine line = new LiveLine(live, true, () -> nanos);
        line.update(() -> "epoch 1, a line longer than the window");
        assertThat(printed()).isEqualTo("\r\u001b[?7lepoch 1, a line lo…\u001b[K\u001b[?7h");
        line.update(() -> "too early");
        assertThat(printed()).isEmpty();
        line.say("stays");
        assertThat(printed()).startsWith("\r\u001b[Kstays\n\r").contains("epoch 1");
        line.close();
        assertThat(printed()).isEqualTo("\r\u001b[K");
    }

    @Test
    void withoutATerminalItIsAPlainLineNowAndThen() {
        LiveLine line = new LiveLine(plain, plain.live(), () -> nanos);
        line.update(() -> "step 1");
        nanos += (long) (LiveLine.PLAIN_SECONDS * 0.9e9);
        line.update(() -> "step 2");
        nanos += (long) (LiveLine.PLAIN_SECONDS * 0.2e9);
        line.update(() -> "step 3");
        line.close();
        assertThat(printed()).isEqualTo("step 1\nstep 3\n");
    }

    @Test
    void colourOnlyWhereAPersonLooks() {
        assertThat(plain.paint(Style.GREEN, "good")).isEqualTo("good");
        assertThat(live.paint(Style.GREEN, "good")).isEqualTo("\u001b[32mgood\u001b[0m");
    }
}
