package dev.recur.generate;

import dev.recur.batch.LengthOrder;
import dev.recur.model.Translator;
import dev.recur.model.TranslatorNetwork;
import dev.recur.parallel.Workers;
import dev.recur.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Uses a translator: texts in, texts out. One thread at a time. */
public final class Translations {
    private static final int ROWS = 32;

    private final Translator model;
    private final Search search;
    private final TranslatorNetwork network;
    private final BeamSearch beams;

    public Translations(Translator model, Search search, Workers workers) {
        this(model, search, Constraint.NONE, workers);
    }

    /** @param constraint beside those that the search asks for */
    public Translations(Translator model, Search search, Constraint constraint, Workers workers) {
        this.model = model;
        this.search = search;
        this.network = TranslatorNetwork.predicting(model, workers);
        this.network.load(0);
        this.beams = new BeamSearch(network, search, constraints(constraint));
    }

    private Constraint constraints(Constraint more) {
        Vocabulary target = model.target();
        Constraint all = more.and(Constraint.not(target.begin()));
        boolean copies = search.copy() && model.config().attention() != Translator.Look.NONE;
        if (target.unknown() != Vocabulary.NONE && !copies) {
            all = all.and(Constraint.not(target.unknown()));
        }
        return search.sameLength() ? all.and(Constraint.sameLength(target.end(), target.size())) : all;
    }

    public Translator model() {
        return model;
    }

    /**
     * The best translations of each text, the best first. What is written for a text does not depend on the others.
     *
     * @throws IllegalArgumentException if a text is empty
     */
    public List<List<Translation>> of(List<String> texts) {
        int[][] sources = new int[texts.size()][];
        for (int i = 0; i < sources.length; i++) {
            if (texts.get(i).isBlank()) {
                throw new IllegalArgumentException("text " + (i + 1) + " of " + sources.length + " is empty");
            }
            sources[i] = model.read(texts.get(i));
        }
        LengthOrder order = LengthOrder.sorted(sources.length, i -> sources[i].length, ROWS);
        order.load(0);
        List<List<Translation>> found = new ArrayList<>();
        texts.forEach(text -> found.add(List.of()));
        int[][] group = new int[ROWS][];
        for (int g = 0; g < order.groups(); g++) {
            for (int r = 0; r < order.size(g); r++) {
                group[r] = sources[order.member(g, r)];
            }
            List<List<Hypothesis>> best = beams.find(group, order.size(g));
            for (int r = 0; r < best.size(); r++) {
                int text = order.member(g, r);
                List<Translation> translations = new ArrayList<>();
                best.get(r).forEach(hypothesis -> translations.add(translation(texts.get(text), hypothesis)));
                found.set(text, List.copyOf(translations));
            }
        }
        return found;
    }

    private Translation translation(String source, Hypothesis hypothesis) {
        Vocabulary target = model.target();
        boolean ended = hypothesis.token() == target.end();
        int length = ended ? hypothesis.length() - 1 : hypothesis.length();
        int[] ids = Arrays.copyOf(hypothesis.tokens(), length);
        float[][] attention = Arrays.copyOf(hypothesis.attention(), length);
        List<String> read = model.sourceTokens(source);
        List<String> tokens = new ArrayList<>();
        for (int t = 0; t < length; t++) {
            boolean copied = ids[t] == target.unknown() && attention[t].length > 1;
            tokens.add(copied ? read.get(most(attention[t])) : target.token(ids[t]));
        }
        int unknown = 0;
        for (int id : hypothesis.source()) {
            unknown += id == model.source().unknown() ? 1 : 0;
        }
        return new Translation(
                source,
                model.text(tokens, ids),
                List.copyOf(tokens),
                List.copyOf(read),
                attention,
                hypothesis.logProbability(),
                search.score(hypothesis.logProbability(), hypothesis.length()),
                ended,
                unknown);
    }

    /** The token of the source that was looked at most; never the mark of its end. */
    private static int most(float[] weights) {
        int most = 0;
        for (int s = 1; s < weights.length - 1; s++) {
            most = weights[s] > weights[most] ? s : most;
        }
        return most;
    }
}
