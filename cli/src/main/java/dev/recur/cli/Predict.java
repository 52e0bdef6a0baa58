package dev.recur.cli;

import dev.recur.generate.Translations;
import dev.recur.model.Classifier;
import dev.recur.model.Forecaster;
import dev.recur.model.Model;
import dev.recur.model.NumericModel;
import dev.recur.model.Prediction;
import dev.recur.model.SequenceClassifier;
import dev.recur.model.SequenceTagger;
import dev.recur.model.Tagger;
import dev.recur.model.Translator;
import dev.recur.parallel.Workers;
import dev.recur.store.Json;
import dev.recur.store.ModelFileException;
import dev.recur.text.TextFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Uses a model on data. */
@Command(
        name = "predict",
        description = {
            "Tell what a model makes of each text: of the arguments, or without any, of each line of standard input.",
            "One line a text: of a classifier, the label, a tab, the text; of a tagger, each word with its tag, or the text"
                    + " cut into words; of a translator, the translation.",
            "A forecaster tells how tables go on: a CSV row for each step ahead, with the interval that should hold the"
                    + " value. An image classifier tells the class of each image of IDX files, and its probability."
        },
        sortOptions = false,
        footer = {
            "",
            "Examples: recur predict names.safetensors Nakamura O\\'Brien --probabilities",
            "          recur predict names.safetensors --json < names.txt",
            "          recur predict speech.safetensors \"The old man the boats .\"",
            "          recur predict de-en.safetensors 'Zwei junge Männer .' --n-best 3 --show-attention",
            "          recur predict weather.safetensors weather.csv --interval 0.8"
        })
final class Predict implements Callable<Integer> {
    private static final int MOST_TOGETHER = 64;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file.")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "DATA",
            arity = "0..*",
            description = "Texts to judge or translate, or files.")
    private List<String> data = new ArrayList<>();

    @Option(names = "--probabilities", description = "Of every label, the likeliest first.")
    private boolean probabilities;

    @Option(names = "--explain", description = "Show what each token speaks for: green for the label, red against it.")
    private boolean explain;

    @Option(
            names = "--interval",
            paramLabel = "P",
            description =
                    "Of a forecast: holds the value with this probability, 0.5, 0.8, 0.9, 0.95 or 0.98 (default: 0.9).")
    private @Nullable Double interval;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description =
                    "Draw the forecast of a table behind the values that lead to it, or where a translator looked, as .svg"
                            + " or .png.")
    private @Nullable Path picture;

    @Option(names = "--json", description = "One JSON object a text, table or image.")
    private boolean json;

    @Option(
            names = "--n-best",
            paramLabel = "N",
            description = "The N best translations, each after its log-probability.")
    private @Nullable Integer best;

    @Option(names = "--show-attention", description = "Show where a translator looked at each token it wrote.")
    private boolean showAttention;

    @Mixin
    private SearchOptions search = new SearchOptions();

    @Spec
    private CommandSpec spec;

    Predict(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Model model = Model.load(file);
        try (Workers workers = new Workers(1)) {
            if (model instanceof NumericModel numeric) {
                numbers(numeric, workers);
                return Main.DONE;
            }
            if (interval != null) {
                throw new ParameterException(
                        spec.commandLine(), "--interval is for forecasts; this model is a " + model.kind());
            }
            Consumer<List<String>> answer = answer(model, workers);
            if (data.isEmpty()) {
                lines(answer);
            } else {
                answer.accept(data);
            }
        }
        return Main.DONE;
    }

    private void numbers(NumericModel model, Workers workers) throws IOException {
        search.refuse(spec, model);
        if (best != null || showAttention) {
            throw new ParameterException(
                    spec.commandLine(), "--n-best and --show-attention are for translators; this is a " + model.kind());
        }
        double probability = interval == null ? NumericPredictions.INTERVAL : interval;
        if (probabilities || explain || data.isEmpty() || !Forecaster.INTERVALS.contains(probability)) {
            throw new ParameterException(
                    spec.commandLine(),
                    data.isEmpty()
                            ? "which files? this model is a " + model.kind()
                            : probabilities || explain
                                    ? "--probabilities and --explain are for texts; this model is a " + model.kind()
                                    : "--interval is " + probability + "; it can be one of " + Forecaster.INTERVALS);
        }
        if (picture != null && !(model instanceof Forecaster && data.size() == 1)) {
            throw new ParameterException(spec.commandLine(), "--picture is for the forecast of one table");
        }
        new NumericPredictions(terminal, probability, picture, json).say(file, model, TextFiles.find(data), workers);
    }

    private Consumer<List<String>> answer(Model model, Workers workers) throws IOException {
        if (model instanceof Translator translator) {
            return translator(translator, workers);
        }
        search.refuse(spec, model);
        if (best != null || showAttention || picture != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--n-best, --show-attention and --picture are for translators, --picture for forecasts too; this is a "
                            + model.kind());
        }
        if (model instanceof SequenceClassifier classifier) {
            Classifier judge = new Classifier(classifier, workers);
            return all -> say(judge, all);
        }
        if (model instanceof SequenceTagger tagger) {
            if (explain) {
                throw new ParameterException(spec.commandLine(), "--explain: a tagger does not explain its tags");
            }
            TaggerText text = new TaggerText(new Tagger(tagger, workers), probabilities, json);
            return all -> text.of(all).forEach(terminal::say);
        }
        throw new ModelFileException(
                file,
                "is a " + model.kind()
                        + ", which says nothing of a text; train one with --task classify, tag or translate");
    }

    private Consumer<List<String>> translator(Translator model, Workers workers) {
        if (probabilities || explain) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--probabilities and --explain are for labels; a translator has --n-best and --show-attention");
        }
        if ((showAttention || picture != null) && model.config().attention() == Translator.Look.NONE) {
            throw new ParameterException(
                    spec.commandLine(), "this translator looks at nothing: it was trained with --attention none");
        }
        Translations translations = new Translations(model, search.search(spec, best), workers);
        TranslatorText text = new TranslatorText(terminal, translations, best != null, json, showAttention);
        Path to = picture;
        if (to == null) {
            return text::say;
        }
        return all -> {
            text.say(all);
            text.draw(to);
        };
    }

    /** Answers as soon as there is a line; what is there already is judged together. */
    private void lines(Consumer<List<String>> answer) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(
                System.in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        List<String> together = new ArrayList<>();
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (line.isBlank()) {
                throw new IOException("standard input, line " + number + ": expected a text, found an empty line");
            }
            together.add(line);
            if (together.size() == MOST_TOGETHER || !in.ready()) {
                answer.accept(together);
                together.clear();
            }
        }
        if (!together.isEmpty()) {
            answer.accept(together);
        }
        terminal.out().flush();
    }

    private void say(Classifier judge, List<String> all) {
        for (Prediction prediction : judge.classify(all)) {
            List<Classifier.Influence> influences =
                    explain ? judge.influences(prediction.text(), prediction.label()) : List.of();
            terminal.say(json ? json(prediction, influences) : line(judge, prediction, influences));
        }
    }

    private String line(Classifier judge, Prediction prediction, List<Classifier.Influence> influences) {
        String text = explain
                ? new ColouredText(terminal, judge.model().vocabulary().tokenizer()).of(influences)
                : prediction.text().replaceAll("[\t\n\r]", " ");
        String all = prediction.probabilities().entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %.4f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        return prediction.label() + "\t" + text + (probabilities ? "\t" + all : "");
    }

    private String json(Prediction prediction, List<Classifier.Influence> influences) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", prediction.text());
        object.put("label", prediction.label());
        object.put("probability", prediction.probability());
        object.put("unknown", prediction.unknown());
        if (probabilities) {
            object.put("probabilities", prediction.probabilities());
        }
        if (explain) {
            List<Map<String, Object>> tokens = new ArrayList<>();
            for (Classifier.Influence influence : influences) {
                Map<String, Object> token = new LinkedHashMap<>();
                token.put("token", influence.token());
                token.put("influence", influence.influence());
                tokens.add(token);
            }
            object.put("influences", tokens);
        }
        return Json.write(object);
    }
}
