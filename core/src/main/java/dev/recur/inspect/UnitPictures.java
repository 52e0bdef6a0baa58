package dev.recur.inspect;

import dev.recur.plot.ColourMap;
import dev.recur.plot.Drawing;
import dev.recur.plot.HeatMap;
import dev.recur.plot.LinePlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What units do over a text, as pictures. */
public final class UnitPictures {
    private UnitPictures() {}

    /** A unit's course with the property's, both spread from 0 to 1, over the first {@code steps} tokens. */
    public static Drawing course(Units units, Units.Found found, double[] label, int steps) {
        Units.Follower best = found.followers().get(0);
        float[] values = units.values(best.unit());
        int n = Math.min(steps, values.length);
        double[] x = new double[n];
        double[] unit = new double[n];
        double[] property = new double[n];
        for (int t = 0; t < n; t++) {
            x[t] = t;
            unit[t] = values[t];
            property[t] = label[t];
        }
        String title = best.unit() + " follows " + found.property().name()
                + String.format(Locale.ROOT, ", correlation %+.2f", best.correlation());
        return LinePlot.of(title, "token", "spread from 0 to 1")
                .line(best.unit().toString(), x, spread(unit))
                .dashed(found.property().name(), x, spread(property))
                .drawing(900, 300);
    }

    private static double[] spread(double[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        double[] spread = new double[values.length];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = high > low ? (values[i] - low) / (high - low) : 0.5;
        }
        return spread;
    }

    /** All units of each layer's h over the first {@code steps} tokens. */
    public static Drawing all(Recording recording, int steps) {
        List<Drawing> parts = new ArrayList<>();
        int n = Math.min(steps, recording.steps());
        for (int layer = 0; layer < recording.layers().count(); layer++) {
            int length = recording.length(layer, "h");
            float[] h = recording.values(layer, "h");
            double[][] values = new double[length][n];
            for (int t = 0; t < n; t++) {
                for (int unit = 0; unit < length; unit++) {
                    values[unit][t] = h[t * length + unit];
                }
            }
            parts.add(new HeatMap(
                            "h of layer " + layer,
                            new HeatMap.Range("token", 0, n),
                            new HeatMap.Range("unit", 0, length),
                            "h",
                            false,
                            ColourMap.SIGNED,
                            values)
                    .drawing(900, 400));
        }
        return Drawing.column("Units over time", parts);
    }
}
