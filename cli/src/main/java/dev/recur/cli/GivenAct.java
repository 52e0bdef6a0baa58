package dev.recur.cli;

import dev.recur.cell.Cell;
import dev.recur.generate.Generator;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.store.Records;
import dev.recur.train.LanguageGiven;
import dev.recur.train.LanguageOptions;
import dev.recur.train.Trainer;
import dev.recur.train.Training;
import dev.recur.train.TrainingFiles;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** One-to-many: a language begins a name. */
record GivenAct(Supplier<PlaceNames> source, PlacesFiles files, Training training) implements Act {
    private static final int EPOCHS = 10;

    @Override
    public String title() {
        return "given: a place name in the language that is asked for";
    }

    private static LanguageOptions network() {
        return LanguageOptions.builder()
                .given(new LanguageGiven("language", ""))
                .atLeast(2)
                .cell(Cell.named("gru").text())
                .hidden(96)
                .layers(1)
                .embedding(32)
                .dropout(0.2)
                .build();
    }

    private Training run() {
        int epochs = training.minutes() > 0 ? PlacesAct.MANY_EPOCHS : EPOCHS;
        return Records.with(training, Map.of("batch", 16, "rate", 0.006, "epochs", epochs));
    }

    @Override
    public void play(Terminal terminal) throws IOException {
        PlaceNames names = source.get();
        List<String> tags = Tongue.tags(names);
        List<String> lines = names.labelled(tags);
        files.write(lines);
        terminal.say(String.format(
                Locale.ROOT,
                "%,d names in %d languages. Here the language is no part of the text: the network is given it, and hears it at"
                        + " every letter.",
                lines.size(),
                tags.size()));
        TrainingFiles texts = new TrainingFiles(List.of(files.training()), files.heldOut());
        try (Trainer trainer = Trainer.create(run(), network(), texts, files.model(), System::nanoTime);
                ActView view = new ActView(terminal)) {
            trainer.run(view, () -> false);
        }
        terminal.say("");
        terminal.say("a place name in ...; all real ones are sorted out:");
        try (Workers workers = new Workers(1)) {
            Generator generator =
                    new Generator(LanguageModel.load(files.model()), NewNames.SAMPLING, training.seed(), workers);
            for (String tag : tags) {
                terminal.say(NewNames.of(generator, names, tag).line());
            }
        }
    }
}
