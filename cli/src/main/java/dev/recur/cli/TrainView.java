package dev.recur.cli;

import dev.recur.generate.Generator;
import dev.recur.generate.Sampling;
import dev.recur.inspect.Forensics;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.store.JsonLines;
import dev.recur.store.Records;
import dev.recur.text.Given;
import dev.recur.text.GivenNumbers;
import dev.recur.train.Trainer;
import dev.recur.train.TrainingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person sees of a training run: one live line, a sample every few seconds, the validations. */
final class TrainView implements Consumer<TrainingEvent>, AutoCloseable {
    private static final long SAMPLE_NANOS = 8_000_000_000L;
    private static final int SAMPLE_TOKENS = 60;

    private final Terminal terminal;
    private final Trainer trainer;
    private final LiveLine line;
    private final @Nullable JsonLines log;
    private long begun = System.nanoTime();
    private long sampled = System.nanoTime();
    private long tokensAtBegin = -1;
    private long stepsAtBegin;

    TrainView(Terminal terminal, Trainer trainer, boolean live, @Nullable Path log) throws IOException {
        this.terminal = terminal;
        this.trainer = trainer;
        this.line = new LiveLine(terminal, live, System::nanoTime);
        this.log = log == null ? null : JsonLines.append(log);
    }

    @Override
    public void accept(TrainingEvent event) {
        write(event);
        if (event instanceof TrainingEvent.Started started) {
            started(started);
        } else if (event instanceof TrainingEvent.Stepped stepped) {
            stepped(stepped);
        } else if (event instanceof TrainingEvent.Validated validated) {
            line.say(String.format(
                    Locale.ROOT,
                    "epoch %d: held-out %s%s",
                    validated.epoch(),
                    figures(validated.figures(), "%s %.4f"),
                    validated.best() ? ", the best so far" : ""));
        } else if (event instanceof TrainingEvent.Exploded exploded) {
            exploded(exploded);
        } else if (event instanceof TrainingEvent.Rewound rewound) {
            line.say(String.format(
                    Locale.ROOT,
                    "back from step %d to the good state of step %d; from here on %s of the rate",
                    rewound.from(),
                    rewound.step(),
                    rewound.factor()));
        }
    }

    private void started(TrainingEvent.Started started) {
        begun = System.nanoTime();
        line.say(String.format(
                Locale.ROOT,
                "%,d weights; %s; %d epochs, %,d steps%s",
                started.weights(),
                figures(started.data(), "%s %,d"),
                started.epochs(),
                started.stepsInAll(),
                started.stepsDone() > 0 ? ", going on after step " + started.stepsDone() : ""));
    }

    /** What, where, and since when; the same goes to the log. */
    private void exploded(TrainingEvent.Exploded exploded) {
        String what = exploded.quantity().equals("loss spike")
                ? String.format(Locale.ROOT, "the loss leapt to %.3g", exploded.loss())
                : "the " + exploded.quantity() + " is no number any more";
        line.say("step " + exploded.step() + ": " + what);
        if (trainer.model() instanceof LanguageModel model) {
            Forensics found = Forensics.of(model, trainer.suspects());
            if (found != null) {
                line.say("  " + found.text());
                Map<String, Object> map = new LinkedHashMap<>(Map.of("event", "forensics"));
                map.put("step", exploded.step());
                map.putAll(Records.map(found));
                write(map);
            }
        }
    }

    private static String figures(Map<String, ? extends Number> figures, String format) {
        return figures.entrySet().stream()
                .map(figure -> String.format(Locale.ROOT, format, figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(", "));
    }

    private void stepped(TrainingEvent.Stepped step) {
        if (tokensAtBegin < 0) {
            tokensAtBegin = step.tokens();
            stepsAtBegin = step.step();
            begun = System.nanoTime();
        }
        line.update(() -> progress(step));
        if (System.nanoTime() - sampled > SAMPLE_NANOS && trainer.model() instanceof LanguageModel model) {
            line.say("  " + terminal.paint(Style.DIM, sample(model)));
            sampled = System.nanoTime();
        }
    }

    private String progress(TrainingEvent.Stepped step) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        double speed = (step.tokens() - tokensAtBegin) / Math.max(seconds, 1e-3);
        double left = (step.stepsInAll() - step.step()) * seconds / Math.max(1, step.step() - stepsAtBegin);
        String speedAndRest = String.format(Locale.ROOT, "%,.0f tokens/s  %s left", speed, time(left));
        String wide = String.format(
                Locale.ROOT,
                "epoch %d  step %,d/%,d  loss %s  %s",
                step.epoch(),
                step.step(),
                step.stepsInAll(),
                loss(step.smoothed()),
                speedAndRest);
        return Columns.of(wide) < terminal.width()
                ? wide
                : String.format(
                        Locale.ROOT,
                        "epoch %d  %,d/%,d  %.3f  %s",
                        step.epoch(),
                        step.step(),
                        step.stepsInAll(),
                        step.smoothed(),
                        speedAndRest);
    }

    private String loss(double mean) {
        return trainer.model() instanceof LanguageModel
                ? String.format(Locale.ROOT, "%.3f nats %.3f bits", mean, mean / StrictMath.log(2))
                : String.format(Locale.ROOT, "%.4f", mean);
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    private String sample(LanguageModel model) {
        StringBuilder text = new StringBuilder();
        try (Workers workers = new Workers(1)) {
            Generator generator = new Generator(model, new Sampling(0.8, 0, 1), sampled, workers);
            List<List<String>> given = given(model, generator);
            if (!model.givens().isEmpty()) {
                text.append(String.join(", ", given.get(0))).append(": ");
            }
            generator.generate(given, "", SAMPLE_TOKENS, (number, piece) -> text.append(piece));
        } catch (IllegalStateException lost) { // weights that are no numbers: the next step will find it
            return "(no sample: " + lost.getMessage() + ")";
        }
        return text.toString().replace('\n', '/');
    }

    /** Labels as they are drawn, numbers at their means. */
    private static List<List<String>> given(LanguageModel model, Generator generator) {
        Map<String, String> known = new LinkedHashMap<>();
        for (Given given : model.givens().all()) {
            if (given instanceof GivenNumbers numbers) {
                known.put(
                        given.name(),
                        numbers.means().stream().map(String::valueOf).collect(Collectors.joining(" ")));
            }
        }
        return generator.draw(List.of(known));
    }

    /** Every event as its name and its components. */
    private void write(TrainingEvent event) {
        if (log == null) {
            return;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("event", event.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        try {
            for (RecordComponent component : event.getClass().getRecordComponents()) {
                Object value = component.getAccessor().invoke(event);
                object.put(
                        component.getName(),
                        value instanceof Number || value instanceof Boolean || value instanceof Map<?, ?>
                                ? value
                                : String.valueOf(value));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the accessors of a public record", e);
        }
        write(object);
    }

    /** A line of the log, if there is one. */
    void write(Map<String, Object> object) {
        try {
            if (log != null) {
                log.write(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
        if (log != null) {
            log.close();
        }
    }
}
