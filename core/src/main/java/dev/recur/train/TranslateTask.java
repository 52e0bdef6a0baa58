package dev.recur.train;

import dev.recur.batch.LengthOrder;
import dev.recur.model.Translator;
import dev.recur.model.TranslatorNetwork;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes one sequence for another. */
final class TranslateTask extends Task {
    /** Without a number of epochs: about so many updates are made, in 4 to 30 epochs. */
    private static final long UPDATES = 8000;

    private static final int POOL = 16;

    private final Translator model;
    private final Translated training;
    private final @Nullable Translated validation;
    private final String sha256;
    private final LengthOrder order;
    private final TranslatorNetwork network;
    private final TranslatorNetwork predicting;
    private final int[][] sources; // of the minibatch under way
    private final int[][] targets;

    TranslateTask(
            Training run, TranslateOptions options, TrainingFiles files, @Nullable Translator resumed, Workers workers)
            throws IOException {
        Randomness randomness = new Randomness(run.seed());
        Path other = files.validation();
        Path otherTarget = files.validationTarget();
        ParallelFiles read = ParallelFiles.read(files.training(), files.targets());
        ParallelFiles held = other == null
                ? null
                : ParallelFiles.read(List.of(other), otherTarget == null ? List.of() : List.of(otherTarget));
        List<Parallel> learnt = new ArrayList<>(read.pairs());
        List<Parallel> kept = held == null
                ? split(learnt, (int) StrictMath.rint(run.valid() * learnt.size()), randomness)
                : held.pairs();
        this.model = resumed == null ? create(options, learnt, randomness) : resumed;
        this.training = Translated.of(learnt, model);
        this.validation = kept.isEmpty() ? null : Translated.of(kept, model);
        this.sha256 = read.sha256() + (held == null ? "" : " " + held.sha256());
        this.order = new LengthOrder(training.count(), training::length, run.batch(), POOL, randomness.stream("order"));
        this.network = TranslatorNetwork.training(model, options.smoothing(), randomness, workers);
        this.predicting = TranslatorNetwork.predicting(model, workers);
        this.sources = new int[run.batch()][];
        this.targets = new int[run.batch()][];
    }

    /** Takes some sources out, drawn by chance, each with all its targets: none is learnt from and judged by. */
    private static List<Parallel> split(List<Parallel> from, int share, Randomness randomness) {
        if (share < 1 || share >= from.size()) {
            return List.of();
        }
        Map<String, List<Parallel>> bySource = new LinkedHashMap<>();
        from.forEach(pair -> bySource.computeIfAbsent(pair.source(), source -> new ArrayList<>())
                .add(pair));
        List<List<Parallel>> groups = new ArrayList<>(bySource.values());
        List<Parallel> kept = new ArrayList<>();
        List<Parallel> rest = new ArrayList<>();
        for (int place : randomness.stream("validation").permutation(groups.size(), 0)) {
            (kept.size() < share ? kept : rest).addAll(groups.get(place));
        }
        if (rest.isEmpty()) {
            return List.of();
        }
        from.clear();
        from.addAll(rest);
        return kept;
    }

    private static Translator create(TranslateOptions options, List<Parallel> learnt, Randomness randomness) {
        return Translator.create(
                options.config(),
                vocabulary(options, options.sourceTokens(), learnt, Parallel::source),
                vocabulary(options, options.targetTokens(), learnt, Parallel::target),
                randomness);
    }

    private static Vocabulary vocabulary(
            TranslateOptions options, Tokenizer tokens, List<Parallel> learnt, Function<Parallel, String> side) {
        List<String> texts = learnt.stream()
                .map(pair -> options.config().seen(side.apply(pair), tokens))
                .toList();
        return Vocabulary.of(texts, tokens, true, options.atLeast(), options.vocabulary());
    }

    @Override
    public Translator model() {
        return model;
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("source vocabulary", (long) model.source().size());
        figures.put("target vocabulary", (long) model.target().size());
        figures.put("training pairs", (long) training.count());
        figures.put("tokens to write", training.tokens());
        figures.put("validation pairs", validation == null ? 0L : validation.count());
        return figures;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public int suitableEpochs() {
        return (int) Math.max(4, Math.min(30, UPDATES / order.groups()));
    }

    @Override
    public long minibatches(long epoch) {
        return order.groups();
    }

    @Override
    public void load(long step, double strength) {
        network.load(step, strength);
    }

    @Override
    public Learnt train(long epoch, long minibatch, float[] gradient) {
        order.load(epoch);
        int n = Translated.fill(order, (int) minibatch, training.sources(), sources);
        Translated.fill(order, (int) minibatch, training.targets(), targets);
        long written = 0;
        long read = 0;
        for (int r = 0; r < n; r++) {
            written += targets[r].length;
            read += sources[r].length;
        }
        return new Learnt(network.train(sources, targets, n, gradient), written, read + written);
    }

    @Override
    public @Nullable Score validate() {
        if (validation == null) {
            return null;
        }
        predicting.load(0);
        double nats = validation.nats(predicting) / validation.tokens();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("perplexity", StrictMath.exp(nats));
        figures.put("nats per token", nats);
        return new Score(nats, false, figures);
    }
}
