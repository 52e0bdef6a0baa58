package dev.recur.text;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** A text file as its lines: strict UTF-8, packed or not, without line ends. */
public final class LineFile {
    private LineFile() {}

    /** @param digest is fed the bytes, unpacked */
    public static List<String> read(Path file, MessageDigest digest) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        new TextReader(Tokenizer.CHARACTERS, digest, symbol -> {
                    if (symbol == '\n') {
                        lines.add(cut(line));
                    } else {
                        line.appendCodePoint(symbol);
                    }
                })
                .read(file);
        if (line.length() > 0) {
            lines.add(cut(line));
        }
        return lines;
    }

    /** Without the carriage return that some systems put before a line end. */
    private static String cut(StringBuilder line) {
        int end = line.length();
        if (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        String cut = line.substring(0, end);
        line.setLength(0);
        return cut;
    }
}
