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
 * Labelled texts of files: {@code .csv} with a header, {@code .jsonl} with an object a line, anything else with a tab between two columns. What
 * does not fit is an error that names file and line.
 *
 * @param sha256 of the bytes of all files, unpacked
 */
public record LabelledFiles(List<Labelled> samples, String sha256) {
    private static final int LABEL = 0;
    private static final int TEXT = 1;

    /** @param columns see {@link LabelledColumns}: empty, by place as in {@code text,label}, or by name as in {@code label=stars,text=review} */
    public static LabelledFiles read(List<Path> files, String columns) throws IOException {
        LabelledColumns roles = new LabelledColumns(columns);
        MessageDigest digest = newDigest();
        List<Labelled> samples = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = LineFile.read(file, digest);
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
            int before = samples.size();
            if (name.endsWith(".csv")) {
                csv(file, lines, roles, samples);
            } else if (name.endsWith(".jsonl") || name.endsWith(".json")) {
                json(file, lines, roles, samples);
            } else {
                tabs(file, lines, roles, samples);
            }
            if (samples.size() == before) {
                throw new TextException(file.toString(), "holds no labelled text");
            }
        }
        return new LabelledFiles(List.copyOf(samples), HexFormat.of().formatHex(digest.digest()));
    }

    private static void tabs(Path file, List<String> lines, LabelledColumns roles, List<Labelled> samples)
            throws TextException {
        if (!roles.open() && !roles.byPlace()) {
            throw new TextException(
                    file.toString(), "has no header; give --columns by place, as in --columns text,label");
        }
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
                                        ? "; name those that are not read, as in --columns label,-,text"
                                        : ""));
            }
            add(file, n + 1, cells[roles.place("label")], cells[roles.place("text")], samples);
        }
    }

    private static void csv(Path file, List<String> lines, LabelledColumns roles, List<Labelled> samples)
            throws TextException {
        List<Csv.Row> rows = Csv.parse(file, lines);
        if (rows.isEmpty()) {
            return;
        }
        List<String> header = rows.get(0).cells();
        int label = roles.byPlace() ? roles.place("label") : header.indexOf(roles.name(LABEL));
        int text = roles.byPlace() ? roles.place("text") : header.indexOf(roles.name(TEXT));
        if (label < 0 || text < 0 || roles.byPlace() && roles.count() != header.size()) {
            throw new TextException(
                    file,
                    rows.get(0).line(),
                    "the header is " + String.join(",", header) + "; expected the columns "
                            + (roles.byPlace()
                                    ? roles.shown(",")
                                    : roles.name(LABEL) + " and " + roles.name(TEXT)
                                            + ", or others by name, as in --columns label=stars,text=review"));
        }
        for (Csv.Row row : rows.subList(1, rows.size())) {
            add(file, row.line(), row.cells().get(label), row.cells().get(text), samples);
        }
    }

    private static void json(Path file, List<String> lines, LabelledColumns roles, List<Labelled> samples)
            throws TextException {
        if (roles.byPlace()) {
            throw new TextException(
                    file.toString(), "holds objects; give --columns by name, as in --columns label=stars,text=review");
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
            add(
                    file,
                    n + 1,
                    field(file, n + 1, object, roles.name(LABEL)),
                    field(file, n + 1, object, roles.name(TEXT)),
                    samples);
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

    private static void add(Path file, int line, String label, String text, List<Labelled> samples)
            throws TextException {
        if (label.isBlank()) {
            throw new TextException(file, line, "the label is missing");
        }
        if (text.isBlank()) {
            throw new TextException(file, line, "the text is empty; take the line out, or give it a text");
        }
        samples.add(new Labelled(label.strip(), text, file, line));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
