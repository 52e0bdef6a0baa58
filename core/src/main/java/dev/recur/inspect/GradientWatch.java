package dev.recur.inspect;

import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.train.TrainingEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches a language model's gradients through time while it is trained: every so many steps it reads one passage with the weights as they
 * are and measures how the gradient fades. It only reads, so the run gives the same model, to the byte, watched or not. How often it looks
 * depends on the clock: as often as {@link Options#share} of the time allows.
 */
public final class GradientWatch implements Consumer<TrainingEvent>, AutoCloseable {
    /**
     * What is measured.
     *
     * @param lags how far back
     * @param ends at how many places of the passage a loss is taken
     * @param share of the training time that watching may take
     */
    public record Options(int lags, int ends, double share) {
        public static final Options DEFAULTS = new Options(64, 8, 0.04);
    }

    /**
     * One look.
     *
     * @param step of training, from 1
     * @param fading as it was after that step
     * @param steps since the look before, {@code clipped} of them with a gradient that was clipped
     */
    public record Reading(long step, Fading fading, long steps, long clipped) {}

    /** The first steps run before the compiler has seen them: their time says nothing. */
    private static final int WARM = 10;

    /** A look at the end is worth a little more. */
    private static final double LAST = 0.05;

    private final LanguageModel model;
    private final String text;
    private final Options options;
    private final LongSupplier nanos;
    private final Consumer<Reading> told;
    private final Workers workers = new Workers(1);
    private final List<Reading> readings = new ArrayList<>();
    private @Nullable Layers layers;
    private long last; // when the last event was dealt with
    private double training; // nanoseconds between events
    private double watching; // nanoseconds of looks
    private double cost; // nanoseconds of the last look
    private long looked; // the step of the last look
    private long clippedBefore;
    private long clipped;
    private long steps;

    /**
     * @param text to read; of its beginning, as much as is needed
     * @param told of each look
     */
    public GradientWatch(
            LanguageModel model, String text, Options options, LongSupplier nanos, Consumer<Reading> told) {
        this.model = model;
        this.text = text;
        this.options = options;
        this.nanos = nanos;
        this.told = told;
        look(); // so a text that cannot be read is found before training begins, and the code is warm
    }

    private Passage passage() {
        return Passage.ofKnown(model, text, options.lags + 2 + 4 * options.ends);
    }

    @Override
    public void accept(TrainingEvent event) {
        long now = nanos.getAsLong();
        if (event instanceof TrainingEvent.Started started) {
            looked = started.stepsDone();
        } else if (event instanceof TrainingEvent.Stepped stepped) {
            training += now - last;
            steps++;
            clipped += stepped.clipped() ? 1 : 0;
            if (readings.isEmpty() ? steps >= WARM : watching + cost <= options.share * training) {
                look(stepped.step());
                cost = nanos.getAsLong() - now;
                watching += cost;
            }
        } else if (event instanceof TrainingEvent.Finished finished
                && finished.step() > looked
                && watching + cost <= LAST * training) {
            look(finished.step());
        }
        last = nanos.getAsLong();
    }

    private Fading look() {
        Passage passage = passage();
        Layers now = layers == null ? Layers.of(model) : layers.again(model);
        layers = now;
        Recording recording = Recording.of(now, passage.x(), workers);
        return Gradients.fading(passage, recording, options.lags, options.ends, workers);
    }

    private void look(long step) {
        Reading reading = new Reading(step, look(), step - looked, clipped - clippedBefore);
        readings.add(reading);
        looked = step;
        clippedBefore = clipped;
        told.accept(reading);
    }

    /** All looks so far. */
    public List<Reading> readings() {
        return List.copyOf(readings);
    }

    /** Steps that were seen. */
    public long steps() {
        return steps;
    }

    /** Of those, how many had their gradient clipped. */
    public long clipped() {
        return clipped;
    }

    /** The part of all time that watching took so far. */
    public double overhead() {
        return training == 0 ? 0 : watching / training;
    }

    @Override
    public void close() {
        workers.close();
    }
}
