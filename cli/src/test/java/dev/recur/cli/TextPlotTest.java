package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextPlotTest {
    private static List<String> plot(int values, int width) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(out, OutputStream.nullOutputStream(), StandardCharsets.UTF_8, false, false, width);
        double[] line = new double[values];
        for (int i = 0; i < values; i++) {
            line[i] = -i;
        }
        new TextPlot(true).line("h", line).print(terminal, "steps back, k");
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    @Test
    void theAxisIsNamedBetweenItsEndsWhereThereIsRoom() {
        List<String> lines = plot(41, 100);
        assertThat(last(lines)).isEqualTo("           0            steps back, k             40");
        assertThat(lines)
                .hasSize(14)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(52));
    }

    @Test
    void aNarrowPlotNamesItsAxisBesideIt() {
        assertThat(last(plot(11, 100))).isEqualTo("           0        10  steps back, k");
        assertThat(last(plot(1, 100))).isEqualTo("           0      0  steps back, k");
        List<String> narrow = plot(200, 30);
        assertThat(narrow).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(30));
        assertThat(narrow).endsWith("           0              199", "           steps back, k");
    }
}
