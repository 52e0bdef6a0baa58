package dev.recur.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import picocli.CommandLine.ParameterException;

/** What went wrong, in the words of a person. */
final class Failures {
    private Failures() {}

    /** One line as a rule; messages that show a place in a text keep their further lines. */
    static String describe(Throwable failure) {
        return printable(words(failure).strip());
    }

    private static String words(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof UncheckedIOException && cause != null) {
            return words(cause);
        }
        if (failure instanceof FileSystemException file) {
            return words(file);
        }
        if (failure instanceof CharacterCodingException) {
            return "the text is not UTF-8 (" + failure.getMessage() + "); convert it, or read it as bytes";
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory (" + failure.getMessage() + ") with a heap of "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB; take a smaller size, or give more: RECUR_JAVA_OPTS=-Xmx8g";
        }
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        if (meant(failure) && !message.isBlank()) {
            return message;
        }
        return "internal error: " + failure.getClass().getSimpleName() + (message.isBlank() ? "" : ": " + message)
                + "; --debug shows where";
    }

    private static String words(FileSystemException failure) {
        String file = failure.getFile() == null ? "(no name)" : failure.getFile();
        if (failure instanceof NoSuchFileException) {
            return "no such file: " + file;
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission: " + file;
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "exists already: " + file;
        }
        if (failure instanceof NotDirectoryException) {
            return "not a folder: " + file;
        }
        return file + ": " + (failure.getReason() == null ? "cannot be used" : failure.getReason());
    }

    /** Exceptions whose message was written for the user; any other is a defect of ours. */
    private static boolean meant(Throwable failure) {
        return failure instanceof ParameterException
                || failure instanceof IOException
                || failure.getClass() == IllegalArgumentException.class
                || failure.getClass() == IllegalStateException.class
                || failure.getClass() == UnsupportedOperationException.class
                || failure.getClass().getName().startsWith("dev.recur.");
    }

    /** Messages quote files of strangers: nothing in them may steer the terminal. */
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> Character.isISOControl(point) && point != '\n' && point != '\t' ? '\uFFFD' : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
