package dev.recur.train;

import dev.recur.store.Records;
import java.util.List;
import java.util.Map;

/** All tasks, each by the defaults of its options. */
public final class Tasks {
    private static final List<TaskOptions> ALL = List.of(
            LanguageOptions.DEFAULTS,
            ClassifierOptions.DEFAULTS,
            TagOptions.DEFAULTS,
            TranslateOptions.DEFAULTS,
            ForecastOptions.DEFAULTS,
            ImageOptions.DEFAULTS,
            PuzzleOptions.DEFAULTS);

    private Tasks() {}

    /** The defaults of a task. */
    public static TaskOptions named(String name) {
        return ALL.stream()
                .filter(task -> task.task().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no task " + name + "; there are " + String.join(", ", names())));
    }

    /**
     * Options of a task with some of them changed, by their names as {@link Records} has them.
     *
     * @throws IllegalArgumentException if it has no such option, or the value is out of its range; the message says which
     */
    public static TaskOptions with(TaskOptions options, Map<String, ?> changes) {
        return (TaskOptions) Records.with((Record) options, changes);
    }

    public static List<String> names() {
        return ALL.stream().map(TaskOptions::task).toList();
    }
}
