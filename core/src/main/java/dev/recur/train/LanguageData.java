package dev.recur.train;

import dev.recur.batch.Batches;
import dev.recur.batch.Conditions;
import dev.recur.batch.Documents;
import dev.recur.batch.SortedDocuments;
import dev.recur.batch.Streams;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Givens;
import dev.recur.text.Ids;
import dev.recur.text.Ngrams;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a run, cut into minibatches.
 *
 * @param texts what is learned from, to count in
 * @param sha256 of the text, and of that to validate with if it is a file of its own
 */
record LanguageData(
        Vocabulary vocabulary,
        Givens givens,
        Ngrams.Texts texts,
        Batches training,
        @Nullable Batches validation,
        String sha256,
        long unknown) {
    /** Of a stream to validate with, at least: its state begins afresh. */
    private static final int LONG_ENOUGH = 256;

    private static final int POOL = 16;

    static LanguageData read(Training training, LanguageOptions options, TrainingFiles files) throws IOException {
        Path validation = files.validation();
        Corpus corpus = corpus(files.training(), options);
        Corpus other = validation == null ? null : corpus(List.of(validation), options);
        Vocabulary vocabulary = corpus.vocabulary(options.atLeast(), options.vocabulary());
        String sha256 = corpus.sha256() + (other == null ? "" : " " + other.sha256());
        long unknown = vocabulary.unknown() < 0 ? 0 : corpus.unknown(vocabulary);
        if (!options.apart()) {
            return running(training, options.steps(), corpus, other, vocabulary, sha256, unknown);
        }
        Givens givens = Givens.of(options.given().columnsGiven(), corpus);
        return apart(training, options.steps(), corpus, other, vocabulary, givens, sha256, unknown);
    }

    private static Corpus corpus(List<Path> files, LanguageOptions options) throws IOException {
        return options.given().asked()
                ? GivenFiles.read(
                        files,
                        options.tokens(),
                        options.given().names(),
                        options.given().columns())
                : Corpus.read(files, options.tokens(), options.lines());
    }

    private static LanguageData apart(
            Training options,
            int steps,
            Corpus corpus,
            @Nullable Corpus other,
            Vocabulary vocabulary,
            Givens givens,
            String sha256,
            long unknown)
            throws IOException {
        Randomness randomness = new Randomness(options.seed());
        Documents training = Documents.of(corpus, vocabulary, Conditions.of(corpus, givens));
        Documents validation = other == null ? null : Documents.of(other, vocabulary, Conditions.of(other, givens));
        long share = (long) StrictMath.rint(options.valid() * training.count());
        if (validation == null && share > 0 && share < training.count()) {
            Documents.Split split = training.split(options.valid(), randomness.stream("validation"));
            training = split.training();
            validation = split.validation();
        }
        Batches batches = SortedDocuments.shuffled(training, options.batch(), steps, POOL, randomness.stream("order"));
        Batches held = validation == null ? null : SortedDocuments.of(validation, options.batch(), steps);
        return new LanguageData(vocabulary, givens, training::read, batches, held, sha256, unknown);
    }

    private static LanguageData running(
            Training options,
            int steps,
            Corpus corpus,
            @Nullable Corpus other,
            Vocabulary vocabulary,
            String sha256,
            long unknown) {
        Ids training = corpus.encode(vocabulary);
        Ids validation = other == null ? null : other.encode(vocabulary);
        long share = (long) StrictMath.rint(options.valid() * training.size());
        if (validation == null && share > 1) {
            validation = training.slice(training.size() - share, training.size());
            training = training.slice(0, training.size() - share);
        }
        Batches held = validation == null
                ? null
                : Streams.of(validation, rows(validation, options.batch(), LONG_ENOUGH), steps);
        int rows = rows(training, options.batch(), steps);
        Ids text = training;
        return new LanguageData(
                vocabulary,
                Givens.NONE,
                (begin, token) -> {
                    begin.run();
                    text.forEach(token);
                },
                Streams.of(training, rows, steps),
                held,
                sha256,
                unknown);
    }

    /** So many streams that each is long enough. */
    private static int rows(Ids text, int most, int length) {
        return (int) Math.max(1, Math.min(most, text.size() / length));
    }

    /** So many epochs that about {@code tokens} are read, but at least so many updates made. */
    int epochs(long tokens, long updates) {
        long byTokens = Math.max(2, Math.min(30, tokens / Math.max(1, training.tokens())));
        long batches = training.count(0);
        return (int) Math.min(1000, Math.max(byTokens, (updates + batches - 1) / batches));
    }
}
