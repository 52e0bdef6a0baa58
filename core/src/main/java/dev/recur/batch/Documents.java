package dev.recur.batch;

import dev.recur.random.Stream;
import dev.recur.text.Corpus;
import dev.recur.text.Ids;
import dev.recur.text.Vocabulary;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Documents apart from one another. Each is read from the begin mark on, and the end mark is to be predicted last, so a document of n
 * tokens has n + 1 steps.
 */
public final class Documents {
    /** Two parts of a whole. */
    public record Split(Documents training, Documents validation) {}

    private final Corpus corpus;
    private final Ids ids;
    private final int begin;
    private final int end;
    /** Numbers in the corpus. */
    private final int[] chosen;

    private final Conditions conditions;

    private Documents(Corpus corpus, Ids ids, int begin, int end, int[] chosen, Conditions conditions) {
        this.corpus = corpus;
        this.ids = ids;
        this.begin = begin;
        this.end = end;
        this.chosen = chosen;
        this.conditions = conditions;
    }

    /** All documents of a corpus that are given nothing, or of which it does not matter. */
    public static Documents of(Corpus corpus, Vocabulary vocabulary) {
        return of(corpus, vocabulary, Conditions.NONE);
    }

    /** All documents of a corpus, with what they are given. */
    public static Documents of(Corpus corpus, Vocabulary vocabulary, Conditions conditions) {
        if (!vocabulary.hasMarks()) {
            throw new IllegalArgumentException(
                    "the vocabulary has no marks for begin and end, so documents cannot be told apart; train with"
                            + " --lines");
        }
        int[] all = new int[corpus.documents()];
        Arrays.setAll(all, document -> document);
        return new Documents(corpus, corpus.encode(vocabulary), vocabulary.begin(), vocabulary.end(), all, conditions);
    }

    /** The given share of the documents, drawn by chance, for validation; both parts keep the order of the corpus. */
    public Split split(double fraction, Stream chance) {
        int validation = (int) StrictMath.rint(fraction * count());
        if (!(fraction > 0 && fraction < 1) || validation < 1 || validation >= count()) {
            throw new IllegalArgumentException("a validation share of " + fraction + " of " + count()
                    + " documents leaves one part empty; give another share or a file of its own");
        }
        int[] order = chance.permutation(count(), 0);
        return new Split(part(order, validation, count()), part(order, 0, validation));
    }

    private Documents part(int[] order, int from, int to) {
        int[] places = Arrays.copyOfRange(order, from, to);
        Arrays.sort(places);
        return new Documents(
                corpus,
                ids,
                begin,
                end,
                Arrays.stream(places).map(place -> chosen[place]).toArray(),
                conditions);
    }

    public int count() {
        return chosen.length;
    }

    /** Its number in the corpus. */
    public int number(int document) {
        return chosen[document];
    }

    /** What the documents are given, by their number in the corpus. */
    Conditions conditions() {
        return conditions;
    }

    /** Its tokens and one. */
    public int steps(int document) {
        return Math.toIntExact(corpus.start(chosen[document] + 1) - corpus.start(chosen[document])) + 1;
    }

    /** Of all documents. */
    public long tokens() {
        long sum = 0;
        for (int document = 0; document < count(); document++) {
            sum += steps(document);
        }
        return sum;
    }

    /** Reads all documents aloud, as a network reads them: their begin marks and their tokens. */
    public void read(Runnable begin, IntConsumer token) {
        for (int document = 0; document < count(); document++) {
            begin.run();
            token.accept(this.begin);
            ids.slice(corpus.start(chosen[document]), corpus.start(chosen[document] + 1))
                    .forEach(token);
        }
    }

    /** Steps {@code from} to before {@code from + n} of a document: what is read, and what is to be predicted. */
    void copy(int document, int from, int n, int[] inputs, int[] targets, int at) {
        long start = corpus.start(chosen[document]);
        int length = steps(document) - 1;
        int marked = from == 0 ? 1 : 0;
        if (marked == 1) {
            inputs[at] = begin;
        }
        ids.copy(start + from - 1 + marked, inputs, at + marked, n - marked);
        int before = Math.min(n, length - from);
        ids.copy(start + from, targets, at, before);
        if (before < n) {
            targets[at + before] = end;
        }
    }
}
