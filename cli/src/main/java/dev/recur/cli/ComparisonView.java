package dev.recur.cli;

import dev.recur.store.Json;
import dev.recur.store.JsonLines;
import dev.recur.train.Comparison;
import dev.recur.train.Contender;
import dev.recur.train.Outcome;
import dev.recur.train.TrainingEvent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a person sees while contenders run, or the lines of JSON that a program reads; the same lines go to the file of runs. */
final class ComparisonView implements Comparison.Watch, AutoCloseable {
    private final Terminal terminal;
    private final Trial trial;
    private final boolean json;
    private final @Nullable JsonLines file;
    private final LiveLine line;
    private double baseline = Double.NaN;

    /** @param file null for none */
    ComparisonView(Terminal terminal, Trial trial, boolean json, @Nullable JsonLines file) {
        this.terminal = terminal;
        this.trial = trial;
        this.json = json;
        this.file = file;
        this.line = new LiveLine(terminal, terminal.live() && !json, System::nanoTime);
    }

    @Override
    public Consumer<TrainingEvent> begins(Contender contender, long seed) {
        baseline = Trial.baseline(contender.options());
        String who = contender.name() + ", seed " + seed;
        return json ? event -> {} : event -> show(who, event);
    }

    private void show(String who, TrainingEvent event) {
        if (event instanceof TrainingEvent.Stepped step) {
            line.update(() -> String.format(
                    Locale.ROOT,
                    "%s  update %,d/%,d  loss %.5f",
                    who,
                    step.step(),
                    step.stepsInAll(),
                    step.smoothed()));
        } else if (event instanceof TrainingEvent.Exploded exploded) {
            line.say(who + ": the training exploded at update " + exploded.step());
        }
    }

    @Override
    public void done(Outcome outcome) throws IOException {
        if (file != null) {
            file.write(outcome.map());
        }
        if (json) {
            terminal.say(Json.write(marked(outcome)));
            return;
        }
        StringBuilder told = new StringBuilder(
                outcome.contender() + ", seed " + outcome.seed() + ", update " + outcome.updates() + ":");
        outcome.figures()
                .forEach((name, value) ->
                        told.append(String.format(Locale.ROOT, " %s " + ComparisonTable.form(value), name, value)));
        line.say(told.append(outcome.figures().isEmpty() ? " never validated" : "")
                .toString());
    }

    private Map<String, Object> marked(Outcome outcome) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("test", trial.name());
        if (Double.isFinite(baseline)) {
            object.put("baseline", baseline);
        }
        object.putAll(outcome.map());
        return object;
    }

    @Override
    public void close() {
        line.close();
    }
}
