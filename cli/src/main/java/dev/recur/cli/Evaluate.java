package dev.recur.cli;

import dev.recur.generate.Search;
import dev.recur.generate.TranslationEvaluation;
import dev.recur.model.Forecaster;
import dev.recur.model.ImageClassifier;
import dev.recur.model.LanguageModel;
import dev.recur.model.Model;
import dev.recur.model.SequenceClassifier;
import dev.recur.model.SequenceTagger;
import dev.recur.model.Translator;
import dev.recur.parallel.Workers;
import dev.recur.store.Json;
import dev.recur.store.ModelFileException;
import dev.recur.text.Corpus;
import dev.recur.text.TextFiles;
import dev.recur.text.Tokenizer;
import dev.recur.train.Adaptation;
import dev.recur.train.Bleu;
import dev.recur.train.Classification;
import dev.recur.train.DynamicEvaluation;
import dev.recur.train.Evaluation;
import dev.recur.train.ImageJudgement;
import dev.recur.train.Images;
import dev.recur.train.Labelled;
import dev.recur.train.LabelledFiles;
import dev.recur.train.Parallel;
import dev.recur.train.ParallelFiles;
import dev.recur.train.TagEvaluation;
import dev.recur.train.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How well a model does on data it has not seen. */
@Command(
        name = "evaluate",
        description = {
            "Tell how well a model does on data. A classifier: accuracy, F1, what it confuses, its worst errors.",
            "A tagger: accuracy, precision, recall and F1 of tags, spans or words, and its worst errors.",
            "A translator: BLEU, exact matches, error rates, perplexity, and its worst errors.",
            "A forecaster: its errors beside those of naive forecasts, on what it has not learnt from.",
            "An image classifier: accuracy, and what it confuses.",
            "A language model: nats, bits and perplexity of the text, a token and a character.",
            "A running text is read in one row from its first token to its last, the state carried all along; a model"
                    + " that was trained with --lines reads each line on its own, one that was trained with --given a"
                    + " table of texts with what they are given."
        },
        sortOptions = false,
        footer = {
            "",
            "Examples: recur evaluate shakespeare.safetensors sonnets.txt",
            "          recur evaluate questions.safetensors test.tsv",
            "          recur evaluate en-de.safetensors test.en --target test.de",
            "          recur evaluate shakespeare.safetensors sonnets.txt --dynamic --dynamic-statistics shakespeare.txt",
            "          recur evaluate weather.safetensors weather.csv"
        })
final class Evaluate implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file.")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Texts, tables or images (.gz too), folders, or patterns.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--streams",
            paramLabel = "N",
            description =
                    "Cut a running text into N equal parts, read side by side: faster, and less exact (default: 1).")
    private int streams = 1;

    @ArgGroup(exclusive = false)
    private @Nullable Dynamic dynamic;

    /** Options that ask for dynamic evaluation: any of them is enough. */
    private static final class Dynamic {
        @Option(
                names = "--dynamic",
                description = "Also let the weights learn from the text as it is read (Krause et al. 2018), beside the"
                        + " figures of weights that stand still.")
        boolean asked;

        @Option(
                names = "--dynamic-statistics",
                paramLabel = "FILE",
                description = "The text of training: each weight then moves by the size of its gradient there.")
        List<String> statistics = new ArrayList<>();

        @Option(names = "--dynamic-steps", paramLabel = "T", description = "Steps between changes (default: 20).")
        @Nullable
        Integer steps;

        @Option(
                names = "--dynamic-rate",
                paramLabel = "R",
                description = "How fast it learns (default: 0.1; with statistics 0.0004).")
        @Nullable
        Double rate;

        @Option(
                names = "--dynamic-decay",
                paramLabel = "D",
                description = "How fast it forgets (default: 0.001; with statistics 0.003).")
        @Nullable
        Double decay;

        Adaptation adaptation() {
            Adaptation defaults = statistics.isEmpty() ? Adaptation.PLAIN : Adaptation.SCALED;
            return new Adaptation(
                    steps == null ? defaults.steps() : steps,
                    rate == null ? defaults.rate() : rate,
                    decay == null ? defaults.decay() : decay);
        }
    }

    @Option(
            names = "--columns",
            paramLabel = "COLUMNS",
            description = "Of a table of texts, as for recur train (default: as in training).")
    private @Nullable String columns;

    @Option(
            names = "--target",
            paramLabel = "FILE",
            description = "Of a translator's data: line by line the target of what stands in FILE....")
    private @Nullable String target;

    @Option(
            names = "--tokenize",
            paramLabel = "HOW",
            description =
                    "How BLEU cuts texts: 13a, char or none (default: char if the model writes characters, else 13a).")
    private @Nullable String tokenize;

    @Mixin
    private SearchOptions search = new SearchOptions();

    @Option(names = "--threads", paramLabel = "N", description = "(default: one a processor)")
    private int threads = 0;

    @Option(names = "--json", description = "One JSON object instead of a table.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    Evaluate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (streams < 1 || threads < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--streams must be 1 or more, and --threads 0 (for one a processor) or more");
        }
        Adaptation adaptation = adaptation();
        Model model = Model.load(file);
        try (Workers workers = new Workers(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads)) {
            if (model instanceof Translator translator) {
                translator(translator, workers);
                return Main.DONE;
            }
            search.refuse(spec, model);
            if (target != null || tokenize != null) {
                throw new ParameterException(
                        spec.commandLine(), "--target and --tokenize are for translators; this is a " + model.kind());
            }
            if (model instanceof LanguageModel language) {
                language(language, adaptation, workers);
            } else if (model instanceof SequenceClassifier classifier) {
                classifier(classifier, workers);
            } else if (model instanceof SequenceTagger tagger) {
                tagger(tagger, workers);
            } else if (model instanceof Forecaster forecaster) {
                forecaster(forecaster, workers);
            } else if (model instanceof ImageClassifier classifier) {
                images(classifier, workers);
            } else {
                throw new ModelFileException(file, "a " + model.kind() + " cannot be evaluated");
            }
        }
        return Main.DONE;
    }

    /** Null if nobody asked for it. */
    private @Nullable Adaptation adaptation() {
        try {
            return dynamic == null ? null : dynamic.adaptation();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void language(LanguageModel model, @Nullable Adaptation adaptation, Workers workers) throws IOException {
        if (columns != null && model.givens().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--columns: this model reads texts, not tables");
        }
        if (adaptation != null && model.vocabulary().hasMarks()) { // said before all is evaluated without
            throw new ParameterException(
                    spec.commandLine(), "--dynamic: this model reads lines, each on its own, and no running text");
        }
        Corpus corpus = Evaluation.read(model, TextFiles.find(data), columns == null ? trained(model) : columns);
        Evaluation evaluation = watched(data, watch -> Evaluation.of(model, corpus, streams, workers, watch));
        Evaluation learning = adaptation == null ? null : learning(model, corpus, adaptation, workers);
        LanguageReport report = new LanguageReport(model, corpus, evaluation, learning);
        if (json) {
            terminal.say(report.json());
        } else {
            terminal.say(String.join(" ", data));
            report.print(terminal);
        }
    }

    private Evaluation learning(LanguageModel model, Corpus corpus, Adaptation adaptation, Workers workers)
            throws IOException {
        List<String> files = dynamic == null ? List.of() : dynamic.statistics;
        Corpus statistics = files.isEmpty() ? null : Evaluation.read(model, TextFiles.find(files));
        // the text itself has been evaluated before, so what is wrong is the other
        return watched(
                files.isEmpty() ? data : files,
                watch -> DynamicEvaluation.of(model, corpus, statistics, adaptation, workers, watch));
    }

    private void classifier(SequenceClassifier model, Workers workers) throws IOException {
        if (streams != 1 || dynamic != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    (streams != 1 ? "--streams" : "--dynamic") + ": a classifier reads each text on its own");
        }
        List<Labelled> samples = LabelledFiles.read(TextFiles.find(data), columns == null ? trained(model) : columns)
                .samples();
        ClassifierReport report;
        try (Countdown countdown = countdown("texts")) {
            report = new ClassifierReport(model, samples, Classification.of(model, samples, workers, countdown));
        }
        if (json) {
            terminal.say(report.json());
        } else {
            terminal.say(String.join(" ", data));
            report.print(terminal);
        }
    }

    private void translator(Translator model, Workers workers) throws IOException {
        if (streams != 1 || columns != null) {
            throw new ParameterException(
                    spec.commandLine(), "--streams and --columns: a translator reads source TAB target, or two files");
        }
        List<Path> targets = target == null ? List.of() : TextFiles.find(List.of(target));
        Search asked = search.search(spec, null);
        List<Parallel> pairs = ParallelFiles.read(TextFiles.find(data), targets).pairs();
        TranslatorReport report = new TranslatorReport(model, translated(model, pairs, asked, workers));
        if (json) {
            terminal.say(report.json());
        } else {
            terminal.say(String.join(" ", data));
            report.print(terminal);
        }
    }

    private void tagger(SequenceTagger model, Workers workers) throws IOException {
        if (streams != 1 || columns != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--streams and --columns: a tagger reads each sentence on its own, from the columns of its training");
        }
        TaggerReport report;
        try (Countdown countdown = countdown("sentences")) {
            report = new TaggerReport(model, TagEvaluation.of(model, TextFiles.find(data), workers, countdown));
        }
        if (json) {
            terminal.say(report.json());
        } else {
            terminal.say(String.join(" ", data));
            report.print(terminal);
        }
    }

    private TranslationEvaluation translated(Translator model, List<Parallel> pairs, Search asked, Workers workers) {
        boolean grouped = target == null; // in aligned files each line is a text
        try (Countdown countdown = countdown("texts")) {
            return TranslationEvaluation.of(model, pairs, grouped, asked, bleu(model), workers, countdown);
        }
    }

    private Bleu.Tokens bleu(Translator model) {
        if (tokenize == null) {
            return model.target().tokenizer() == Tokenizer.CHARACTERS ? Bleu.Tokens.CHARACTERS : Bleu.Tokens.T13A;
        }
        try {
            return Bleu.Tokens.named(tokenize);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void forecaster(Forecaster model, Workers workers) throws IOException {
        noTexts(model);
        for (Path path : TextFiles.find(data)) {
            ForecastReport report;
            try (Countdown countdown = countdown("forecasts")) {
                report = ForecastReport.of(model, path, workers, countdown);
            }
            if (json) {
                terminal.say(report.json());
            } else {
                report.print(terminal);
            }
        }
    }

    private void images(ImageClassifier model, Workers workers) throws IOException {
        noTexts(model);
        Images images = Images.read(TextFiles.find(data));
        ImageReport report;
        try (Countdown countdown = countdown("images")) {
            report = new ImageReport(model, ImageJudgement.of(model, images, workers, countdown));
        }
        if (json) {
            terminal.say(report.json());
        } else {
            terminal.say(String.join(" ", data));
            report.print(terminal);
        }
    }

    private void noTexts(Model model) {
        if (streams != 1 || columns != null) {
            throw new ParameterException(
                    spec.commandLine(), "--streams and --columns are for texts; this model is a " + model.kind());
        }
    }

    /** The columns of the data that the model learnt from. */
    private static String trained(Model model) {
        String options = model.provenance().get("options");
        return options != null && Json.read(options).get("columns") instanceof String known ? known : "";
    }

    /** What is watched. */
    @FunctionalInterface
    private interface Watched {
        Evaluation evaluate(Watch watch) throws IOException;
    }

    /** {@code files} are named where they cannot be evaluated. */
    private Evaluation watched(List<String> files, Watched evaluate) throws IOException {
        try (Countdown countdown = countdown("tokens")) {
            return evaluate.evaluate(countdown);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(String.join(" ", files) + ": " + e.getMessage(), e);
        }
    }

    private Countdown countdown(String unit) {
        return new Countdown(terminal, unit, json, System::nanoTime);
    }
}
