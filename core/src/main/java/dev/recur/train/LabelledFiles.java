package dev.recur.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Labelled texts of files: {@code .csv} with a header, {@code .jsonl} with an object a line, anything else with a tab between two columns. What
 * does not fit is an error that names file and line.
 *
 * @param sha256 of the bytes of all files, unpacked
 */
public record LabelledFiles(List<Labelled> samples, String sha256) {
    private static final List<String> ROLES = List.of("label", "text");

    /**
     * @param columns empty for label and text, in this order or by these names; by place, as in {@code text,label}, where any other name is a
     *     column that is not read; or by name, as in {@code label=stars,text=review}
     */
    public static LabelledFiles read(List<Path> files, String columns) throws IOException {
        ColumnFiles read = ColumnFiles.read(files, roles(columns));
        List<Labelled> samples = read.rows().stream()
                .map(row -> new Labelled(row.cells().get(0), row.cells().get(1), row.file(), row.line()))
                .toList();
        return new LabelledFiles(samples, read.sha256());
    }

    /** @throws IllegalArgumentException if they mean nothing */
    static ColumnRoles roles(String columns) {
        return new ColumnRoles(ROLES, columns);
    }
}
