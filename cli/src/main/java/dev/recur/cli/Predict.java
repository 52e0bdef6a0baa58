package dev.recur.cli;

import dev.recur.model.Forecaster;
import dev.recur.model.ImageClassifier;
import dev.recur.model.Model;
import dev.recur.parallel.Workers;
import dev.recur.store.Json;
import dev.recur.store.ModelFileException;
import dev.recur.text.NumberTable;
import dev.recur.text.TextFiles;
import dev.recur.train.ImageJudgement;
import dev.recur.train.Images;
import dev.recur.train.SeriesFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Uses a model on data. */
@Command(
        name = "predict",
        description = {
            "Tell how tables go on, by a forecaster: one CSV row for each step ahead, with the interval that should hold the",
            "value with the probability that is asked for. By an image classifier, the class of each image of an IDX file, and",
            "its probability."
        },
        sortOptions = false,
        footer = {"", "Example: recur predict weather.safetensors weather.csv --interval 0.8"})
final class Predict implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file.")
    private Path file = Path.of("");

    @Parameters(index = "1..*", paramLabel = "DATA", arity = "1..*", description = "Tables, or images (.gz too).")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--interval",
            paramLabel = "P",
            description = "Of a forecast: 0.5, 0.8, 0.9, 0.95 or 0.98 (default: ${DEFAULT-VALUE}).")
    private double interval = 0.9;

    @Option(names = "--json", description = "One JSON object for each table or image.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    Predict(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!Forecaster.INTERVALS.contains(interval)) {
            throw new ParameterException(
                    spec.commandLine(), "--interval is " + interval + "; it can be one of " + Forecaster.INTERVALS);
        }
        Model model = Model.load(file);
        try (Workers workers = new Workers(1)) {
            if (model instanceof Forecaster forecaster) {
                forecast(forecaster, workers);
            } else if (model instanceof ImageClassifier classifier) {
                images(classifier, workers);
            } else {
                throw new ModelFileException(file, "is a " + model.kind() + ", which predicts nothing of this kind");
            }
        }
        return Main.DONE;
    }

    private void images(ImageClassifier model, Workers workers) throws IOException {
        for (Path path : TextFiles.find(data)) {
            ImageJudgement found = ImageJudgement.of(model, Images.unlabelled(path), workers);
            for (int i = 0; i < found.said().length; i++) {
                double probability = found.probability()[i];
                if (json) {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("image", i + 1);
                    object.put("class", found.said()[i]);
                    object.put("probability", probability);
                    terminal.say(Json.write(object));
                } else {
                    terminal.say(found.said()[i] + String.format(Locale.ROOT, "\t%.4f", probability));
                }
            }
        }
    }

    private void forecast(Forecaster model, Workers workers) throws IOException {
        for (NumberTable table : SeriesFiles.read(TextFiles.find(data)).tables()) {
            Forecast forecast = Forecast.of(model, table, interval, workers);
            if (json) {
                terminal.say(forecast.json());
            } else {
                forecast.csv().forEach(terminal::say);
            }
        }
    }
}
