package dev.recur.cli;

import dev.recur.model.ForecastNetwork;
import dev.recur.model.Forecaster;
import dev.recur.model.Outlook;
import dev.recur.model.Scale;
import dev.recur.model.StandardSeries;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.store.Json;
import dev.recur.text.NumberTable;
import dev.recur.text.TextException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a table goes on, in its own units.
 *
 * @param forecast [horizon, K]
 * @param low lower ends of the intervals, [horizon, K]; empty if none are known
 * @param high upper ends of the intervals
 */
record Forecast(Outlook outlook, NumberTable table, double interval, double[] forecast, double[] low, double[] high) {
    static Forecast of(Forecaster model, NumberTable table, double interval, Workers workers) throws TextException {
        Outlook outlook = model.outlook();
        StandardSeries series = StandardSeries.of(model, table);
        ForecastNetwork network = new ForecastNetwork(model, false, new Randomness(0), workers);
        network.load(0);
        float[] standard = network.forecast(new StandardSeries[] {series}, new int[] {series.rows()}, 1);
        int outputs = outlook.outputs();
        int ends = model.knowsResiduals() ? outputs : 0;
        Forecast made = new Forecast(outlook, table, interval, new double[outputs], new double[ends], new double[ends]);
        for (int j = 0; j < outputs; j++) {
            Scale scale =
                    model.scale(outlook.targets().get(j % outlook.targets().size()));
            made.forecast[j] = scale.original(standard[j]);
            if (ends > 0) {
                double[] off = model.interval(interval, j);
                made.low[j] = scale.original(standard[j] + off[0]);
                made.high[j] = scale.original(standard[j] + off[1]);
            }
        }
        return made;
    }

    private boolean bounded() {
        return low.length > 0;
    }

    /** A header and a row for each step ahead. */
    List<String> csv() {
        List<String> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(TimeLabels.name(table)));
        for (String target : outlook.targets()) {
            head.add(target);
            if (bounded()) {
                head.add(target + "_low");
                head.add(target + "_high");
            }
        }
        lines.add(CsvCells.line(head));
        List<String> times = TimeLabels.after(table, outlook.horizon());
        int targets = outlook.targets().size();
        for (int ahead = 0; ahead < outlook.horizon(); ahead++) {
            List<String> cells = new ArrayList<>(List.of(times.get(ahead)));
            for (int j = ahead * targets; j < (ahead + 1) * targets; j++) {
                cells.add(Figures.shown(forecast[j]));
                if (bounded()) {
                    cells.add(Figures.shown(low[j]));
                    cells.add(Figures.shown(high[j]));
                }
            }
            lines.add(CsvCells.line(cells));
        }
        return lines;
    }

    /** One object. */
    String json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", table.file().toString());
        object.put("times", TimeLabels.after(table, outlook.horizon()));
        Map<String, Object> targets = new LinkedHashMap<>();
        for (int k = 0; k < outlook.targets().size(); k++) {
            Map<String, Object> target = new LinkedHashMap<>();
            target.put("forecast", column(forecast, k));
            if (bounded()) {
                target.put("low", column(low, k));
                target.put("high", column(high, k));
            }
            targets.put(outlook.targets().get(k), target);
        }
        object.put("targets", targets);
        if (bounded()) {
            object.put("interval", interval);
        }
        return Json.write(object);
    }

    private List<Double> column(double[] values, int k) {
        List<Double> column = new ArrayList<>();
        for (int j = k; j < values.length; j += outlook.targets().size()) {
            column.add(values[j]);
        }
        return column;
    }
}
