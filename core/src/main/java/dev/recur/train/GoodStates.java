package dev.recur.train;

import dev.recur.array.Parameters;
import dev.recur.optim.OptimizerState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of a run that it can go back to after an explosion. Every {@value #EVERY} steps a copy is made; it counts as good when as many
 * further steps went well, since weights may be lost some steps before it shows. So a run goes back {@value #EVERY} to twice as many steps,
 * behind a validation, too, which then comes once more; what the validations before the explosion have said stays said. When copies are made
 * depends on the step alone, and checkpoints hold them: a run that was killed goes back to where it would have gone.
 */
final class GoodStates {
    static final int EVERY = 50;

    /**
     * One copy.
     *
     * @param progress as its text
     * @param arrays weights, then the optimiser's moments
     * @param states what is carried from one minibatch to the next
     */
    record Copy(String progress, List<float[]> arrays, List<float[]> states) {}

    private final List<float[]> live = new ArrayList<>(); // weights and moments
    private final OptimizerState optimizer;
    private final Task task;
    private Copy good;
    private Copy latest;

    GoodStates(Parameters weights, OptimizerState optimizer, Task task, Progress progress) {
        this.optimizer = optimizer;
        this.task = task;
        live.add(weights.values());
        optimizer.moments().forEach(moment -> live.add(moment.values()));
        this.good = copy(progress);
        this.latest = good;
    }

    private Copy copy(Progress progress) {
        return new Copy(progress.write(), live.stream().map(float[]::clone).toList(), task.states());
    }

    /** After each step that went well. */
    void stepped(Progress progress) {
        if (progress.step % EVERY == 0) {
            good = latest;
            latest = copy(progress);
        }
    }

    /** Takes the run back. What it has spent, how often it went back and what its validations have said are not forgotten. */
    Progress back(Progress exploded) throws IOException {
        Progress progress = Progress.read(good.progress);
        progress.nanos = exploded.nanos;
        progress.rewinds = exploded.rewinds + 1;
        progress.keepValidations(exploded);
        for (int i = 0; i < live.size(); i++) {
            System.arraycopy(good.arrays.get(i), 0, live.get(i), 0, live.get(i).length);
        }
        optimizer.resume(progress.step);
        task.load(progress.step, 1);
        task.resume(good.states);
        latest = good;
        return progress;
    }

    /** For a checkpoint. */
    List<Copy> copies() {
        return List.of(good, latest);
    }

    /** From a checkpoint. */
    void resume(List<Copy> copies) {
        if (copies.size() == 2) {
            good = copies.get(0);
            latest = copies.get(1);
        }
    }
}
