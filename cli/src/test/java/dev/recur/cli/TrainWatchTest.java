package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        assertThat(run.out()).contains("in the course of training", "the gradient was clipped in", "looks, ");
        assertThat(folder.resolve("m.gradients.svg"))
                .content()
                .startsWith("<svg")
                .contains("step of training");
        assertThat(Files.readAllLines(log))
                .anySatisfy(line -> assertThat(line).contains("\"event\":\"gradients\"", "\"layer\":1", "log10"));
        byte[] model = Files.readAllBytes(folder.resolve("m"));
        assertThat(train("--picture", "p.png").code()).isEqualTo(Main.DONE); // no picture without --watch
        assertThat(Files.readAllBytes(folder.resolve("m"))).isEqualTo(model);
        Path png = folder.resolve("p.png");
        assertThat(train("--watch", "gradients", "--picture", png.toString()).code())
                .isEqualTo(Main.DONE);
        assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G');
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
