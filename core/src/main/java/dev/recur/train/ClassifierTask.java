package dev.recur.train;

import dev.recur.batch.LengthOrder;
import dev.recur.model.ClassifierNetwork;
import dev.recur.model.SequenceClassifier;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which of some labels a text has. */
final class ClassifierTask extends Task {
    /** Without a number of epochs: about so many updates are made, in 4 to 30 epochs. */
    private static final long UPDATES = 4000;

    private static final int POOL = 16;

    private final SequenceClassifier model;
    private final Samples training;
    private final @Nullable Samples validation;
    private final String sha256;
    private final LengthOrder order;
    private final ClassifierNetwork network;
    private final ClassifierNetwork predicting;
    private final int[][] texts; // of the minibatch under way
    private final int[] labels;

    ClassifierTask(
            Training run,
            ClassifierOptions options,
            TrainingFiles files,
            @Nullable SequenceClassifier resumed,
            @Nullable Vocabulary known,
            Workers workers)
            throws IOException {
        Randomness randomness = new Randomness(run.seed());
        Path other = files.validation();
        LabelledFiles read = LabelledFiles.read(files.training(), options.columns());
        LabelledFiles held = other == null ? null : LabelledFiles.read(List.of(other), options.columns());
        List<Labelled> learnt = new ArrayList<>(read.samples());
        List<Labelled> kept = held == null
                ? split(learnt, (int) StrictMath.rint(run.valid() * learnt.size()), randomness)
                : held.samples();
        this.model = resumed == null ? create(options, learnt, read.samples(), known, randomness) : resumed;
        this.training = Samples.of(learnt, model);
        this.validation = kept.isEmpty() ? null : Samples.of(kept, model);
        this.sha256 = read.sha256() + (held == null ? "" : " " + held.sha256());
        this.order = new LengthOrder(training.count(), training::length, run.batch(), POOL, randomness.stream("order"));
        float[] weights =
                options.classWeights() ? weights(training, model.labels().size()) : null;
        this.network = ClassifierNetwork.training(model, options.smoothing(), weights, randomness, workers);
        this.predicting = ClassifierNetwork.predicting(model, workers);
        this.texts = new int[run.batch()][];
        this.labels = new int[run.batch()];
    }

    /** Takes some out, drawn by chance. */
    private static List<Labelled> split(List<Labelled> from, int share, Randomness randomness) {
        if (share < 1 || share >= from.size()) {
            return List.of();
        }
        int[] order = randomness.stream("validation").permutation(from.size(), 0);
        boolean[] held = new boolean[order.length];
        for (int i = 0; i < share; i++) {
            held[order[i]] = true;
        }
        List<Labelled> kept = new ArrayList<>();
        List<Labelled> rest = new ArrayList<>();
        for (int i = 0; i < held.length; i++) {
            (held[i] ? kept : rest).add(from.get(i));
        }
        from.clear();
        from.addAll(rest);
        return kept;
    }

    /** @param all of the training data, with the share that is held out: it may hold a label that is nowhere else */
    private static SequenceClassifier create(
            ClassifierOptions options,
            List<Labelled> learnt,
            List<Labelled> all,
            @Nullable Vocabulary known,
            Randomness randomness) {
        List<String> read = learnt.stream()
                .map(sample -> options.lower() ? SequenceClassifier.lower(sample.text()) : sample.text())
                .toList();
        Vocabulary own = Vocabulary.of(read, options.tokens(), false, options.atLeast(), options.vocabulary());
        Vocabulary vocabulary = known == null ? own : own.with(known);
        List<String> labels =
                all.stream().map(Labelled::label).distinct().sorted().toList();
        return SequenceClassifier.create(options.config(), vocabulary, labels, randomness);
    }

    /** Samples / (labels · samples of the label): 1 on average over the samples. */
    private static float[] weights(Samples samples, int classes) {
        long[] counts = new long[classes];
        for (int label : samples.labels()) {
            counts[label]++;
        }
        float[] weights = new float[classes];
        for (int k = 0; k < classes; k++) {
            weights[k] = counts[k] == 0 ? 0f : (float) ((double) samples.count() / ((double) classes * counts[k]));
        }
        return weights;
    }

    @Override
    public SequenceClassifier model() {
        return model;
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("labels", (long) model.labels().size());
        figures.put("vocabulary", (long) model.vocabulary().size());
        figures.put("training texts", (long) training.count());
        figures.put("training tokens", training.tokens());
        figures.put("validation texts", validation == null ? 0L : validation.count());
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
        int n = order.size((int) minibatch);
        long tokens = 0;
        for (int r = 0; r < n; r++) {
            int sample = order.member((int) minibatch, r);
            texts[r] = training.texts()[sample];
            labels[r] = training.labels()[sample];
            tokens += texts[r].length;
        }
        return new Learnt(network.train(texts, labels, n, gradient), n, tokens);
    }

    @Override
    public @Nullable Score validate() {
        if (validation == null) {
            return null;
        }
        predicting.load(0);
        Classification found =
                Classification.of(predicting, validation, model.labels().size(), Watch.NONE);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("accuracy", found.confusion().accuracy());
        figures.put("macro F1", found.confusion().macroF1());
        figures.put("nats per text", found.natsPerText());
        return new Score(found.natsPerText(), true, figures);
    }
}
