package dev.recur.model;

import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;

/**
 * Runs a forecaster over windows of series: a window ends before row {@code end}, which is the first to be forecast. Holds the buffers; one
 * thread at a time.
 */
public final class ForecastNetwork {
    private final Forecaster model;
    private final Outlook outlook;
    private final NumericNetwork network;
    private final int targets; // K
    private final int outputs; // horizon · K
    private Rows rows = Rows.full(0, 0);
    private float[] x = {}; // [steps, n, D]
    private float[] wanted = {}; // [n, horizon, K]
    private double naive;

    public ForecastNetwork(Forecaster model, boolean training, Randomness randomness, Workers workers) {
        this.model = model;
        this.outlook = model.outlook();
        this.network = new NumericNetwork(model, training, randomness, workers);
        this.targets = outlook.targets().size();
        this.outputs = outlook.outputs();
    }

    public Forecaster model() {
        return model;
    }

    /** Reads the model's weights; call it whenever they have changed. {@code step} is that of training, which chooses masks. */
    public void load(long step) {
        load(step, 1);
    }

    /** The same with all rates of dropout multiplied by {@code strength}, 0 to 1. */
    public void load(long step, double strength) {
        network.load(step, strength);
    }

    /**
     * Forward, squared error and backward of the first {@code n} windows.
     *
     * @param series of each window
     * @param ends of each window, at least {@link Outlook#history} and at most the rows less the horizon
     * @param gradient added to: that of the mean over all forecast numbers
     * @return the sum of the squared errors, in standard units
     */
    public double train(StandardSeries[] series, int[] ends, int n, float[] gradient) {
        read(series, ends, n);
        wanted = room(wanted, n * outputs);
        naive = 0;
        for (int r = 0; r < n; r++) {
            for (int j = 0; j < outputs; j++) {
                float want = series[r].target(ends[r] + j / targets, j % targets) - base(series[r], ends[r], j);
                wanted[r * outputs + j] = want;
                naive += (double) want * want;
            }
        }
        return network.trainNumbers(x, rows, wanted, 1f / (n * outputs), gradient);
    }

    /** The sum of the squared errors that the windows of the last {@link #train} would have if the network's output were 0. */
    public double naive() {
        return naive;
    }

    /** Forecasts of the first {@code n} windows, [n, horizon, K] in standard units, until the next call. */
    public float[] forecast(StandardSeries[] series, int[] ends, int n) {
        read(series, ends, n);
        float[] y = network.forward(x, rows);
        for (int r = 0; r < n; r++) {
            for (int j = 0; j < outputs; j++) {
                y[r * outputs + j] += base(series[r], ends[r], j);
            }
        }
        return y;
    }

    private void read(StandardSeries[] series, int[] ends, int n) {
        int steps = outlook.steps();
        rows = rows.rows() == n ? rows : Rows.full(steps, n);
        x = room(x, rows.total() * outlook.inputs().size());
        for (int r = 0; r < n; r++) {
            series[r].window(x, ends[r], steps, r, n, outlook.centred());
        }
    }

    private float base(StandardSeries series, int end, int output) {
        return switch (outlook.base()) {
            case NOTHING -> 0f;
            case LAST -> series.last(end, output % targets);
            case SEASON -> series.season(end, output / targets, output % targets, outlook.season());
        };
    }

    private static float[] room(float[] array, int floats) {
        return array.length < floats ? new float[floats] : array;
    }
}
