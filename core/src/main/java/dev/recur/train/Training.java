package dev.recur.train;

import dev.recur.optim.Optimizer;
import dev.recur.optim.Schedule;

/**
 * The options that every training run has; those of its task are {@link TaskOptions}. {@link #DEFAULTS} has the defaults, but a task
 * may prefer others.
 *
 * @param batch N: rows side by side
 * @param optimizer sgd, momentum, rmsprop, adagrad, adam or adamw
 * @param rate the highest learning rate
 * @param schedule constant, cosine (down to {@link #LOWEST} of the rate), cosine-to-zero or plateau
 * @param warmup steps until the rate is reached
 * @param clip the norm that a gradient has at most; 0 leaves it as it is
 * @param weightDecay see {@link Optimizer}
 * @param epochs 0 stands for as many as suit the data
 * @param minutes when to stop, and when the cosine is over; 0 sets no limit. Such a run ends at a step that no second run repeats
 * @param seed of everything random
 * @param threads 0 stands for one a processor
 * @param valid the share of the data to validate with; 0 for none
 * @param patience validations in a row without a better one that end the run; 0 sets no limit
 * @param checkpointSeconds from one checkpoint to the next
 * @param onExplosion what to do when numbers are lost or the loss leaps: stop, or rewind to the last good state and go on with half the
 *     rate
 * @param remedies what may help, off unless asked for
 */
public record Training(
        int batch,
        String optimizer,
        double rate,
        String schedule,
        long warmup,
        double clip,
        double weightDecay,
        int epochs,
        double minutes,
        long seed,
        int threads,
        double valid,
        int patience,
        int checkpointSeconds,
        String onExplosion,
        Remedies remedies) {
    public static final String STOP = "stop";
    public static final String REWIND = "rewind";

    /** Of the highest rate: where a cosine ends. */
    public static final double LOWEST = 0.1;

    public static final Training DEFAULTS = new Training(
            32, // batch
            "adam",
            0.003, // rate
            "cosine",
            0, // warmup
            1, // clip
            0, // weight decay
            0, // epochs
            0, // minutes
            1, // seed
            0, // threads
            0.1, // valid
            10, // patience
            120, // checkpoint seconds
            STOP,
            Remedies.NONE);

    private static final int PLATEAU_PATIENCE = 2;

    public Training {
        check(batch >= 1, "the batch", batch, "1 or more");
        check(epochs >= 0, "the number of epochs", epochs, "0 (for as many as suit the data) or more");
        check(minutes >= 0 && minutes < 1e9, "the number of minutes", minutes, "0 (for no limit) or more");
        check(threads >= 0, "the number of threads", threads, "0 (for one a processor) or more");
        check(valid >= 0 && valid < 1, "the share for validation", valid, "0 or more and below 1");
        check(patience >= 0, "the patience", patience, "0 (for no limit) or more");
        check(clip >= 0, "the norm to clip at", clip, "0 (for none) or more");
        check(checkpointSeconds >= 0, "the seconds between checkpoints", checkpointSeconds, "0 or more");
        if (!onExplosion.equals(STOP) && !onExplosion.equals(REWIND)) {
            throw new IllegalArgumentException("on explosion is " + onExplosion + "; it must be stop or rewind");
        }
        optimizer(optimizer, weightDecay);
        schedule(schedule, rate, warmup, warmup + 1);
    }

    static void check(boolean good, String what, Number found, String expected) {
        if (!good) {
            throw new IllegalArgumentException(what + " is " + found + "; it must be " + expected);
        }
    }

    Optimizer newOptimizer() {
        return optimizer(optimizer, weightDecay);
    }

    private static Optimizer optimizer(String name, double decay) {
        return switch (name) {
            case "sgd" -> new Optimizer.Sgd(decay);
            case "momentum" -> new Optimizer.Momentum(Optimizer.Momentum.MOMENTUM, false, decay);
            case "rmsprop" -> new Optimizer.RmsProp(Optimizer.RmsProp.AVERAGE, Optimizer.RmsProp.EPSILON, decay);
            case "adagrad" -> new Optimizer.Adagrad(Optimizer.Adagrad.EPSILON, decay);
            case "adam" ->
                new Optimizer.Adam(Optimizer.Adam.BETA1, Optimizer.Adam.BETA2, Optimizer.Adam.EPSILON, decay);
            case "adamw" ->
                new Optimizer.AdamW(Optimizer.Adam.BETA1, Optimizer.Adam.BETA2, Optimizer.Adam.EPSILON, decay);
            default ->
                throw new IllegalArgumentException("there is no optimizer " + name
                        + "; there are sgd, momentum, rmsprop, adagrad, adam and adamw");
        };
    }

    Schedule newSchedule(long stepsInAll) {
        return schedule(schedule, rate, warmup, stepsInAll);
    }

    private static Schedule schedule(String name, double rate, long warmup, long stepsInAll) {
        return switch (name) {
            case "constant" -> new Schedule.Constant(rate, warmup);
            case "cosine" -> new Schedule.Cosine(rate, warmup, stepsInAll, LOWEST * rate);
            case "cosine-to-zero" -> new Schedule.Cosine(rate, warmup, stepsInAll, 0);
            case "plateau" -> new Schedule.Plateau(rate, warmup, Schedule.Plateau.FACTOR, PLATEAU_PATIENCE);
            default ->
                throw new IllegalArgumentException(
                        "there is no schedule " + name + "; there are constant, cosine, cosine-to-zero and plateau");
        };
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; what is not set has its default. */
    public static final class Builder extends RecordBuilder<Training, Builder> {
        private Builder() {
            super(DEFAULTS);
        }

        @Override
        Builder self() {
            return this;
        }

        public Builder batch(int value) {
            return set("batch", value);
        }

        public Builder optimizer(String value) {
            return set("optimizer", value);
        }

        public Builder rate(double value) {
            return set("rate", value);
        }

        public Builder schedule(String value) {
            return set("schedule", value);
        }

        public Builder warmup(long value) {
            return set("warmup", value);
        }

        public Builder clip(double value) {
            return set("clip", value);
        }

        public Builder weightDecay(double value) {
            return set("weight decay", value);
        }

        public Builder epochs(int value) {
            return set("epochs", value);
        }

        public Builder minutes(double value) {
            return set("minutes", value);
        }

        public Builder seed(long value) {
            return set("seed", value);
        }

        public Builder threads(int value) {
            return set("threads", value);
        }

        public Builder valid(double value) {
            return set("valid", value);
        }

        public Builder patience(int value) {
            return set("patience", value);
        }

        public Builder checkpointSeconds(int value) {
            return set("checkpoint seconds", value);
        }

        public Builder onExplosion(String value) {
            return set("on explosion", value);
        }

        public Builder remedies(Remedies value) {
            return set(value);
        }
    }
}
