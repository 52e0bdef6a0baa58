package dev.recur.train;

import dev.recur.text.NumberTable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Tables of numbers, each a series of its own.
 *
 * @param sha256 of the bytes of all files, unpacked
 */
public record SeriesFiles(List<NumberTable> tables, String sha256) {
    public static SeriesFiles read(List<Path> files) throws IOException {
        MessageDigest digest = newDigest();
        List<NumberTable> tables = new ArrayList<>();
        for (Path file : files) {
            tables.add(NumberTable.read(file, digest));
        }
        return new SeriesFiles(List.copyOf(tables), HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
