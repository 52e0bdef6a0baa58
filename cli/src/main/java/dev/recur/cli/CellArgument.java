package dev.recur.cli;

import dev.recur.cell.Cell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cell as the command line names it. */
final class CellArgument {
    static final String HELP =
            "a cell of the list, a file, the equations themselves (anything with =), or - for standard input";
    private static final int MOST_BYTES = 64 * 1024;

    private CellArgument() {}

    static Cell open(String argument) throws IOException {
        if (argument.equals("-")) {
            byte[] bytes = System.in.readNBytes(MOST_BYTES + 1);
            return Cell.parse(new String(bytes, StandardCharsets.UTF_8), "standard input");
        }
        if (argument.contains("=")) {
            return Cell.parse(argument, "equation");
        }
        if (Cell.isNamed(argument)) { // even if a file or a folder here is called so
            return Cell.named(argument);
        }
        boolean file = argument.endsWith(".cell") || argument.contains("/") || Files.exists(Path.of(argument));
        return file ? Cell.read(Path.of(argument)) : Cell.named(argument);
    }

    /** The same cell with other numbers and sizes, each NAME=VALUE. */
    static Cell with(Cell cell, List<String> settings) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String setting : settings) {
            int sign = setting.indexOf('=');
            if (sign < 1) {
                throw new IllegalArgumentException("--set " + setting + " is not of the form NAME=VALUE, as in dt=0.1");
            }
            values.put(setting.substring(0, sign).strip(), number(setting, setting.substring(sign + 1)));
        }
        return cell.with(values);
    }

    private static double number(String setting, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--set " + setting + ": not a number", e);
        }
    }
}
