package dev.recur.train;

import dev.recur.model.Model;
import dev.recur.store.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A language model, layer by layer (after Hinton, Osindero and Teh 2006, and Bengio et al. 2007): the lowest layer learns to predict the next
 * token; then the next layer is put on it and learns to predict from its outputs, while all layers below stand still; and so on. No labels
 * are needed. What comes out is a model to start others from.
 *
 * <p>Each layer is a run of its own, whose file is the model's with the number of the layer behind it until the last one is done. Asked for
 * again, what is done is not done again, and a run that was stopped or killed goes on exactly.
 */
public final class Pretraining {
    /** The new layer, and the output. */
    private static final int LEARN = 2;

    private final Training training;
    private final LanguageOptions options;
    private final TrainingFiles files;
    private final Path model;
    private final LongSupplier nanos;

    /** Told when the run of a layer begins. */
    @FunctionalInterface
    public interface Watch {
        /**
         * @param layer from 1
         * @return told what happens in the run
         */
        Consumer<TrainingEvent> layer(int layer, Trainer trainer) throws IOException;
    }

    /**
     * @param training of each layer's run
     * @param options of the whole model
     * @param model the file to write
     */
    public Pretraining(
            Training training, LanguageOptions options, TrainingFiles files, Path model, LongSupplier nanos) {
        if (training.minutes() > 0) {
            throw new IllegalArgumentException("pretraining has a run for each layer; give epochs, not minutes");
        }
        this.training = training;
        this.options = options;
        this.files = files;
        this.model = model.toAbsolutePath();
        this.nanos = nanos;
    }

    /**
     * Trains what is not done yet.
     *
     * @return why the last run ended: after {@link TrainingEvent.Reason#STOPPED} ask again to go on
     * @throws IOException if a file of another run is in the way
     */
    public TrainingEvent.Reason run(Watch watch, BooleanSupplier stop) throws IOException {
        Model below = null;
        for (int layer = 1; layer <= options.layers(); layer++) {
            Path file = file(layer);
            Model done = done(layer, below);
            if (done == null) {
                try (Trainer trainer = trainer(layer, below)) {
                    TrainingEvent.Reason reason = trainer.run(watch.layer(layer, trainer), stop);
                    if (reason == TrainingEvent.Reason.STOPPED || reason == TrainingEvent.Reason.DIVERGED) {
                        return reason;
                    }
                }
                done = Model.load(file);
            }
            below = done;
        }
        for (int layer = 1; layer < options.layers(); layer++) {
            Files.deleteIfExists(file(layer));
        }
        return TrainingEvent.Reason.EPOCHS;
    }

    /** Where the run of a layer writes. */
    private Path file(int layer) {
        return layer == options.layers() ? model : model.resolveSibling(model.getFileName() + ".layer" + layer);
    }

    private LanguageOptions options(int layer) {
        return Records.with(options, Map.of("layers", layer));
    }

    private Training training(int layer) {
        List<String> starts = training.remedies().start().stream()
                .filter(rule -> !rule.matches("layer\\d+\\..*") || number(rule) < layer)
                .toList();
        return Records.with(training, Map.of("start", starts, "train top", layer == 1 ? 0 : LEARN));
    }

    private static long number(String rule) {
        return Long.parseLong(rule.substring("layer".length(), rule.indexOf('.')));
    }

    /** The model of a layer's run that is over; null if it is not. */
    private @Nullable Model done(int layer, @Nullable Model below) throws IOException {
        Path file = file(layer);
        if (!Files.exists(file) || Files.exists(Trainer.checkpointOf(file))) {
            return null;
        }
        Model found = Model.load(file);
        Map<String, String> says = found.provenance();
        boolean same = Trainer.asked(training(layer), options(layer)).equals(says.get("options"))
                && (below == null ? "" : below.sha256()).equals(says.getOrDefault("from sha256", ""))
                && (below == null
                        || says.getOrDefault("data sha256", "")
                                .equals(below.provenance().get("data sha256")));
        if (!same) {
            throw new IOException(file + " is there, but was asked for otherwise; move it away, or name another model");
        }
        return found;
    }

    private Trainer trainer(int layer, @Nullable Model below) throws IOException {
        Path file = file(layer);
        Path checkpoint = Trainer.checkpointOf(file);
        if (!Files.exists(checkpoint)) {
            return Trainer.create(training(layer), options(layer), files, file, nanos, below);
        }
        Checkpoint from = Checkpoint.read(checkpoint);
        if (!Trainer.asked(from.training(), from.task()).equals(Trainer.asked(training(layer), options(layer)))) {
            throw new IOException("there is a run in " + checkpoint
                    + " that is not over and was asked for otherwise; move it away, or name another model");
        }
        return Trainer.resume(file, training.threads(), nanos);
    }
}
