package dev.recur.text;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A CSV file with a header whose rows follow each other in time. A column is of numbers if its first cell is one, and then all its cells
 * must be; the first of the others, if there is one, names the rows.
 */
public final class NumberTable {
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    private final Path file;
    private final List<String> names;
    private final List<double[]> columns;
    private final String labelName;
    private final List<String> labels;
    private final int rows;

    private NumberTable(
            Path file, List<String> names, List<double[]> columns, String labelName, List<String> labels, int rows) {
        this.file = file;
        this.names = List.copyOf(names);
        this.columns = columns;
        this.labelName = labelName;
        this.labels = labels;
        this.rows = rows;
    }

    /**
     * @param digest is fed the bytes, unpacked
     * @throws TextException if a row is ragged or a cell of a column of numbers holds none; it says where
     */
    public static NumberTable read(Path file, MessageDigest digest) throws IOException {
        List<Csv.Row> records = Csv.parse(file, LineFile.read(file, digest));
        if (records.size() < 2) {
            throw new TextException(
                    file.toString(),
                    records.isEmpty()
                            ? "is empty; expected a header and rows of numbers"
                            : "holds no row but its header");
        }
        List<String> header = records.get(0).cells();
        List<Csv.Row> body = records.subList(1, records.size());
        List<String> names = new ArrayList<>();
        List<double[]> columns = new ArrayList<>();
        String labelName = "";
        List<String> labels = List.of();
        for (int c = 0; c < header.size(); c++) {
            int column = c;
            String name = header.get(c).strip();
            if (looksLikeNumber(body.get(0).cells().get(c))) {
                if (names.contains(name)) {
                    throw new TextException(
                            file, records.get(0).line(), "two columns are named \"" + name + "\"; rename one");
                }
                names.add(name);
                columns.add(numbers(file, body, c, name));
            } else if (labels.isEmpty()) {
                labelName = name;
                labels = body.stream().map(row -> row.cells().get(column)).toList();
            }
        }
        return new NumberTable(file, names, columns, labelName, labels, body.size());
    }

    private static boolean looksLikeNumber(String cell) {
        String bare = cell.strip();
        return bare.isEmpty()
                || bare.equalsIgnoreCase("nan")
                || NUMBER.matcher(bare).matches();
    }

    private static double[] numbers(Path file, List<Csv.Row> body, int column, String name) throws TextException {
        double[] numbers = new double[body.size()];
        for (int r = 0; r < numbers.length; r++) {
            String cell = body.get(r).cells().get(column).strip();
            if (NUMBER.matcher(cell).matches()) {
                numbers[r] = Double.parseDouble(cell);
            }
            if (!NUMBER.matcher(cell).matches() || Double.isInfinite(numbers[r])) {
                throw new TextException(
                        file,
                        body.get(r).line(),
                        "column " + (column + 1) + " (" + name + "): expected a number, found "
                                + (cell.isEmpty() ? "an empty cell" : "\"" + cell + "\"")
                                + "; fill the gap or leave the row out");
            }
        }
        return numbers;
    }

    public Path file() {
        return file;
    }

    /** Of the columns of numbers, in their order. */
    public List<String> names() {
        return names;
    }

    /** How many rows follow the header. */
    public int rows() {
        return rows;
    }

    /**
     * A column, one number a row; not a copy.
     *
     * @throws TextException if there is no column of numbers of this name
     */
    public double[] column(String name) throws TextException {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new TextException(
                    file.toString(),
                    "has no column of numbers named \"" + name + "\"; it has " + String.join(", ", names));
        }
        return columns.get(at);
    }

    /** The name of the column of {@link #labels}; empty if there is none. */
    public String labelName() {
        return labelName;
    }

    /** What names the rows, such as their times, one a row; empty if all columns are of numbers. */
    public List<String> labels() {
        return labels;
    }
}
