package dev.recur.generate;

import dev.recur.kernel.Kernels;
import dev.recur.model.TranslatorNetwork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for the likeliest targets of some sources side by side, keeping the best few unfinished ones of each (Graves 2012; Sutskever, Vinyals
 * and Le 2014). Of each source and step the best 2 · beam continuations are looked at; an end among the first beam of them finishes a
 * target, and a source is done when it has as many finished ones as the beam. What is found for a source does not depend on the others.
 */
final class BeamSearch {
    private final TranslatorNetwork network;
    private final Search search;
    private final Constraint constraint;
    private final int vocabulary; // V
    private final int end;
    private final Kernels kernels = Kernels.selected();
    private final Candidates candidates;
    private final float[] shares; // [V]

    BeamSearch(TranslatorNetwork network, Search search, Constraint constraint) {
        this.network = network;
        this.search = search;
        this.constraint = constraint;
        this.vocabulary = network.model().target().size();
        this.end = network.model().target().end();
        this.candidates = new Candidates(2 * search.beam());
        this.shares = new float[vocabulary];
    }

    /** One source's part of the search. */
    private static final class Hunt {
        final List<Hypothesis> finished = new ArrayList<>();
        List<Hypothesis> alive;
        final int longest;

        Hunt(Hypothesis begin) {
            alive = List.of(begin);
            longest = longest(begin.source().length - 1);
        }
    }

    /** Tokens after which a target is cut off: far more than one has, so that a model that never ends does not run on for ever. */
    static int longest(int sourceTokens) {
        return 3 * sourceTokens + 20;
    }

    /** The best targets of the first {@code n} sources, each with its end if it was not cut off. */
    List<List<Hypothesis>> find(int[][] sources, int n) {
        int begin = network.model().target().begin();
        List<Hunt> hunts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            hunts.add(new Hunt(Hypothesis.begin(begin, sources[i])));
        }
        network.begin(sources, n);
        for (int rows = n; rows > 0; rows = step(hunts, rows)) {
            assert rows <= n * search.beam();
        }
        return hunts.stream().map(hunt -> best(hunt.finished)).toList();
    }

    /** Writes one token more. Returns how many rows go on. */
    private int step(List<Hunt> hunts, int rows) {
        int[] tokens = new int[rows];
        int row = 0;
        for (Hunt hunt : hunts) {
            for (Hypothesis hypothesis : hunt.alive) {
                tokens[row++] = hypothesis.token();
            }
        }
        float[] logits = network.step(tokens);
        int[] from = new int[hunts.size() * search.beam()];
        int kept = 0;
        int first = 0;
        for (Hunt hunt : hunts) {
            int before = hunt.alive.size();
            if (before > 0) {
                kept = extend(hunt, logits, first, from, kept);
            }
            first += before;
        }
        if (kept > 0) {
            network.regroup(from, kept);
        }
        return kept;
    }

    /**
     * @param first the row of the first hypothesis of this source
     * @param from where the rows that the kept ones go on from are noted, behind {@code kept}
     */
    private int extend(Hunt hunt, float[] logits, int first, int[] from, int kept) {
        List<Hypothesis> before = hunt.alive;
        candidates.clear();
        for (int i = 0; i < before.size(); i++) {
            int at = (first + i) * vocabulary;
            double shift = before.get(i).logProbability() - logSum(logits, at);
            constraint.forbid(logits, at, before.get(i));
            candidates.offer(i, logits, at, vocabulary, shift);
        }
        List<Hypothesis> alive = new ArrayList<>();
        List<Integer> parents = new ArrayList<>();
        for (int place = 0; place < candidates.size() && alive.size() < search.beam(); place++) {
            int parent = candidates.hypothesis(place);
            int token = candidates.token(place);
            if (token == end && place >= search.beam()) {
                continue;
            }
            Hypothesis last = before.get(parent);
            float[] looked = network.looked(first + parent, last.source().length);
            Hypothesis next = last.and(token, candidates.logProbability(place), looked);
            if (token == end) {
                hunt.finished.add(next);
            } else {
                alive.add(next);
                parents.add(first + parent);
            }
        }
        boolean cut = alive.isEmpty() || alive.get(0).length() == hunt.longest; // empty if all is forbidden
        List<Hypothesis> left = alive.isEmpty() ? before : alive;
        for (int i = 0; cut && i < left.size() && hunt.finished.size() < search.best(); i++) {
            hunt.finished.add(left.get(i));
        }
        boolean done = cut || hunt.finished.size() >= search.beam();
        hunt.alive = done ? List.of() : alive;
        for (int i = 0; i < hunt.alive.size(); i++) {
            from[kept++] = parents.get(i);
        }
        return kept;
    }

    /** The logarithm of the sum of exp over one row. */
    private double logSum(float[] logits, int at) {
        int highest = 0;
        for (int j = 1; j < vocabulary; j++) {
            highest = logits[at + j] > logits[at + highest] ? j : highest;
        }
        kernels.softmax(shares, 0, logits, at, vocabulary, 1f);
        return logits[at + highest] - StrictMath.log(shares[highest]);
    }

    /** What was cut off comes last. */
    private List<Hypothesis> best(List<Hypothesis> finished) {
        return finished.stream()
                .sorted(Comparator.<Hypothesis, Boolean>comparing(hypothesis -> hypothesis.token() != end)
                        .thenComparingDouble(
                                hypothesis -> -search.score(hypothesis.logProbability(), hypothesis.length())))
                .limit(search.best())
                .toList();
    }
}
