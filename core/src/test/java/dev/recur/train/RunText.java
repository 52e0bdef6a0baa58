package dev.recur.train;

import dev.recur.cell.Cell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** What the tests train on. */
final class RunText {
    static final String TEXT =
            "hello world, hello wonder; the yellow well held oil and the low hull rolled.\n".repeat(30);

    /** Of the model after 8 epochs of the options below: the same with any kernels, threads and JDK. */
    static final String SHA256 = "b0aa179e5e94d7f6d78bf934f2492d6db5ecd4063c57bcc0bce82903900c1f4c";

    private RunText() {}

    /** Names of unlike lengths, some longer than a chunk. */
    static String lines() {
        StringBuilder lines = new StringBuilder();
        for (int n = 0; n < 150; n++) {
            lines.append("abcdefgh ".repeat(4), n % 9, 10 + n * 7 % 23).append('\n');
        }
        return lines.toString();
    }

    static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** A tiny model with dropout, so that masks count, too. */
    static LanguageOptions.Builder options() {
        return LanguageOptions.builder()
                .cell(Cell.named("lstm").text())
                .hidden(16)
                .layers(2)
                .dropout(0.1)
                .steps(11);
    }

    static Training.Builder training() {
        return Training.builder().batch(7).rate(0.01).threads(1).patience(0);
    }
}
