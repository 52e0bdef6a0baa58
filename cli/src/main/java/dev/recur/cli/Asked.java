package dev.recur.cli;

import dev.recur.cell.Cell;
import dev.recur.store.Records;
import dev.recur.train.TaskOptions;
import dev.recur.train.Tasks;
import dev.recur.train.Training;
import java.util.LinkedHashMap;
import java.util.List;
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
        if (ofRun.remove(TrainOptions.SET) instanceof List<?> settings) {
            ofTask.put(TrainOptions.CELL, cell(defaults, ofTask, settings));
        }
        ofRun.keySet().removeAll(ofTask.keySet());
        for (String name : ofRun.keySet()) {
            if (!Records.names(Training.class).contains(name)) {
                throw new IllegalArgumentException(
                        TrainOptions.flag(name) + " is no option of the task " + defaults.task());
            }
        }
        return new Asked(Records.with(defaults.training(), ofRun), Tasks.with(defaults, ofTask));
    }

    /** The text of the cell with other numbers and sizes. */
    private static String cell(TaskOptions defaults, Map<String, Object> given, List<?> settings) {
        Object text = given.getOrDefault(
                TrainOptions.CELL, Records.map((Record) defaults).get(TrainOptions.CELL));
        Cell cell = Cell.parse(String.valueOf(text), "the cell");
        return CellArgument.with(cell, settings.stream().map(String::valueOf).toList())
                .text();
    }
}
