package dev.recur.train;

import dev.recur.model.StandardSeries;
import java.util.Arrays;
import java.util.List;

/** Numbered windows of one or several series: for each series the ends in a range, rising. */
final class Windows {
    private final List<StandardSeries> series;
    private final int[] firsts; // the first end of each series
    private final int[] before; // windows of the series before, [series + 1]

    /**
     * @param firsts the first end of each series
     * @param lasts the last end of each series; one below the first gives none
     */
    Windows(List<StandardSeries> series, int[] firsts, int[] lasts) {
        this.series = List.copyOf(series);
        this.firsts = firsts.clone();
        this.before = new int[firsts.length + 1];
        for (int i = 0; i < firsts.length; i++) {
            before[i + 1] = Math.addExact(before[i], Math.max(0, lasts[i] - firsts[i] + 1));
        }
    }

    int count() {
        return before[before.length - 1];
    }

    StandardSeries series(int window) {
        return series.get(at(window));
    }

    /** The first row after the window. */
    int end(int window) {
        int at = at(window);
        return firsts[at] + window - before[at];
    }

    /** Series without windows are passed over. */
    private int at(int window) {
        int found = Arrays.binarySearch(before, window);
        int at = found >= 0 ? found : -found - 2;
        while (before[at + 1] == window && at + 1 < firsts.length) {
            at++;
        }
        return at;
    }
}
