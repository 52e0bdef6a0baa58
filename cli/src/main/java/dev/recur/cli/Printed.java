package dev.recur.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What goes to standard output, and whether it got there: the print stream above it swallows what goes wrong. */
final class Printed extends FilterOutputStream {
    private volatile @Nullable String lost;

    Printed(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException failure) {
            lost(failure);
            throw failure;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException failure) {
            lost(failure);
            throw failure;
        }
    }

    /** A reader that has seen enough, as {@code head} has, is no loss. */
    private void lost(IOException failure) {
        String message = Failures.describe(failure);
        if (lost == null && !message.toLowerCase(Locale.ROOT).contains("pipe")) {
            lost = message;
        }
    }

    /** Why some of it was lost; null if none was. */
    @Nullable
    String lost() {
        return lost;
    }
}
