package dev.recur.text;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Sentences of tagged words, one word a line, a blank line behind each sentence: columns apart by tabs or blanks, as the CoNLL shared tasks
 * had them, or CoNLL-U. CoNLL-U is what is named {@code .conllu} or begins with a line of its ten columns.
 */
public final class TaggedFile {
    /** As the column of the tags: there are none, and each word stands for its own. */
    public static final int UNTAGGED = -1;

    private static final int CONLLU_COLUMNS = 10;
    private static final int FORM = 2;
    private static final int UPOS = 4;
    private static final String NONE = "_";
    private static final String DOCUMENT = "-DOCSTART-";

    private final Path file;
    private final boolean conllu;
    private final int wordColumn;
    private final int tagColumn; // 0 for the last
    private final List<TaggedSentence> sentences = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private int columns; // of the first word's line
    private int first; // that line

    private TaggedFile(Path file, boolean conllu, int wordColumn, int tagColumn) {
        this.file = file;
        this.conllu = conllu;
        this.wordColumn = wordColumn == 0 ? conllu ? FORM : 1 : wordColumn;
        this.tagColumn = tagColumn == UNTAGGED ? this.wordColumn : tagColumn == 0 && conllu ? UPOS : tagColumn;
    }

    /**
     * All sentences of a file that have words.
     *
     * @param wordColumn counted from 1; 0 for the first, or FORM
     * @param tagColumn counted from 1; 0 for the last, or UPOS; or {@link #UNTAGGED}
     * @param digest is fed the bytes, unpacked
     * @throws TextException if a line is not as it should be; the message says which and why
     */
    public static List<TaggedSentence> read(Path file, int wordColumn, int tagColumn, MessageDigest digest)
            throws IOException {
        List<String> all = LineFile.read(file, digest);
        TaggedFile reader = new TaggedFile(file, conllu(file, all), wordColumn, tagColumn);
        for (int n = 0; n < all.size(); n++) {
            reader.line(all.get(n), n + 1);
        }
        reader.end();
        if (reader.sentences.isEmpty()) {
            throw new TextException(file.toString(), "holds no sentence; expected a word and its tag a line");
        }
        return reader.sentences;
    }

    private static boolean conllu(Path file, List<String> all) {
        if (String.valueOf(file.getFileName()).matches(".*\\.conllu(\\.gz)?")) {
            return true;
        }
        for (String line : all) {
            if (!line.isBlank() && !line.startsWith("# ")) {
                String[] cells = line.split("\t", -1);
                return cells.length == CONLLU_COLUMNS && cells[0].equals("1");
            }
        }
        return false;
    }

    private void line(String line, int number) throws TextException {
        if (line.isBlank()) {
            end();
        } else if (!conllu || !line.startsWith("#")) {
            String[] cells = conllu || line.indexOf('\t') >= 0
                    ? line.split("\t", -1)
                    : line.strip().split("[ \\u00a0]+");
            check(cells, number);
            if (!conllu || cells[0].matches("\\d+")) { // other rows stand for words that come, or are not there
                word(cells, number);
            }
        }
    }

    private void check(String[] cells, int number) throws TextException {
        if (conllu) {
            if (cells.length != CONLLU_COLUMNS) {
                throw new TextException(
                        file, number, "expected the 10 columns of CoNLL-U apart by tabs, found " + cells.length);
            }
            if (!cells[0].matches("\\d+([-.]\\d+)?")) {
                throw new TextException(
                        file, number, "expected the number of a word, as in 1, 1-2 or 1.1, found \"" + cells[0] + "\"");
            }
        }
        if (columns == 0) {
            columns = cells.length;
            first = number;
            int needed = Math.max(wordColumn, tagColumn == 0 ? 2 : tagColumn);
            if (columns < needed) {
                throw new TextException(
                        file,
                        number,
                        "expected " + (needed == 2 ? "a word and its tag" : "at least " + needed + " columns")
                                + ", apart by a tab or blanks, found " + columns
                                + (columns == 1 ? " column" : " columns"));
            }
        }
        if (cells.length != columns) {
            throw new TextException(
                    file,
                    number,
                    "expected " + columns + " columns as in line " + first + ", found " + cells.length
                            + "; a blank line ends a sentence");
        }
    }

    private void word(String[] cells, int number) throws TextException {
        String word = cells[wordColumn - 1].strip();
        String tag = cells[(tagColumn == 0 ? columns : tagColumn) - 1].strip();
        if (word.isEmpty()) {
            throw new TextException(file, number, "expected a word in column " + wordColumn + ", found nothing");
        }
        if (tag.isEmpty() || conllu && tag.equals(NONE) && tagColumn != wordColumn) {
            throw new TextException(
                    file,
                    number,
                    "expected a tag in column " + (tagColumn == 0 ? columns : tagColumn) + " for the word " + word
                            + ", found " + (tag.isEmpty() ? "nothing" : tag));
        }
        words.add(word);
        tags.add(tag);
        lines.add(number);
    }

    private void end() {
        if (!words.isEmpty() && !words.get(0).equals(DOCUMENT)) {
            sentences.add(new TaggedSentence(words, tags, lines));
        }
        words.clear();
        tags.clear();
        lines.clear();
    }
}
