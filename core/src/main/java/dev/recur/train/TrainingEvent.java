package dev.recur.train;

import java.nio.file.Path;
import java.util.Map;

/** What a run tells while it goes on. Listeners are called on the training thread, between two steps. */
public sealed interface TrainingEvent {
    /**
     * The first event.
     *
     * @param weights the number of them
     * @param epochs as asked for, or as chosen for the data
     * @param stepsInAll of all epochs, if nothing stops the run
     * @param stepsDone above 0 if it was resumed
     * @param data see {@link Task#figures}
     */
    record Started(long weights, int epochs, long stepsInAll, long stepsDone, Map<String, Long> data)
            implements TrainingEvent {}

    /**
     * After each step.
     *
     * @param epoch from 1
     * @param step from 1, of the whole run
     * @param loss of this step: the mean over its predictions
     * @param smoothed a running mean of the same
     * @param tokens read so far
     * @param norm of the gradient of the mean, before it was clipped
     */
    record Stepped(
            int epoch,
            long step,
            long stepsInAll,
            double loss,
            double smoothed,
            long tokens,
            double norm,
            boolean clipped,
            double rate)
            implements TrainingEvent {}

    /**
     * After each epoch.
     *
     * @param loss the mean over the held-out data
     * @param figures of the task, in order; the first decides, see {@link Score}
     * @param best whether none was better so far
     */
    record Validated(int epoch, long step, double loss, Map<String, Double> figures, boolean best)
            implements TrainingEvent {}

    /** The state of the run is in this file. */
    record Checkpointed(long step, Path file) implements TrainingEvent {}

    /**
     * A loss or a gradient was no longer a finite number, or the loss leapt far above all that was before. The weights are those before this
     * step, and {@link Trainer#suspects} gives what was read.
     *
     * @param quantity what was lost: "loss", "gradient of layer0.U", "loss spike"
     */
    record Exploded(long step, String quantity, double loss, double norm) implements TrainingEvent {}

    /** After an explosion the run goes on from a good state, with its rate multiplied by {@code factor} from now on. */
    record Rewound(long from, long step, double factor) implements TrainingEvent {}

    /**
     * The last event.
     *
     * @param bestEpoch whose weights the model file holds; 0 if none was validated
     * @param best figures of that epoch's validation; empty if none was validated
     */
    record Finished(Reason reason, long step, int bestEpoch, Map<String, Double> best) implements TrainingEvent {}

    /** Why a run ended. */
    enum Reason {
        /** All epochs are done. */
        EPOCHS,
        /** Validation did not get better any more. */
        PATIENCE,
        /** The minutes are over. */
        TIME,
        /** Somebody asked; the run can be resumed. */
        STOPPED,
        /** It exploded; the run can be resumed from its last checkpoint, with other options it cannot. */
        DIVERGED
    }
}
