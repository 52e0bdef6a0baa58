package dev.recur.cli;

import dev.recur.generate.Generator;
import dev.recur.generate.Sampling;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a language model write. */
@Command(
        name = "generate",
        description = "Let a language model write on, one token at a time. The same seed writes the same text.",
        sortOptions = false,
        footer = {
            "",
            "Examples: recur generate shakespeare.safetensors --prompt 'ROMEO:' --temperature 0.8",
            "          recur generate surnames.safetensors --given Japanese --count 10"
        })
final class Generate implements Callable<Integer> {
    /** Of fewer weights, which stay in one core's cache, a step is over before another thread has begun. */
    private static final int LARGE = 2_000_000;

    private final Terminal terminal;

    @Parameters(paramLabel = "MODEL", description = "A model file.")
    private Path file = Path.of("");

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What to go on from (default: where a text begins).")
    private String prompt = "";

    @Mixin
    private GivenOption given = new GivenOption();

    @Option(
            names = "--length",
            paramLabel = "N",
            description = "At most so many tokens a text (default: ${DEFAULT-VALUE}).")
    private int length = 500;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Below 1: surer, above: bolder; 0: always the likeliest (default: ${DEFAULT-VALUE}).")
    private double temperature = Sampling.DEFAULTS.temperature();

    @Option(names = "--top-k", paramLabel = "K", description = "Only the K likeliest tokens (default: all).")
    private int topK = Sampling.DEFAULTS.topK();

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Only the likeliest tokens that together have this probability (default: ${DEFAULT-VALUE}).")
    private double topP = Sampling.DEFAULTS.topP();

    @Option(names = "--seed", paramLabel = "N", description = "Of the random numbers (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--count", paramLabel = "N", description = "How many texts (default: ${DEFAULT-VALUE}).")
    private int count = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "The text is the same with any number (default: one a processor for large models, else 1).")
    private int threads = 0;

    Generate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (length < 1 || count < 1 || threads < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--length and --count must be 1 or more, --threads 0 (for the default) or more");
        }
        LanguageModel model = LanguageModel.load(file);
        try (Workers workers = new Workers(threads == 0 ? suitable(model) : threads)) {
            Generator generator = new Generator(model, new Sampling(temperature, topK, topP), seed, workers);
            Map<String, String> known = given.values(model);
            List<List<String>> givens = generator.draw(Collections.nCopies(count, known));
            boolean drawn = known.size() < model.givens().all().size();
            if (count == 1) {
                alone(generator, givens, drawn);
            } else {
                several(generator, givens, drawn);
            }
        }
        return Main.DONE;
    }

    private static int suitable(LanguageModel model) {
        boolean large = model.parameters().layout().elements() >= LARGE;
        return large ? Runtime.getRuntime().availableProcessors() : 1;
    }

    /** Shown as it is made. */
    private void alone(Generator generator, List<List<String>> givens, boolean drawn) {
        // shown once the prompt is found to be good
        StringBuilder before = new StringBuilder(begin(givens.get(0), drawn));
        generator.generate(givens, prompt, length, (text, piece) -> {
            terminal.out().print(before + piece);
            before.setLength(0);
            terminal.out().flush();
        });
        terminal.out().println();
    }

    private void several(Generator generator, List<List<String>> givens, boolean drawn) {
        List<StringBuilder> texts = new ArrayList<>();
        givens.forEach(values -> texts.add(new StringBuilder(begin(values, drawn))));
        generator.generate(
                givens, prompt, length, (text, piece) -> texts.get(text).append(piece));
        texts.forEach(text -> terminal.say(text.toString()));
    }

    /** As the lines of the data begin, if nobody has said what is given. */
    private String begin(List<String> values, boolean drawn) {
        return (drawn ? String.join("\t", values) + "\t" : "") + prompt;
    }
}
