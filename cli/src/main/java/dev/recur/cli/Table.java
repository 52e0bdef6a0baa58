package dev.recur.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns: numbers to the right, words to the left, as the column's cells show. */
final class Table {
    private static final String GAP = "  ";

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        this.head = List.of(head);
    }

    /** As many cells as the head has. */
    Table row(Object... cells) {
        if (cells.length != head.size()) {
            throw new IllegalStateException(
                    "Table.row: " + cells.length + " cells, but the head has " + head.size() + ": " + head);
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
        return this;
    }

    /** Prints head and rows; no line is broken. */
    void print(Terminal terminal) {
        int[] widths = new int[head.size()];
        boolean[] right = new boolean[head.size()];
        for (int c = 0; c < widths.length; c++) {
            widths[c] = Columns.of(head.get(c));
            right[c] = !rows.isEmpty();
            for (List<String> row : rows) {
                widths[c] = Math.max(widths[c], Columns.of(row.get(c)));
                right[c] &= number(row.get(c));
            }
        }
        if (head.stream().anyMatch(title -> !title.isEmpty())) {
            terminal.say(terminal.paint(Style.BOLD, line(head, widths, right)));
        }
        for (List<String> row : rows) {
            terminal.say(line(row, widths, right));
        }
    }

    private static String line(List<String> cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            line.append(c == 0 ? "" : GAP).append(Columns.pad(cells.get(c), widths[c], right[c]));
        }
        return line.toString().stripTrailing();
    }

    /** Begins like a number, or is one of the signs that stand for none. */
    private static boolean number(String cell) {
        return cell.isEmpty() || cell.equals("-") || cell.matches("[-+±]?[0-9∞].*") || cell.equals("NaN");
    }
}
