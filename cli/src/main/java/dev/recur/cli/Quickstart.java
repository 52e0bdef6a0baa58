package dev.recur.cli;

import dev.recur.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What there is to see, in about two minutes and with no data at hand. */
@Command(
        name = "quickstart",
        description = {
            "See a tiny network learn to spell hello, and small ones learn what countries and languages are called.",
            "The names are those that every JDK carries, in some two hundred languages. A network learns them and makes up"
                    + " new ones; others tell which of these languages a name is of, and write names in the language that they"
                    + " are given. Needs no data and no network. The models and their texts stay, to play with."
        },
        sortOptions = false,
        footer = {"", "Example: recur quickstart --seed 7"})
final class Quickstart implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "MODEL",
            description =
                    "The first model file to write; the others and all texts are put beside it (default: ${DEFAULT-VALUE}).")
    private Path output = Path.of("places.safetensors");

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description =
                    "Train each network for so long; such a run cannot be repeated exactly (default: a fixed number of steps).")
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
        PlacesFiles which = PlacesFiles.beside(output, "which");
        PlacesFiles given = PlacesFiles.beside(output, "given");
        Supplier<PlaceNames> names = once(PlaceNames::ofThisJdk);
        Training training = training();
        List<Act> acts = List.of(
                new HelloAct(seed),
                new PlacesAct(names, files, training),
                new WhichAct(names, which, training),
                new GivenAct(names, given, training),
                new NextAct(files, which, given));
        for (int i = 0; i < acts.size(); i++) {
            terminal.say((i == 0 ? "" : System.lineSeparator())
                    + terminal.paint(Style.BOLD, (i + 1) + "  " + acts.get(i).title()));
            terminal.say("");
            acts.get(i).play(terminal);
        }
        return Main.DONE;
    }

    /** Asked when the first act wants it, and then kept. */
    private static Supplier<PlaceNames> once(Supplier<PlaceNames> source) {
        List<PlaceNames> kept = new ArrayList<>();
        return () -> {
            if (kept.isEmpty()) {
                kept.add(source.get());
            }
            return kept.get(0);
        };
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
