package dev.recur.cli;

import dev.recur.generate.Generator;
import dev.recur.generate.Sampling;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.train.Trainer;
import dev.recur.train.TrainingEvent;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What a person sees while the model learns: one live line, and a name in each language now and then, always at the same steps. */
final class PlacesView implements Consumer<TrainingEvent>, AutoCloseable {
    private static final double LN2 = StrictMath.log(2);
    private static final int LONGEST = 24;
    /** Steps at which samples are shown: the first ones soon after another, since most happens there. */
    private static final int FIRST = 25;

    private final Terminal terminal;
    private final Trainer trainer;
    private final List<String> tags;
    private final LiveLine line;
    private final long begun = System.nanoTime();
    private long next = FIRST;

    PlacesView(Terminal terminal, Trainer trainer, List<String> tags) {
        this.terminal = terminal;
        this.trainer = trainer;
        this.tags = tags;
        this.line = new LiveLine(terminal, true, System::nanoTime);
    }

    @Override
    public void accept(TrainingEvent event) {
        if (event instanceof TrainingEvent.Started started) {
            line.say(String.format(
                    Locale.ROOT,
                    "%,d weights; %,d different signs; %,d signs to read, %,d times over",
                    started.weights(),
                    started.data().get("vocabulary"),
                    started.data().get("training tokens"),
                    started.epochs()));
        } else if (event instanceof TrainingEvent.Stepped step) {
            if (terminal.live()) {
                line.update(() -> progress(step));
            }
            if (step.step() == next) {
                next *= 2;
                line.say(String.format(Locale.ROOT, "step %,5d  %.2f bits  ", step.step(), step.smoothed() / LN2)
                        + terminal.paint(Style.DIM, sample(step.step())));
            }
        } else if (event instanceof TrainingEvent.Validated validated) {
            line.say(String.format(
                    Locale.ROOT,
                    "epoch %d: %.3f bits on the names held out",
                    validated.epoch(),
                    validated.loss() / LN2));
        }
    }

    private String progress(TrainingEvent.Stepped step) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        return String.format(
                Locale.ROOT,
                "step %,d of %,d  %.2f bits  %,.0f signs/s  %.0f s",
                step.step(),
                step.stepsInAll(),
                step.smoothed() / LN2,
                step.tokens() / seconds,
                seconds);
    }

    private String sample(long step) {
        LanguageModel model = (LanguageModel) trainer.model();
        StringBuilder text = new StringBuilder();
        try (Workers workers = new Workers(1)) {
            for (String tag : tags) {
                text.append(text.isEmpty() ? "" : " · ").append(tag).append(' ');
                long seed = step * tags.size() + tags.indexOf(tag);
                new Generator(model, new Sampling(0.7, 0, 1), seed, workers)
                        .generate(tag + " ", LONGEST, 1, (number, piece) -> text.append(piece));
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        line.close();
    }
}
