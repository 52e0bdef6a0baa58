package dev.recur.cli;

import dev.recur.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to see, in about a minute and with no data at hand. */
@Command(
        name = "quickstart",
        description = {
            "See a tiny network learn to spell hello, and a small one learn what countries and languages are",
            "called in many languages, from the names that every JDK carries; then it makes up new ones.",
            "Needs no data and no network. The model and its texts stay, to play with."
        },
        sortOptions = false,
        footer = {"", "Example: recur quickstart --seed 7"})
final class Quickstart implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "MODEL",
            description = "The model file to write; its texts are put beside it (default: ${DEFAULT-VALUE}).")
    private Path output = Path.of("places.safetensors");

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description =
                    "Train for so long; such a run cannot be repeated exactly (default: a fixed number of steps).")
    private double minutes = 0;

    @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--threads", paramLabel = "N", description = "(default: one a processor)")
    private int threads = 0;

    @Spec
    private CommandSpec spec;

    Quickstart(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        PlacesFiles files = PlacesFiles.beside(output);
        List<Act> acts = List.of(
                new HelloAct(seed), new PlacesAct(PlaceNames.ofThisJdk(), files, training()), new NextAct(files));
        for (int i = 0; i < acts.size(); i++) {
            terminal.say((i == 0 ? "" : System.lineSeparator())
                    + terminal.paint(Style.BOLD, (i + 1) + "  " + acts.get(i).title()));
            terminal.say("");
            acts.get(i).play(terminal);
        }
        return Main.DONE;
    }

    /** An option out of its range is wrong usage. */
    private Training training() {
        try {
            return PlacesAct.training(seed, threads, minutes);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
