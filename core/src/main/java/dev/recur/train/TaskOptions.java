package dev.recur.train;

import dev.recur.model.Model;
import dev.recur.parallel.Workers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What only one kind of task has options for; the options of every run are {@link Training}. Implemented by records, which are saved as
 * they are, see {@link dev.recur.store.Records}. Each is named in {@link Tasks}.
 */
public interface TaskOptions {
    /** What the task is called, in checkpoints and on the command line. */
    String task();

    /** What options of every run have if nobody asks for anything else. */
    default Training training() {
        return Training.DEFAULTS;
    }

    /** Whether it reads targets that stand in files of their own, see {@link TrainingFiles#targets}. */
    default boolean takesTargets() {
        return false;
    }

    /** Whether there must be files to learn from; a task may also make its data. */
    default boolean readsFiles() {
        return true;
    }

    /**
     * Reads the data and makes the model, or takes the one of a checkpoint.
     *
     * @param resumed null for a new run
     * @param source the model whose weights a new run is to start from: a task may make room for what that one knows; null for none
     */
    Task begin(Training training, TrainingFiles files, @Nullable Model resumed, @Nullable Model source, Workers workers)
            throws IOException;
}
