package dev.recur.generate;

import dev.recur.model.Translator;
import dev.recur.model.TranslatorNetwork;
import dev.recur.parallel.Workers;
import dev.recur.train.Bleu;
import dev.recur.train.Parallel;
import dev.recur.train.Translated;
import dev.recur.train.TranslationScore;
import dev.recur.train.Watch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * How well a translator does on pairs of texts.
 *
 * @param score of the best translation of each text
 * @param natsPerToken the mean of -log p over all tokens of the wanted targets, their ends among them, each given those before it
 * @param samples every text, with its translation, the most wrong first
 */
public record TranslationEvaluation(TranslationScore score, double natsPerToken, List<Sample> samples) {
    /**
     * A source, its targets, and what was written.
     *
     * @param edits from the nearest target, in tokens
     */
    public record Sample(Translation found, List<String> wanted, int edits) {}

    private static final int TOGETHER = 256;

    /**
     * @param grouped whether pairs with the same source are one text with several references; else each is a text of its own
     * @param watch told of the texts
     * @throws CancellationException if {@code watch} does not want to go on
     */
    public static TranslationEvaluation of(
            Translator model,
            List<Parallel> pairs,
            boolean grouped,
            Search search,
            Bleu.Tokens tokens,
            Workers workers,
            Watch watch) {
        TranslatorNetwork network = TranslatorNetwork.predicting(model, workers);
        network.load(0);
        Translated read = Translated.of(pairs, model);
        double nats = read.nats(network) / read.tokens();
        Map<Object, List<String>> wanted = new LinkedHashMap<>();
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Parallel pair = pairs.get(i);
            wanted.computeIfAbsent(grouped ? pair.source() : i, key -> {
                        sources.add(pair.source());
                        return new ArrayList<>();
                    })
                    .add(pair.target());
        }
        TranslationScore score = new TranslationScore(tokens, model.config().lower());
        List<Sample> samples = new ArrayList<>();
        List<List<String>> references = List.copyOf(wanted.values());
        Translations translations = new Translations(model, search, workers);
        for (int from = 0; from < sources.size(); from += TOGETHER) {
            int to = Math.min(sources.size(), from + TOGETHER);
            List<List<Translation>> found = translations.of(sources.subList(from, to));
            for (int i = from; i < to; i++) {
                samples.add(sample(model, score, found.get(i - from).get(0), references.get(i)));
            }
            watch.ask(to, sources.size());
        }
        samples.sort(Comparator.comparingInt(sample -> -sample.edits()));
        return new TranslationEvaluation(score, nats, List.copyOf(samples));
    }

    private static Sample sample(Translator model, TranslationScore score, Translation found, List<String> wanted) {
        List<List<String>> cut = wanted.stream().map(model::targetTokens).toList();
        return new Sample(found, wanted, score.add(found.tokens(), cut, found.text(), wanted));
    }

    public double perplexity() {
        return StrictMath.exp(natsPerToken);
    }
}
