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
 * depends on the clock: never so often that looks take more than {@link Options#share} of the time, the first and slowest of them included.
 * Only a run that ends before it could afford one is looked at once all the same, at its end.
 */
public final class GradientWatch implements Consumer<TrainingEvent>, AutoCloseable {
    /**
     * What is measured.
     *
     * @param lags how far back
     * @param ends at how many places of the passage a loss is taken
     * @param share of the training time that looks may take
     * @param first nanoseconds that are put aside for the first look, whose code has not been compiled yet
     */
    public record Options(int lags, int ends, double share, long first) {
        /** Looks take as much again beside the clock: in the compiler's threads, and for pictures at the end. */
        public static final Options DEFAULTS = new Options(64, 8, 0.02, 300_000_000);
    }

    /**
     * One look.
     *
     * @param step of training, from 1
     * @param gradients as they were after that step; the exponent and the radii in every {@value #DYNAMICS}th look
     * @param steps since the look before, {@code clipped} of them with a gradient that was clipped
     */
    public record Reading(long step, Gradients gradients, long steps, long clipped) {
        public Fading fading() {
            return gradients.fading();
        }
    }

    /** The first steps run before the compiler has seen them: their time says nothing. */
    private static final int WARM = 10;

    /** So many looks are kept. */
    private static final int MOST = 1024;

    private static final int DYNAMICS = 4;

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
    private double cost; // nanoseconds of the last look with its like
    private long looks;
    private long spacing = 1; // steps from look to look, at least
    private long looked; // the step of the last look
    private long clippedBefore;
    private long clipped;
    private long steps;

    /**
     * @param text to read; of its beginning, as much as is needed
     * @param told of each look
     * @throws IllegalArgumentException if the model or the text cannot be looked at: before training begins
     */
    public GradientWatch(
            LanguageModel model, String text, Options options, LongSupplier nanos, Consumer<Reading> told) {
        this.model = model;
        this.text = text;
        this.options = options;
        this.nanos = nanos;
        this.told = told;
        this.cost = options.first;
        Layers.check(model);
        passage();
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
            if (steps >= WARM && affordable() && (looks == 0 || stepped.step() - looked >= spacing)) {
                look(stepped.step(), now);
            }
        } else if (event instanceof TrainingEvent.Finished finished
                && finished.step() > looked
                && (looks == 0 || affordable())) {
            look(finished.step(), now);
        }
        last = nanos.getAsLong();
    }

    private boolean affordable() {
        return watching + cost <= options.share * training;
    }

    private void look(long step, long since) {
        Passage passage = passage();
        Layers now = layers == null ? Layers.of(model) : layers.again(model);
        layers = now;
        boolean all = ++looks % DYNAMICS == 0;
        Gradients gradients = Gradients.look(passage, now, options.lags, options.ends, all, workers);
        Reading reading = new Reading(step, gradients, step - looked, clipped - clippedBefore);
        readings.add(reading);
        if (readings.size() == MOST) {
            thin();
        }
        looked = step;
        clippedBefore = clipped;
        told.accept(reading);
        cost = nanos.getAsLong() - since;
        watching += cost;
    }

    /** A long run keeps every second look, and from then on looks half as often. */
    private void thin() {
        for (int kept = 0, i = 0; i < MOST; i += 2) {
            readings.set(kept++, readings.get(i));
        }
        readings.subList(MOST / 2, MOST).clear();
        spacing =
                Math.max(1, (readings.get(MOST / 2 - 1).step() - readings.get(0).step()) / (MOST / 2));
    }

    /** The looks so far; of many, some. */
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
