package dev.recur.cli;

import dev.recur.generate.Generator;
import dev.recur.generate.Sampling;
import dev.recur.parallel.Workers;
import dev.recur.store.JsonLines;
import dev.recur.train.Trainer;
import dev.recur.train.TrainingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a person sees of a training run: one live line, a sample every few seconds, the validations. */
final class TrainView implements Consumer<TrainingEvent>, AutoCloseable {
    private static final double LN2 = StrictMath.log(2);
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
                    "epoch %d: held-out %.4f nats, %.4f bits a token%s",
                    validated.epoch(),
                    validated.nats(),
                    validated.nats() / LN2,
                    validated.best() ? ", the best so far" : ""));
        } else if (event instanceof TrainingEvent.Diverged diverged) {
            line.say("step " + diverged.step() + ": " + diverged.array() + " is no number any more");
        }
    }

    private void started(TrainingEvent.Started started) {
        begun = System.nanoTime();
        line.say(String.format(
                Locale.ROOT,
                "%,d weights, vocabulary of %,d, %,d tokens to learn from, %,d held out; %d epochs, %,d steps%s",
                started.weights(),
                started.vocabulary(),
                started.trainingTokens(),
                started.validationTokens(),
                started.epochs(),
                started.stepsInAll(),
                started.stepsDone() > 0 ? ", going on after step " + started.stepsDone() : ""));
    }

    private void stepped(TrainingEvent.Stepped step) {
        if (tokensAtBegin < 0) {
            tokensAtBegin = step.tokens();
            stepsAtBegin = step.step();
            begun = System.nanoTime();
        }
        line.update(() -> progress(step));
        if (System.nanoTime() - sampled > SAMPLE_NANOS) {
            line.say("  " + terminal.paint(Style.DIM, sample()));
            sampled = System.nanoTime();
        }
    }

    private String progress(TrainingEvent.Stepped step) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        double speed = (step.tokens() - tokensAtBegin) / Math.max(seconds, 1e-3);
        double left = (step.stepsInAll() - step.step()) * seconds / Math.max(1, step.step() - stepsAtBegin);
        return String.format(
                Locale.ROOT,
                "epoch %d  step %,d/%,d  loss %.3f nats %.3f bits  %,.0f tokens/s  %s left",
                step.epoch(),
                step.step(),
                step.stepsInAll(),
                step.smoothed(),
                step.smoothed() / LN2,
                speed,
                time(left));
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    private String sample() {
        StringBuilder text = new StringBuilder();
        try (Workers workers = new Workers(1)) {
            new Generator(trainer.model(), new Sampling(0.8, 0, 1), sampled, workers)
                    .generate("", SAMPLE_TOKENS, 1, (number, piece) -> text.append(piece));
        }
        return text.toString().replace('\n', '/');
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
                        value instanceof Number || value instanceof Boolean ? value : String.valueOf(value));
            }
            log.write(object);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the accessors of a public record", e);
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
