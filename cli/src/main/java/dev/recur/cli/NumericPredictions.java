package dev.recur.cli;

import dev.recur.model.Forecaster;
import dev.recur.model.ImageClassifier;
import dev.recur.model.NumericModel;
import dev.recur.parallel.Workers;
import dev.recur.store.Json;
import dev.recur.store.ModelFileException;
import dev.recur.text.NumberTable;
import dev.recur.train.ImageJudgement;
import dev.recur.train.Images;
import dev.recur.train.SeriesFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code recur predict} says of files of numbers.
 *
 * @param interval the probability with which an interval of a forecast should hold the value
 * @param picture where the forecast is drawn; null for nowhere
 */
record NumericPredictions(
        Terminal terminal, double interval, @Nullable Path picture, boolean json) {
    /** If nobody asks for another. */
    static final double INTERVAL = 0.9;

    void say(Path file, NumericModel model, List<Path> data, Workers workers) throws IOException {
        if (model instanceof Forecaster forecaster) {
            forecasts(forecaster, data, workers);
        } else if (model instanceof ImageClassifier classifier) {
            images(classifier, data, workers);
        } else {
            throw new ModelFileException(file, "is a " + model.kind() + ", which predicts nothing of files");
        }
    }

    private void forecasts(Forecaster model, List<Path> data, Workers workers) throws IOException {
        for (NumberTable table : SeriesFiles.read(data).tables()) {
            Forecast forecast = Forecast.of(model, table, interval, workers);
            if (json) {
                terminal.say(forecast.json());
            } else {
                forecast.csv().forEach(terminal::say);
            }
            if (picture != null) {
                ForecastPicture.of(forecast).write(picture);
            }
        }
    }

    private void images(ImageClassifier model, List<Path> data, Workers workers) throws IOException {
        for (Path path : data) {
            ImageJudgement found;
            try (Countdown countdown = new Countdown(terminal, "images", json, System::nanoTime)) {
                found = ImageJudgement.of(model, Images.unlabelled(path), workers, countdown);
            }
            for (int i = 0; i < found.said().length; i++) {
                terminal.say(image(i + 1, found.said()[i], found.probability()[i]));
            }
        }
    }

    private String image(int number, int said, double probability) {
        if (!json) {
            return said + String.format(Locale.ROOT, "\t%.4f", probability);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("image", number);
        object.put("class", said);
        object.put("probability", probability);
        return Json.write(object);
    }
}
