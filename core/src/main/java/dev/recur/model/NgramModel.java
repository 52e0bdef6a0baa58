package dev.recur.model;

import dev.recur.text.Corpus;
import dev.recur.text.Ids;
import dev.recur.text.LongCounts;
import dev.recur.text.Vocabulary;

/**
 * A model of n-grams, to stand beside a network: the plainest thing that predicts a text well. The share of a token behind a context of
 * n - 1 tokens is interpolated with that behind the context that is one shorter, and so on down to one for all; a context counts for
 * itself the more, the more often it came and the fewer different tokens came behind it (Witten and Bell 1991, method C).
 *
 * <p>With c(hw) how often w came behind h, c(h) its sum and t(h) the number of different ones, and h' as h without its first token:
 * p(w|h) = (c(hw) + t(h) p(w|h')) / (c(h) + t(h)).
 */
public final class NgramModel {
    private final int order;
    private final Vocabulary vocabulary;
    private final LongCounts followed = new LongCounts(); // c(hw), by context and token
    private final LongCounts seen = new LongCounts(); // c(h)
    private final LongCounts kinds = new LongCounts(); // t(h)

    private NgramModel(int order, Vocabulary vocabulary) {
        if (order < 1) {
            throw new IllegalArgumentException("an n-gram has " + order + " tokens; it must have 1 or more");
        }
        this.order = order;
        this.vocabulary = vocabulary;
    }

    /** Counts a text. Of documents each begins with the mark, and its end counts as a token. */
    public static NgramModel of(int order, Corpus corpus, Vocabulary vocabulary) {
        NgramModel model = new NgramModel(order, vocabulary);
        model.walk(corpus, model::count);
        return model;
    }

    /** How a text is predicted: nats of all tokens together. The tokens are those that a network predicts. */
    public double nats(Corpus corpus) {
        double[] sum = {0};
        walk(corpus, (text, at) -> sum[0] -= StrictMath.log(probability(text, at)));
        return sum[0];
    }

    /** Of the token at {@code at} behind all tokens before it, of which the last ones count. */
    double probability(int[] text, int at) {
        double probability = 1.0 / vocabulary.size();
        long context = Context.EMPTY;
        for (int length = 0; length < order && length <= at; length++) {
            context = length == 0 ? context : Context.longer(context, text[at - length]);
            int times = seen.at(context);
            if (times == 0) {
                break; // nor does any longer one come
            }
            int different = kinds.at(context);
            probability =
                    (followed.at(Context.behind(context, text[at])) + different * probability) / (times + different);
        }
        return probability;
    }

    private void count(int[] text, int at) {
        long context = Context.EMPTY;
        for (int length = 0; length < order && length <= at; length++) {
            context = length == 0 ? context : Context.longer(context, text[at - length]);
            if (followed.add(Context.behind(context, text[at])) == 1) {
                kinds.add(context);
            }
            seen.add(context);
        }
    }

    private interface Visitor {
        void token(int[] text, int at);
    }

    /** A running text's first token is given, and so is a document's begin. */
    private void walk(Corpus corpus, Visitor visitor) {
        Ids ids = corpus.encode(vocabulary);
        int marks = vocabulary.hasMarks() ? 1 : 0;
        int[] text = {};
        for (int document = 0; document < corpus.documents(); document++) {
            long start = corpus.start(document);
            int length = Math.toIntExact(corpus.start(document + 1) - start);
            int size = length + 2 * marks;
            text = text.length < size ? new int[Math.max(size, 2 * text.length)] : text;
            ids.copy(start, text, marks, length);
            if (vocabulary.hasMarks()) {
                text[0] = vocabulary.begin();
                text[size - 1] = vocabulary.end();
            }
            for (int at = 1; at < size; at++) {
                visitor.token(text, at);
            }
        }
    }

    /** 64 bits that stand for a context: two of 10⁷ contexts share theirs with a chance of 10⁻⁵. */
    private static final class Context {
        static final long EMPTY = 0x243F6A8885A308D3L;

        /** The context with a token more at its front. */
        static long longer(long context, int token) {
            return LongCounts.mix(context + 0x9E3779B97F4A7C15L * (token + 1L));
        }

        /** A context and what follows. */
        static long behind(long context, int token) {
            return LongCounts.mix(LongCounts.mix(context ^ 0x13198A2E03707344L) + 0x9E3779B97F4A7C15L * (token + 1L));
        }
    }
}
