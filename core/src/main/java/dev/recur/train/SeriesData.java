package dev.recur.train;

import dev.recur.model.Forecaster;
import dev.recur.model.Outlook;
import dev.recur.model.Scale;
import dev.recur.model.StandardSeries;
import dev.recur.random.Randomness;
import dev.recur.text.NumberTable;
import dev.recur.text.TextException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The series of a run, cut by time into windows to learn from and windows to validate with, and the model that reads them.
 *
 * @param validation null if nothing is held out
 * @param rows of all files
 * @param sha256 of the data, and of that to validate with if it is a file of its own
 */
record SeriesData(
        Forecaster model, Windows training, @Nullable Windows validation, long rows, String sha256) {
    static SeriesData read(
            Training run,
            ForecastOptions options,
            TrainingFiles files,
            @Nullable Forecaster resumed,
            Randomness randomness)
            throws IOException {
        Path other = files.validation();
        SeriesFiles read = SeriesFiles.read(files.training());
        SeriesFiles held = other == null ? null : SeriesFiles.read(List.of(other));
        List<SeriesSplit> splits = new ArrayList<>();
        for (NumberTable table : read.tables()) {
            splits.add(SeriesSplit.of(table.rows(), held == null ? run.valid() : 0, options.test()));
        }
        Forecaster model = resumed == null ? create(options, read.tables(), splits, randomness) : resumed;
        List<StandardSeries> series = series(model, read.tables());
        Outlook outlook = model.outlook();
        Windows training = windows(series, splits, outlook, false);
        if (training.count() == 0) {
            throw new TextException(
                    read.tables().get(0).file().toString(),
                    "leaves " + splits.get(0).valid() + " rows to learn from, but a window takes "
                            + (outlook.history() + outlook.horizon())
                            + ": those it reads and the horizon; give more rows, or a smaller --steps or --horizon");
        }
        Windows validation =
                held == null ? windows(series, splits, outlook, true) : whole(series(model, held.tables()), outlook);
        return new SeriesData(
                model,
                training,
                validation.count() == 0 ? null : validation,
                read.tables().stream().mapToLong(NumberTable::rows).sum(),
                read.sha256() + (held == null ? "" : " " + held.sha256()));
    }

    private static List<StandardSeries> series(Forecaster model, List<NumberTable> tables) throws TextException {
        List<StandardSeries> series = new ArrayList<>();
        for (NumberTable table : tables) {
            series.add(StandardSeries.of(model, table));
        }
        return series;
    }

    private static Forecaster create(
            ForecastOptions options, List<NumberTable> tables, List<SeriesSplit> splits, Randomness randomness)
            throws TextException {
        Outlook outlook = options.outlook(tables.get(0));
        Map<String, Scale> scales = new LinkedHashMap<>();
        for (String column : Forecaster.columns(outlook)) {
            double[][] parts = new double[tables.size()][];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = tables.get(i).column(column);
            }
            scales.put(
                    column,
                    Scale.of(parts, splits.stream().mapToInt(SeriesSplit::valid).toArray()));
        }
        return Forecaster.create(options.shape(outlook), outlook, scales, randomness);
    }

    /** What is forecast lies in one part; what is read may reach back into the part before. */
    private static Windows windows(
            List<StandardSeries> series, List<SeriesSplit> splits, Outlook outlook, boolean validation) {
        int[] firsts = new int[series.size()];
        int[] lasts = new int[series.size()];
        for (int i = 0; i < firsts.length; i++) {
            SeriesSplit split = splits.get(i);
            firsts[i] = Math.max(outlook.history(), validation ? split.valid() : 0);
            lasts[i] = (validation ? split.test() : split.valid()) - outlook.horizon();
        }
        return new Windows(series, firsts, lasts);
    }

    private static Windows whole(List<StandardSeries> series, Outlook outlook) {
        int[] firsts = new int[series.size()];
        int[] lasts = new int[series.size()];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = outlook.history();
            lasts[i] = series.get(i).rows() - outlook.horizon();
        }
        return new Windows(series, firsts, lasts);
    }
}
