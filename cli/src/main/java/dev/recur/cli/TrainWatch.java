package dev.recur.cli;

import dev.recur.inspect.Fading;
import dev.recur.inspect.GradientPictures;
import dev.recur.inspect.GradientWatch;
import dev.recur.model.LanguageModel;
import dev.recur.train.Trainer;
import dev.recur.train.TrainingEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What {@code --watch gradients} sees: each look goes to the log, all of them to a picture and a small plot at the end. */
final class TrainWatch implements Consumer<TrainingEvent>, AutoCloseable {
    private static final int TEXT = 20_000; // characters to choose a passage from

    private final Terminal terminal;
    private final GradientWatch watch;

    private TrainWatch(Terminal terminal, GradientWatch watch) {
        this.terminal = terminal;
        this.watch = watch;
    }

    /**
     * @param data of the run: the passage is its beginning, or its longest line where lines are texts
     * @param log is given every look
     */
    static TrainWatch open(Terminal terminal, Trainer trainer, Path data, Consumer<Map<String, Object>> log)
            throws IOException {
        if (!(trainer.model() instanceof LanguageModel model)) {
            throw new IllegalArgumentException("--watch gradients is for language models; this run trains a "
                    + trainer.model().kind());
        }
        if (!model.givens().isEmpty()) {
            throw new IllegalArgumentException("--watch gradients reads texts alone, but those of this run are given "
                    + String.join(" and ", model.givens().names()) + "; recur inspect gradients looks at such a model");
        }
        String text = TextArgument.read(data.toString(), TEXT);
        String passage = model.vocabulary().hasMarks()
                ? text.lines().reduce("", (a, b) -> a.length() >= b.length() ? a : b)
                : text;
        return new TrainWatch(
                terminal,
                new GradientWatch(
                        model,
                        passage,
                        GradientWatch.Options.DEFAULTS,
                        System::nanoTime,
                        reading -> log.accept(json(reading))));
    }

    private static Map<String, Object> json(GradientWatch.Reading reading) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("event", "gradients");
        map.put("step", reading.step());
        map.put("steps", reading.steps());
        map.put("clipped", reading.clipped());
        map.putAll(GradientsJson.of(reading.gradients()));
        return map;
    }

    @Override
    public void accept(TrainingEvent event) {
        watch.accept(event);
    }

    /** After the run: a plot of a few looks, how often clipping acted, and the picture. */
    void report(Path picture) throws IOException {
        List<GradientWatch.Reading> readings = watch.readings();
        if (readings.isEmpty()) {
            terminal.say("the run was too short to watch its gradients");
            return;
        }
        terminal.say("");
        String when = readings.size() > 1
                ? "in the course of training"
                : "after step " + readings.get(0).step();
        terminal.say(terminal.paint(Style.CYAN, "Norm of ∂L(T)/∂h(T−k), topmost layer, " + when));
        TextPlot plot = new TextPlot(true);
        IntStream.of(0, readings.size() / 2, readings.size() - 1).distinct().forEach(i -> {
            List<Fading.Course> courses = readings.get(i).fading().main();
            plot.line(
                    "step " + readings.get(i).step(),
                    courses.get(courses.size() - 1).means());
        });
        plot.print(terminal, "steps back, k");
        terminal.say(String.format(
                Locale.ROOT,
                "%d look%s, %.1f %% of the time; the gradient was clipped in %,d of %,d steps",
                readings.size(),
                readings.size() == 1 ? "" : "s",
                100 * watch.overhead(),
                watch.clipped(),
                watch.steps()));
        GradientPictures.ofTraining(readings, "Gradients through time, during training")
                .write(picture);
        terminal.say("written: " + picture);
    }

    /** Beside the model, unless the user named a file. */
    static Path picture(@Nullable Path named, Path model) {
        return named != null ? named : model.resolveSibling(model.getFileName() + ".gradients.svg");
    }

    @Override
    public void close() {
        watch.close();
    }
}
