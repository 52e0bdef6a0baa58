package dev.recur.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run reads.
 *
 * @param training in their order; none for a task that makes its data
 * @param targets what belongs to each of {@code training} line by line, for tasks that take such files; empty otherwise
 * @param validation null to hold a share of the training data out
 * @param validationTarget what belongs to {@code validation} line by line
 */
public record TrainingFiles(
        List<Path> training,
        List<Path> targets,
        @Nullable Path validation,
        @Nullable Path validationTarget) {
    /** A run is resumed from wherever, so paths are made absolute. */
    public TrainingFiles {
        training = training.stream().map(Path::toAbsolutePath).toList();
        targets = targets.stream().map(Path::toAbsolutePath).toList();
        validation = absolute(validation);
        validationTarget = absolute(validationTarget);
        if (validation != null && targets.isEmpty() != (validationTarget == null)) {
            throw new IllegalArgumentException(
                    targets.isEmpty()
                            ? "there is a target file for validation, but none for training; name it with --target"
                            : "there is a target file for training, but none for validation; name it with --valid-target");
        }
    }

    public TrainingFiles(List<Path> training, @Nullable Path validation) {
        this(training, List.of(), validation, null);
    }

    private static @Nullable Path absolute(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath();
    }
}
