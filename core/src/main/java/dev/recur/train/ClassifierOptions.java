package dev.recur.train;

import dev.recur.cell.Cell;
import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.model.Model;
import dev.recur.model.Regularisers;
import dev.recur.model.SequenceClassifier;
import dev.recur.parallel.Workers;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * To say which of some labels a text has.
 *
 * @param columns of the files, see {@link LabelledFiles#read}
 * @param tokens what a token is
 * @param lower whether texts are read in lower case
 * @param vocabulary how many different tokens at most
 * @param atLeast tokens that occur less often count as unknown
 * @param cell the text of the cell
 * @param hidden H of each layer and direction
 * @param layers how many recurrent layers
 * @param bidirectional whether each layer reads in both directions
 * @param skip which layer reads which
 * @param embedding length of a token's vector; 0 stands for H, but at most {@link LanguageOptions#MOST_EMBEDDING}
 * @param pooling what is made of all steps
 * @param dropout between layers and before the output
 * @param inputDropout of embedded tokens
 * @param weightDrop of the weights on the state
 * @param regularisers of training
 * @param wordDropout of tokens, which become unknown
 * @param smoothing of labels: this share goes to all labels equally
 * @param classWeights whether each label counts as much as any other, however rare it is
 */
public record ClassifierOptions(
        String columns,
        Tokenizer tokens,
        boolean lower,
        int vocabulary,
        long atLeast,
        String cell,
        int hidden,
        int layers,
        boolean bidirectional,
        Skip skip,
        int embedding,
        Pooling.Kind pooling,
        double dropout,
        double inputDropout,
        double weightDrop,
        Regularisers regularisers,
        double wordDropout,
        double smoothing,
        boolean classWeights)
        implements TaskOptions {
    public static final ClassifierOptions DEFAULTS = new ClassifierOptions(
            "", // columns
            Tokenizer.WORDS,
            false, // lower
            50_000, // vocabulary
            1, // at least
            Cell.named("lstm").text(),
            128, // hidden
            1, // layers
            true, // bidirectional
            Skip.NONE,
            0, // embedding
            Pooling.Kind.MAX,
            0.5, // dropout
            0.3, // input dropout
            0, // weight drop
            Regularisers.NONE,
            0.1, // word dropout
            0, // smoothing
            false); // class weights

    public ClassifierOptions {
        Training.check(vocabulary >= 1, "the size of the vocabulary", vocabulary, "1 or more");
        Training.check(smoothing >= 0 && smoothing < 1, "the smoothing", smoothing, "0 or more and below 1");
        LabelledFiles.roles(columns); // is the check
        config(
                cell,
                hidden,
                layers,
                bidirectional,
                skip,
                embedding,
                pooling,
                lower,
                dropout,
                inputDropout,
                weightDrop,
                regularisers,
                wordDropout);
    }

    private static SequenceClassifier.Config config(
            String cell,
            int hidden,
            int layers,
            boolean bidirectional,
            Skip skip,
            int embedding,
            Pooling.Kind pooling,
            boolean lower,
            double dropout,
            double inputDropout,
            double weightDrop,
            Regularisers regularisers,
            double wordDropout) {
        int length = embedding == 0 ? Math.min(hidden, LanguageOptions.MOST_EMBEDDING) : embedding;
        return new SequenceClassifier.Config(
                cell,
                hidden,
                layers,
                bidirectional,
                skip,
                length,
                pooling,
                lower,
                dropout,
                inputDropout,
                weightDrop,
                regularisers,
                wordDropout);
    }

    /** The shape of the model. */
    public SequenceClassifier.Config config() {
        return config(
                cell,
                hidden,
                layers,
                bidirectional,
                skip,
                embedding,
                pooling,
                lower,
                dropout,
                inputDropout,
                weightDrop,
                regularisers,
                wordDropout);
    }

    @Override
    public String task() {
        return "classify";
    }

    /** A smaller rate than most: a classifier soon knows its texts by heart. */
    @Override
    public Training training() {
        return Training.builder().rate(0.002).build();
    }

    /** The tokens that the other model knows are known, too: few labelled texts hold few words. */
    @Override
    public Task begin(
            Training training, TrainingFiles files, @Nullable Model resumed, @Nullable Model source, Workers workers)
            throws IOException {
        return new ClassifierTask(
                training, this, files, (SequenceClassifier) resumed, source == null ? null : source.reads(), workers);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; what is not set has its default. */
    public static final class Builder extends NetworkBuilder<ClassifierOptions, Builder> {
        private Builder() {
            super(DEFAULTS);
        }

        @Override
        Builder self() {
            return this;
        }

        public Builder columns(String value) {
            return set("columns", value);
        }

        public Builder tokens(Tokenizer value) {
            return set("tokens", value);
        }

        public Builder lower(boolean value) {
            return set("lower", value);
        }

        public Builder bidirectional(boolean value) {
            return set("bidirectional", value);
        }

        public Builder skip(Skip value) {
            return set("skip", value);
        }

        public Builder pooling(Pooling.Kind value) {
            return set("pooling", value);
        }

        public Builder wordDropout(double value) {
            return set("word dropout", value);
        }

        public Builder smoothing(double value) {
            return set("smoothing", value);
        }

        public Builder classWeights(boolean value) {
            return set("class weights", value);
        }
    }
}
