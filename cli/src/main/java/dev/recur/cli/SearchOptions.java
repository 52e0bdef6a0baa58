package dev.recur.cli;

import dev.recur.generate.Search;
import dev.recur.model.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a translator looks for what it writes: options that several commands have. */
final class SearchOptions {
    @Option(
            names = "--beam",
            paramLabel = "K",
            description = "A translator keeps K drafts (default: 5); 1: none but the likeliest.")
    private @Nullable Integer beam;

    @Option(
            names = "--length-penalty",
            paramLabel = "ALPHA",
            description = "Of a translator: above 0 favours longer translations (default: 0.6).")
    private @Nullable Double lengthPenalty;

    @Option(names = "--no-copy", description = "A translator copies no words that it does not know.")
    private boolean noCopy;

    @Option(names = "--same-length", description = "A translation has as many tokens as its source.")
    private boolean sameLength;

    /** @param best how many translations are wanted of each text; null for one */
    Search search(CommandSpec spec, @Nullable Integer best) {
        Search usual = Search.DEFAULTS;
        int wanted = best == null ? 1 : best;
        try {
            return new Search(
                    beam == null ? Math.max(usual.beam(), wanted) : beam,
                    wanted,
                    lengthPenalty == null ? usual.lengthPenalty() : lengthPenalty,
                    !noCopy,
                    sameLength);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** For other models. */
    void refuse(CommandSpec spec, Model model) {
        if (beam != null || lengthPenalty != null || noCopy || sameLength) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--beam, --length-penalty, --no-copy and --same-length are for translators; this is a "
                            + model.kind());
        }
    }
}
