package dev.recur.train;

import dev.recur.array.Parameters;
import dev.recur.batch.Batches;
import dev.recur.batch.Minibatch;
import dev.recur.kernel.Kernels;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageNetwork;
import dev.recur.optim.GradientNorm;
import dev.recur.optim.OptimizerState;
import dev.recur.optim.Rates;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.store.Json;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a language model. Prints nothing, tells everything by events. The same options and text give the same model file, to the byte,
 * for any number of threads and whether or not the run was killed and resumed on its way; the one exception are runs with a limit in
 * minutes. The model file holds the weights that validated best, or without validation the last ones.
 */
public final class Trainer implements AutoCloseable {
    /** Without a number of epochs: so many tokens are read, in 2 to 30 epochs. */
    private static final long TOKENS = 20_000_000;

    /** Without a number of epochs: at least so many updates are made, in up to 1000 epochs. */
    private static final long UPDATES = 500;

    private static final double SMOOTHING = 0.98;

    private final Training options;
    private final List<Path> files;
    private final @Nullable Path validationFile;
    private final Path modelFile;
    private final LongSupplier nanos;
    private final TrainingData data;
    private final LanguageModel model;
    private final Progress progress;
    private final Workers workers;
    private final Parameters weights;
    private final Parameters gradient;
    private final Parameters best;
    private final OptimizerState optimizer;
    private final GradientNorm norms;
    private final Rates rates;
    private final LanguageNetwork network;
    private final LanguageNetwork validating;
    private final Chunks chunks;
    private final Minibatch batch = new Minibatch();
    private final int epochs;
    private final long stepsInAll;
    private Consumer<TrainingEvent> listener = event -> {};
    private long begun;
    private long checkpointed;

    private Trainer(
            Training options,
            List<Path> files,
            @Nullable Path validationFile,
            Path modelFile,
            LongSupplier nanos,
            TrainingData data,
            @Nullable Checkpoint from)
            throws IOException {
        Randomness randomness = new Randomness(options.seed());
        this.options = options;
        this.files = files;
        this.validationFile = validationFile;
        this.modelFile = modelFile;
        this.nanos = nanos;
        this.data = data;
        this.model =
                from == null ? LanguageModel.create(options.config(), data.vocabulary(), randomness) : from.model();
        this.progress = from == null ? new Progress() : from.progress();
        this.epochs = options.epochs() == 0 ? data.epochs(TOKENS, UPDATES) : options.epochs();
        this.stepsInAll = epochs * data.training().count(0);
        this.rates = new Rates(options.newSchedule(stepsInAll), progress.rates);
        this.weights = model.parameters();
        this.gradient = Parameters.zeros(weights.layout());
        this.best = Parameters.zeros(weights.layout());
        int threads = options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
        this.workers = new Workers(threads);
        this.optimizer = new OptimizerState(options.newOptimizer(), weights.layout(), Kernels.selected(), workers);
        this.norms = new GradientNorm(weights.layout(), Kernels.selected(), workers);
        this.network = new LanguageNetwork(model, true, randomness, workers);
        this.validating = new LanguageNetwork(model, false, randomness, workers);
        this.chunks = new Chunks(data.training(), network, options.back() / options.steps());
        if (from != null) {
            resume(from);
        }
    }

    private void resume(Checkpoint from) throws IOException {
        from.giveMoments(Checkpoint.beside(modelFile), optimizer.moments());
        optimizer.resume(progress.step);
        System.arraycopy(from.best(), 0, best.values(), 0, from.best().length);
        network.load(progress.step);
        chunks.resume(from.states());
    }

    /**
     * A new run.
     *
     * @param texts files, read one behind the other
     * @param validation null to take the share that the options name
     * @param model the file to write; the checkpoint lies beside it
     * @param nanos a clock, for checkpoints and for the limit in minutes, if there is one
     */
    public static Trainer create(
            Training options, List<Path> texts, @Nullable Path validation, Path model, LongSupplier nanos)
            throws IOException {
        Path folder = model.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "the model file " + model + " cannot be written: there is no folder " + folder + "; make it first");
        }
        List<Path> files = texts.stream().map(Path::toAbsolutePath).toList();
        Path other = validation == null ? null : validation.toAbsolutePath();
        TrainingData data = TrainingData.read(options, files, other);
        return new Trainer(options, files, other, model.toAbsolutePath(), nanos, data, null);
    }

    /**
     * Goes on where the last checkpoint of a run was made.
     *
     * @param model the model file of the run, as given to {@link #create}
     * @param threads 0 for as many as the run had
     * @throws IOException if there is no checkpoint, or the text is not what it was
     */
    public static Trainer resume(Path model, int threads, LongSupplier nanos) throws IOException {
        Path file = checkpointOf(model);
        if (!Files.exists(file)) {
            throw new IOException("there is no checkpoint " + file + " to go on from"
                    + (Files.exists(model) ? "; the run of " + model + " is finished" : ""));
        }
        Checkpoint from = Checkpoint.read(file);
        Training options = threads == 0 ? from.options() : TrainingText.withThreads(from.options(), threads);
        TrainingData data = TrainingData.read(options, from.files(), from.validation());
        if (!data.sha256().equals(from.sha256())) {
            throw new IOException("the text in " + from.files() + " has changed since the run began: its SHA-256 is "
                    + data.sha256() + ", it was " + from.sha256() + "; put the old text back, or train anew");
        }
        return new Trainer(options, from.files(), from.validation(), model.toAbsolutePath(), nanos, data, from);
    }

    /** Where the checkpoint of a model file lies while its run is not finished. */
    public static Path checkpointOf(Path model) {
        return Checkpoint.beside(model.toAbsolutePath());
    }

    public Training options() {
        return options;
    }

    /** Of this moment; a listener may read it, to write a sample, say, but only on its own thread and until it returns. */
    public LanguageModel model() {
        return model;
    }

    public Vocabulary vocabulary() {
        return data.vocabulary();
    }

    // ---- the loop

    /**
     * Trains until the run is over or {@code stop} says so, which is asked before each step.
     *
     * @return why it ended; the model file is written, but for {@link TrainingEvent.Reason#DIVERGED}. After
     *     {@link TrainingEvent.Reason#STOPPED} it holds the best weights so far, and the checkpoint is there to go on from
     */
    public TrainingEvent.Reason run(Consumer<TrainingEvent> to, BooleanSupplier stop) throws IOException {
        listener = to;
        begun = nanos.getAsLong() - progress.nanos;
        checkpointed = nanos.getAsLong();
        emitStarted();
        network.load(progress.step);
        TrainingEvent.Reason reason = epochs(stop);
        if (reason == TrainingEvent.Reason.TIME) {
            validate();
        }
        if (reason == TrainingEvent.Reason.STOPPED && !checkpoint()) {
            reason = TrainingEvent.Reason.DIVERGED;
        }
        if (reason != TrainingEvent.Reason.DIVERGED) {
            writeModel(reason);
        }
        double nats = progress.bestEpoch == 0 ? Double.NaN : progress.best;
        listener.accept(new TrainingEvent.Finished(reason, progress.step, progress.bestEpoch, nats));
        return reason;
    }

    private TrainingEvent.Reason epochs(BooleanSupplier stop) throws IOException {
        while (progress.epoch < epochs) {
            long count = data.training().count(progress.epoch);
            while (progress.batch < count) {
                TrainingEvent.Reason reason = stop.getAsBoolean()
                        ? TrainingEvent.Reason.STOPPED
                        : spent() >= 1 ? TrainingEvent.Reason.TIME : step();
                if (reason != null) {
                    return reason;
                }
                if (due() && !checkpoint()) {
                    return TrainingEvent.Reason.DIVERGED;
                }
            }
            validate();
            progress.epoch++;
            progress.batch = 0;
            if (options.patience() > 0 && progress.waited >= options.patience()) {
                return TrainingEvent.Reason.PATIENCE;
            }
        }
        return TrainingEvent.Reason.EPOCHS;
    }

    /** Null if the run goes on. */
    private TrainingEvent.@Nullable Reason step() {
        long step = progress.step + 1;
        gradient.clear();
        network.load(step);
        double nats = chunks.train(progress.epoch, progress.batch, gradient.values());
        double loss = nats / chunks.tokens();
        double norm = norms.norm(gradient);
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            String array = norms.firstNotFinite(gradient);
            diverged(step, array != null ? "gradient of " + array : Double.isFinite(loss) ? "gradient norm" : "loss");
            return TrainingEvent.Reason.DIVERGED;
        }
        boolean clipped = options.clip() > 0 && norm > options.clip();
        double rate = rates.rate(Math.max(step, (long) (Math.min(1, spent()) * stepsInAll)));
        optimizer.update(weights, gradient, clipped ? GradientNorm.clipFactor(norm, options.clip()) : 1, rate);
        progress.step = step;
        progress.batch++;
        progress.tokens += chunks.tokens();
        progress.smoothed =
                Double.isNaN(progress.smoothed) ? loss : SMOOTHING * progress.smoothed + (1 - SMOOTHING) * loss;
        listener.accept(new TrainingEvent.Stepped(
                progress.epoch + 1, step, stepsInAll, loss, progress.smoothed, progress.tokens, norm, clipped, rate));
        return null;
    }

    private void diverged(long step, String array) {
        listener.accept(new TrainingEvent.Diverged(step, array));
    }

    private void emitStarted() {
        Batches validation = data.validation();
        listener.accept(new TrainingEvent.Started(
                weights.layout().elements(),
                data.vocabulary().size(),
                data.training().tokens(),
                validation == null ? 0 : validation.tokens(),
                data.training().rows(),
                epochs,
                stepsInAll,
                progress.step,
                data.unknown()));
    }

    // ---- validation

    private void validate() {
        Batches validation = data.validation();
        if (validation == null) {
            return;
        }
        validating.load(progress.step);
        double sum = 0;
        long count = validation.count(0);
        for (long i = 0; i < count; i++) {
            validation.fill(0, i, batch);
            sum += validating.evaluate(batch);
        }
        double nats = sum / validation.tokens();
        boolean better = nats < progress.best;
        progress.waited = better ? 0 : progress.waited + 1;
        if (better) {
            progress.best = nats;
            progress.bestEpoch = progress.epoch + 1;
            best.set(weights);
        }
        rates.validated(nats);
        progress.rates = rates.state();
        listener.accept(new TrainingEvent.Validated(progress.epoch + 1, progress.step, nats, better));
    }

    // ---- time and files

    /** The share of the minutes that is over; 0 if there is no limit. */
    private double spent() {
        double limit = options.minutes() * TimeUnit.MINUTES.toNanos(1);
        return limit == 0 ? 0 : (nanos.getAsLong() - begun) / limit;
    }

    private boolean due() {
        return nanos.getAsLong() - checkpointed >= TimeUnit.SECONDS.toNanos(options.checkpointSeconds());
    }

    /** False if there are weights that are no numbers: those are not written over good ones. */
    private boolean checkpoint() throws IOException {
        String array = norms.firstNotFinite(weights);
        if (array != null) {
            diverged(progress.step, array);
            return false;
        }
        progress.nanos = nanos.getAsLong() - begun;
        Path file = Checkpoint.beside(modelFile);
        List<float[]> moments =
                optimizer.moments().stream().map(Parameters::values).toList();
        new Checkpoint(
                        model,
                        options,
                        progress,
                        files,
                        validationFile,
                        data.sha256(),
                        moments,
                        best.values(),
                        chunks.states())
                .write(file);
        checkpointed = nanos.getAsLong();
        listener.accept(new TrainingEvent.Checkpointed(progress.step, file));
        return true;
    }

    /** The best weights; a run that is over needs its checkpoint no more. */
    private void writeModel(TrainingEvent.Reason reason) throws IOException {
        if (progress.bestEpoch > 0) {
            weights.set(best);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("steps", progress.step);
        result.put("tokens", progress.tokens);
        if (progress.bestEpoch > 0) {
            result.put("best epoch", progress.bestEpoch);
            result.put("validation nats per token", progress.best);
        }
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("text sha256", data.sha256());
        provenance.put("options", TrainingText.provenance(options));
        provenance.put("result", Json.write(result));
        model.save(modelFile, provenance, Map.of(), List.of());
        if (reason != TrainingEvent.Reason.STOPPED) {
            Files.deleteIfExists(Checkpoint.beside(modelFile));
        }
    }

    /** Ends the threads. */
    @Override
    public void close() {
        workers.close();
    }
}
