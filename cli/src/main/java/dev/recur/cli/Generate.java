package dev.recur.cli;

import dev.recur.generate.Generator;
import dev.recur.generate.Sampling;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a language model write. */
@Command(
        name = "generate",
        description = "Let a language model write on, one token at a time. The same seed writes the same text.",
        sortOptions = false,
        footer = {"", "Example: recur generate shakespeare.safetensors --prompt 'ROMEO:' --temperature 0.8"})
final class Generate implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "MODEL", description = "A model file.")
    private Path file = Path.of("");

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What to go on from (default: where a text begins).")
    private String prompt = "";

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

    Generate(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (length < 1 || count < 1) {
            throw new IllegalArgumentException("--length and --count must be at least 1");
        }
        LanguageModel model = LanguageModel.load(file);
        try (Workers workers = new Workers(1)) {
            Generator generator = new Generator(model, new Sampling(temperature, topK, topP), seed, workers);
            if (count == 1) {
                alone(generator);
            } else {
                several(generator);
            }
        }
        return Main.DONE;
    }

    /** Shown as it is made. */
    private void alone(Generator generator) {
        StringBuilder before = new StringBuilder(prompt); // shown once the prompt is found to be good
        generator.generate(prompt, length, 1, (text, piece) -> {
            terminal.out().print(before + piece);
            before.setLength(0);
            terminal.out().flush();
        });
        terminal.out().println();
    }

    private void several(Generator generator) {
        StringBuilder[] texts = new StringBuilder[count];
        for (int i = 0; i < count; i++) {
            texts[i] = new StringBuilder(prompt);
        }
        generator.generate(prompt, length, count, (text, piece) -> texts[text].append(piece));
        for (StringBuilder text : texts) {
            terminal.say(text.toString());
        }
    }
}
