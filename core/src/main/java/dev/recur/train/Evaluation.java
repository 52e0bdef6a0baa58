package dev.recur.train;

import dev.recur.batch.Batches;
import dev.recur.batch.Conditions;
import dev.recur.batch.Documents;
import dev.recur.batch.Minibatch;
import dev.recur.batch.SortedDocuments;
import dev.recur.batch.Streams;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageNetwork;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Ids;
import dev.recur.text.TextException;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * How well a model predicts a text. A running text is read as one row from its first token to its last, the state carried all the way:
 * its first token is given, all others are predicted. Of documents, each begins afresh with the mark, and its end is predicted too.
 *
 * @param nats of all predictions together
 * @param tokens that were predicted
 * @param characters they stand for; 0 if that is not known, since the text holds words that the vocabulary lacks. Of words, the space
 *     behind each counts as one; an end of a document counts as none
 * @param unknown tokens of the text that the vocabulary lacks: they are predicted as one kind, which makes all figures too good
 * @param documents 1 for a running text
 * @param carried how the state was carried, in words
 */
public record Evaluation(double nats, long tokens, long characters, long unknown, int documents, String carried) {
    private static final int STEPS = 256;
    private static final int ROWS = 32;

    /** Reads the files as the model's own text was: cut into its tokens, and line by line if it has marks. */
    public static Evaluation of(LanguageModel model, List<Path> files, Workers workers) throws IOException {
        return of(model, read(model, files), 1, workers, Watch.NONE);
    }

    /** The same of a text that was read. */
    public static Evaluation of(LanguageModel model, Corpus corpus, Workers workers) throws IOException {
        return of(model, corpus, 1, workers, Watch.NONE);
    }

    /** Files, read as the model's own text was. */
    public static Corpus read(LanguageModel model, List<Path> files) throws IOException {
        return read(model, files, "");
    }

    /**
     * The same.
     *
     * @param columns of a model whose texts are given something, see {@link LanguageGiven}
     */
    public static Corpus read(LanguageModel model, List<Path> files, String columns) throws IOException {
        Vocabulary vocabulary = model.vocabulary();
        if (!model.givens().isEmpty()) {
            return GivenFiles.read(files, vocabulary.tokenizer(), model.givens().names(), columns);
        }
        return Corpus.read(files, vocabulary.tokenizer(), vocabulary.hasMarks());
    }

    /**
     * The same, watched.
     *
     * @param streams into so many equal parts a running text is cut, which are read side by side, each from a fresh state: faster than
     *     one, and a little worse for the model. The fewer than {@code streams} tokens that are left over are not read. Documents
     *     are read side by side in any case, which changes nothing for them
     * @throws CancellationException if {@code watch} does not want to go on
     * @throws TextException if a text is given what the model does not know
     */
    public static Evaluation of(LanguageModel model, Corpus corpus, int streams, Workers workers, Watch watch)
            throws TextException {
        Vocabulary vocabulary = model.vocabulary();
        if (!vocabulary.hasMarks()) {
            Streams batches = streams(model, corpus, streams, STEPS);
            double nats = nats(model, batches, workers, watch);
            return running(
                    model,
                    corpus,
                    batches,
                    nats,
                    streams == 1
                            ? "through the whole text, in one row"
                            : "through each of " + streams + " equal parts of the text");
        }
        Documents documents = Documents.of(corpus, vocabulary, Conditions.of(corpus, model.givens()));
        Batches batches = SortedDocuments.of(documents, ROWS, STEPS);
        double nats = nats(model, batches, workers, watch);
        return evaluation(
                vocabulary,
                corpus,
                batches,
                nats,
                corpus.encode(vocabulary),
                model.givens().isEmpty()
                        ? "from the begin of each line to its end, each line on its own"
                        : "from the begin of each text to its end, each text on its own, with what it is given");
    }

    /** A running text, cut for a model. */
    static Streams streams(LanguageModel model, Corpus corpus, int streams, int steps) {
        if (corpus.size() <= streams) {
            throw new IllegalArgumentException("a running text of " + corpus.size()
                    + (corpus.size() == 1 ? " token has none to predict" : " tokens has none to predict")
                    + (streams == 1 ? "" : " in " + streams + " streams")
                    + ", since the first one is given; give a longer one");
        }
        return Streams.of(corpus.encode(model.vocabulary()), streams, steps);
    }

    /** Of a running text that was predicted. */
    static Evaluation running(LanguageModel model, Corpus corpus, Streams batches, double nats, String carried) {
        Ids predicted = corpus.encode(model.vocabulary()).slice(1, 1 + batches.tokens());
        return evaluation(model.vocabulary(), corpus, batches, nats, predicted, carried);
    }

    private static Evaluation evaluation(
            Vocabulary vocabulary, Corpus corpus, Batches batches, double nats, Ids predicted, String carried) {
        long unknown = vocabulary.unknown() == Vocabulary.NONE ? 0 : corpus.unknown(vocabulary);
        return new Evaluation(
                nats,
                batches.tokens(),
                characters(vocabulary, predicted, unknown),
                unknown,
                corpus.documents(),
                carried);
    }

    private static double nats(LanguageModel model, Batches batches, Workers workers, Watch watch) {
        LanguageNetwork network = new LanguageNetwork(model, false, new Randomness(0), workers);
        network.load(0);
        Minibatch batch = new Minibatch();
        double nats = 0;
        long read = 0;
        long count = batches.count(0);
        for (long i = 0; i < count; i++) {
            batches.fill(0, i, batch);
            nats += network.evaluate(batch);
            read += batch.tokens();
            watch.ask(read, batches.tokens());
        }
        return nats;
    }

    private static long characters(Vocabulary vocabulary, Ids ids, long unknown) {
        if (vocabulary.tokenizer() == Tokenizer.CHARACTERS) {
            return ids.size();
        }
        if (unknown > 0) {
            return 0;
        }
        int[] lengths = new int[vocabulary.size()];
        for (int id = 0; id < lengths.length; id++) {
            lengths[id] = length(vocabulary, id);
        }
        int[] chunk = new int[STEPS];
        long sum = 0;
        for (long at = 0; at < ids.size(); at += STEPS) {
            int n = (int) Math.min(STEPS, ids.size() - at);
            ids.copy(at, chunk, 0, n);
            for (int i = 0; i < n; i++) {
                sum += lengths[chunk[i]];
            }
        }
        return sum;
    }

    /** In code points. A byte that continues a character in UTF-8 has none. */
    private static int length(Vocabulary vocabulary, int id) {
        String token = vocabulary.token(id);
        if (vocabulary.tokenizer() == Tokenizer.BYTES) {
            boolean continues = token.startsWith("0x") && (Integer.parseInt(token.substring(2), 16) & 0xC0) == 0x80;
            return continues ? 0 : 1;
        }
        return token.equals("\n") ? 1 : token.codePointCount(0, token.length()) + 1;
    }

    public double natsPerToken() {
        return nats / tokens;
    }

    public double bitsPerToken() {
        return natsPerToken() / StrictMath.log(2);
    }

    /** NaN if the number of characters is not known. */
    public double natsPerCharacter() {
        return characters == 0 ? Double.NaN : nats / characters;
    }

    /** NaN if the number of characters is not known. */
    public double bitsPerCharacter() {
        return natsPerCharacter() / StrictMath.log(2);
    }

    /** Per token. */
    public double perplexity() {
        return StrictMath.exp(natsPerToken());
    }
}
