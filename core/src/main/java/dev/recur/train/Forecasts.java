package dev.recur.train;

import dev.recur.model.ForecastNetwork;
import dev.recur.model.Forecaster;
import dev.recur.model.Outlook;
import dev.recur.model.StandardSeries;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * How well a forecaster, and what is free of charge, foretells series: errors in standard units, so that targets of any size count alike.
 */
public final class Forecasts {
    private static final int ROWS = 64;

    /** Who forecasts. */
    public enum Method {
        MODEL,
        /** The last value goes on for ever. */
        LAST,
        /** The last season comes again. */
        SEASON
    }

    private final int count; // windows
    private final int targets; // K
    private final int outputs; // horizon · K
    private final boolean seasonal;
    private final float[] residuals; // [count, horizon, K]: value - forecast
    private final double[][] squares; // by method: [horizon, K]
    private final double[][] distances;
    private final double[][][]
            intervals; // of each of Forecaster.INTERVALS: [horizon, K] ends; none if it is not asked how often they
    // hold
    private final long[] within; // of each of these

    private Forecasts(Forecaster model, int count, boolean covering) {
        Outlook outlook = model.outlook();
        this.count = count;
        this.targets = outlook.targets().size();
        this.outputs = outlook.outputs();
        this.seasonal = outlook.season() > 0;
        this.residuals = new float[Math.multiplyExact(count, outputs)];
        this.squares = new double[Method.values().length][outputs];
        this.distances = new double[Method.values().length][outputs];
        this.intervals = new double[covering && model.knowsResiduals() ? Forecaster.INTERVALS.size() : 0][outputs][];
        this.within = new long[Forecaster.INTERVALS.size()];
        for (int i = 0; i < intervals.length; i++) {
            for (int j = 0; j < outputs; j++) {
                intervals[i][j] = model.interval(Forecaster.INTERVALS.get(i), j);
            }
        }
    }

    /**
     * Of all forecasts of a series that lie wholly in its rows from {@code first} on, one for each row as the first that is forecast.
     *
     * @param watch told of the forecasts
     * @throws IllegalArgumentException if there are none
     * @throws CancellationException if {@code watch} does not want to go on
     */
    public static Forecasts of(Forecaster model, StandardSeries series, int first, Workers workers, Watch watch) {
        Outlook outlook = model.outlook();
        int[] firsts = {Math.max(first, outlook.history())};
        int[] lasts = {series.rows() - outlook.horizon()};
        Windows windows = new Windows(List.of(series), firsts, lasts);
        if (windows.count() == 0) {
            throw new IllegalArgumentException(
                    "the series has " + series.rows() + " rows, " + (series.rows() - firsts[0])
                            + " of them to forecast, but at least " + outlook.horizon() + " are needed");
        }
        ForecastNetwork network = new ForecastNetwork(model, false, new Randomness(0), workers);
        network.load(0);
        return of(network, windows, true, watch);
    }

    /** @param covering whether it will be asked how often the intervals hold */
    static Forecasts of(ForecastNetwork network, Windows windows, boolean covering, Watch watch) {
        Forecasts found = new Forecasts(network.model(), windows.count(), covering);
        StandardSeries[] series = new StandardSeries[ROWS];
        int[] ends = new int[ROWS];
        for (int from = 0; from < windows.count(); from += ROWS) {
            int n = Math.min(ROWS, windows.count() - from);
            for (int r = 0; r < n; r++) {
                series[r] = windows.series(from + r);
                ends[r] = windows.end(from + r);
            }
            float[] forecasts = network.forecast(series, ends, n);
            for (int r = 0; r < n; r++) {
                found.add(network.model(), series[r], ends[r], forecasts, r * found.outputs, from + r);
            }
            watch.ask(from + n, windows.count());
        }
        return found;
    }

    private void add(Forecaster model, StandardSeries series, int end, float[] forecasts, int at, int window) {
        for (int j = 0; j < outputs; j++) {
            int k = j % targets;
            int ahead = j / targets;
            float value = series.target(end + ahead, k);
            float residual = value - forecasts[at + j];
            residuals[window * outputs + j] = residual;
            add(Method.MODEL, j, residual);
            add(Method.LAST, j, value - series.last(end, k));
            if (seasonal) {
                add(
                        Method.SEASON,
                        j,
                        value - series.season(end, ahead, k, model.outlook().season()));
            }
            for (int i = 0; i < intervals.length; i++) {
                double[] bounds = intervals[i][j];
                within[i] += bounds[0] <= residual && residual <= bounds[1] ? 1 : 0;
            }
        }
    }

    private void add(Method method, int output, double error) {
        squares[method.ordinal()][output] += error * error;
        distances[method.ordinal()][output] += Math.abs(error);
    }

    /** How many windows. */
    public int count() {
        return count;
    }

    /** Value less forecast, [count, horizon, K]; not a copy. */
    public float[] residuals() {
        return residuals;
    }

    /** The mean squared error over all targets and steps ahead. */
    public double mse(Method method) {
        return mean(squares[method.ordinal()], 0, 1);
    }

    /** The mean absolute error over all targets and steps ahead. */
    public double mae(Method method) {
        return mean(distances[method.ordinal()], 0, 1);
    }

    /** Of one target. */
    public double mse(Method method, int target) {
        return mean(squares[method.ordinal()], target, targets);
    }

    /** Of one target. */
    public double mae(Method method, int target) {
        return mean(distances[method.ordinal()], target, targets);
    }

    private double mean(double[] sums, int from, int step) {
        double sum = 0;
        int terms = 0;
        for (int j = from; j < outputs; j += step) {
            sum += sums[j];
            terms++;
        }
        return sum / ((double) terms * count);
    }

    /** The share of values that lay in the interval that should hold {@code probability} of them. */
    public double coverage(double probability) {
        return (double) within[Forecaster.INTERVALS.indexOf(probability)] / ((double) count * outputs);
    }
}
