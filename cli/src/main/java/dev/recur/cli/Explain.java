package dev.recur.cli;

import dev.recur.inspect.Speller;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Back-propagation through time with real numbers. */
@Command(
        name = "explain",
        description = {
            "Take the gradients of a network that learns to spell one word back through time, number by number.",
            "The result is held to the engine's gradients and to finite differences."
        },
        subcommands = {ExplainCell.class},
        sortOptions = false,
        footer = {"", "Examples: recur explain hello --trained", "          recur explain cell lstm"})
final class Explain implements Callable<Integer> {
    private static final int TRAINING = 400;

    private final Terminal terminal;

    @Parameters(paramLabel = "WORD", arity = "0..1", description = "A word (default: hello).")
    private String word = "hello";

    @Option(names = "--hidden", paramLabel = "H", description = "Units (default: ${DEFAULT-VALUE}).")
    private int hidden = 3;

    @Option(names = "--seed", paramLabel = "N", description = "Of the weights (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--trained", description = "Let it learn the word first, by " + TRAINING + " steps of descent.")
    private boolean trained;

    Explain(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Speller speller = new Speller(word, hidden, seed);
        if (trained) {
            speller.train(TRAINING);
        }
        new ExplainPage(terminal, speller.unrolled()).print();
        return checked(speller.check());
    }

    private int checked(Speller.Check check) {
        terminal.say("");
        terminal.say(terminal.paint(Style.CYAN, "Checked"));
        terminal.say(String.format(
                Locale.ROOT,
                "  all %d gradients: at most %.1e from those of the engine that trains (float), at most %.1e from central differences",
                check.entries(),
                check.engine(),
                check.differences()));
        if (!check.passed()) {
            terminal.error("the gradients do not agree to " + Speller.Check.TOLERANCE + "; this is a defect");
            return Main.FAILED;
        }
        return Main.DONE;
    }
}
