package dev.recur.cli;

import dev.recur.cell.Cell;
import dev.recur.generate.Generator;
import dev.recur.model.LanguageModel;
import dev.recur.model.NgramModel;
import dev.recur.parallel.Workers;
import dev.recur.text.Corpus;
import dev.recur.train.Evaluation;
import dev.recur.train.LanguageOptions;
import dev.recur.train.Trainer;
import dev.recur.train.Training;
import dev.recur.train.TrainingFiles;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** A language model learns names of countries and languages, is measured, and makes up new ones. */
record PlacesAct(Supplier<PlaceNames> source, PlacesFiles files, Training training) implements Act {
    /** Of the lengths 3 to 8 the one that predicts the held-out names best. */
    private static final int ORDER = 5;

    private static final int BATCH = 64;
    private static final double RATE = 0.008;
    private static final int EPOCHS = 6;
    static final int MANY_EPOCHS = 1000;
    private static final double LN2 = StrictMath.log(2);

    /** @throws IllegalArgumentException if a value is out of its range */
    static Training training(long seed, int threads, double minutes) {
        return Training.builder()
                .batch(BATCH)
                .rate(RATE)
                .epochs(minutes > 0 ? MANY_EPOCHS : EPOCHS)
                .minutes(minutes)
                .patience(0)
                .seed(seed)
                .threads(threads)
                .build();
    }

    private static LanguageOptions network() {
        return LanguageOptions.builder()
                .lines(true)
                .atLeast(2)
                .cell(Cell.named("gru").text())
                .hidden(256)
                .layers(1)
                .embedding(64)
                .tieEmbedding(true) // there are thousands of signs, and most of the time would go into their scores
                .dropout(0.05)
                .steps(64)
                .build();
    }

    @Override
    public String title() {
        return "places: a language model learns what countries and languages are called";
    }

    @Override
    public void play(Terminal terminal) throws IOException {
        terminal.say("Reading the names in all languages of this JDK.");
        PlaceNames names = source.get();
        List<String> lines = names.lines();
        files.write(lines);
        terminal.say(String.format(
                Locale.ROOT,
                "%,d names in %d languages, such as:",
                lines.size(),
                names.languages().size()));
        for (String tag : Tongue.tags(names)) {
            terminal.say("    "
                    + lines.stream()
                            .filter(line -> line.startsWith(tag + " "))
                            .skip(20)
                            .findFirst()
                            .orElse(tag));
        }
        terminal.say(files.training() + " is what it learns from, " + files.heldOut() + " what it is judged by");
        terminal.say("");
        train(terminal, names);
        LanguageModel model = LanguageModel.load(files.model());
        terminal.say("");
        try (Workers workers = new Workers(1)) {
            compare(terminal, model, workers);
            terminal.say("");
            terminal.say("names that it makes up; all real ones are sorted out:");
            Generator generator = new Generator(model, NewNames.SAMPLING, training.seed(), workers);
            for (String tag : Tongue.few(names)) {
                terminal.say(NewNames.of(generator, names, tag).line());
            }
        }
    }

    private void train(Terminal terminal, PlaceNames names) throws IOException {
        TrainingFiles texts = new TrainingFiles(List.of(files.training()), files.heldOut());
        try (Trainer trainer = Trainer.create(training, network(), texts, files.model(), System::nanoTime);
                PlacesView view = new PlacesView(terminal, trainer, Tongue.few(names))) {
            trainer.run(view, () -> false);
        }
    }

    private void compare(Terminal terminal, LanguageModel model, Workers workers) throws IOException {
        Corpus held = PlacesFiles.corpus(files.heldOut());
        Evaluation network = Evaluation.of(model, held, workers);
        NgramModel ngrams = NgramModel.of(ORDER, PlacesFiles.corpus(files.training()), model.vocabulary());
        double nats = ngrams.nats(held);
        Table table = new Table("held-out names", "bits a prediction", "bits a character");
        row(table, ORDER + "-grams, interpolated", nats, network);
        row(table, "this network", network.nats(), network);
        table.print(terminal);
        double share = network.nats() / nats;
        terminal.say(String.format(
                Locale.ROOT,
                share < 1
                        ? "the network needs %.1f %% fewer bits"
                        : "the network needs %.1f %% more bits: it has not learned long enough; try --minutes",
                100 * Math.abs(1 - share)));
    }

    /** Both predict the same signs and ends of names. */
    private static void row(Table table, String name, double nats, Evaluation predicted) {
        table.row(
                name,
                String.format(Locale.ROOT, "%.3f", nats / LN2 / predicted.tokens()),
                String.format(Locale.ROOT, "%.3f", nats / LN2 / predicted.characters()));
    }
}
