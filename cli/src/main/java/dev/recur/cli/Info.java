package dev.recur.cli;

import dev.recur.array.Layout;
import dev.recur.model.Forecaster;
import dev.recur.model.LanguageModel;
import dev.recur.model.Model;
import dev.recur.model.SequenceClassifier;
import dev.recur.model.SequenceTagger;
import dev.recur.model.Translator;
import dev.recur.store.Records;
import dev.recur.text.Given;
import dev.recur.text.GivenLabel;
import dev.recur.text.GivenNumbers;
import dev.recur.text.Ngrams;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What a model file holds. */
@Command(
        name = "info",
        description = "Tell what a model file holds: shape, cell, arrays, vocabulary, and where it comes from.",
        sortOptions = false,
        footer = {"", "Example: recur info shakespeare.safetensors"})
final class Info implements Callable<Integer> {
    private static final int TOKENS_SHOWN = 60;
    private static final int LABELS_SHOWN = 40;
    private static final int NGRAMS_SHOWN = 12;

    private final Terminal terminal;

    @Parameters(paramLabel = "MODEL", description = "A model file.")
    private Path file = Path.of("");

    Info(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Model model = Model.load(file);
        terminal.say(model.kind());
        terminal.say(String.format(
                Locale.ROOT, "%,d weights", model.parameters().layout().elements()));
        Records.map(model.config()).forEach((name, value) -> {
            if (!name.equals("cell")) {
                terminal.say("  " + name + ": " + value);
            }
        });
        terminal.say("");
        terminal.say("cell " + model.cell().title());
        model.cell().canonical().lines().forEach(line -> terminal.say("  " + line));
        terminal.say("");
        terminal.say("arrays");
        for (Layout.View view : model.parameters().layout().views()) {
            terminal.say("  " + view.name() + " " + view.shape());
        }
        terminal.say("");
        if (model instanceof LanguageModel language) {
            vocabulary(language.vocabulary());
            ngrams(language);
            language.givens().all().forEach(given -> terminal.say(shown(given)));
        } else if (model instanceof Forecaster forecaster) {
            columns(forecaster);
        } else if (model instanceof SequenceClassifier classifier) {
            vocabulary(classifier.vocabulary());
            terminal.say("labels: " + String.join(", ", classifier.labels()));
        } else if (model instanceof SequenceTagger tagger) {
            vocabulary(tagger.vocabulary());
            terminal.say("tags: " + String.join(", ", tagger.tags()));
        } else if (model instanceof Translator translator) {
            terminal.say("source");
            vocabulary(translator.source());
            terminal.say("target");
            vocabulary(translator.target());
        }
        terminal.say("");
        terminal.say("where it comes from");
        model.provenance().forEach((key, value) -> terminal.say("  " + key + ": " + value));
        return Main.DONE;
    }

    private static String shown(Given given) {
        StringBuilder shown = new StringBuilder("given: " + given.name() + ", ");
        if (given instanceof GivenLabel label) {
            List<String> each = new ArrayList<>();
            for (int i = 0; i < Math.min(label.size(), LABELS_SHOWN); i++) {
                each.add(label.labels().get(i) + " (" + label.counts().get(i) + ")");
            }
            String more = label.size() > LABELS_SHOWN ? " …" : "";
            shown.append("one of ")
                    .append(label.size())
                    .append(": ")
                    .append(String.join(", ", each))
                    .append(more);
        } else if (given instanceof GivenNumbers numbers) {
            List<String> each = new ArrayList<>();
            for (int i = 0; i < numbers.size(); i++) {
                each.add(Figures.shown(numbers.means().get(i)) + " ± "
                        + Figures.shown(numbers.deviations().get(i)));
            }
            shown.append(numbers.size()).append(" numbers: ").append(String.join(", ", each));
        }
        return shown.toString();
    }

    private void columns(Forecaster model) {
        Records.map(model.outlook()).forEach((name, value) -> terminal.say(name + ": " + value));
        Table table = new Table("column", "mean", "deviation");
        for (String column : Forecaster.columns(model.outlook())) {
            table.row(
                    column,
                    Figures.shown(model.scale(column).mean()),
                    Figures.shown(model.scale(column).deviation()));
        }
        table.print(terminal);
    }

    /** The most frequent ones of each length. */
    private void ngrams(LanguageModel model) {
        Ngrams ngrams = model.ngrams();
        int row = 0;
        for (int n = 2; n <= ngrams.longest(); n++) {
            List<String> first = new ArrayList<>();
            for (int i = row; i < row + Math.min(NGRAMS_SHOWN, ngrams.count(n)); i++) {
                List<String> tokens = new ArrayList<>();
                for (int token : ngrams.sequence(i)) {
                    tokens.add(model.vocabulary().token(token));
                }
                boolean words = model.vocabulary().tokenizer() == Tokenizer.WORDS;
                first.add("'" + String.join(words ? " " : "", tokens).replace("\n", "\\n") + "'");
            }
            row += ngrams.count(n);
            terminal.say(String.format(
                    Locale.ROOT,
                    "%,d %d-grams: %s%s",
                    ngrams.count(n),
                    n,
                    String.join(" ", first),
                    ngrams.count(n) > NGRAMS_SHOWN ? " …" : ""));
        }
    }

    private void vocabulary(Vocabulary vocabulary) {
        List<String> tokens = vocabulary.tokens();
        StringBuilder shown = new StringBuilder();
        for (String token : tokens.subList(0, Math.min(tokens.size(), TOKENS_SHOWN))) {
            shown.append(' ').append(token.equals("\n") ? "\\n" : token.equals(" ") ? "' '" : token);
        }
        terminal.say("vocabulary of " + vocabulary.size() + " " + vocabulary.tokenizer()
                + (vocabulary.hasMarks() ? ", begin and end marks among them" : ""));
        terminal.say(" " + shown + (tokens.size() > TOKENS_SHOWN ? " …" : ""));
    }
}
