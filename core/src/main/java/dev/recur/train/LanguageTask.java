package dev.recur.train;

import dev.recur.batch.Batches;
import dev.recur.batch.Minibatch;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageNetwork;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Predicts the next token of a text, which may be given something before it begins. */
final class LanguageTask extends Task {
    /** Without a number of epochs: so many tokens are read, in 2 to 30 epochs. */
    private static final long TOKENS = 20_000_000;

    /** Without a number of epochs: at least so many updates are made, in up to 1000 epochs. */
    private static final long UPDATES = 500;

    private final LanguageData data;
    private final LanguageModel model;
    private final LanguageNetwork network;
    private final LanguageNetwork validating;
    private final Chunks chunks;
    private final Minibatch held = new Minibatch();

    LanguageTask(
            Training training,
            LanguageOptions options,
            TrainingFiles files,
            @Nullable LanguageModel resumed,
            Workers workers)
            throws IOException {
        Randomness randomness = new Randomness(training.seed());
        this.data = LanguageData.read(training, options, files);
        this.model = resumed == null
                ? LanguageModel.create(
                        options.config(),
                        data.vocabulary(),
                        data.givens(),
                        options.ngrams().count(data.texts(), data.vocabulary().size()),
                        randomness)
                : resumed;
        this.network = new LanguageNetwork(model, true, randomness, workers);
        this.validating = new LanguageNetwork(model, false, randomness, workers);
        this.chunks = new Chunks(data.training(), network, options.chunksBack());
    }

    @Override
    public LanguageModel model() {
        return model;
    }

    @Override
    public Map<String, Long> figures() {
        Batches validation = data.validation();
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("vocabulary", (long) data.vocabulary().size());
        for (int n = 2; n <= model.ngrams().longest(); n++) {
            figures.put(n + "-grams", (long) model.ngrams().count(n));
        }
        figures.put("training tokens", data.training().tokens());
        figures.put("validation tokens", validation == null ? 0 : validation.tokens());
        figures.put("unknown tokens", data.unknown());
        figures.put("rows", (long) data.training().rows());
        return figures;
    }

    @Override
    public String sha256() {
        return data.sha256();
    }

    @Override
    public int suitableEpochs() {
        return data.epochs(TOKENS, UPDATES);
    }

    @Override
    public long minibatches(long epoch) {
        return data.training().count(epoch);
    }

    @Override
    public void load(long step, double strength) {
        network.load(step, strength);
    }

    @Override
    public Learnt train(long epoch, long minibatch, float[] gradient) {
        double nats = chunks.train(epoch, minibatch, gradient);
        return new Learnt(nats, chunks.tokens(), chunks.tokens());
    }

    @Override
    public @Nullable Score validate() {
        Batches validation = data.validation();
        if (validation == null) {
            return null;
        }
        validating.load(0);
        double sum = 0;
        long count = validation.count(0);
        for (long i = 0; i < count; i++) {
            validation.fill(0, i, held);
            sum += validating.evaluate(held);
        }
        double nats = sum / validation.tokens();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("nats per token", nats);
        figures.put("bits per token", nats / StrictMath.log(2));
        return new Score(nats, false, figures);
    }

    @Override
    public List<Suspect> suspects() {
        return model.givens().isEmpty() ? chunks.suspects() : List.of();
    }

    @Override
    public List<float[]> states() {
        return chunks.states();
    }

    @Override
    public void resume(List<float[]> states) {
        chunks.resume(states);
    }
}
