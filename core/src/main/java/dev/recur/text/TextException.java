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
        this(file + ", line " + line, complaint);
    }

    public TextException(String place, String complaint) {
        super(place + ": " + complaint);
    }
}
