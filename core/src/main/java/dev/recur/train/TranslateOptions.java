package dev.recur.train;

import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.model.Model;
import dev.recur.model.Regularisers;
import dev.recur.model.Translator;
import dev.recur.parallel.Workers;
import dev.recur.store.Records;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * To write one sequence for another.
 *
 * @param sourceTokens what a token of a source is
 * @param targetTokens what a token of a target is
 * @param lower whether texts are read and written in lower case
 * @param apart whether punctuation stands apart, where tokens are words, see {@link dev.recur.text.Punctuation}
 * @param vocabulary how many different tokens at most, on each side
 * @param atLeast tokens that occur less often on their side count as unknown
 * @param cell the text of the cell
 * @param hidden H of each layer of the decoder; each direction of an encoder's layer has half of it
 * @param layers how many the encoder has, and the decoder
 * @param skip which layer reads which
 * @param embedding length of a token's vector; 0 stands for H, but at most {@link LanguageOptions#MOST_EMBEDDING}
 * @param attention what the decoder looks at
 * @param dropout between layers and before the output
 * @param inputDropout of embedded tokens
 * @param weightDrop of the weights on the state
 * @param regularisers of training
 * @param smoothing of the tokens to write: this share goes to all tokens equally
 * @param tieEmbedding whether the output's matrix is the embedding of the target's tokens
 */
public record TranslateOptions(
        Tokenizer sourceTokens,
        Tokenizer targetTokens,
        boolean lower,
        boolean apart,
        int vocabulary,
        long atLeast,
        String cell,
        int hidden,
        int layers,
        Skip skip,
        int embedding,
        Translator.Look attention,
        double dropout,
        double inputDropout,
        double weightDrop,
        Regularisers regularisers,
        double smoothing,
        boolean tieEmbedding)
        implements TaskOptions {
    public static final TranslateOptions DEFAULTS = new TranslateOptions(
            Tokenizer.WORDS, // source tokens
            Tokenizer.WORDS, // target tokens
            false, // lower
            true, // apart
            50_000, // vocabulary
            1, // at least
            Cell.named("lstm").text(),
            256, // hidden
            1, // layers
            Skip.NONE,
            0, // embedding
            Translator.Look.GENERAL,
            0.3, // dropout
            0, // input dropout
            0, // weight drop
            Regularisers.NONE,
            0.1, // smoothing
            false); // tie embedding

    public TranslateOptions {
        Training.check(vocabulary >= 1, "the size of the vocabulary", vocabulary, "1 or more");
        Training.check(smoothing >= 0 && smoothing < 1, "the smoothing", smoothing, "0 or more and below 1");
        config(
                cell,
                hidden,
                layers,
                skip,
                embedding,
                attention,
                lower,
                apart,
                dropout,
                inputDropout,
                weightDrop,
                regularisers,
                tieEmbedding);
    }

    private static Translator.Config config(
            String cell,
            int hidden,
            int layers,
            Skip skip,
            int embedding,
            Translator.Look attention,
            boolean lower,
            boolean apart,
            double dropout,
            double inputDropout,
            double weightDrop,
            Regularisers regularisers,
            boolean tied) {
        int length = embedding == 0 ? Math.min(hidden, LanguageOptions.MOST_EMBEDDING) : embedding;
        return new Translator.Config(
                cell,
                hidden,
                layers,
                skip,
                length,
                attention,
                lower,
                apart,
                dropout,
                inputDropout,
                weightDrop,
                regularisers,
                tied);
    }

    /** The shape of the model. */
    public Translator.Config config() {
        return config(
                cell,
                hidden,
                layers,
                skip,
                embedding,
                attention,
                lower,
                apart,
                dropout,
                inputDropout,
                weightDrop,
                regularisers,
                tieEmbedding);
    }

    @Override
    public String task() {
        return "translate";
    }

    @Override
    public Training training() {
        return Records.with(Training.DEFAULTS, Map.of("batch", 64, "rate", 0.002));
    }

    @Override
    public boolean takesTargets() {
        return true;
    }

    @Override
    public Task begin(
            Training training, TrainingFiles files, @Nullable Model resumed, @Nullable Model source, Workers workers)
            throws IOException {
        return new TranslateTask(training, this, files, (Translator) resumed, workers);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; what is not set has its default. */
    public static final class Builder extends NetworkBuilder<TranslateOptions, Builder> {
        private Builder() {
            super(DEFAULTS);
        }

        @Override
        Builder self() {
            return this;
        }

        public Builder sourceTokens(Tokenizer value) {
            return set("source tokens", value);
        }

        public Builder targetTokens(Tokenizer value) {
            return set("target tokens", value);
        }

        public Builder lower(boolean value) {
            return set("lower", value);
        }

        public Builder apart(boolean value) {
            return set("apart", value);
        }

        public Builder skip(Skip value) {
            return set("skip", value);
        }

        public Builder attention(Translator.Look value) {
            return set("attention", value);
        }

        public Builder smoothing(double value) {
            return set("smoothing", value);
        }

        public Builder tieEmbedding(boolean value) {
            return set("tie embedding", value);
        }
    }
}
