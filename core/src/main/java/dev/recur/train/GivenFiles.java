package dev.recur.train;

import dev.recur.text.Corpus;
import dev.recur.text.GivenValues;
import dev.recur.text.TextException;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Texts with what they are given, in columns of files. */
final class GivenFiles {
    static final String TEXT = "text";

    private GivenFiles() {}

    /**
     * @param names of what is given
     * @param columns of the files; empty for the given ones and then the text, or by these names
     */
    static Corpus read(List<Path> files, Tokenizer tokenizer, List<String> names, String columns) throws IOException {
        List<String> roles = new ArrayList<>(names);
        roles.add(TEXT);
        ColumnFiles read = ColumnFiles.read(files, new ColumnRoles(roles, columns));
        List<String> texts = new ArrayList<>();
        List<GivenValues> givens = new ArrayList<>();
        for (ColumnFiles.Row row : read.rows()) {
            texts.add(row.cells().get(names.size()));
            givens.add(
                    new GivenValues(row.cells().subList(0, names.size()), TextException.place(row.file(), row.line())));
        }
        return Corpus.of(texts, givens, tokenizer, read.sha256());
    }
}
