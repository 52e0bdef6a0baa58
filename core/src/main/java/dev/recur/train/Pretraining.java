package dev.recur.train;

import dev.recur.model.Model;
import dev.recur.model.Translator;
import dev.recur.store.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains without labels what others are to start from, in two ways.
 *
 * <p>Prediction makes a language model, layer by layer (after Hinton, Osindero and Teh 2006, and Bengio et al. 2007): the lowest layer learns
 * to predict the next token; then the next layer is put on it and learns to predict from its outputs, while all layers below stand still;
 * and so on.
 *
 * <p>Reconstruction makes a sequence autoencoder (Dai and Le 2015): an encoder reads a line, and a decoder that begins where the encoder ended
 * writes it again. It is a translator from each line to itself that looks at nothing else.
 *
 * <p>Each layer of a language model is a run of its own, whose file is the model's with the number of the layer behind it until the last one
 * is done. Asked for again, what is done is not done again, and a run that was stopped or killed goes on exactly.
 */
public final class Pretraining {
    /** The new layer, and the output. */
    private static final int LEARN = 2;

    private record Stage(Training training, TaskOptions options, Path file) {}

    private final List<Stage> stages;
    private final TrainingFiles files;
    private final LongSupplier nanos;

    /** Told when the run of a layer begins. */
    @FunctionalInterface
    public interface Watch {
        /**
         * @param layer from 1; of an autoencoder, all of which is trained at once, 1
         * @return told what happens in the run
         */
        Consumer<TrainingEvent> layer(int layer, Trainer trainer) throws IOException;
    }

    private Pretraining(List<Stage> stages, TrainingFiles files, LongSupplier nanos) {
        this.stages = stages;
        this.files = files;
        this.nanos = nanos;
    }

    /**
     * By prediction.
     *
     * @param training of each layer's run
     * @param options of the whole model
     * @param model the file to write
     */
    public static Pretraining prediction(
            Training training, LanguageOptions options, TrainingFiles files, Path model, LongSupplier nanos) {
        if (training.minutes() > 0) {
            throw new IllegalArgumentException("pretraining has a run for each layer; give epochs, not minutes");
        }
        List<Stage> stages = new ArrayList<>();
        for (int layer = 1; layer <= options.layers(); layer++) {
            stages.add(new Stage(
                    training(training, layer),
                    Records.with(options, Map.of("layers", layer)),
                    layer == options.layers() ? model.toAbsolutePath() : below(model.toAbsolutePath(), layer)));
        }
        return new Pretraining(List.copyOf(stages), files, nanos);
    }

    /**
     * By reconstruction.
     *
     * @param options of the translator; what it looks at while it writes is left out
     * @param files of texts, a line each
     * @param model the file to write
     */
    public static Pretraining reconstruction(
            Training training, TranslateOptions options, TrainingFiles files, Path model, LongSupplier nanos) {
        TaskOptions blind = Records.with(options, Map.of("attention", Translator.Look.NONE));
        TrainingFiles twice =
                new TrainingFiles(files.training(), files.training(), files.validation(), files.validation());
        return new Pretraining(List.of(new Stage(training, blind, model.toAbsolutePath())), twice, nanos);
    }

    /** Where the run of a layer that is not the last one writes. */
    private static Path below(Path model, int layer) {
        return model.resolveSibling(model.getFileName() + ".layer" + layer);
    }

    private static Training training(Training training, int layer) {
        List<String> starts = training.remedies().start().stream()
                .filter(rule -> !rule.matches("layer\\d+\\..*") || number(rule) < layer)
                .toList();
        return Records.with(training, Map.of("start", starts, "train top", layer == 1 ? 0 : LEARN));
    }

    private static long number(String rule) {
        return Long.parseLong(rule.substring("layer".length(), rule.indexOf('.')));
    }

    /**
     * Trains what is not done yet.
     *
     * @return why the last run ended: after {@link TrainingEvent.Reason#STOPPED} ask again to go on
     * @throws IOException if a file of another run is in the way
     */
    public TrainingEvent.Reason run(Watch watch, BooleanSupplier stop) throws IOException {
        Model below = null;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            Model done = done(stage, below);
            if (done == null) {
                try (Trainer trainer = trainer(stage, below)) {
                    TrainingEvent.Reason reason = trainer.run(watch.layer(i + 1, trainer), stop);
                    if (reason == TrainingEvent.Reason.STOPPED || reason == TrainingEvent.Reason.DIVERGED) {
                        return reason;
                    }
                }
                done = Model.load(stage.file);
            }
            below = done;
        }
        for (Stage stage : stages.subList(0, stages.size() - 1)) {
            Files.deleteIfExists(stage.file);
        }
        return TrainingEvent.Reason.EPOCHS;
    }

    /** The model of a run that is over; null if it is not. */
    private @Nullable Model done(Stage stage, @Nullable Model below) throws IOException {
        if (!Files.exists(stage.file) || Files.exists(Trainer.checkpointOf(stage.file))) {
            return null;
        }
        Model found = Model.load(stage.file);
        Map<String, String> says = found.provenance();
        boolean same = Trainer.asked(stage.training, stage.options).equals(says.get("options"))
                && (below == null ? "" : below.sha256()).equals(says.getOrDefault("from sha256", ""))
                && (below == null
                        || says.getOrDefault("data sha256", "")
                                .equals(below.provenance().get("data sha256")));
        if (!same) {
            throw new IOException(
                    stage.file + " is there, but was asked for otherwise; move it away, or name another model");
        }
        return found;
    }

    private Trainer trainer(Stage stage, @Nullable Model below) throws IOException {
        Path checkpoint = Trainer.checkpointOf(stage.file);
        if (!Files.exists(checkpoint)) {
            return Trainer.create(stage.training, stage.options, files, stage.file, nanos, below);
        }
        Checkpoint from = Checkpoint.read(checkpoint);
        if (!Trainer.asked(from.training(), from.task()).equals(Trainer.asked(stage.training, stage.options))) {
            throw new IOException("there is a run in " + checkpoint
                    + " that is not over and was asked for otherwise; move it away, or name another model");
        }
        return Trainer.resume(stage.file, stage.training.threads(), nanos);
    }
}
