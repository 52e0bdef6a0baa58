package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tagger from its data to its answers. */
class TagTest {
    @TempDir
    Path folder;

    private Path data;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        String sentences = """
                the D
                dog N
                runs V

                a D
                cat N
                sleeps V
                here A

                dogs N
                sleep V

                """;
        data = Files.writeString(folder.resolve("data.txt"), sentences.repeat(20));
        model = folder.resolve("m.safetensors");
    }

    private Run train(String... more) {
        String[] arguments = {
            "train",
            "--task",
            "tag",
            data.toString(),
            "-o",
            model.toString(),
            "--hidden",
            "8",
            "--embedding",
            "6",
            "--character-hidden",
            "4",
            "--epochs",
            "8",
            "--rate",
            "0.02",
            "--batch",
            "6"
        };
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Run.of(all);
    }

    @Test
    void trainsTagsAndTellsHowWell() {
        Run trained = train();
        assertThat(trained.err()).isEmpty();
        assertThat(trained.out()).contains("epoch 8", "accuracy", "try: recur predict");
        assertThat(Run.of("predict", model.toString(), "a dog sleeps", "dogs").out())
                .isEqualToNormalizingNewlines("a/D dog/N sleeps/V\ndogs/N\n");
        assertThat(Run.of("predict", model.toString(), "the cat", "--probabilities")
                        .out())
                .startsWith("the\tD\tD 0.9")
                .contains("cat\tN\tN 0.");
        assertThat(Run.of("predict", model.toString(), "the cat", "--json").out())
                .contains("\"tokens\":[\"the\",\"cat\"],\"tags\":[\"D\",\"N\"]");
        assertThat(Run.of("evaluate", model.toString(), data.toString()).out())
                .contains("60 sentences, 180 words: accuracy 100.00 %", "precision");
        assertThat(Run.of("evaluate", model.toString(), data.toString(), "--json")
                        .out())
                .contains("\"kind\":\"sequence tagger\"", "\"accuracy\":1.0");
        assertThat(Run.of("info", model.toString()).out()).contains("sequence tagger", "tags: N, V, D, A");
    }

    @Test
    void cutsTextsIntoWords() throws IOException {
        Files.writeString(data, "ab x\ncd x\n\ncd x\nab x\nab x\n\n".repeat(40));
        assertThat(train("--segment", "--crf", "--word-column", "1").err()).isEmpty();
        assertThat(Run.of("predict", model.toString(), "cdabcd").out()).isEqualToNormalizingNewlines("cd ab cd\n");
        assertThat(Run.of("evaluate", model.toString(), data.toString()).out())
                .contains("characters: accuracy 100.00 %", "words");
        assertThat(Run.of("predict", model.toString(), "abcd", "--json").out()).contains("\"words\":[\"ab\",\"cd\"]");
    }

    @Test
    void saysWhatIsWrongWithTheData() throws IOException {
        train();
        Path bad = Files.writeString(folder.resolve("bad.txt"), "the D\ncat\n");
        Run run = Run.of("evaluate", model.toString(), bad.toString());
        assertThat(run.code()).isEqualTo(Main.FAILED);
        assertThat(run.err()).contains("bad.txt, line 2: expected 2 columns as in line 1, found 1");
        Files.writeString(bad, "the x\ncat y\n");
        assertThat(Run.of("evaluate", model.toString(), bad.toString()).err())
                .contains("bad.txt, line 1: expected a tag that the model knows, as N or V, found x");
        assertThat(Run.of("predict", model.toString(), " ").err()).contains("holds nothing to tag");
        data = bad;
        assertThat(train("--skip", "some").err()).contains("skip is some; it can be none, residual, dense, graves");
    }
}
