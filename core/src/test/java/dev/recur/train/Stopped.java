package dev.recur.train;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Runs that are stopped again and again. */
final class Stopped {
    private Stopped() {}

    /**
     * Runs it to its end, stopped every so many steps and taken up again on another number of threads.
     *
     * @param first closed here
     * @param model what it writes
     * @return how many parts there were
     */
    static int often(Trainer first, Path model, int every) throws Exception {
        TrainingEvent.Reason reason;
        try (first) {
            reason = first.run(event -> {}, after(every));
        }
        int parts = 1;
        while (reason == TrainingEvent.Reason.STOPPED) {
            try (Trainer next = Trainer.resume(model, 1 + parts % 2, () -> 0)) {
                reason = next.run(event -> {}, after(every));
            }
            parts++;
        }
        return parts;
    }

    /** Says stop when it has been asked so often. */
    static BooleanSupplier after(int steps) {
        int[] asked = {0};
        return () -> asked[0]++ == steps;
    }
}
