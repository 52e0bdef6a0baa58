package dev.recur.text;

import java.io.IOException;
import java.nio.file.Path;

/** Text that cannot be read. The message is one line: the place, what is wrong, what to do. */
public final class TextException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param line counted from 1
     */
    public TextException(Path file, int line, String complaint) {
        this(place(file, line), complaint);
    }

    /** How messages name a line of a file. */
    public static String place(Path file, int line) {
        return file + ", line " + line;
    }

    public TextException(String place, String complaint) {
        super(place + ": " + complaint);
    }
}
