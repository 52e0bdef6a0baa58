package dev.recur.cli;

import dev.recur.cell.Cell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
        boolean file = argument.endsWith(".cell") || argument.contains("/") || Files.exists(Path.of(argument));
        return file ? Cell.read(Path.of(argument)) : Cell.named(argument);
    }

    /** The same cell with those of {@code settings} that are its numbers. */
    static Cell with(Cell cell, Map<String, String> settings) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        settings.forEach((name, value) -> {
            if (!cell.sizes().contains(name)) {
                numbers.put(name, number(name, value));
            }
        });
        return cell.with(numbers);
    }

    /** Those of {@code settings} that are sizes. */
    static Map<String, Integer> sizes(Cell cell, Map<String, String> settings) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        settings.forEach((name, value) -> {
            if (cell.sizes().contains(name)) {
                double size = number(name, value);
                if (size != Math.rint(size) || size > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException("--set " + name + "=" + value + ": a size is a whole number");
                }
                sizes.put(name, (int) size);
            }
        });
        return sizes;
    }

    private static double number(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--set " + name + "=" + value + ": not a number", e);
        }
    }
}
