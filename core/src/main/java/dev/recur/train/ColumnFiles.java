package dev.recur.train;

import dev.recur.store.Json;
import dev.recur.text.Csv;
import dev.recur.text.LineFile;
import dev.recur.text.TextException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Columns of files: {@code .csv} with a header, {@code .jsonl} with an object a line, anything else with tabs between columns. What does
 * not fit is an error that names file and line.
 *
 * @param sha256 of the bytes of all files, unpacked
 */
record ColumnFiles(List<Row> rows, String sha256) {
    /**
     * One sample, and where it stands: the line counts from 1.
     *
     * @param cells one for each role, none blank; all but the last without blanks around them
     */
    record Row(List<String> cells, Path file, int line) {}

    static ColumnFiles read(List<Path> files, ColumnRoles roles) throws IOException {
        MessageDigest digest = newDigest();
        List<Row> rows = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = LineFile.read(file, digest);
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
            int before = rows.size();
            if (name.endsWith(".csv")) {
                csv(file, lines, roles, rows);
            } else if (name.endsWith(".jsonl") || name.endsWith(".json")) {
                json(file, lines, roles, rows);
            } else {
                tabs(file, lines, roles, rows);
            }
            if (rows.size() == before) {
                throw new TextException(file.toString(), "holds no row of " + String.join(" and ", roles.roles()));
            }
        }
        return new ColumnFiles(List.copyOf(rows), HexFormat.of().formatHex(digest.digest()));
    }

    private static void tabs(Path file, List<String> lines, ColumnRoles roles, List<Row> to) throws TextException {
        if (!roles.open() && !roles.byPlace()) {
            throw new TextException(
                    file.toString(),
                    "has no header; give --columns by place, as in --columns " + roles.byPlaceExample());
        }
        List<Integer> places = roles.places();
        for (int n = 0; n < lines.size(); n++) {
            if (lines.get(n).isEmpty()) {
                continue;
            }
            String[] cells = lines.get(n).split("\t", -1);
            if (cells.length != roles.count()) {
                throw new TextException(
                        file,
                        n + 1,
                        "expected " + roles.count() + " columns, " + roles.shown(" TAB ") + ", found " + cells.length
                                + (cells.length > roles.count()
                                        ? "; name those that are not read, as in --columns "
                                                + roles.roles().get(0) + ",-,text"
                                        : ""));
            }
            add(file, n + 1, roles, places.stream().map(place -> cells[place]).toList(), to);
        }
    }

    private static void csv(Path file, List<String> lines, ColumnRoles roles, List<Row> to) throws TextException {
        List<Csv.Row> rows = Csv.parse(file, lines);
        if (rows.isEmpty()) {
            return;
        }
        List<String> header = rows.get(0).cells();
        List<Integer> places = roles.byPlace()
                ? roles.places()
                : roles.names().stream().map(header::indexOf).toList();
        if (places.contains(-1) || roles.byPlace() && roles.count() != header.size()) {
            throw new TextException(
                    file,
                    rows.get(0).line(),
                    "the header is " + String.join(",", header) + "; expected the columns "
                            + (roles.byPlace()
                                    ? roles.shown(",")
                                    : String.join(" and ", roles.names()) + ", or others by name, as in --columns "
                                            + roles.byNameExample()));
        }
        for (Csv.Row row : rows.subList(1, rows.size())) {
            add(file, row.line(), roles, places.stream().map(row.cells()::get).toList(), to);
        }
    }

    private static void json(Path file, List<String> lines, ColumnRoles roles, List<Row> to) throws TextException {
        if (roles.byPlace()) {
            throw new TextException(
                    file.toString(), "holds objects; give --columns by name, as in --columns " + roles.byNameExample());
        }
        for (int n = 0; n < lines.size(); n++) {
            if (lines.get(n).isBlank()) {
                continue;
            }
            Map<String, @Nullable Object> object;
            try {
                object = Json.read(lines.get(n));
            } catch (IllegalArgumentException e) {
                throw new TextException(file, n + 1, String.valueOf(e.getMessage()));
            }
            List<String> cells = new ArrayList<>();
            for (String name : roles.names()) {
                cells.add(field(file, n + 1, object, name));
            }
            add(file, n + 1, roles, cells, to);
        }
    }

    /** A label may be a number or a truth; a list or an object is neither label nor text. */
    private static String field(Path file, int line, Map<String, @Nullable Object> object, String name)
            throws TextException {
        Object found = object.get(name);
        if (found instanceof String || found instanceof Number || found instanceof Boolean) {
            return found.toString();
        }
        throw new TextException(
                file,
                line,
                "expected a string \"" + name + "\", found "
                        + (object.containsKey(name)
                                ? Json.write(Collections.singletonMap(name, found))
                                : "only " + object.keySet()));
    }

    private static void add(Path file, int line, ColumnRoles roles, List<String> cells, List<Row> to)
            throws TextException {
        List<String> stripped = new ArrayList<>(cells);
        int last = cells.size() - 1;
        for (int i = 0; i < last; i++) {
            if (cells.get(i).isBlank()) {
                throw new TextException(file, line, "the " + roles.roles().get(i) + " is missing");
            }
            stripped.set(i, cells.get(i).strip());
        }
        if (cells.get(last).isBlank()) {
            throw new TextException(
                    file, line, "the " + roles.roles().get(last) + " is empty; take the line out, or give it a text");
        }
        to.add(new Row(List.copyOf(stripped), file, line));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
