package dev.recur.train;

import java.util.List;

/** How many tokens must be put in, taken out or changed to make one sequence another (Levenshtein 1966). */
final class EditDistance {
    private EditDistance() {}

    static int of(List<String> found, List<String> wanted) {
        int[] above = new int[wanted.size() + 1];
        int[] row = new int[wanted.size() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= found.size(); i++) {
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = above[j - 1] + (found.get(i - 1).equals(wanted.get(j - 1)) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            int[] spare = above;
            above = row;
            row = spare;
        }
        return above[wanted.size()];
    }
}
