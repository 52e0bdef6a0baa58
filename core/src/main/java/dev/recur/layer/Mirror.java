package dev.recur.layer;

import dev.recur.cell.Rows;

/** The same rows read from their ends: where step t of a row has its mirror, step length - 1 - t of that row. Its own inverse. */
final class Mirror {
    private Rows rows = Rows.full(0, 0);
    private int[] places = {}; // [total]

    /** For each packed (t, row) the packed index of its mirror; until the next call. */
    int[] places(Rows given) {
        if (rows != given) {
            rows = given;
            if (places.length < rows.total()) {
                places = new int[rows.total()];
            }
            for (int t = 0; t < rows.steps(); t++) {
                for (int r = 0; r < rows.alive(t); r++) {
                    places[rows.offset(t) + r] = rows.offset(rows.length(r) - 1 - t) + r;
                }
            }
        }
        return places;
    }
}
