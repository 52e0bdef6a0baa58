package dev.recur.model;

import dev.recur.text.NumberTable;
import dev.recur.text.TextException;
import java.util.List;

/** A table as a forecaster reads it: each column less its mean, in units of its deviation. */
public final class StandardSeries {
    private final int rows;
    private final int width; // D
    private final int targetCount; // K
    private final float[] inputs; // [rows, D]
    private final float[] targets; // [rows, K]

    private StandardSeries(Forecaster model, NumberTable table) throws TextException {
        Outlook outlook = model.outlook();
        this.rows = table.rows();
        this.width = outlook.inputs().size();
        this.targetCount = outlook.targets().size();
        this.inputs = standard(model, table, outlook.inputs());
        this.targets = standard(model, table, outlook.targets());
    }

    /** @throws TextException if the table lacks a column, or is too short to forecast anything */
    public static StandardSeries of(Forecaster model, NumberTable table) throws TextException {
        int needed = model.outlook().history();
        if (table.rows() < needed) {
            throw new TextException(
                    table.file().toString(),
                    "has " + table.rows() + " rows, but a forecast needs the " + needed + " before it");
        }
        return new StandardSeries(model, table);
    }

    private static float[] standard(Forecaster model, NumberTable table, List<String> names) throws TextException {
        int count = names.size();
        float[] standard = new float[Math.multiplyExact(table.rows(), count)];
        for (int j = 0; j < count; j++) {
            double[] column = table.column(names.get(j));
            Scale scale = model.scale(names.get(j));
            for (int r = 0; r < column.length; r++) {
                standard[r * count + j] = scale.standard(column[r]);
            }
        }
        return standard;
    }

    public int rows() {
        return rows;
    }

    /** The value of target {@code k} in a row. */
    public float target(int row, int k) {
        return targets[row * targetCount + k];
    }

    /** The naive forecast of row {@code end + ahead}: the last value before {@code end}. */
    public float last(int end, int k) {
        return target(end - 1, k);
    }

    /** The other naive forecast: the value a season before; beyond a season, so many seasons as lead before {@code end}. */
    public float season(int end, int ahead, int k, int season) {
        return target(end - season + ahead % season, k);
    }

    /**
     * Copies the inputs of {@code steps} rows before {@code end} to row {@code r} of {@code n} that are packed, [steps, n, D];
     * {@code centred}, each less its mean over them.
     */
    void window(float[] packed, int end, int steps, int r, int n, boolean centred) {
        for (int t = 0; t < steps; t++) {
            System.arraycopy(inputs, (end - steps + t) * width, packed, (t * n + r) * width, width);
        }
        for (int j = 0; centred && j < width; j++) {
            double sum = 0;
            for (int t = 0; t < steps; t++) {
                sum += packed[(t * n + r) * width + j];
            }
            float mean = (float) (sum / steps);
            for (int t = 0; t < steps; t++) {
                packed[(t * n + r) * width + j] -= mean;
            }
        }
    }
}
