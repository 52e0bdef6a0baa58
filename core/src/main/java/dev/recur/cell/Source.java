package dev.recur.cell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A text with its lines and places. Lines and columns count from 1, columns in code points; what is drawn below a line counts
 * display columns.
 */
final class Source {
    static final int MOST_BYTES = 64 * 1024;
    private static final int WIDEST_QUOTE = 160;
    private static final int AROUND_CARET = 60;

    /** A stretch of one line: {@code width} code points from {@code column}. */
    record Place(int line, int column, int width) {
        /** From here to the end of {@code last}, or this place if that is on another line. */
        Place to(Place last) {
            boolean follows = last.line == line && last.column + last.width > column;
            return follows ? new Place(line, column, last.column + last.width - column) : this;
        }

        Place narrow(int newWidth) {
            return new Place(line, column, newWidth);
        }
    }

    private final String name;
    private final String text;
    private final List<int[]> lines;

    Source(String name, String text) {
        this.name = name;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.lines = this.text.lines().map(line -> line.codePoints().toArray()).toList();
        if (this.text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw error(
                    new Place(1, 1, 1), "the text is longer than 64 KB", "a cell is one step; no step needs as much");
        }
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    int lineCount() {
        return lines.size();
    }

    /** What is to stand instead of the text from the begin of one place to the end of another. */
    record Edit(Place from, Place to, String text) {}

    /** The text with something else in places that do not share a line. */
    String with(List<Edit> edits) {
        List<Edit> fromBelow = new ArrayList<>(edits);
        fromBelow.sort(Comparator.comparingInt((Edit edit) -> edit.from.line).reversed());
        List<String> changed = new ArrayList<>(text.lines().toList());
        for (Edit edit : fromBelow) {
            int[] first = line(edit.from.line);
            int[] last = line(edit.to.line);
            int end = edit.to.column - 1 + edit.to.width;
            String one =
                    new String(first, 0, edit.from.column - 1) + edit.text + new String(last, end, last.length - end);
            changed.subList(edit.from.line - 1, edit.to.line).clear();
            changed.add(edit.from.line - 1, one);
        }
        return String.join("\n", changed) + "\n";
    }

    /** The code points of a line, from 1. */
    int[] line(int number) {
        return number <= lines.size() ? lines.get(number - 1) : new int[0];
    }

    CellException error(Place place, String problem, String... hints) {
        return new CellException(name, place.line, place.column, problem, quote(place), List.of(hints));
    }

    /** The line, and carets below the place. */
    private String quote(Place place) {
        int[] line = line(place.line);
        int start = Math.min(place.column - 1, line.length);
        int end = Math.min(start + place.width, line.length);
        boolean whole = line.length <= WIDEST_QUOTE;
        int first = whole ? 0 : Math.max(0, start - AROUND_CARET);
        int last = whole ? line.length : Math.min(line.length, start + AROUND_CARET);
        StringBuilder shown = new StringBuilder(first > 0 ? "…" : "");
        StringBuilder below = new StringBuilder(first > 0 ? " " : "");
        for (int i = first; i < last; i++) {
            int sign = visible(line[i]);
            shown.appendCodePoint(sign);
            if (i < start) {
                below.append(sign == '\t' ? "\t" : " ".repeat(displayWidth(sign)));
            }
        }
        int carets = 0;
        for (int i = start; i < Math.min(end, last); i++) {
            carets += displayWidth(visible(line[i]));
        }
        shown.append(last < line.length ? "…" : "");
        below.append("^".repeat(Math.max(1, carets)));
        return String.format(Locale.ROOT, " %4d | %s\n      | %s", place.line, shown, below)
                .replace(System.lineSeparator(), "\n");
    }

    /** What a terminal would act upon is shown as a sign; a stranger's file is quoted too. */
    private static int visible(int codePoint) {
        int type = Character.getType(codePoint);
        boolean acts = type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
        return acts && codePoint != '\t' ? 0xFFFD : codePoint;
    }

    /** Columns of a terminal: 0 for combining marks, 2 for wide East Asian signs. */
    static int displayWidth(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return wide(codePoint) ? 2 : 1;
    }

    /** The ranges of Unicode's East Asian Width W and F, rounded to whole blocks. */
    private static boolean wide(int c) {
        return c >= 0x1100
                && (c <= 0x115F
                        || (c >= 0x2E80 && c <= 0x303E)
                        || (c >= 0x3041 && c <= 0x4DBF)
                        || (c >= 0x4E00 && c <= 0xA4CF)
                        || (c >= 0xA960 && c <= 0xA97C)
                        || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE6F)
                        || (c >= 0xFF01 && c <= 0xFF60)
                        || (c >= 0xFFE0 && c <= 0xFFE6)
                        || (c >= 0x1F300 && c <= 0x1F64F)
                        || (c >= 0x1F900 && c <= 0x1F9FF)
                        || (c >= 0x20000 && c <= 0x3FFFD));
    }
}
