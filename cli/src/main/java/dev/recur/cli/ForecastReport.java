package dev.recur.cli;

import dev.recur.model.Forecaster;
import dev.recur.model.Outlook;
import dev.recur.model.StandardSeries;
import dev.recur.parallel.Workers;
import dev.recur.store.Json;
import dev.recur.text.NumberTable;
import dev.recur.train.Forecasts;
import dev.recur.train.Forecasts.Method;
import dev.recur.train.SeriesFiles;
import dev.recur.train.SeriesSplit;
import dev.recur.train.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code recur evaluate} says of a forecaster.
 *
 * @param first the first row that is forecast
 * @param part what the rows from there on are
 */
record ForecastReport(Forecaster model, Path file, Forecasts found, int first, String part) {
    /** Of the data that the model learnt from only the part that was left for a test, if there is one. */
    static ForecastReport of(Forecaster model, Path file, Workers workers, Watch watch) throws IOException {
        SeriesFiles read = SeriesFiles.read(List.of(file));
        NumberTable table = read.tables().get(0);
        boolean learnt = String.valueOf(model.provenance().get("data sha256")).startsWith(read.sha256());
        double share = learnt ? test(model) : 0;
        int first = share > 0
                ? SeriesSplit.of(table.rows(), 0, share).test()
                : model.outlook().history();
        String part = !learnt
                ? "all that can be forecast"
                : share > 0
                        ? "left for this test"
                        : "the model has learnt from this very file, so the errors flatter it";
        Forecasts found = Forecasts.of(model, StandardSeries.of(model, table), first, workers, watch);
        return new ForecastReport(
                model, file, found, Math.max(first, model.outlook().history()), part);
    }

    private static double test(Forecaster model) {
        String options = model.provenance().get("options");
        return options != null && Json.read(options).get("test") instanceof Number share ? share.doubleValue() : 0;
    }

    private List<Method> methods() {
        return model.outlook().season() > 0
                ? List.of(Method.MODEL, Method.LAST, Method.SEASON)
                : List.of(Method.MODEL, Method.LAST);
    }

    private static String name(Method method) {
        return switch (method) {
            case MODEL -> "the model";
            case LAST -> "the last value";
            case SEASON -> "the last season";
        };
    }

    void print(Terminal terminal) {
        Outlook outlook = model.outlook();
        terminal.say(file
                + String.format(
                        Locale.ROOT,
                        ": %,d forecasts of %,d rows from row %,d on (%s)",
                        found.count(),
                        outlook.horizon(),
                        first + 1,
                        part));
        terminal.say("");
        Table all = new Table("in standard deviations", "MSE", "MAE");
        for (Method method : methods()) {
            all.row(name(method), figure(found.mse(method)), figure(found.mae(method)));
        }
        all.print(terminal);
        terminal.say("");
        targets().print(terminal);
        if (model.knowsResiduals()) {
            terminal.say("");
            Table intervals = new Table("interval of", "held");
            for (double p : Forecaster.INTERVALS) {
                intervals.row(percent(p), percent(found.coverage(p)));
            }
            intervals.print(terminal);
        }
    }

    /** In the table's own units. */
    private Table targets() {
        List<String> head = new ArrayList<>(List.of("MAE"));
        methods().forEach(method -> head.add(name(method)));
        Table table = new Table(head.toArray(String[]::new));
        List<String> names = model.outlook().targets();
        for (int k = 0; k < names.size(); k++) {
            List<Object> row = new ArrayList<>(List.of(names.get(k)));
            double deviation = model.scale(names.get(k)).deviation();
            for (Method method : methods()) {
                row.add(Figures.shown(found.mae(method, k) * deviation));
            }
            table.row(row.toArray());
        }
        return table;
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** One object. */
    String json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("kind", model.kind());
        object.put("file", file.toString());
        object.put("forecasts", found.count());
        object.put("first_row", first + 1);
        object.put("part", part);
        for (Method method : methods()) {
            String prefix = method == Method.MODEL ? "" : method.name().toLowerCase(Locale.ROOT) + "_";
            object.put(prefix + "mse", found.mse(method));
            object.put(prefix + "mae", found.mae(method));
        }
        Map<String, Object> targets = new LinkedHashMap<>();
        List<String> names = model.outlook().targets();
        for (int k = 0; k < names.size(); k++) {
            Map<String, Object> target = new LinkedHashMap<>();
            target.put("standard_mse", found.mse(Method.MODEL, k));
            target.put("standard_mae", found.mae(Method.MODEL, k));
            targets.put(names.get(k), target);
        }
        object.put("targets", targets);
        if (model.knowsResiduals()) {
            Map<String, Object> coverage = new LinkedHashMap<>();
            Forecaster.INTERVALS.forEach(p -> coverage.put(String.valueOf(p), found.coverage(p)));
            object.put("coverage", coverage);
        }
        return Json.write(object);
    }
}
