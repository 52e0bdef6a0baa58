package dev.recur.cli;

import dev.recur.model.Forecaster;
import dev.recur.model.Model;
import dev.recur.model.Outlook;
import dev.recur.model.Scale;
import dev.recur.model.StandardSeries;
import dev.recur.parallel.Workers;
import dev.recur.store.ModelFileException;
import dev.recur.text.NumberTable;
import dev.recur.train.Anomalies;
import dev.recur.train.SeriesFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds what is unusual in a series. */
@Command(
        name = "anomaly",
        description = {
            "Tell which rows of a table a forecaster finds unusual.",
            "Each row is forecast from those before it; its score is the error beside a threshold, and what is"
                    + " above 1 is flagged. The threshold lies so many times (--tolerance) as far above the median score of"
                    + " held-out data as their 99th percentile."
        },
        sortOptions = false,
        footer = {
            "",
            "Example: recur train --task forecast taxi.csv --season 48 -o taxi.safetensors",
            "         recur anomaly taxi.safetensors taxi.csv --flagged"
        })
final class Anomaly implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A forecaster.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "A table (.gz too).")
    private Path data = Path.of("");

    @Option(names = "--tolerance", paramLabel = "X", description = "More flags less (default: ${DEFAULT-VALUE}).")
    private double tolerance = 3;

    @Option(names = "--flagged", description = "Print only rows that are flagged.")
    private boolean flagged;

    @Option(names = "--threads", paramLabel = "N", description = "(default: one a processor)")
    private int threads = 0;

    @Spec
    private CommandSpec spec;

    Anomaly(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!(tolerance > 0 && tolerance < Double.POSITIVE_INFINITY) || threads < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--tolerance must be above 0, and --threads 0 (for one a processor) or more");
        }
        if (!(Model.load(file) instanceof Forecaster model)) {
            throw new ModelFileException(file, "is no forecaster; train one with --task forecast");
        }
        NumberTable table = SeriesFiles.read(List.of(data)).tables().get(0);
        try (Workers workers = new Workers(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads)) {
            print(model, table, found(model, StandardSeries.of(model, table), workers));
        }
        return Main.DONE;
    }

    private Anomalies found(Forecaster model, StandardSeries series, Workers workers) {
        try (Countdown countdown = new Countdown(terminal, "rows", false, System::nanoTime)) {
            return Anomalies.of(model, series, workers, countdown);
        }
    }

    private void print(Forecaster model, NumberTable table, Anomalies found) throws IOException {
        Outlook outlook = model.outlook();
        List<String> head = new ArrayList<>(List.of(table.labels().isEmpty() ? "row" : table.labelName()));
        List<double[]> columns = new ArrayList<>();
        List<Scale> scales = new ArrayList<>();
        for (String target : outlook.targets()) {
            head.addAll(List.of(target, target + "_forecast"));
            columns.add(table.column(target));
            scales.add(model.scale(target));
        }
        head.addAll(List.of("score", "flag"));
        terminal.say(CsvCells.line(head));
        double threshold = model.threshold(tolerance);
        int targets = columns.size();
        for (int r = 0; r < found.scores().length; r++) {
            boolean flag = found.scores()[r] > threshold;
            if (flagged && !flag) {
                continue;
            }
            int row = found.first() + r;
            List<String> cells = new ArrayList<>();
            cells.add(
                    table.labels().isEmpty()
                            ? String.valueOf(row + 1)
                            : table.labels().get(row));
            for (int k = 0; k < targets; k++) {
                cells.add(Figures.shown(columns.get(k)[row]));
                cells.add(Figures.shown(scales.get(k).original(found.forecasts()[r * targets + k])));
            }
            cells.add(String.format(Locale.ROOT, "%.3f", found.scores()[r] / threshold));
            cells.add(flag ? "1" : "0");
            terminal.say(CsvCells.line(cells));
        }
    }
}
