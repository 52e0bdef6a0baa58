package dev.recur.train;

import dev.recur.model.ForecastNetwork;
import dev.recur.model.Forecaster;
import dev.recur.model.StandardSeries;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.concurrent.CancellationException;

/**
 * What a forecaster finds unusual in a series: each row is forecast from those before it, and its score says how unlike the errors on
 * held-out data the error is, see {@link Forecaster#score}.
 *
 * @param first the first row that is forecast; those before it are only read
 * @param forecasts of the rows from the first on, one step ahead, [rows, K] in standard units
 * @param scores of the same rows
 */
public record Anomalies(int first, float[] forecasts, double[] scores) {
    private static final int ROWS = 64;

    /**
     * Of all rows that have enough before them.
     *
     * @param watch told of the rows
     * @throws IllegalArgumentException if the model was trained without held-out data, or no row is left to forecast
     * @throws CancellationException if {@code watch} does not want to go on
     */
    public static Anomalies of(Forecaster model, StandardSeries series, Workers workers, Watch watch) {
        int first = model.outlook().history();
        int count = series.rows() - first;
        int targets = model.outlook().targets().size();
        if (!model.knowsResiduals()) {
            throw new IllegalArgumentException(
                    "the forecaster does not know which errors are usual: it was trained without"
                            + " held-out data; train it with --valid");
        }
        if (count < 1) {
            throw new IllegalArgumentException("the series has " + series.rows() + " rows, and the forecaster reads "
                    + first + " before the first it judges");
        }
        ForecastNetwork network = new ForecastNetwork(model, false, new Randomness(0), workers);
        network.load(0);
        Anomalies found = new Anomalies(first, new float[count * targets], new double[count]);
        StandardSeries[] all = new StandardSeries[ROWS];
        int[] ends = new int[ROWS];
        for (int from = 0; from < count; from += ROWS) {
            int n = Math.min(ROWS, count - from);
            for (int r = 0; r < n; r++) {
                all[r] = series;
                ends[r] = first + from + r;
            }
            found.judge(model, series, network.forecast(all, ends, n), from, n);
            watch.ask(from + n, count);
        }
        return found;
    }

    private void judge(Forecaster model, StandardSeries series, float[] ahead, int from, int n) {
        int targets = model.outlook().targets().size();
        float[] errors = new float[targets];
        for (int r = 0; r < n; r++) {
            for (int k = 0; k < targets; k++) {
                float forecast = ahead[r * model.outlook().outputs() + k];
                forecasts[(from + r) * targets + k] = forecast;
                errors[k] = series.target(first + from + r, k) - forecast;
            }
            scores[from + r] = model.score(errors, 0);
        }
    }
}
