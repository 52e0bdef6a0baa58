package dev.recur.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A training run in a process of its own, which says each step and each checkpoint in a line. For {@link KillTest}. */
final class TrainingChild {
    private TrainingChild() {}

    static Training.Builder training() {
        return RunText.training().epochs(3).checkpointSeconds(0);
    }

    /** Model file, text file, threads. Goes on if there is a checkpoint. */
    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[2]);
        try (Trainer trainer = Files.exists(Trainer.checkpointOf(model))
                ? Trainer.resume(model, threads, System::nanoTime)
                : Trainer.create(
                        training().threads(threads).build(),
                        RunText.options().weightDrop(0.2).build(),
                        new TrainingFiles(List.of(Path.of(arguments[1])), null),
                        model,
                        System::nanoTime)) {
            trainer.run(TrainingChild::tell, () -> false);
        }
    }

    @SuppressWarnings("SystemOut") // the parent reads it
    private static void tell(TrainingEvent event) {
        if (event instanceof TrainingEvent.Stepped step) {
            System.out.println("step " + step.step());
        } else if (event instanceof TrainingEvent.Checkpointed checkpoint) {
            System.out.println("checkpoint " + checkpoint.step());
        }
    }
}
