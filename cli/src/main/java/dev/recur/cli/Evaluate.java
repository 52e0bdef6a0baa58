package dev.recur.cli;

import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.text.Corpus;
import dev.recur.text.TextFiles;
import dev.recur.train.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How well a model does on data it has not seen. */
@Command(
        name = "evaluate",
        description = {
            "Tell how well a language model predicts a text: nats, bits and perplexity, a token and a character.",
            "A running text is read in one row from its first token to its last, the state carried all along;",
            "a model that was trained with --lines reads each line on its own."
        },
        sortOptions = false,
        footer = {"", "Example: recur evaluate shakespeare.safetensors sonnets.txt"})
final class Evaluate implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file.")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Texts (.gz too), folders, or patterns.")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = "--streams",
            paramLabel = "N",
            description =
                    "Cut a running text into N equal parts, read side by side: faster, and less exact (default: 1).")
    private int streams = 1;

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
        LanguageModel model = LanguageModel.load(file);
        Corpus corpus = Evaluation.read(model, TextFiles.find(texts));
        try (Workers workers = new Workers(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads)) {
            Evaluation evaluation = watched(model, corpus, workers);
            LanguageReport report = new LanguageReport(model, corpus, evaluation);
            if (json) {
                terminal.say(report.json());
            } else {
                terminal.say(String.join(" ", texts));
                report.print(terminal);
            }
        }
        return Main.DONE;
    }

    private Evaluation watched(LanguageModel model, Corpus corpus, Workers workers) {
        long begun = System.nanoTime();
        try (LiveLine line = new LiveLine(terminal, true, System::nanoTime)) {
            return Evaluation.of(model, corpus, streams, workers, (tokens, all) -> {
                if (terminal.live() && !json) {
                    line.update(() -> progress(tokens, all, (System.nanoTime() - begun) / 1e9));
                }
                return true;
            });
        }
    }

    private static String progress(long tokens, long all, double seconds) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d tokens  %,.0f tokens/s  %.0f s left",
                tokens,
                all,
                tokens / Math.max(seconds, 1e-3),
                seconds * (all - tokens) / tokens);
    }
}
