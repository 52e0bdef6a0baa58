package dev.recur.cli;

import dev.recur.store.Records;
import dev.recur.train.TaskOptions;
import dev.recur.train.Tasks;
import dev.recur.train.Training;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a training run is asked for: the options that every run has, and those of its task. */
record Asked(Training training, TaskOptions task) {
    /**
     * Sorts options out.
     *
     * @param defaults of the task
     * @param given by name, as {@link TrainOptions#given} has them
     * @throws IllegalArgumentException if an option is none of the task or out of its range
     */
    static Asked of(TaskOptions defaults, Map<String, Object> given) {
        Map<String, Object> ofTask = new LinkedHashMap<>(given);
        ofTask.keySet().retainAll(TrainOptions.of(defaults));
        Map<String, Object> ofRun = new LinkedHashMap<>(given);
        ofRun.keySet().removeAll(ofTask.keySet());
        for (String name : ofRun.keySet()) {
            if (!Records.names(Training.class).contains(name)) {
                throw new IllegalArgumentException(
                        TrainOptions.flag(name) + " is no option of the task " + defaults.task());
            }
        }
        return new Asked(Records.with(defaults.training(), ofRun), Tasks.with(defaults, ofTask));
    }
}
