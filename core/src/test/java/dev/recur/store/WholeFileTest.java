package dev.recur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void whatFailsLeavesWhatWasThere() throws IOException {
        Path file = Files.writeString(folder.resolve("a.html"), "old");
        Files.createDirectory(folder.resolve(".a.html.partial"));
        assertThatThrownBy(() -> WholeFile.write(file, "new")).isInstanceOf(IOException.class);
        assertThat(file).hasContent("old");
        WholeFile.write(folder.resolve("b.html"), "new");
        assertThat(folder.resolve("b.html")).hasContent("new");
        assertThat(folder.resolve(".b.html.partial")).doesNotExist();
    }

    @Test
    void aFolderThatIsMissingIsNamed() {
        assertThatThrownBy(() -> WholeFile.write(folder.resolve("none/a.html"), "new"))
                .hasMessage(folder.resolve("none/a.html") + ": cannot be written: there is no folder "
                        + folder.resolve("none"));
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        WholeFile.write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }
}
