package dev.recur.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run reads.
 *
 * @param training in their order; none for a task that makes its data
 * @param validation null to hold a share of the training data out
 */
public record TrainingFiles(List<Path> training, @Nullable Path validation) {
    /** A run is resumed from wherever, so paths are made absolute. */
    public TrainingFiles {
        training = training.stream().map(Path::toAbsolutePath).toList();
        validation = validation == null ? null : validation.toAbsolutePath();
    }
}
