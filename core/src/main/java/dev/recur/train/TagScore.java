package dev.recur.train;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How well sequences of tags were found: tags one by one, and where the tags are of the IOB family or cut characters into words, whole spans,
 * counted over all sentences as conlleval counts them.
 */
public final class TagScore {
    /**
     * Of one type of spans, or of all.
     *
     * @param wanted spans there are
     * @param found spans that were found
     * @param right found where and as they are wanted
     */
    public record Counts(long wanted, long found, long right) {
        public double precision() {
            return found == 0 ? 0 : (double) right / found;
        }

        public double recall() {
            return wanted == 0 ? 0 : (double) right / wanted;
        }

        /** The harmonic mean of the two. */
        public double f1() {
            return wanted + found == 0 ? 0 : 2.0 * right / (wanted + found);
        }

        private Counts plus(long moreWanted, long moreFound, long moreRight) {
            return new Counts(wanted + moreWanted, found + moreFound, right + moreRight);
        }
    }

    private static final Counts NOTHING = new Counts(0, 0, 0);

    private final boolean spans;
    private final Map<String, Counts> types = new TreeMap<>();
    private final Map<String, Map<String, Long>> confusion = new TreeMap<>();
    private Counts all = NOTHING;
    private long tokens;
    private long right;
    private long sentences;
    private long rightSentences;

    /** @param spans whether to count spans beside tags */
    public TagScore(boolean spans) {
        this.spans = spans;
    }

    /** Counts one sentence. */
    public void add(List<String> wanted, List<String> found) {
        boolean whole = true;
        for (int i = 0; i < wanted.size(); i++) {
            boolean same = wanted.get(i).equals(found.get(i));
            right += same ? 1 : 0;
            whole &= same;
            confusion.computeIfAbsent(wanted.get(i), tag -> new TreeMap<>()).merge(found.get(i), 1L, Long::sum);
        }
        tokens += wanted.size();
        sentences++;
        rightSentences += whole ? 1 : 0;
        if (spans) {
            addSpans(Span.of(wanted), Span.of(found));
        }
    }

    private void addSpans(List<Span> wanted, List<Span> found) {
        Set<Span> there = new HashSet<>(wanted);
        for (Span span : wanted) {
            types.merge(span.type(), new Counts(1, 0, 0), TagScore::sum);
        }
        for (Span span : found) {
            types.merge(span.type(), new Counts(0, 1, there.contains(span) ? 1 : 0), TagScore::sum);
        }
        long both = found.stream().filter(there::contains).count();
        all = all.plus(wanted.size(), found.size(), both);
    }

    private static Counts sum(Counts a, Counts b) {
        return a.plus(b.wanted, b.found, b.right);
    }

    /** The share of right tags. */
    public double accuracy() {
        return tokens == 0 ? 0 : (double) right / tokens;
    }

    /** The share of sentences without a wrong tag. */
    public double wholeSentences() {
        return sentences == 0 ? 0 : (double) rightSentences / sentences;
    }

    public long tokens() {
        return tokens;
    }

    public long sentences() {
        return sentences;
    }

    /** Of all spans together. */
    public Counts spans() {
        return all;
    }

    /** Of each type of spans, by name. */
    public Map<String, Counts> types() {
        return types;
    }

    /** How often a wanted tag was found as another: by the wanted, then by the found one. */
    public Map<String, Map<String, Long>> confusion() {
        return confusion;
    }

    /** For a {@link Score}: the F1 of spans, if they are counted, before the accuracy. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (spans) {
            figures.put("F1", all.f1());
        }
        figures.put("accuracy", accuracy());
        return figures;
    }
}
