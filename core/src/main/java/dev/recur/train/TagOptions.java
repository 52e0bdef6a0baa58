package dev.recur.train;

import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.model.Model;
import dev.recur.model.Regularisers;
import dev.recur.model.SequenceTagger;
import dev.recur.parallel.Workers;
import dev.recur.store.Records;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * To give each word of a sentence its tag, or to cut a sentence of characters into words.
 *
 * @param wordColumn of the data, counted from 1; 0 for the first, or FORM of CoNLL-U
 * @param tagColumn of the data, counted from 1; 0 for the last, or UPOS of CoNLL-U
 * @param segment whether to learn where the words lie in their characters, and not their tags
 * @param atLeast words that occur less often count as unknown
 * @param keepCase whether words are looked up as they are, and not in lower case with 0 for digits
 * @param cell the text of the cell
 * @param hidden H of each layer and direction
 * @param layers how many recurrent layers
 * @param skip which layer reads which
 * @param embedding length of a word's vector; 0 stands for H, but at most {@link LanguageOptions#MOST_EMBEDDING}
 * @param pairEmbedding length of the vector of a token and the next one; 0: pairs are not read
 * @param characterEmbedding length of a character's vector
 * @param characterHidden H of each direction over a word's characters; 0: words are not read by them
 * @param crf whether tags are chosen together
 * @param dropout between layers and before the output
 * @param inputDropout of what the lowest layer reads
 * @param weightDrop of the weights on the state
 * @param regularisers of training
 * @param rareDropout a: a word that occurs n times is made unknown with probability a / (a + n) (Kiperwasser and Goldberg 2016)
 * @param smoothing of tags that are not chosen together
 */
public record TagOptions(
        int wordColumn,
        int tagColumn,
        boolean segment,
        long atLeast,
        boolean keepCase,
        String cell,
        int hidden,
        int layers,
        Skip skip,
        int embedding,
        int pairEmbedding,
        int characterEmbedding,
        int characterHidden,
        boolean crf,
        double dropout,
        double inputDropout,
        double weightDrop,
        Regularisers regularisers,
        double rareDropout,
        double smoothing)
        implements TaskOptions {
    public static final TagOptions DEFAULTS = new TagOptions(
            0, // word column
            0, // tag column
            false, // segment
            1, // at least
            false, // keep case
            Cell.named("lstm").text(),
            128, // hidden
            1, // layers
            Skip.NONE,
            100, // embedding
            0, // pair embedding
            32, // character embedding
            48, // character hidden
            false, // crf
            0.4, // dropout
            0.4, // input dropout
            0, // weight drop
            Regularisers.NONE,
            0.25, // rare dropout
            0); // smoothing

    public TagOptions {
        Training.check(wordColumn >= 0, "the word column", wordColumn, "1 or more, or 0 for the usual one");
        Training.check(tagColumn >= 0, "the tag column", tagColumn, "1 or more, or 0 for the usual one");
        Training.check(atLeast >= 1, "at least", atLeast, "1 or more");
        Training.check(rareDropout >= 0, "rare dropout", rareDropout, "0 or more");
        Training.check(smoothing >= 0 && smoothing < 1, "the smoothing", smoothing, "0 or more and below 1");
        if (smoothing > 0 && crf) {
            throw new IllegalArgumentException(
                    "smoothing is " + smoothing + ", but tags that are chosen together by a crf cannot be smoothed");
        }
        Training.check(embedding >= 0, "embedding", embedding, "1 or more, or 0 for as H");
        config(
                cell,
                hidden,
                layers,
                skip,
                embedding,
                pairEmbedding,
                characterEmbedding,
                characterHidden,
                keepCase,
                crf,
                segment,
                dropout,
                inputDropout,
                weightDrop,
                regularisers);
    }

    private static SequenceTagger.Config config(
            String cell,
            int hidden,
            int layers,
            Skip skip,
            int embedding,
            int pairEmbedding,
            int characterEmbedding,
            int characterHidden,
            boolean keepCase,
            boolean crf,
            boolean segment,
            double dropout,
            double inputDropout,
            double weightDrop,
            Regularisers regularisers) {
        return new SequenceTagger.Config(
                cell,
                hidden,
                layers,
                skip,
                embedding == 0 ? Math.min(hidden, LanguageOptions.MOST_EMBEDDING) : embedding,
                pairEmbedding,
                characterEmbedding,
                segment ? 0 : characterHidden,
                !keepCase && !segment,
                crf,
                segment,
                dropout,
                inputDropout,
                weightDrop,
                regularisers);
    }

    /** The shape of the model. A character is not read by its characters. */
    public SequenceTagger.Config config() {
        return config(
                cell,
                hidden,
                layers,
                skip,
                embedding,
                pairEmbedding,
                characterEmbedding,
                characterHidden,
                keepCase,
                crf,
                segment,
                dropout,
                inputDropout,
                weightDrop,
                regularisers);
    }

    @Override
    public String task() {
        return "tag";
    }

    @Override
    public Training training() {
        return Records.with(Training.DEFAULTS, Map.of("batch", 32));
    }

    @Override
    public Task begin(
            Training training, TrainingFiles files, @Nullable Model resumed, @Nullable Model source, Workers workers)
            throws IOException {
        return new TagTask(training, this, files, (SequenceTagger) resumed, workers);
    }
}
