package dev.recur.cli;

import dev.recur.cell.Cell;
import dev.recur.model.Classifier;
import dev.recur.model.Prediction;
import dev.recur.model.SequenceClassifier;
import dev.recur.parallel.Workers;
import dev.recur.store.Records;
import dev.recur.text.Tokenizer;
import dev.recur.train.ClassifierOptions;
import dev.recur.train.Labelled;
import dev.recur.train.LabelledFiles;
import dev.recur.train.Trainer;
import dev.recur.train.Training;
import dev.recur.train.TrainingFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Many-to-one: a classifier learns which of all the JDK's languages a name is of. */
record WhichAct(Supplier<PlaceNames> source, PlacesFiles files, Training training) implements Act {
    private static final int EPOCHS = 2;
    private static final int FEW = 5;
    private static final int SHOWN = 3;
    private static final int SIDE_BY_SIDE = 64;

    @Override
    public String title() {
        return "which: a classifier learns which language a word is of";
    }

    private static ClassifierOptions network() {
        return ClassifierOptions.builder()
                .tokens(Tokenizer.CHARACTERS)
                .atLeast(2)
                .cell(Cell.named("gru").text())
                .hidden(64)
                .embedding(24)
                .dropout(0.1)
                .inputDropout(0)
                .wordDropout(0)
                .build();
    }

    private Training run() {
        int epochs = training.minutes() > 0 ? PlacesAct.MANY_EPOCHS : EPOCHS;
        return Records.with(training, Map.of("batch", 64, "rate", 0.006, "epochs", epochs));
    }

    @Override
    public void play(Terminal terminal) throws IOException {
        PlaceNames names = source.get();
        List<String> lines = names.labelled(names.languages());
        files.write(lines);
        terminal.say(String.format(
                Locale.ROOT,
                "Of these %,d names %.0f %% are the same in several languages, so nobody could always be right.",
                lines.size(),
                100 * names.shared()));
        TrainingFiles texts = new TrainingFiles(List.of(files.training()), files.heldOut());
        try (Trainer trainer = Trainer.create(run(), network(), texts, files.model(), System::nanoTime);
                ActView view = new ActView(terminal)) {
            trainer.run(view, () -> false);
        }
        terminal.say("");
        try (Workers workers = new Workers(1)) {
            judge(terminal, names, new Classifier(SequenceClassifier.load(files.model()), workers));
        }
    }

    private void judge(Terminal terminal, PlaceNames names, Classifier classifier) throws IOException {
        List<Labelled> held = LabelledFiles.read(List.of(files.heldOut()), "").samples();
        List<Prediction> said = new ArrayList<>();
        try (LiveLine line = new LiveLine(terminal, terminal.live(), System::nanoTime)) {
            for (int at = 0; at < held.size(); at += SIDE_BY_SIDE) {
                List<Labelled> some = held.subList(at, Math.min(held.size(), at + SIDE_BY_SIDE));
                classifier.classify(some.stream().map(Labelled::text).toList()).forEach(each -> said.add(few(each)));
                if (terminal.live()) {
                    line.update(() -> String.format(Locale.ROOT, "%,d of %,d names", said.size(), held.size()));
                }
            }
        }
        long right = 0;
        long near = 0;
        for (int i = 0; i < held.size(); i++) {
            right += said.get(i).label().equals(held.get(i).label()) ? 1 : 0;
            near += said.get(i).probabilities().containsKey(held.get(i).label()) ? 1 : 0;
        }
        terminal.say(String.format(
                Locale.ROOT,
                "held-out names in all %d languages: %.1f %% right, %.1f %% among the first %d guesses; by chance %.1f %%",
                classifier.model().labels().size(),
                100.0 * right / held.size(),
                100.0 * near / held.size(),
                FEW,
                100.0 / classifier.model().labels().size()));
        terminal.say("");
        Table table = new Table("held-out name", "it is", "guesses");
        for (String tag : Tongue.tags(names)) {
            for (int i = 0; i < held.size(); i++) {
                if (held.get(i).label().equals(Tongue.name(tag))) {
                    boolean good = said.get(i).label().equals(held.get(i).label());
                    table.row(
                            held.get(i).text(),
                            held.get(i).label(),
                            terminal.paint(good ? Style.GREEN : Style.RED, guesses(said.get(i))));
                    break;
                }
            }
        }
        table.print(terminal);
    }

    /** Without the many labels that it is not. */
    private static Prediction few(Prediction all) {
        Map<String, Double> first = new LinkedHashMap<>();
        all.probabilities().entrySet().stream().limit(FEW).forEach(each -> first.put(each.getKey(), each.getValue()));
        return new Prediction(all.text(), all.label(), first, all.unknown());
    }

    private static String guesses(Prediction said) {
        return said.probabilities().entrySet().stream()
                .limit(SHOWN)
                .map(each -> String.format(Locale.ROOT, "%s %.0f %%", each.getKey(), 100 * each.getValue()))
                .collect(Collectors.joining(", "));
    }
}
