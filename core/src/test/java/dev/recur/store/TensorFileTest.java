package dev.recur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.array.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {
    @TempDir
    Path folder;

    private static final float[] NUMBERS = {0f, -0f, 1.5f, Float.MIN_VALUE, Float.POSITIVE_INFINITY, Float.NaN};

    static void writeSample(Path file) throws IOException {
        TensorWriter.write(
                file,
                Map.of("format", "recur 1", "cell", "h(t) = φ(W x(t) + \"U\" h(t-1))\n"),
                List.of(
                        Tensor.of("layers.0.W", Shape.of(2, 3), NUMBERS),
                        Tensor.of("b", Shape.of(1), new float[] {7f}),
                        Tensor.of("偏置", Shape.of(2, 1, 1), new float[] {8f, 9f})));
    }

    @Test
    void whatIsWrittenIsReadToTheBit() throws IOException {
        Path file = folder.resolve("m.safetensors");
        writeSample(file);
        try (TensorFile model = TensorFile.open(file)) {
            assertThat(model.checksummed()).isTrue();
            assertThat(model.names()).containsExactly("layers.0.W", "b", "偏置");
            assertThat(model.metadata())
                    .containsExactlyEntriesOf(
                            new TreeMap<>(Map.of("format", "recur 1", "cell", "h(t) = φ(W x(t) + \"U\" h(t-1))\n")));
            assertThat(model.shape("偏置")).isEqualTo(Shape.of(2, 1, 1));
            float[] read = model.read("layers.0.W");
            assertThat(read).hasSize(6);
            for (int n = 0; n < 6; n++) {
                assertThat(Float.floatToRawIntBits(read[n])).isEqualTo(Float.floatToRawIntBits(NUMBERS[n]));
            }
            assertThat(model.read("偏置", Shape.of(2, 1, 1))).containsExactly(8f, 9f);
            assertThatThrownBy(() -> model.read("b", Shape.of(3)))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessage(file + ": array b is [1] but should be [3]");
            assertThatThrownBy(() -> model.read("c"))
                    .hasMessageContaining("holds no array c, only [layers.0.W, b, 偏置]");
        }
    }

    /** Held to the format's description by hand, byte by byte. */
    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Path file = folder.resolve("m.safetensors");
        TensorWriter.write(
                file, Map.of("z", "1", "a", "2"), List.of(Tensor.of("w", Shape.of(2), new float[] {1f, -2f})));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong(0);
        assertThat(length % 8).isZero();
        assertThat(new String(bytes.array(), 8, length, StandardCharsets.UTF_8).stripTrailing())
                .matches("\\{\"__metadata__\":\\{\"checksum\":\"crc32c:[0-9a-f]{8}\",\"a\":\"2\",\"z\":\"1\"},"
                        + "\"w\":\\{\"dtype\":\"F32\",\"shape\":\\[2],\"data_offsets\":\\[0,8]}}");
        assertThat(bytes.capacity()).isEqualTo(8 + length + 8);
        assertThat(bytes.getFloat(8 + length)).isEqualTo(1f);
        assertThat(bytes.getFloat(8 + length + 4)).isEqualTo(-2f);
    }

    @Test
    void equalContentsGiveEqualFiles() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Map<String, String> metadata = new LinkedHashMap<>();
        for (int n = 0; n < 20; n++) {
            metadata.put("key" + n, "value");
        }
        Map<String, String> reversed = new LinkedHashMap<>();
        for (int n = 19; n >= 0; n--) {
            reversed.put("key" + n, "value");
        }
        List<Tensor> tensors = List.of(Tensor.of("w", Shape.of(6), NUMBERS));
        TensorWriter.write(first, metadata, tensors);
        TensorWriter.write(second, reversed, tensors);
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void arraysLargerThanABufferArriveWhole() throws IOException {
        float[] large = new float[700_001];
        for (int n = 0; n < large.length; n++) {
            large[n] = n;
        }
        Path file = folder.resolve("large");
        TensorWriter.write(
                file,
                Map.of(),
                List.of(Tensor.of("one", Shape.of(700_001), large), Tensor.of("two", Shape.of(700_001), large)));
        try (TensorFile model = TensorFile.open(file)) {
            assertThat(model.read("one")).isEqualTo(large);
            assertThat(model.read("two")).isEqualTo(large);
        }
    }

    @Test
    void theOldFileSurvivesAFailureAndNothingIsLeftBehind() throws IOException {
        Path file = folder.resolve("m.safetensors");
        writeSample(file);
        byte[] before = Files.readAllBytes(file);
        Tensor broken = new Tensor("late", Shape.of(3), () -> {
            throw new UncheckedIOException(new IOException("disk full"));
        });
        assertThatThrownBy(() ->
                        TensorWriter.write(file, Map.of(), List.of(Tensor.of("w", Shape.of(6), NUMBERS), broken)))
                .hasMessageContaining("disk full");
        assertThatThrownBy(() -> TensorWriter.write(file, Map.of(), List.of(Tensor.of("w", Shape.of(5), NUMBERS))))
                .hasMessageContaining("w holds 6 numbers but [5] has 5");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whatAKilledRunLeftIsWrittenOver() throws IOException {
        Path file = folder.resolve("m.safetensors");
        Files.writeString(folder.resolve(".m.safetensors.partial"), "x".repeat(10_000));
        writeSample(file);
        TensorFile.open(file).close();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = folder.resolve("m.safetensors");
        Files.writeString(file, "old");
        Path link = Files.createSymbolicLink(folder.resolve("latest"), file);
        writeSample(link);
        assertThat(link).isSymbolicLink();
        TensorFile.open(file).close();
    }

    @Test
    void refusesToWriteWhatCouldNotBeRead() {
        Path file = folder.resolve("m");
        List<Tensor> twice = List.of(Tensor.of("w", Shape.of(6), NUMBERS), Tensor.of("w", Shape.of(6), NUMBERS));
        assertThatThrownBy(() -> TensorWriter.write(file, Map.of(), twice))
                .hasMessageContaining("two arrays are named w");
        assertThatThrownBy(() -> TensorWriter.write(file, Map.of("checksum", ""), List.of()))
                .hasMessageContaining("is taken");
        assertThatThrownBy(() -> TensorWriter.write(folder.resolve("no/m"), Map.of(), List.of()))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("its folder does not exist");
        assertThatThrownBy(() -> TensorWriter.write(folder, Map.of(), List.of()))
                .hasMessageContaining("a folder itself");
    }
}
