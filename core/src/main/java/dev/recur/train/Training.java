package dev.recur.train;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.optim.Optimizer;
import dev.recur.optim.Schedule;
import dev.recur.text.Tokenizer;

/**
 * All options of a training run. {@link #builder} has the defaults.
 *
 * @param tokens what a token is
 * @param lines whether each line is a document of its own
 * @param vocabulary how many different tokens at most
 * @param atLeast tokens that occur less often count as unknown
 * @param cell the text of the cell
 * @param hidden H
 * @param layers how many recurrent layers
 * @param embedding length of a token's vector; 0 stands for H, but at most {@link #MOST_EMBEDDING}
 * @param dropout between layers and before the output
 * @param inputDropout of embedded tokens
 * @param weightDrop of the weights on the state
 * @param tied whether the output's matrix is the embedding
 * @param batch N; fewer if the text is so short that a row would have less than {@code steps} tokens
 * @param steps k1: steps from one update to the next
 * @param back k2: how many steps gradients go back, a multiple of k1; 0 stands for k1
 * @param optimizer sgd, momentum, rmsprop, adagrad, adam or adamw
 * @param rate the highest learning rate
 * @param schedule constant, cosine (down to {@link #LOWEST} of the rate) or plateau
 * @param warmup steps until the rate is reached
 * @param clip the norm that a gradient has at most; 0 leaves it as it is
 * @param weightDecay see {@link Optimizer}
 * @param epochs 0 stands for as many as suit the length of the text, see {@link Trainer}
 * @param minutes when to stop, and when the cosine is over; 0 sets no limit. Such a run ends at a step that no second run repeats
 * @param seed of everything random
 * @param threads 0 stands for one a processor
 * @param valid the share of the text to validate with: its end, or lines drawn by chance; 0 for none
 * @param patience validations in a row without a better one that end the run; 0 sets no limit
 * @param checkpointSeconds from one checkpoint to the next
 */
public record Training(
        Tokenizer tokens,
        boolean lines,
        int vocabulary,
        long atLeast,
        String cell,
        int hidden,
        int layers,
        int embedding,
        double dropout,
        double inputDropout,
        double weightDrop,
        boolean tied,
        int batch,
        int steps,
        int back,
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
        int checkpointSeconds) {
    /** Of an embedding whose length was not asked for. */
    public static final int MOST_EMBEDDING = 128;
    /** Of the highest rate: where a cosine ends. */
    public static final double LOWEST = 0.1;

    private static final int PLATEAU_PATIENCE = 2;

    public Training {
        check(steps >= 1, "the number of steps", steps, "1 or more");
        check(batch >= 1, "the batch", batch, "1 or more");
        check(vocabulary >= 1, "the size of the vocabulary", vocabulary, "1 or more");
        check(epochs >= 0, "the number of epochs", epochs, "0 (for as many as suit the text) or more");
        check(minutes >= 0 && minutes < 1e9, "the number of minutes", minutes, "0 (for no limit) or more");
        check(threads >= 0, "the number of threads", threads, "0 (for one a processor) or more");
        check(valid >= 0 && valid < 1, "the share for validation", valid, "0 or more and below 1");
        check(patience >= 0, "the patience", patience, "0 (for no limit) or more");
        check(clip >= 0, "the norm to clip at", clip, "0 (for none) or more");
        check(checkpointSeconds >= 0, "the seconds between checkpoints", checkpointSeconds, "0 or more");
        embedding = embedding == 0 ? Math.min(hidden, MOST_EMBEDDING) : embedding;
        back = back == 0 ? steps : back;
        if (back < steps || back % steps != 0) {
            throw new IllegalArgumentException("gradients go back " + back + " steps and " + steps
                    + " lie between updates; the first must be a multiple of the second. For shorter gradients update"
                    + " more often: the state is carried on all the same");
        }
        config(cell, hidden, layers, embedding, dropout, inputDropout, weightDrop, tied);
        optimizer(optimizer, weightDecay);
        schedule(schedule, rate, warmup, warmup + 1);
    }

    private static void check(boolean good, String what, Number found, String expected) {
        if (!good) {
            throw new IllegalArgumentException(what + " is " + found + "; it must be " + expected);
        }
    }

    private static LanguageModel.Config config(
            String cell,
            int hidden,
            int layers,
            int embedding,
            double dropout,
            double inputDropout,
            double weightDrop,
            boolean tied) {
        return new LanguageModel.Config(cell, hidden, layers, embedding, dropout, inputDropout, weightDrop, tied);
    }

    /** The shape of the model. */
    public LanguageModel.Config config() {
        return config(cell, hidden, layers, embedding, dropout, inputDropout, weightDrop, tied);
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
            case "plateau" -> new Schedule.Plateau(rate, warmup, Schedule.Plateau.FACTOR, PLATEAU_PATIENCE);
            default ->
                throw new IllegalArgumentException(
                        "there is no schedule " + name + "; there are constant, cosine and plateau");
        };
    }

    /** All defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; what is not set has its default. */
    public static final class Builder {
        private Tokenizer tokens = Tokenizer.CHARACTERS;
        private boolean lines = false;
        private int vocabulary = 50_000;
        private long atLeast = 1;
        private String cell = Cell.named("lstm").text();
        private int hidden = 128;
        private int layers = 2;
        private int embedding = 0;
        private double dropout = 0.1;
        private double inputDropout = 0;
        private double weightDrop = 0;
        private boolean tied = false;
        private int batch = 32;
        private int steps = 64;
        private int back = 0;
        private String optimizer = "adam";
        private double rate = 0.003;
        private String schedule = "cosine";
        private long warmup = 0;
        private double clip = 1;
        private double weightDecay = 0;
        private int epochs = 0;
        private double minutes = 0;
        private long seed = 1;
        private int threads = 0;
        private double valid = 0.1;
        private int patience = 10;
        private int checkpointSeconds = 120;

        private Builder() {}

        public Builder tokens(Tokenizer value) {
            tokens = value;
            return this;
        }

        public Builder lines(boolean value) {
            lines = value;
            return this;
        }

        public Builder vocabulary(int value) {
            vocabulary = value;
            return this;
        }

        public Builder atLeast(long value) {
            atLeast = value;
            return this;
        }

        public Builder cell(String value) {
            cell = value;
            return this;
        }

        public Builder hidden(int value) {
            hidden = value;
            return this;
        }

        public Builder layers(int value) {
            layers = value;
            return this;
        }

        public Builder embedding(int value) {
            embedding = value;
            return this;
        }

        public Builder dropout(double value) {
            dropout = value;
            return this;
        }

        public Builder inputDropout(double value) {
            inputDropout = value;
            return this;
        }

        public Builder weightDrop(double value) {
            weightDrop = value;
            return this;
        }

        public Builder tied(boolean value) {
            tied = value;
            return this;
        }

        public Builder batch(int value) {
            batch = value;
            return this;
        }

        public Builder steps(int value) {
            steps = value;
            return this;
        }

        public Builder back(int value) {
            back = value;
            return this;
        }

        public Builder optimizer(String value) {
            optimizer = value;
            return this;
        }

        public Builder rate(double value) {
            rate = value;
            return this;
        }

        public Builder schedule(String value) {
            schedule = value;
            return this;
        }

        public Builder warmup(long value) {
            warmup = value;
            return this;
        }

        public Builder clip(double value) {
            clip = value;
            return this;
        }

        public Builder weightDecay(double value) {
            weightDecay = value;
            return this;
        }

        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        public Builder minutes(double value) {
            minutes = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder threads(int value) {
            threads = value;
            return this;
        }

        public Builder valid(double value) {
            valid = value;
            return this;
        }

        public Builder patience(int value) {
            patience = value;
            return this;
        }

        public Builder checkpointSeconds(int value) {
            checkpointSeconds = value;
            return this;
        }

        /** @throws IllegalArgumentException if an option is out of its range; the message says which */
        public Training build() {
            return new Training(
                    tokens,
                    lines,
                    vocabulary,
                    atLeast,
                    cell,
                    hidden,
                    layers,
                    embedding,
                    dropout,
                    inputDropout,
                    weightDrop,
                    tied,
                    batch,
                    steps,
                    back,
                    optimizer,
                    rate,
                    schedule,
                    warmup,
                    clip,
                    weightDecay,
                    epochs,
                    minutes,
                    seed,
                    threads,
                    valid,
                    patience,
                    checkpointSeconds);
        }
    }
}
