package dev.recur.text;

import java.io.IOException;

/** Text that cannot be read. The message is one line: the place, what is wrong, what to do. */
public final class TextException extends IOException {
    private static final long serialVersionUID = 1;

    TextException(String place, String complaint) {
        super(place + ": " + complaint);
    }
}
