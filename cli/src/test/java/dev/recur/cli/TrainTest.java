package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
    @TempDir
    Path folder;

    private Path text() throws IOException {
        return Files.writeString(
                folder.resolve("text.txt"), "the quick brown fox jumps over the lazy dog\n".repeat(60));
    }

    private Run train(Path model, String... more) throws IOException {
        String[] arguments = {
            "train",
            text().toString(),
            "-o",
            model.toString(),
            "--hidden",
            "8",
            "--layers",
            "1",
            "--batch",
            "4",
            "--steps",
            "16",
            "--epochs",
            "2"
        };
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Run.of(all);
    }

    @Test
    void trainsTellsAndWrites() throws IOException {
        Path model = folder.resolve("m.safetensors");
        Path log = folder.resolve("log.jsonl");
        Run run = train(model, "--log", log.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("weights; vocabulary ", "training tokens ")
                .contains("epoch 2: held-out nats per token ")
                .contains("written: " + model);
        assertThat(Files.readAllLines(log)).first().asString().contains("\"event\":\"started\"");
        Run written = Run.of("generate", model.toString(), "--prompt", "the ", "--length", "20", "--count", "2");
        assertThat(written.code()).isZero();
        assertThat(written.out()).startsWith("the ");
        assertThat(Run.of("generate", model.toString(), "--prompt", "the ", "--length", "20", "--count", "2"))
                .isEqualTo(written);
        assertThat(Run.of("info", model.toString()).out())
                .contains("language model")
                .contains("output.W [");
    }

    @Test
    void numbersAndSizesOfTheTextCanBeSetAndAreSavedWithTheModel() throws IOException {
        Path slow = folder.resolve("slow.safetensors");
        assertThat(train(slow, "--cell", "lem", "--set", "dt=0.25").err()).isEmpty();
        assertThat(Run.of("info", slow.toString()).out()).contains("dt = 0.25\n");

        Path wide = folder.resolve("wide.safetensors");
        assertThat(train(wide, "--cell", "lstm-projected", "--set", "C=12").err())
                .isEmpty();
        assertThat(Run.of("info", wide.toString()).out()).contains("P [8,12]", "size C = 12\n");
        Path on = folder.resolve("on.safetensors");
        assertThat(train(on, "--from", wide.toString(), "--set", "C=10").out()).contains("begins anew");
        assertThat(Run.of("info", on.toString()).out()).contains("size C = 10\n");
    }

    @Test
    void whatCannotBeSetIsToldInALine() throws IOException {
        Path model = folder.resolve("x.safetensors");
        Run unknown = train(model, "--cell", "lem", "--set", "dz=0.25");
        assertThat(unknown.code()).isEqualTo(Main.USAGE);
        assertThat(unknown.err())
                .hasLineCount(1)
                .contains("there is no number and no size dz to set; numbers: dt; sizes with a default: none");
        assertThat(train(model, "--set", "C=3").err()).contains("no size C to set; numbers: none");
        assertThat(train(model, "--cell", "lem", "--set", "dt").err())
                .contains("--set dt is not of the form NAME=VALUE");
        assertThat(train(model, "--cell", "lem", "--set", "dt=fast").err()).contains("--set dt=fast: not a number");
        assertThat(train(model, "--cell", "lem", "--set", "dt=NaN").err()).contains("dt cannot be set to NaN");
        assertThat(train(model, "--cell", "lstm-projected", "--set", "C=2.5").err())
                .contains("C is a size, a whole number above 0, not 2.5");
        assertThat(model).doesNotExist();
    }

    @Test
    void equalRunsGiveEqualFiles() throws IOException {
        train(folder.resolve("a"), "--threads", "1");
        train(folder.resolve("b"), "--threads", "2");
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Test
    void losesNothingThatIsThere() throws IOException {
        Path text = text();
        Run overText = Run.of("train", text.toString(), "-o", text.toString());
        assertThat(overText.code()).isEqualTo(Main.FAILED);
        assertThat(overText.err()).contains("text.txt is there and is no model file");
        Path model = folder.resolve("m.safetensors");
        Files.writeString(folder.resolve("m.safetensors.checkpoint"), "of a run that was stopped");
        assertThat(train(model).err()).contains("go on with recur train --resume " + model);
    }

    @Test
    void aModelIsNamedAfterItsData() throws IOException {
        assertThat(ModelOutput.named("some/where/book.txt.gz")).isEqualTo(Path.of("book.safetensors"));
        assertThat(ModelOutput.named("poems/*.txt")).isEqualTo(Path.of("model.safetensors"));
        assertThat(ModelOutput.named("poems/")).isEqualTo(Path.of("poems.safetensors"));
    }

    @Test
    void startsFromAnotherModelAndTakesItsShape() throws IOException {
        Path first = folder.resolve("first");
        train(first, "--topology", "stacked", "--start", "bf=2");
        Path other = Files.writeString(folder.resolve("other.txt"), "a zebra, quite black & white: jumps\n".repeat(40));
        Run run = Run.of(
                "train",
                other.toString(),
                "-o",
                folder.resolve("second").toString(),
                "--from",
                first.toString(),
                "--batch",
                "4",
                "--epochs",
                "1");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("arrays begin as in " + first)
                .containsPattern(
                        "embedding: \\d+ of \\d+ rows; the others are tokens that the other model does not know");
        assertThat(Run.of("info", folder.resolve("second").toString()).out())
                .contains("hidden: 8", "layers: 1", "from sha256: ");
    }

    @Test
    void layersAreTrainedOneByOne() throws IOException {
        String model = folder.resolve("m").toString();
        String[] arguments = {
            "pretrain",
            text().toString(),
            "-o",
            model,
            "--hidden",
            "8",
            "--layers",
            "2",
            "--batch",
            "4",
            "--epochs",
            "1"
        };
        Run run = Run.of(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("layer 1\n", "layer 2\n", "written: " + model);
        assertThat(Run.of("info", model).out()).contains("layers: 2", "from sha256");
        assertThat(Run.of("pretrain", text().toString(), "-o", model, "--minutes", "1")
                        .code())
                .isEqualTo(Main.USAGE);
        assertThat(Run.of("pretrain", text().toString()).code()).isEqualTo(Main.USAGE);
    }

    @Test
    void aClassifierStartsFromAnAutoencoderWithItsWords() throws IOException {
        Path texts = Files.writeString(folder.resolve("texts.txt"), "a fine day\na sad night\nnone of it\n".repeat(5));
        Path few = Files.writeString(folder.resolve("few.tsv"), "good\ta fine day\nbad\ta sad day\n".repeat(5));
        String read = folder.resolve("read").toString();
        Run pretrained = Run.of(
                "pretrain",
                texts.toString(),
                "--by-reconstruction",
                "--tokens",
                "words",
                "--hidden",
                "8",
                "--epochs",
                "2",
                "-o",
                read);
        assertThat(pretrained.err()).isEmpty();
        assertThat(pretrained.out()).contains("epoch 2: held-out").doesNotContain("layer 1");
        Run run = Run.of(
                "train",
                "--task",
                "classify",
                few.toString(),
                "--from",
                read,
                "--epochs",
                "1",
                "-o",
                folder.resolve("c").toString());
        assertThat(run.err()).isEmpty();
        // fine, day, sad and a are known to both; night, none, of and it stand only in the texts; and the unknown one
        assertThat(run.out())
                .contains("vocabulary 9")
                .contains("output.W begins anew")
                .doesNotContain("layer0");
        assertThat(Run.of("info", folder.resolve("c").toString()).out()).contains("hidden: 4", "bidirectional: true");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThat(Run.of("train").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("train", "-o", "x").err()).contains("which data?");
        assertThat(train(folder.resolve("x"), "--cell", "lstmm").err()).contains("lstm");
        assertThat(train(folder.resolve("x"), "--rate", "-1").code()).isEqualTo(Main.USAGE);
        assertThat(train(folder.resolve("x"), "--valid", "none.txt").code()).isEqualTo(Main.USAGE);
        Run none = Run.of(
                "train",
                folder.resolve("none.txt").toString(),
                "-o",
                folder.resolve("x").toString());
        assertThat(none.code()).isNotZero();
        assertThat(none.err()).contains("none.txt");
        Run noModel = Run.of("generate", folder.resolve("none").toString());
        assertThat(noModel.code()).isEqualTo(Main.FAILED);
        assertThat(noModel.err()).contains("no such file");
        assertThat(Run.of("train", "--resume", folder.resolve("none").toString())
                        .err())
                .contains("no checkpoint");
    }
}
