package dev.recur.train;

import dev.recur.array.Parameters;
import dev.recur.cell.StartRules;
import dev.recur.kernel.Kernels;
import dev.recur.model.Model;
import dev.recur.model.Transfer;
import dev.recur.optim.GradientNorm;
import dev.recur.optim.OptimizerState;
import dev.recur.optim.Rates;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.store.Json;
import dev.recur.store.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains the model of a {@link Task}. Prints nothing, tells everything by events. The same options and data give the same model file, to
 * the byte, for any number of threads and whether or not the run was killed and resumed on its way; the one exception are runs with a
 * limit in minutes. The model file holds the weights that validated best, or without validation the last ones.
 */
public final class Trainer implements AutoCloseable {
    /**
     * What does not change a bit of the model, the cell, which the model has at another place, and what is done on an explosion: the result
     * tells if there was one.
     */
    private static final Set<String> NO_PROVENANCE = Set.of("threads", "checkpoint seconds", "cell", "on explosion");

    private static final double SMOOTHING = 0.98;

    /**
     * An error so many times that of the first step, of late, and without a network is an explosion. The error is the loss, or its root where
     * the loss is a square.
     */
    private static final double SPIKE = 4;

    /** Ten halvings leave a thousandth of the rate: a run that explodes still is past help. */
    private static final int MOST_REWINDS = 10;

    private final Training training;
    private final TaskOptions options;
    private final TrainingFiles files;
    private final Path modelFile;
    private final LongSupplier nanos;
    private final Task task;
    private Progress progress;
    private final Workers workers;
    private final Parameters weights;
    private final Parameters gradient;
    private final Parameters best;
    private final OptimizerState optimizer;
    private final GradientNorm norms;
    private final Rates rates;
    private final Treatment treatment;
    private final @Nullable GoodStates goodStates;
    private final int epochs;
    private final long stepsInAll;
    private @Nullable Transfer transfer;
    private Consumer<TrainingEvent> listener = event -> {};
    private long begun;
    private long checkpointed;

    private Trainer(
            Training training,
            TaskOptions options,
            TrainingFiles files,
            Path modelFile,
            LongSupplier nanos,
            Task task,
            Workers workers,
            Progress progress) {
        this.training = training;
        this.options = options;
        this.files = files;
        this.modelFile = modelFile;
        this.nanos = nanos;
        this.task = task;
        this.progress = progress;
        this.workers = workers;
        this.epochs = training.epochs() == 0 ? task.suitableEpochs() : training.epochs();
        this.stepsInAll = epochs * task.minibatches(0);
        this.rates = new Rates(training.newSchedule(stepsInAll), progress.rates);
        this.weights = task.model().parameters();
        this.gradient = Parameters.zeros(weights.layout());
        this.best = Parameters.zeros(weights.layout());
        this.optimizer = new OptimizerState(
                training.newOptimizer(),
                weights.layout(),
                training.remedies().decayMatrices(),
                Kernels.selected(),
                workers);
        this.treatment = new Treatment(training.remedies(), training.seed(), weights.layout(), workers);
        this.norms = new GradientNorm(weights.layout(), Kernels.selected(), workers);
        this.goodStates = training.onExplosion().equals(Training.REWIND)
                ? new GoodStates(weights, optimizer, task, progress)
                : null;
    }

    /**
     * A new run.
     *
     * @param model the file to write; the checkpoint lies beside it
     * @param nanos a clock, for checkpoints and for the limit in minutes, if there is one
     */
    public static Trainer create(
            Training training, TaskOptions options, TrainingFiles files, Path model, LongSupplier nanos)
            throws IOException {
        return create(training, options, files, model, nanos, null);
    }

    /**
     * A new run that starts from the weights of another model, as far as they fit: see {@link #transfer}.
     *
     * @param source null for a start as the cell's text says
     * @throws IllegalArgumentException if nothing of it fits
     */
    public static Trainer create(
            Training training,
            TaskOptions options,
            TrainingFiles files,
            Path model,
            LongSupplier nanos,
            @Nullable Model source)
            throws IOException {
        Path folder = model.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "the model file " + model + " cannot be written: there is no folder " + folder + "; make it first");
        }
        return open(training, options, files, model.toAbsolutePath(), nanos, null, source);
    }

    /**
     * Goes on where the last checkpoint of a run was made.
     *
     * @param model the model file of the run, as given to {@link #create}
     * @param threads 0 for as many as the run had
     * @throws IOException if there is no checkpoint, or the data are not what they were
     */
    public static Trainer resume(Path model, int threads, LongSupplier nanos) throws IOException {
        Path file = checkpointOf(model);
        if (!Files.exists(file)) {
            throw new IOException("there is no checkpoint " + file + " to go on from"
                    + (Files.exists(model) ? "; the run of " + model + " is finished" : ""));
        }
        Checkpoint from = Checkpoint.read(file);
        Training training = threads == 0 ? from.training() : Records.with(from.training(), Map.of("threads", threads));
        return open(training, from.task(), from.files(), model.toAbsolutePath(), nanos, from, null);
    }

    private static Trainer open(
            Training training,
            TaskOptions options,
            TrainingFiles files,
            Path model,
            LongSupplier nanos,
            @Nullable Checkpoint from,
            @Nullable Model source)
            throws IOException {
        int threads = training.threads() == 0 ? Runtime.getRuntime().availableProcessors() : training.threads();
        Workers workers = new Workers(threads);
        try {
            Task task = options.begin(training, files, from == null ? null : from.model(), source, workers);
            if (from == null) {
                StartRules.apply(
                        training.remedies().start(), task.model().parameters(), new Randomness(training.seed()));
            }
            Progress progress = from == null ? new Progress() : from.progress();
            Transfer transfer = source == null ? null : Transfer.take(task.model(), source);
            if (transfer != null) {
                progress.source = transfer.source();
            }
            Trainer trainer = new Trainer(training, options, files, model, nanos, task, workers, progress);
            trainer.transfer = transfer;
            if (from != null) {
                trainer.resume(from);
            }
            return trainer;
        } catch (IOException | RuntimeException | Error e) {
            workers.close();
            throw e;
        }
    }

    private void resume(Checkpoint from) throws IOException {
        if (!task.sha256().equals(from.sha256())) {
            throw new IOException("the data in " + files.training() + " have changed since the run began: their SHA-256"
                    + " is " + task.sha256() + ", it was " + from.sha256() + "; put the old ones back, or train anew");
        }
        from.giveMoments(Checkpoint.beside(modelFile), optimizer.moments());
        optimizer.resume(progress.step);
        System.arraycopy(from.best(), 0, best.values(), 0, from.best().length);
        task.load(progress.step, 1);
        task.resume(from.states());
        if (goodStates != null) {
            goodStates.resume(from.copies());
        }
    }

    /** Where the checkpoint of a model file lies while its run is not finished. */
    public static Path checkpointOf(Path model) {
        return Checkpoint.beside(model.toAbsolutePath());
    }

    public Training training() {
        return training;
    }

    /** What was taken from another model at the start; null if there was none, and in a run that goes on. */
    public @Nullable Transfer transfer() {
        return transfer;
    }

    public TrainingFiles files() {
        return files;
    }

    /** After {@link TrainingEvent.Exploded}, until the listener returns: what was read in the step that exploded. */
    public List<Task.Suspect> suspects() {
        return task.suspects();
    }

    /** Of this moment; a listener may read it, to write a sample, say, but only on its own thread and until it returns. */
    public Model model() {
        return task.model();
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
        task.load(progress.step, 1);
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
        listener.accept(new TrainingEvent.Finished(reason, progress.step, progress.bestEpoch, progress.bestFigures));
        return reason;
    }

    private TrainingEvent.Reason epochs(BooleanSupplier stop) throws IOException {
        while (progress.epoch < epochs) {
            int epoch = progress.epoch;
            long count = task.minibatches(epoch);
            while (progress.epoch == epoch && progress.batch < count) {
                TrainingEvent.Reason reason = stop.getAsBoolean()
                        ? TrainingEvent.Reason.STOPPED
                        : spent() >= 1 ? TrainingEvent.Reason.TIME : step();
                if (reason != null) {
                    return reason;
                }
                if (due() && !checkpoint() && goodStates == null) { // else the next step finds it, and goes back
                    return TrainingEvent.Reason.DIVERGED;
                }
            }
            if (progress.epoch != epoch) { // an explosion took the run back behind a validation
                continue;
            }
            validate();
            progress.epoch++;
            progress.batch = 0;
            if (training.patience() > 0 && progress.waited >= training.patience()) {
                return TrainingEvent.Reason.PATIENCE;
            }
        }
        return TrainingEvent.Reason.EPOCHS;
    }

    /** Null if the run goes on. */
    private TrainingEvent.@Nullable Reason step() throws IOException {
        long step = progress.step + 1;
        gradient.clear(workers);
        treatment.disturb(weights, step);
        long position = Math.max(step, (long) (Math.min(1, spent()) * stepsInAll)); // of the steps in all
        task.load(step, treatment.dropping(position, stepsInAll));
        Task.Learnt learnt = task.train(progress.epoch, progress.batch, gradient.values());
        treatment.calm(weights);
        double loss = learnt.loss() / learnt.predictions();
        double norm = norms.norm(gradient);
        if (!Double.isFinite(loss) || !Double.isFinite(norm) || spike(loss, learnt.naive() / learnt.predictions())) {
            return exploded(step, loss, norm);
        }
        double bounded = treatment.bound(gradient, weights, norms, norm);
        boolean clipped = training.clip() > 0 && bounded > training.clip();
        double factor = clipped ? GradientNorm.clipFactor(bounded, training.clip()) : 1;
        double scheduled = rates.rate(position);
        double rate = Math.scalb(scheduled, -progress.rewinds);
        factor = treatment.shake(gradient, factor, step);
        optimizer.update(weights, gradient, factor, rate, treatment.layers(progress.epoch));
        progress.step = step;
        progress.batch++;
        progress.tokens += learnt.tokens();
        progress.smoothed =
                Double.isNaN(progress.smoothed) ? loss : SMOOTHING * progress.smoothed + (1 - SMOOTHING) * loss;
        progress.first = Double.isNaN(progress.first) ? loss : progress.first;
        if (goodStates != null) {
            goodStates.stepped(progress);
        }
        listener.accept(new TrainingEvent.Stepped(
                progress.epoch + 1, step, stepsInAll, loss, progress.smoothed, progress.tokens, norm, clipped, rate));
        return null;
    }

    private boolean spike(double loss, double naive) {
        double usual = Math.max(naive, Math.max(progress.first, progress.smoothed)); // NaN before the first step
        return usual > 0 && loss > (task.squared() ? SPIKE * SPIKE : SPIKE) * usual;
    }

    /** Null if the run goes on from a good state. */
    private TrainingEvent.@Nullable Reason exploded(long step, double loss, double norm) throws IOException {
        String array = norms.firstNotFinite(gradient);
        String quantity = !Double.isFinite(loss)
                ? "loss"
                : array != null ? "gradient of " + array : Double.isFinite(norm) ? "loss spike" : "gradient norm";
        listener.accept(new TrainingEvent.Exploded(step, quantity, loss, norm));
        if (goodStates == null || progress.rewinds == MOST_REWINDS) {
            return TrainingEvent.Reason.DIVERGED;
        }
        progress = goodStates.back(progress);
        listener.accept(new TrainingEvent.Rewound(step, progress.step, Math.scalb(1.0, -progress.rewinds)));
        return null;
    }

    private void emitStarted() {
        listener.accept(new TrainingEvent.Started(
                weights.layout().elements(), epochs, stepsInAll, progress.step, task.figures()));
    }

    // ---- validation

    private void validate() {
        Score score = task.validate();
        if (score == null) {
            return;
        }
        boolean better = progress.validated(score);
        if (better) {
            best.set(weights);
        }
        rates.validated(score.cost());
        progress.rates = rates.state();
        listener.accept(
                new TrainingEvent.Validated(progress.epoch + 1, progress.step, score.loss(), score.figures(), better));
    }

    // ---- time and files

    /** The share of the minutes that is over; 0 if there is no limit. */
    private double spent() {
        double limit = training.minutes() * TimeUnit.MINUTES.toNanos(1);
        return limit == 0 ? 0 : (nanos.getAsLong() - begun) / limit;
    }

    private boolean due() {
        return nanos.getAsLong() - checkpointed >= TimeUnit.SECONDS.toNanos(training.checkpointSeconds());
    }

    /** False if there are weights that are no numbers: those are not written over good ones. */
    private boolean checkpoint() throws IOException {
        String array = norms.firstNotFinite(weights);
        if (array != null) {
            listener.accept(new TrainingEvent.Exploded(progress.step, array, progress.smoothed, Double.NaN));
            return false;
        }
        progress.nanos = nanos.getAsLong() - begun;
        Path file = Checkpoint.beside(modelFile);
        List<float[]> moments =
                optimizer.moments().stream().map(Parameters::values).toList();
        new Checkpoint(
                        task.model(),
                        training,
                        options,
                        progress,
                        files,
                        task.sha256(),
                        moments,
                        best.values(),
                        task.states(),
                        goodStates == null ? List.of() : goodStates.copies())
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
        if (progress.rewinds > 0) {
            result.put("rewinds after explosions", progress.rewinds);
        }
        if (progress.bestEpoch > 0) {
            result.put("best epoch", progress.bestEpoch);
            progress.bestFigures.forEach((name, figure) -> result.put("validation " + name, figure));
        }
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("data sha256", task.sha256());
        if (!progress.source.isEmpty()) {
            provenance.put("from sha256", progress.source);
        }
        provenance.put("options", asked(training, options));
        provenance.put("result", Json.write(result));
        task.model().save(modelFile, provenance, Map.of(), List.of());
        if (reason != TrainingEvent.Reason.STOPPED) {
            Files.deleteIfExists(Checkpoint.beside(modelFile));
        }
    }

    /** What a run was asked for, as its model tells it. */
    static String asked(Training training, TaskOptions options) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("task", options.task());
        asked.putAll(Records.written((Record) options));
        asked.putAll(Records.written(training));
        asked.keySet().removeAll(NO_PROVENANCE);
        return Json.write(asked);
    }

    /** Ends the threads. */
    @Override
    public void close() {
        workers.close();
    }
}
