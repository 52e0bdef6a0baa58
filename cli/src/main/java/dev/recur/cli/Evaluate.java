package dev.recur.cli;

import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.text.Corpus;
import dev.recur.text.TextFiles;
import dev.recur.train.Adaptation;
import dev.recur.train.DynamicEvaluation;
import dev.recur.train.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
        footer = {
            "",
            "Example: recur evaluate shakespeare.safetensors sonnets.txt",
            "         recur evaluate shakespeare.safetensors sonnets.txt --dynamic --dynamic-statistics shakespeare.txt"
        })
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
                description = "How fast it learns (default: 0.1; with statistics 0.002).")
        @Nullable
        Double rate;

        @Option(
                names = "--dynamic-decay",
                paramLabel = "D",
                description = "How fast it forgets (default: 0.001; with statistics 0.02).")
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
        LanguageModel model = LanguageModel.load(file);
        Corpus corpus = Evaluation.read(model, TextFiles.find(texts));
        try (Workers workers = new Workers(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads)) {
            Evaluation evaluation = watched(watch -> Evaluation.of(model, corpus, streams, workers, watch));
            Corpus statistics = dynamic == null || dynamic.statistics.isEmpty()
                    ? null
                    : Evaluation.read(model, TextFiles.find(dynamic.statistics));
            Evaluation learning = adaptation == null
                    ? null
                    : watched(
                            watch -> DynamicEvaluation.of(model, corpus, statistics, adaptation, workers, watch));
            LanguageReport report = new LanguageReport(model, corpus, evaluation, learning);
            if (json) {
                terminal.say(report.json());
            } else {
                terminal.say(String.join(" ", texts));
                report.print(terminal);
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

    private Evaluation watched(Function<Evaluation.Watch, Evaluation> evaluate) {
        long begun = System.nanoTime();
        try (LiveLine line = new LiveLine(terminal, true, System::nanoTime)) {
            return evaluate.apply((tokens, all) -> {
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
