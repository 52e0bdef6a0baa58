package dev.recur.train;

/**
 * Where a series is cut by time: rows before {@code valid} are learnt from, those before {@code test} are held out, the rest is left for a
 * test.
 */
public record SeriesSplit(int valid, int test, int rows) {
    /** @param validShare and {@code testShare} of the rows, from the end */
    public static SeriesSplit of(int rows, double validShare, double testShare) {
        int test = rows - (int) StrictMath.rint(testShare * rows);
        return new SeriesSplit(Math.max(0, test - (int) StrictMath.rint(validShare * rows)), test, rows);
    }
}
