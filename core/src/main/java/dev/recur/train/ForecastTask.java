package dev.recur.train;

import dev.recur.model.ForecastNetwork;
import dev.recur.model.Forecaster;
import dev.recur.model.StandardSeries;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says how series of numbers go on. */
final class ForecastTask extends Task {
    /** Without a number of epochs: about so many updates are made, in 3 to 100 epochs. */
    private static final long UPDATES = 5000;

    private final SeriesData data;
    private final int outputs;
    private final int batch;
    private final Stream chance;
    private final ForecastNetwork network;
    private final ForecastNetwork forecasting;
    private int[] order = {}; // of the windows of the epoch
    private long ordered = -1;
    private final StandardSeries[] series; // of the minibatch under way
    private final int[] ends;

    ForecastTask(
            Training run, ForecastOptions options, TrainingFiles files, @Nullable Forecaster resumed, Workers workers)
            throws IOException {
        Randomness randomness = new Randomness(run.seed());
        this.data = SeriesData.read(run, options, files, resumed, randomness);
        this.outputs = data.model().outlook().outputs();
        this.batch = run.batch();
        this.chance = randomness.stream("order");
        this.network = new ForecastNetwork(data.model(), true, randomness, workers);
        this.forecasting = new ForecastNetwork(data.model(), false, randomness, workers);
        this.series = new StandardSeries[batch];
        this.ends = new int[batch];
    }

    @Override
    public Forecaster model() {
        return data.model();
    }

    @Override
    public Map<String, Long> figures() {
        Windows held = data.validation();
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("inputs", (long) model().outlook().inputs().size());
        figures.put("targets", (long) model().outlook().targets().size());
        figures.put("rows", data.rows());
        figures.put("training windows", (long) data.training().count());
        figures.put("validation windows", held == null ? 0L : held.count());
        return figures;
    }

    @Override
    public String sha256() {
        return data.sha256();
    }

    @Override
    public int suitableEpochs() {
        return (int) Math.max(3, Math.min(100, UPDATES / minibatches(0)));
    }

    @Override
    public long minibatches(long epoch) {
        return (data.training().count() + batch - 1) / batch;
    }

    @Override
    public boolean squared() {
        return true;
    }

    @Override
    public void load(long step, double strength) {
        network.load(step, strength);
    }

    @Override
    public Learnt train(long epoch, long minibatch, float[] gradient) {
        if (ordered != epoch) {
            order = chance.permutation(data.training().count(), epoch);
            ordered = epoch;
        }
        int from = (int) minibatch * batch;
        int n = Math.min(batch, order.length - from);
        for (int r = 0; r < n; r++) {
            series[r] = data.training().series(order[from + r]);
            ends[r] = data.training().end(order[from + r]);
        }
        double squares = network.train(series, ends, n, gradient);
        return new Learnt(
                squares, (long) n * outputs, (long) n * model().outlook().steps(), network.naive());
    }

    /** What it finds about the errors goes into the model beside the weights. */
    @Override
    public @Nullable Score validate() {
        Windows held = data.validation();
        if (held == null) {
            return null;
        }
        forecasting.load(0);
        Forecasts found = Forecasts.of(forecasting, held, false, Watch.NONE);
        model().learnResiduals(found.residuals(), held.count());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("MSE", found.mse(Forecasts.Method.MODEL));
        figures.put("MAE", found.mae(Forecasts.Method.MODEL));
        return new Score(found.mse(Forecasts.Method.MODEL), false, figures);
    }
}
