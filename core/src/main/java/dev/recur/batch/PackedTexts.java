package dev.recur.batch;

import dev.recur.cell.Rows;
import java.util.Arrays;

/** Whole texts side by side, sorted by falling length (equal ones keep their order) and packed: the rows of step t follow those of step t-1. */
public final class PackedTexts {
    private Rows rows = Rows.full(0, 0);
    private int[] tokens = {}; // [total]
    private int[] order = {}; // [N]
    private long[] keys = {}; // [N]

    /** Takes the first {@code n} of these texts, in whatever order. */
    public void set(int[][] texts, int n) {
        if (keys.length < n) {
            keys = new long[n];
            order = new int[n];
        }
        for (int i = 0; i < n; i++) {
            keys[i] = (-(long) texts[i].length << 32) + i;
        }
        Arrays.sort(keys, 0, n);
        int[] lengths = new int[n];
        for (int r = 0; r < n; r++) {
            order[r] = (int) keys[r];
            lengths[r] = texts[order[r]].length;
        }
        rows = Rows.ofLengths(lengths);
        tokens = tokens.length < rows.total() ? new int[rows.total()] : tokens;
        for (int r = 0; r < n; r++) {
            int[] text = texts[order[r]];
            for (int t = 0; t < text.length; t++) {
                tokens[rows.offset(t) + r] = text[t];
            }
        }
    }

    public Rows rows() {
        return rows;
    }

    /** [total], in an array that may be longer; may be changed. */
    public int[] tokens() {
        return tokens;
    }

    /** Which of the texts that were given a row is. */
    public int text(int row) {
        return order[row];
    }
}
