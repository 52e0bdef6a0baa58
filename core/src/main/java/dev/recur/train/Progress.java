package dev.recur.train;

import dev.recur.optim.Rates;
import dev.recur.store.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far a run has come: everything of its state that is no array. */
final class Progress {
    int epoch; // from 0
    long batch; // the next one of the epoch
    long step; // updates made
    long tokens;
    double smoothed = Double.NaN;
    double best = Double.POSITIVE_INFINITY; // cost of the best score, see Score.cost
    double bestLoss = Double.POSITIVE_INFINITY;
    Map<String, Double> bestFigures = Map.of();
    int bestEpoch; // from 1; 0 before the first validation
    double first = Double.NaN; // loss of the first step
    int rewinds; // after explosions, each of which halved the rate
    int waited; // validations since the best
    String source = ""; // SHA-256 of the model whose weights it began with
    long nanos; // of work, over all parts of the run
    Rates.State rates = Rates.State.START;

    String write() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epoch", epoch);
        map.put("batch", batch);
        map.put("step", step);
        map.put("tokens", tokens);
        map.put("smoothed", smoothed);
        map.put("best", best);
        map.put("bestLoss", bestLoss);
        map.put("bestFigures", bestFigures);
        map.put("bestEpoch", bestEpoch);
        map.put("waited", waited);
        map.put("first", first);
        map.put("rewinds", rewinds);
        map.put("source", source);
        map.put("nanos", nanos);
        map.put("rates.best", rates.best());
        map.put("rates.waited", rates.waited());
        map.put("rates.cuts", rates.cuts());
        return Json.write(map);
    }

    static Progress read(String text) {
        Map<String, @Nullable Object> map = Json.read(text);
        Progress progress = new Progress();
        progress.epoch = (int) whole(map, "epoch");
        progress.batch = whole(map, "batch");
        progress.step = whole(map, "step");
        progress.tokens = whole(map, "tokens");
        progress.smoothed = number(map, "smoothed");
        progress.best = number(map, "best");
        progress.bestLoss = number(map, "bestLoss");
        progress.bestFigures = figures(map.get("bestFigures"));
        progress.bestEpoch = (int) whole(map, "bestEpoch");
        progress.waited = (int) whole(map, "waited");
        progress.first = number(map, "first");
        progress.rewinds = (int) whole(map, "rewinds");
        progress.source = String.valueOf(map.getOrDefault("source", ""));
        progress.nanos = whole(map, "nanos");
        progress.rates = new Rates.State(
                number(map, "rates.best"), (int) whole(map, "rates.waited"), (int) whole(map, "rates.cuts"));
        return progress;
    }

    private static Map<String, Double> figures(@Nullable Object found) {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (found instanceof Map<?, ?> map) {
            map.forEach((name, figure) -> figures.put(String.valueOf(name), number(figure)));
        }
        return figures;
    }

    /** Takes a score over if it is the best so far; of equal ones the one of the lower loss. */
    boolean validated(Score score) {
        double cost = score.cost();
        boolean better = cost < best || cost == best && score.loss() < bestLoss;
        waited = better ? 0 : waited + 1;
        if (better) {
            best = cost;
            bestLoss = score.loss();
            bestFigures = score.figures();
            bestEpoch = epoch + 1;
        }
        return better;
    }

    /** Takes over what the validations of another stretch of the run have said. */
    void keepValidations(Progress other) {
        best = other.best;
        bestLoss = other.bestLoss;
        bestFigures = other.bestFigures;
        bestEpoch = other.bestEpoch;
        waited = other.waited;
        rates = other.rates;
    }

    private static long whole(Map<String, @Nullable Object> map, String key) {
        if (map.get(key) instanceof Long number && number >= 0) {
            return number;
        }
        throw new IllegalArgumentException("the checkpoint's " + key + " is " + map.get(key));
    }

    private static double number(Map<String, @Nullable Object> map, String key) {
        return number(map.get(key));
    }

    /** JSON has no word for what is not finite: that is written as a string. */
    private static double number(@Nullable Object found) {
        return found instanceof Number number ? number.doubleValue() : Double.parseDouble(String.valueOf(found));
    }
}
