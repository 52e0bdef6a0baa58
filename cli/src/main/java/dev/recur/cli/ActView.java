package dev.recur.cli;

import dev.recur.train.TrainingEvent;
import java.util.Locale;
import java.util.function.Consumer;

/** What a person sees of a short act's training: one live line, and what each epoch has brought. */
final class ActView implements Consumer<TrainingEvent>, AutoCloseable {
    private final Terminal terminal;
    private final LiveLine line;

    ActView(Terminal terminal) {
        this.terminal = terminal;
        this.line = new LiveLine(terminal, true, System::nanoTime);
    }

    @Override
    public void accept(TrainingEvent event) {
        if (event instanceof TrainingEvent.Started started) {
            line.say(String.format(
                    Locale.ROOT,
                    "%,d weights; %,d signs to read, %d times over",
                    started.weights(),
                    started.data().get("training tokens"),
                    started.epochs()));
        } else if (event instanceof TrainingEvent.Stepped step) {
            if (terminal.live()) {
                line.update(() -> String.format(
                        Locale.ROOT, "step %,d of %,d  loss %.3f", step.step(), step.stepsInAll(), step.smoothed()));
            }
        } else if (event instanceof TrainingEvent.Validated validated) {
            validated.figures().entrySet().stream()
                    .findFirst()
                    .ifPresent(first -> line.say(String.format(
                            Locale.ROOT,
                            "epoch %d: %s %.3f on the names held out",
                            validated.epoch(),
                            first.getKey(),
                            first.getValue())));
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
