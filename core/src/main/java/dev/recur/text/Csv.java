package dev.recur.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values as RFC 4180 has them: a header; fields in double quotes may hold commas, line ends and, doubled, quotes. Every
 * record has as many fields as the header.
 */
public final class Csv {
    /** A record, and the line on which it begins, counted from 1. */
    public record Row(int line, List<String> cells) {}

    private final Path file;
    private final List<String> lines;
    private int at; // the line under way, counted from 0
    private int place; // in it

    private Csv(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * The header and all records; empty lines are passed over.
     *
     * @param file for messages
     * @param lines its lines, see {@link LineFile}
     */
    public static List<Row> parse(Path file, List<String> lines) throws TextException {
        return new Csv(file, lines).rows();
    }

    private List<Row> rows() throws TextException {
        List<Row> rows = new ArrayList<>();
        while (at < lines.size()) {
            if (lines.get(at).isEmpty()) {
                at++;
                continue;
            }
            Row row = row();
            if (!rows.isEmpty() && row.cells.size() != rows.get(0).cells.size()) {
                throw new TextException(
                        file,
                        row.line,
                        "has " + row.cells.size() + " columns, but the header has "
                                + rows.get(0).cells.size() + " (" + String.join(",", rows.get(0).cells)
                                + "); put a field that holds a comma in double quotes");
            }
            rows.add(row);
        }
        return rows;
    }

    private Row row() throws TextException {
        int first = at + 1;
        List<String> cells = new ArrayList<>();
        place = 0;
        do {
            cells.add(place < lines.get(at).length() && lines.get(at).charAt(place) == '"' ? quoted() : bare());
        } while (place++ < lines.get(at).length()); // past the comma
        at++;
        return new Row(first, cells);
    }

    private String bare() throws TextException {
        String line = lines.get(at);
        int comma = line.indexOf(',', place);
        int end = comma < 0 ? line.length() : comma;
        String cell = line.substring(place, end);
        if (cell.indexOf('"') >= 0) {
            throw new TextException(
                    file,
                    at + 1,
                    "a double quote stands within a field that does not begin with one; put the whole field in double"
                            + " quotes and double those in it");
        }
        place = end;
        return cell;
    }

    private String quoted() throws TextException {
        int opened = at + 1;
        StringBuilder cell = new StringBuilder();
        place++;
        while (true) {
            String line = lines.get(at);
            int quote = line.indexOf('"', place);
            if (quote < 0) {
                cell.append(line, place, line.length()).append('\n');
                at++;
                place = 0;
                if (at == lines.size()) {
                    throw new TextException(file, opened, "a double quote is opened here and never closed");
                }
            } else if (quote + 1 < line.length() && line.charAt(quote + 1) == '"') {
                cell.append(line, place, quote + 1);
                place = quote + 2;
            } else {
                cell.append(line, place, quote);
                place = quote + 1;
                if (place < line.length() && line.charAt(place) != ',') {
                    throw new TextException(
                            file,
                            at + 1,
                            "after the closing double quote stands \"" + line.charAt(place)
                                    + "\"; expected a comma or the end of the line");
                }
                return cell.toString();
            }
        }
    }
}
