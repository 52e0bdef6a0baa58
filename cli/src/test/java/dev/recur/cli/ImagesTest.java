package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.store.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {
    @TempDir
    Path folder;

    /** Images of three rows, of which the one with the number of the label is bright. */
    private Path images(String name, int count) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + count * 6)
                .putInt(0x803)
                .putInt(count)
                .putInt(3)
                .putInt(2);
        ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            for (int row = 0; row < 3; row++) {
                images.put((byte) (row == i % 3 ? 250 : 0)).put((byte) (row == i % 3 ? 200 + i % 50 : 5));
            }
            labels.put((byte) (i % 3));
        }
        Files.write(folder.resolve(name + "-labels-idx1"), labels.array());
        return Files.write(folder.resolve(name + "-images-idx3"), images.array());
    }

    @Test
    void trainsEvaluatesAndPredicts() throws IOException {
        Path model = folder.resolve("m");
        Path data = images("train", 90);
        Run trained = Run.of(
                "train",
                "--task",
                "images",
                data.toString(),
                "-o",
                model.toString(),
                "--hidden",
                "8",
                "--epochs",
                "40",
                "--batch",
                "9",
                "--rate",
                "0.02",
                "--by",
                "pixels",
                "--permute",
                "2");
        assertThat(trained.err()).isEmpty();
        assertThat(trained.out()).contains("classes 3, steps of an image 6, training images 81, validation images 9");
        Run test = Run.of("evaluate", model.toString(), images("test", 30).toString());
        assertThat(test.out()).contains("30 images: accuracy 100.00 %").contains("rows: what it is");
        assertThat(Json.read(Run.of("evaluate", model.toString(), data.toString(), "--json")
                        .out()))
                .containsEntry("accuracy", 1.0)
                .containsEntry("images", 90L);
        Run said = Run.of(
                "predict", model.toString(), folder.resolve("test-images-idx3").toString());
        assertThat(said.out().lines()).hasSize(30);
        assertThat(said.out().lines().limit(3).map(line -> line.charAt(0))).containsExactly('0', '1', '2');
        Run labels = Run.of(
                "predict", model.toString(), folder.resolve("test-labels-idx1").toString());
        assertThat(labels.code()).isEqualTo(Main.FAILED);
        assertThat(labels.err()).contains("expected images").hasLineCount(1);
        assertThat(Run.of("info", model.toString()).out()).contains("image classifier");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mnist-pixels", "permuted-mnist"})
    void isATestOfMemoryToo(String test) throws IOException {
        Run nothing = Run.of("experiment", test, folder.toString());
        assertThat(nothing.code()).isEqualTo(Main.FAILED);
        assertThat(nothing.err())
                .contains("there is no train-images-idx3-ubyte in " + folder)
                .hasLineCount(1);
        assertThat(Run.of("experiment", test).err()).contains("name the folder of the IDX files");
        Files.move(images("train", 60), folder.resolve("train-images-idx3-ubyte"));
        Files.move(folder.resolve("train-labels-idx1"), folder.resolve("train-labels-idx1-ubyte"));
        Run run = Run.of(
                "experiment",
                test,
                folder.toString(),
                "--cell",
                "gru,irnn",
                "--hidden",
                "4",
                "--images",
                "40",
                "--epochs",
                "2",
                "--report",
                folder.resolve("r.html").toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith(test).containsPattern("contender +weights +updates +runs +accuracy");
        assertThat(Files.readString(folder.resolve("r.html")))
                .contains("--by pixels --permute " + (test.equals("mnist-pixels") ? 0 : 1), "--images 40");
        assertThat(Run.of("experiment", test, folder.toString(), "--updates", "5")
                        .err())
                .contains("the budget of " + test + " is --epochs");
    }
}
