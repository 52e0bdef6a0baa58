package dev.recur.cli;

import dev.recur.plot.Drawing;
import dev.recur.plot.LinePlot;
import dev.recur.text.TextException;
import java.util.ArrayList;
import java.util.List;

/** A forecast behind the values that lead to it, a plot for each target. */
final class ForecastPicture {
    private static final int LEAST = 24; // rows before the forecast
    private static final double WIDTH = 760;
    private static final double HEIGHT = 260;

    private ForecastPicture() {}

    static Drawing of(Forecast forecast) throws TextException {
        List<Drawing> parts = new ArrayList<>();
        List<String> targets = forecast.outlook().targets();
        for (int k = 0; k < targets.size(); k++) {
            parts.add(plot(forecast, targets.get(k), k).drawing(WIDTH, HEIGHT));
        }
        return parts.size() == 1 ? parts.get(0) : Drawing.column("forecast", parts);
    }

    private static LinePlot plot(Forecast forecast, String target, int k) throws TextException {
        double[] column = forecast.table().column(target);
        int horizon = forecast.outlook().horizon();
        int known = Math.min(
                column.length,
                Math.max(LEAST, Math.max(3 * horizon, forecast.outlook().steps())));
        double[] before = new double[known];
        double[] values = new double[known];
        for (int i = 0; i < known; i++) {
            before[i] = i - known + 1;
            values[i] = column[column.length - known + i];
        }
        LinePlot plot = LinePlot.of(target, "rows from the last known one", "").line("known", before, values);
        double last = values[known - 1];
        double[] ahead = new double[horizon + 1];
        for (int i = 0; i <= horizon; i++) {
            ahead[i] = i;
        }
        plot.line("forecast", ahead, joined(last, forecast.forecast(), forecast, k));
        if (forecast.low().length > 0) {
            String percent = Math.round(100 * forecast.interval()) + " %";
            plot.dashed(percent + ", from", ahead, joined(last, forecast.low(), forecast, k));
            plot.dashed(percent + ", to", ahead, joined(last, forecast.high(), forecast, k));
        }
        return plot;
    }

    /** The last known value and a target's column of what is forecast. */
    private static double[] joined(double last, double[] all, Forecast forecast, int k) {
        double[] joined = new double[forecast.outlook().horizon() + 1];
        joined[0] = last;
        for (int ahead = 0; ahead + 1 < joined.length; ahead++) {
            joined[ahead + 1] = all[ahead * forecast.outlook().targets().size() + k];
        }
        return joined;
    }
}
