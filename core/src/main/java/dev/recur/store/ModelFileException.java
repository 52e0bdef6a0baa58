package dev.recur.store;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not what it should be. The message is one line: the file, what is wrong, what to do. */
public final class ModelFileException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST = 300;

    public ModelFileException(Path file, String complaint) {
        super(file + ": " + oneLine(complaint));
    }

    /** What a stranger's file says may hold anything; a message holds no control characters and ends. */
    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
