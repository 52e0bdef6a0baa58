package dev.recur.train;

import dev.recur.cell.Cell;
import dev.recur.model.Forecaster;
import dev.recur.model.Model;
import dev.recur.model.NumericShape;
import dev.recur.model.Outlook;
import dev.recur.model.Regularisers;
import dev.recur.parallel.Workers;
import dev.recur.store.Records;
import dev.recur.text.NumberTable;
import dev.recur.text.TextException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * To say how series of numbers go on.
 *
 * @param inputs columns to read, with commas between them; empty for all columns of numbers
 * @param targets columns to forecast; empty for those that are read
 * @param horizon how many rows are forecast
 * @param steps how many rows are read for it
 * @param season how many rows lie between a row and the one that is like it, such as 24 for hours; 0 for none
 * @param base what the network's output is added to
 * @param centred whether each input is read less its mean over the rows that are read
 * @param test share of the rows, the last ones, that is neither learnt from nor validated with
 * @param cell the text of the cell
 * @param hidden H of each layer and direction
 * @param layers how many recurrent layers
 * @param bidirectional whether each layer reads in both directions
 * @param dropout between layers and before the output
 * @param weightDrop of the weights on the state
 * @param regularisers of training
 */
public record ForecastOptions(
        String inputs,
        String targets,
        int horizon,
        int steps,
        int season,
        Outlook.Base base,
        boolean centred,
        double test,
        String cell,
        int hidden,
        int layers,
        boolean bidirectional,
        double dropout,
        double weightDrop,
        Regularisers regularisers)
        implements TaskOptions {
    public static final ForecastOptions DEFAULTS = new ForecastOptions(
            "", // inputs
            "", // targets
            1, // horizon
            48, // steps
            0, // season
            Outlook.Base.LAST,
            true, // centred
            0.2, // test
            Cell.named("lstm").text(),
            64, // hidden
            1, // layers
            false, // bidirectional
            0.1, // dropout
            0, // weight drop
            Regularisers.NONE);

    public ForecastOptions {
        Training.check(test >= 0 && test < 1, "the share for a test", test, "0 or more and below 1");
        Outlook some = new Outlook(
                names(inputs, List.of("")), names(targets, List.of("")), steps, horizon, season, base, centred);
        Forecaster.shape(some, cell, hidden, layers, bidirectional, dropout, weightDrop, regularisers);
    }

    private static List<String> names(String list, List<String> otherwise) {
        return list.isBlank()
                ? otherwise
                : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    /** What is forecast of a table like this one. */
    Outlook outlook(NumberTable table) throws TextException {
        if (table.names().isEmpty()) {
            throw new TextException(table.file().toString(), "holds no column of numbers");
        }
        List<String> read = names(inputs, table.names());
        for (String column : read) {
            table.column(column);
        }
        return new Outlook(read, names(targets, read), steps, horizon, season, base, centred);
    }

    NumericShape shape(Outlook outlook) {
        return Forecaster.shape(outlook, cell, hidden, layers, bidirectional, dropout, weightDrop, regularisers);
    }

    @Override
    public String task() {
        return "forecast";
    }

    @Override
    public Training training() {
        return Training.builder().rate(0.001).valid(0.2).patience(5).build();
    }

    @Override
    public Task begin(
            Training training, TrainingFiles files, @Nullable Model resumed, @Nullable Model source, Workers workers)
            throws IOException {
        return new ForecastTask(training, this, files, (Forecaster) resumed, workers);
    }

    /** These options with some of them changed, by their names as {@link Records} has them. */
    public static ForecastOptions of(Map<String, ?> changes) {
        return Records.with(DEFAULTS, new LinkedHashMap<>(changes));
    }
}
