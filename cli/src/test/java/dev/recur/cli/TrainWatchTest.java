package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainWatchTest {
    @TempDir
    Path folder;

    private Run train(String... more) throws IOException {
        Path text = Files.writeString(
                folder.resolve("text.txt"), "the quick brown fox jumps over the lazy dog\n".repeat(80));
        List<String> arguments = new ArrayList<>(
                List.of("train", text.toString(), "-o", folder.resolve("m").toString(), "--hidden", "8"));
        arguments.addAll(List.of("--layers", "2", "--batch", "4", "--steps", "16", "--epochs", "2", "--threads", "1"));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    @Test
    void watchedRunsEndWithAPlotAndAPictureAndTheSameModel() throws IOException {
        Path log = folder.resolve("log");
        Run run = train("--watch", "gradients", "--log", log.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out()).contains("after step ", "the gradient was clipped in", "1 look, ");
        assertThat(folder.resolve("m.gradients.svg"))
                .content()
                .startsWith("<svg")
                .contains("step of training");
        assertThat(Files.readAllLines(log))
                .anySatisfy(line ->
                        assertThat(line).contains("\"event\":\"gradients\"", "\"layer\":1", "log10", "saturation"));
        byte[] model = Files.readAllBytes(folder.resolve("m"));
        assertThat(train("--picture", "p.png").code()).isEqualTo(Main.DONE); // no picture without --watch
        assertThat(Files.readAllBytes(folder.resolve("m"))).isEqualTo(model);
        Path png = folder.resolve("p.png");
        assertThat(train("--watch", "gradients", "--picture", png.toString()).code())
                .isEqualTo(Main.DONE);
        assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G');
    }

    /** On a narrow terminal the speed and the time that is left stay in sight. */
    @Test
    void theLiveLineFitsANarrowTerminal() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "the quick brown fox jumps\n".repeat(200));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal narrow = new Terminal(out, OutputStream.nullOutputStream(), StandardCharsets.UTF_8, true, false, 60);
        int code = Main.run(
                narrow,
                "train",
                text.toString(),
                "-o",
                folder.resolve("n").toString(),
                "--hidden",
                "8",
                "--epochs",
                "1");
        assertThat(code).isEqualTo(Main.DONE);
        List<String> drawn = Pattern.compile("\u001b\\[\\?7l([^\u001b]*)\u001b")
                .matcher(out.toString(StandardCharsets.UTF_8))
                .results()
                .map(line -> line.group(1))
                .toList();
        assertThat(drawn)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).endsWith(" left").hasSizeLessThan(60));
    }

    @Test
    void linesAreWatchedToo() throws IOException {
        assertThat(train("--lines", "--watch", "gradients").code()).isEqualTo(Main.DONE);
    }

    @Test
    void nothingElseCanBeWatched() throws IOException {
        Run run = train("--watch", "birds");
        assertThat(run.code()).isEqualTo(Main.USAGE);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(train("--on-explosion", "hope").code()).isEqualTo(Main.USAGE);
    }

    @Test
    void anExplosionIsExplained() throws IOException {
        Path log = folder.resolve("log");
        String[] explosive = {
            "--cell",
            "h(t) = W x(t) + U h(t-1)\nU ~ orthogonal(1.5)", // grows through all chunks of an epoch
            "--log",
            log.toString(),
            "--on-explosion",
            "stop"
        };
        Run stopped = train(explosive);
        assertThat(stopped.code()).isEqualTo(Main.FAILED);
        assertThat(stopped.err()).contains("--on-explosion rewind").hasLineCount(1);
        assertThat(stopped.out()).containsPattern("step \\d+: the ").containsPattern("layer\\d\\.h ");
        explosive[explosive.length - 1] = "rewind";
        Run rewound = train(explosive);
        assertThat(rewound.out()).contains("from here on 0.5 of the rate");
        assertThat(Files.readAllLines(log))
                .anySatisfy(line -> assertThat(line).contains("\"event\":\"rewound\"", "\"factor\":0.5"))
                .anySatisfy(line -> assertThat(line).contains("\"event\":\"forensics\"", "token "));
    }
}
