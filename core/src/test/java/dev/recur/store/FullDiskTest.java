package dev.recur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recur.array.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a file cannot be written, its place holds what it held, and the message names the file and the reason. */
class FullDiskTest {
    @TempDir
    Path folder;

    private static void write(Path file, float value) throws IOException {
        TensorWriter.write(file, Map.of(), List.of(Tensor.of("w", Shape.of(2), new float[] {value, value})));
    }

    private static void stillReads(Path file, float value) throws IOException {
        try (TensorFile from = TensorFile.open(file)) {
            assertThat(from.read("w")).containsOnly(value);
        }
    }

    @Test
    void aFullDiskLeavesTheOldFile() throws IOException {
        Path full = Path.of("/dev/full"); // Linux's device that has no room, ever
        assumeTrue(Files.exists(full), "this system has no /dev/full");
        Path file = folder.resolve("m.safetensors");
        write(file, 1);
        Files.createSymbolicLink(folder.resolve(".m.safetensors.partial"), full);

        assertThatThrownBy(() -> write(file, 2))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(file + ": cannot be written: ")
                .hasMessageContaining("what was there before is as it was");
        stillReads(file, 1);
        assertThat(folder.resolve(".m.safetensors.partial")).doesNotExist();
        write(file, 2);
        stillReads(file, 2);
    }

    @Test
    void aPlaceThatCannotBeWrittenToLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("m.safetensors");
        write(file, 1);
        // Somebody else's folder under the name that is written first; it is left alone.
        Path other = Files.createDirectories(folder.resolve(".m.safetensors.partial/theirs"));

        assertThatThrownBy(() -> write(file, 2))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(file + ": cannot be written: ");
        stillReads(file, 1);
        assertThat(other).exists();
    }
}
