package dev.recur.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SweepWriterTest {
    /** Blanks and line breaks are the formatter's. */
    private static String bare(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void sweepsAreAsWritten() throws IOException {
        Path folder = Path.of("src/main/java/dev/recur/kernel");
        for (var file : SweepWriter.files().entrySet()) {
            assertThat(bare(Files.readString(folder.resolve(file.getKey()))))
                    .as("%s: run SweepWriter with %s", file.getKey(), folder)
                    .isEqualTo(bare(file.getValue()));
        }
    }
}
