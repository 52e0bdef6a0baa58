package dev.recur.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a command prints: two streams, and whether a person sees them. The launcher looks before it starts Java and hands on
 * what it saw as system properties; without it the console of the JDK is asked.
 */
final class Terminal {
    /** Width taken where none is known. */
    static final int PLAIN_WIDTH = 100;

    private final Printed printed;
    private final PrintStream out;
    private final PrintStream err;
    private final Charset charset;
    private final boolean live;
    private final boolean colour;
    private final int width;

    /**
     * @param live whether standard output is a terminal on which a line may be written over
     * @param width columns of the terminal
     */
    Terminal(OutputStream out, OutputStream err, Charset charset, boolean live, boolean colour, int width) {
        this.printed = new Printed(out);
        this.out = new PrintStream(printed, true, charset);
        this.err = new PrintStream(err, true, charset);
        this.charset = charset;
        this.live = live;
        this.colour = colour;
        this.width = width;
    }

    /** No terminal: a file, a pipe, a test. */
    static Terminal plain(OutputStream out, OutputStream err) {
        return new Terminal(out, err, StandardCharsets.UTF_8, false, false, PLAIN_WIDTH);
    }

    /** The terminal of this process. */
    static Terminal ofProcess() {
        String columns = System.getProperty("recur.columns");
        boolean seen = columns == null ? console() : Boolean.getBoolean("recur.live");
        boolean live = seen && !"dumb".equals(System.getenv("TERM"));
        String noColour = System.getenv("NO_COLOR");
        return new Terminal(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(standardError()),
                charset(),
                live,
                live && (noColour == null || noColour.isEmpty()),
                width(columns));
    }

    PrintStream out() {
        return out;
    }

    /** Why some of what was printed did not get to standard output; null if all of it did. */
    @Nullable
    String lost() {
        out.flush();
        return printed.lost();
    }

    PrintStream err() {
        return err;
    }

    /** {@link #out} as a writer; for picocli. */
    PrintWriter outWriter() {
        return new PrintWriter(new OutputStreamWriter(out, charset), true);
    }

    /** {@link #err} as a writer; for picocli. */
    PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, charset), true);
    }

    boolean live() {
        return live;
    }

    boolean colour() {
        return colour;
    }

    int width() {
        return width;
    }

    /** Prints one line. */
    void say(String line) {
        out.println(line);
    }

    /** Prints one line on standard error, signed. */
    void error(String message) {
        out.flush();
        err.println(paint(Style.RED, "recur:") + " " + message);
    }

    /** {@code text} in a style, or as it is where there is no colour. */
    String paint(Style style, String text) {
        return colour ? style.on(text) : text;
    }

    @SuppressWarnings("SystemConsoleNull") // asked in both ways, the old and the new
    private static boolean console() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try { // from 22 on there is a console even without a terminal, and this method tells
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException older) {
            return true;
        }
    }

    private static int width(@Nullable String columns) {
        try {
            int given = Integer.parseInt(columns == null ? "" : columns);
            return given > 0 ? given : PLAIN_WIDTH;
        } catch (NumberFormatException unknown) {
            return PLAIN_WIDTH;
        }
    }

    /** What the system says; but ASCII only says that nobody chose a language, and terminals read UTF-8 all the same. */
    private static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
        Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }

    /**
     * The launcher strains the JVM's own remark about the incubating module out of descriptor 2 and leaves the real standard
     * error in another one. There is no public way to name a descriptor; opening /dev/fd/3 anew would give a second file
     * position, so that output and errors written into one file would overwrite each other.
     */
    private static FileDescriptor standardError() {
        Integer number = Integer.getInteger("recur.stderr");
        if (number == null) {
            return FileDescriptor.err;
        }
        try {
            Constructor<FileDescriptor> numbered = FileDescriptor.class.getDeclaredConstructor(int.class);
            numbered.setAccessible(true);
            FileDescriptor real = numbered.newInstance(number);
            System.setErr(new PrintStream(new FileOutputStream(real), true, charset()));
            return real;
        } catch (ReflectiveOperationException | RuntimeException locked) {
            return FileDescriptor.err;
        }
    }
}
