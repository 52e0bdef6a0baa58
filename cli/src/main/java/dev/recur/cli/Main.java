package dev.recur.cli;

import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Entry of the command line. Exit codes: {@link #DONE}, {@link #FAILED}, {@link #USAGE}. */
public final class Main {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true"); // PNG pictures need no screen, and must not look for one
        Terminal terminal = Terminal.ofProcess();
        int code = run(terminal, arguments);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(code);
    }

    /** Runs one command and says how it ended; never throws. */
    static int run(Terminal terminal, String... arguments) {
        return run(terminal, line -> {}, arguments);
    }

    /** As {@code run}, with further commands. */
    static int run(Terminal terminal, Consumer<CommandLine> further, String... arguments) {
        Recur recur = new Recur(terminal);
        CommandLine line = new CommandLine(recur, new CommandFactory(terminal));
        further.accept(line);
        dress(line, recur, terminal);
        try {
            return printed(terminal, line.execute(arguments));
        } catch (CommandLine.ParameterException wrong) { // of a help that was asked for wrongly
            terminal.error(Failures.describe(wrong));
            return USAGE;
        } catch (Throwable failure) { // an Error too ends in one line
            return failed(terminal, failure, recur.debug);
        }
    }

    /** A command is not done before what it says has been written: standard output may be a file on a full disk. */
    private static int printed(Terminal terminal, int code) {
        String lost = terminal.lost();
        if (code != DONE || lost == null) {
            return code;
        }
        terminal.error("standard output could not be written, and is not complete: " + lost);
        return FAILED;
    }

    private static void dress(CommandLine line, Recur recur, Terminal terminal) {
        line.setOut(terminal.outWriter());
        line.setErr(terminal.errWriter());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(Math.max(72, Math.min(terminal.width(), 110)));
        line.setUsageHelpLongOptionsMaxWidth(34);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setAbbreviatedOptionsAllowed(false);
        line.setParameterExceptionHandler((wrong, given) -> {
            String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
            terminal.error(Failures.describe(wrong) + "; '" + command + " --help' shows how");
            return USAGE;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(terminal, failure, recur.debug));
    }

    private static int failed(Terminal terminal, Throwable failure, boolean debug) {
        terminal.error(Failures.describe(failure));
        if (debug) {
            failure.printStackTrace(terminal.err());
        }
        return FAILED;
    }
}
