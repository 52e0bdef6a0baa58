package dev.recur.cli;

import dev.recur.store.Json;
import dev.recur.store.Records;
import dev.recur.train.Puzzle;
import dev.recur.train.PuzzleOptions;
import dev.recur.train.Trainer;
import dev.recur.train.Training;
import dev.recur.train.TrainingEvent;
import dev.recur.train.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how far back cells remember. */
@Command(
        name = "experiment",
        description = {
            "Train cells on a puzzle that measures how far back they remember, and print what they reach beside the",
            "baseline: the loss of whoever remembers nothing. Sequences are made as they are needed, none is seen twice."
        },
        sortOptions = false,
        footer = {
            "",
            "Example: recur experiment adding --length 100 --cell elman,irnn,lstm,gru --updates 3000",
            "         The same as recur train --task puzzle for each cell; that keeps the model."
        })
final class Experiment implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "PUZZLE", description = "${COMPLETION-CANDIDATES}.", completionCandidates = Puzzles.class)
    private String puzzle = "";

    @Option(names = "--length", paramLabel = "T", description = "Of a sequence; of copy, the pause (default: 100).")
    private int length = PuzzleOptions.DEFAULTS.length();

    @Option(
            names = "--cell",
            paramLabel = "CELL",
            split = ",",
            description = "Cells' names or files, with commas between them (default: lstm).")
    private List<String> cells = new ArrayList<>(List.of("lstm"));

    @Option(names = "--hidden", paramLabel = "H", description = "Units of a layer (default: ${DEFAULT-VALUE}).")
    private int hidden = PuzzleOptions.DEFAULTS.hidden();

    @Option(names = "--layers", paramLabel = "N", description = "Recurrent layers (default: ${DEFAULT-VALUE}).")
    private int layers = 1;

    @Option(names = "--updates", paramLabel = "N", description = "The budget of each (default: ${DEFAULT-VALUE}).")
    private int updates = 2000;

    @Option(names = "--batch", paramLabel = "N", description = "Sequences of an update (default: ${DEFAULT-VALUE}).")
    private int batch = PuzzleOptions.DEFAULTS.training().batch();

    @Option(names = "--rate", paramLabel = "R", description = "Learning rate (default: ${DEFAULT-VALUE}).")
    private double rate = PuzzleOptions.DEFAULTS.training().rate();

    @Option(names = "--clip", paramLabel = "NORM", description = "Largest norm of the gradient (default: 1).")
    private double clip = PuzzleOptions.DEFAULTS.training().clip();

    @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--threads", paramLabel = "N", description = "(default: one a processor)")
    private int threads = 0;

    @Option(names = "--json", description = "Nothing but one JSON object for each cell.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    Experiment(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<PuzzleOptions> all = new ArrayList<>();
        Training training;
        try {
            for (String cell : cells) {
                all.add(options(CellArgument.open(cell).text()));
            }
            training = training(all.get(0));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        PuzzleOptions first = all.get(0);
        double baseline = first.puzzle().baseline(first.length());
        if (!json) {
            terminal.say(String.format(
                    Locale.ROOT,
                    "%s, length %,d (%,d steps); without any memory the loss is %.4f",
                    first.puzzle(),
                    length,
                    first.puzzle().steps(length),
                    baseline));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            outcomes.add(run(cells.get(i), training, all.get(i)));
            if (json) {
                terminal.say(outcomes.get(i).json(first, baseline));
            }
        }
        if (!json) {
            terminal.say("");
            print(outcomes, baseline);
        }
        return Main.DONE;
    }

    private PuzzleOptions options(String cell) {
        return PuzzleOptions.of(Map.of(
                "puzzle", puzzle,
                "length", length,
                "updates", Math.min(Math.max(1, updates), PuzzleOptions.DEFAULTS.updates()),
                "cell", cell,
                "hidden", hidden,
                "layers", layers));
    }

    private Training training(PuzzleOptions options) {
        if (updates < 1) {
            throw new IllegalArgumentException("--updates is " + updates + "; it must be 1 or more");
        }
        return Records.with(
                options.training(),
                Map.of(
                        "batch", batch,
                        "rate", rate,
                        "clip", clip,
                        "seed", seed,
                        "threads", threads,
                        "epochs", (updates + options.updates() - 1) / options.updates()));
    }

    /** @param figures of the best validation */
    private record Outcome(String cell, long weights, long updates, Map<String, Double> figures, double seconds) {
        /** One object; without its figures if the training exploded before it was validated. */
        String json(PuzzleOptions options, double baseline) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("puzzle", options.puzzle().toString());
            object.put("length", options.length());
            object.put("cell", cell);
            object.put("weights", weights);
            object.put("updates", updates);
            object.put("baseline", baseline);
            figures.forEach((name, figure) -> object.put(name.toLowerCase(Locale.ROOT), figure));
            object.put("seconds", seconds);
            return Json.write(object);
        }
    }

    private Outcome run(String cell, Training training, PuzzleOptions options) throws IOException {
        Path folder = Files.createTempDirectory("recur-experiment");
        long begun = System.nanoTime();
        long[] counts = new long[2];
        List<Map<String, Double>> best = new ArrayList<>();
        try (Trainer trainer = Trainer.create(
                        training,
                        options,
                        new TrainingFiles(List.of(), null),
                        folder.resolve("model"),
                        System::nanoTime);
                LiveLine line = new LiveLine(terminal, terminal.live() && !json, System::nanoTime)) {
            trainer.run(
                    event -> {
                        if (event instanceof TrainingEvent.Started started) {
                            counts[0] = started.weights();
                        } else if (event instanceof TrainingEvent.Stepped step) {
                            counts[1] = step.step();
                            update(
                                    line,
                                    () -> String.format(
                                            Locale.ROOT,
                                            "%s  update %,d/%,d  loss %.5f",
                                            cell,
                                            step.step(),
                                            step.stepsInAll(),
                                            step.smoothed()));
                        } else if (event instanceof TrainingEvent.Validated validated) {
                            if (validated.best()) {
                                best.add(validated.figures());
                            }
                            say(line, told(cell, validated));
                        } else if (event instanceof TrainingEvent.Exploded exploded) {
                            say(line, cell + ": the training exploded at update " + exploded.step());
                        }
                    },
                    () -> false);
        } finally {
            delete(folder);
        }
        Map<String, Double> figures = best.isEmpty() ? Map.of() : best.get(best.size() - 1);
        return new Outcome(cell, counts[0], counts[1], figures, (System.nanoTime() - begun) / 1e9);
    }

    private void update(LiveLine line, Supplier<String> text) {
        if (!json) {
            line.update(text);
        }
    }

    private void say(LiveLine line, String text) {
        if (!json) {
            line.say(text);
        }
    }

    private static String told(String cell, TrainingEvent.Validated validated) {
        StringBuilder told = new StringBuilder(cell + ", update " + validated.step() + ":");
        validated.figures().forEach((name, value) -> told.append(String.format(Locale.ROOT, " %s %.4f", name, value)));
        return told.toString();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void print(List<Outcome> outcomes, double baseline) {
        List<String> names = outcomes.stream()
                .map(outcome -> List.copyOf(outcome.figures.keySet()))
                .filter(list -> !list.isEmpty())
                .findFirst()
                .orElse(List.of());
        List<String> head = new ArrayList<>(List.of("cell", "weights", "updates"));
        head.addAll(names);
        head.add("seconds");
        Table table = new Table(head.toArray(String[]::new));
        for (Outcome outcome : outcomes) {
            List<Object> row = new ArrayList<>(List.of(outcome.cell, outcome.weights, outcome.updates));
            for (String name : names) {
                Double figure = outcome.figures.get(name);
                row.add(figure == null ? "-" : String.format(Locale.ROOT, "%.4f", figure));
            }
            row.add(String.format(Locale.ROOT, "%.1f", outcome.seconds));
            table.row(row.toArray());
        }
        table.print(terminal);
        terminal.say(String.format(Locale.ROOT, "baseline %.4f", baseline));
    }

    /** For the help. */
    static final class Puzzles implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Puzzle.values()).map(Puzzle::toString).iterator();
        }
    }
}
