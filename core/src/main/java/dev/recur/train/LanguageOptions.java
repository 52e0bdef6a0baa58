package dev.recur.train;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageVariant;
import dev.recur.model.Model;
import dev.recur.parallel.Workers;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * To predict the next token of a text.
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
 * @param tieEmbedding whether the output's matrix is the embedding
 * @param steps k1: steps from one update to the next
 * @param back k2: how many steps gradients go back, a multiple of k1; 0 stands for k1
 * @param given what each text is given before it begins, off unless asked for
 * @param ngrams vectors of sequences of tokens, off unless asked for
 * @param variant deep variants and further regularisers, off unless asked for
 */
public record LanguageOptions(
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
        boolean tieEmbedding,
        int steps,
        int back,
        LanguageGiven given,
        LanguageNgrams ngrams,
        LanguageVariant variant)
        implements TaskOptions {
    /** Of an embedding whose length was not asked for. */
    public static final int MOST_EMBEDDING = 128;

    public static final LanguageOptions DEFAULTS = new LanguageOptions(
            Tokenizer.CHARACTERS,
            false, // lines
            50_000, // vocabulary
            1, // at least
            Cell.named("lstm").text(),
            128, // hidden
            2, // layers
            0, // embedding
            0.1, // dropout
            0, // input dropout
            0, // weight drop
            false, // tie embedding
            64, // steps
            0, // back
            LanguageGiven.NOTHING,
            LanguageNgrams.NONE,
            LanguageVariant.NONE);

    public LanguageOptions {
        Training.check(vocabulary >= 1, "the size of the vocabulary", vocabulary, "1 or more");
        Training.check(steps >= 1, "the number of steps", steps, "1 or more");
        if (back != 0 && (back < steps || back % steps != 0)) {
            throw new IllegalArgumentException("gradients go back " + back + " steps and " + steps
                    + " lie between updates; the first must be a multiple of the second. For shorter gradients update"
                    + " more often: the state is carried on all the same");
        }
        config(cell, hidden, layers, embedding, dropout, inputDropout, weightDrop, tieEmbedding, variant);
    }

    private static LanguageModel.Config config(
            String cell,
            int hidden,
            int layers,
            int embedding,
            double dropout,
            double inputDropout,
            double weightDrop,
            boolean tieEmbedding,
            LanguageVariant variant) {
        int length = embedding == 0 ? Math.min(hidden, MOST_EMBEDDING) : embedding;
        return new LanguageModel.Config(
                cell, hidden, layers, length, dropout, inputDropout, weightDrop, tieEmbedding, variant);
    }

    /** The shape of the model. */
    public LanguageModel.Config config() {
        return config(cell, hidden, layers, embedding, dropout, inputDropout, weightDrop, tieEmbedding, variant);
    }

    /** Whether each sample of the data is a text of its own. */
    boolean apart() {
        return lines || given.asked();
    }

    /** k2 / k1. */
    int chunksBack() {
        return back == 0 ? 1 : back / steps;
    }

    @Override
    public String task() {
        return "language";
    }

    @Override
    public Task begin(
            Training training, TrainingFiles files, @Nullable Model resumed, @Nullable Model source, Workers workers)
            throws IOException {
        return new LanguageTask(training, this, files, (LanguageModel) resumed, workers);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; what is not set has its default. */
    public static final class Builder extends NetworkBuilder<LanguageOptions, Builder> {
        private Builder() {
            super(DEFAULTS);
        }

        @Override
        Builder self() {
            return this;
        }

        public Builder tokens(Tokenizer value) {
            return set("tokens", value);
        }

        public Builder lines(boolean value) {
            return set("lines", value);
        }

        public Builder tieEmbedding(boolean value) {
            return set("tie embedding", value);
        }

        public Builder steps(int value) {
            return set("steps", value);
        }

        public Builder back(int value) {
            return set("back", value);
        }

        public Builder given(LanguageGiven value) {
            return set(value);
        }

        public Builder ngrams(LanguageNgrams value) {
            return set(value);
        }

        public Builder variant(LanguageVariant value) {
            return set(value);
        }
    }
}
