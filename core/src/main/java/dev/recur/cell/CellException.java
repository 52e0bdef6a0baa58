package dev.recur.cell;

import java.util.List;

/**
 * A text that is not a cell, or a cell that does not fit what it is asked to do. The message shows the place, the line with a
 * caret, and what to do.
 */
public final class CellException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;
    private final int column;
    private final String problem;

    CellException(String file, int line, int column, String problem, String quote, List<String> hints) {
        super(message(file, line, column, problem, quote, hints));
        this.file = file;
        this.line = line;
        this.column = column;
        this.problem = problem;
    }

    private static String message(String file, int line, int column, String problem, String quote, List<String> hints) {
        StringBuilder message = new StringBuilder();
        message.append(file)
                .append(':')
                .append(line)
                .append(':')
                .append(column)
                .append(": ")
                .append(problem);
        message.append('\n').append(quote);
        for (String hint : hints) {
            if (!hint.isEmpty()) {
                message.append("\n  ").append(hint);
            }
        }
        return message.toString();
    }

    public String file() {
        return file;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** In code points, from 1. */
    public int column() {
        return column;
    }

    /** The first line of the message without the place. */
    public String problem() {
        return problem;
    }
}
