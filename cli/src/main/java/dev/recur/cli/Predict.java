package dev.recur.cli;

import dev.recur.model.Classifier;
import dev.recur.model.Model;
import dev.recur.model.Prediction;
import dev.recur.model.SequenceClassifier;
import dev.recur.model.SequenceTagger;
import dev.recur.model.Tagger;
import dev.recur.parallel.Workers;
import dev.recur.store.Json;
import dev.recur.store.ModelFileException;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a classifier judge texts, or a tagger tag them. */
@Command(
        name = "predict",
        description = {
            "Tell the label of each text: of the arguments, or without any, of each line of standard input.",
            "One line a text: of a classifier, the label, a tab, the text; of a tagger, each word with its tag,",
            "or the text cut into words."
        },
        sortOptions = false,
        footer = {
            "",
            "Examples: recur predict names.safetensors Nakamura O\\'Brien --probabilities",
            "          recur predict names.safetensors --json < names.txt",
            "          recur predict speech.safetensors \"The old man the boats .\""
        })
final class Predict implements Callable<Integer> {
    private static final int MOST_TOGETHER = 64;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file.")
    private Path file = Path.of("");

    @Parameters(index = "1..*", paramLabel = "TEXT", arity = "0..*", description = "Texts to judge.")
    private List<String> texts = new ArrayList<>();

    @Option(names = "--probabilities", description = "Of every label, the likeliest first.")
    private boolean probabilities;

    @Option(names = "--explain", description = "Show what each token speaks for: green for the label, red against it.")
    private boolean explain;

    @Option(names = "--json", description = "One JSON object a text.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    Predict(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Model model = Model.load(file);
        try (Workers workers = new Workers(1)) {
            Consumer<List<String>> answer = answer(model, workers);
            if (texts.isEmpty()) {
                lines(answer);
            } else {
                answer.accept(texts);
            }
        }
        return Main.DONE;
    }

    private Consumer<List<String>> answer(Model model, Workers workers) throws IOException {
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
                "is a " + model.kind() + ", which gives texts no label; train one with --task classify or --task tag");
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
