package dev.recur.cli;

import dev.recur.store.Json;
import dev.recur.store.JsonLines;
import dev.recur.store.WholeFile;
import dev.recur.train.Comparison;
import dev.recur.train.Contender;
import dev.recur.train.Outcome;
import dev.recur.train.PuzzleOptions;
import dev.recur.train.Standing;
import dev.recur.train.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares cells, and what helps them, on tests of memory. */
@Command(
        name = "experiment",
        description = {
            "Train cells on a test that measures how far back they remember, each with the same budget.",
            "What they reach is printed beside the baseline: the loss of whoever remembers nothing. Puzzles are"
                    + " made as they are needed, no sequence is seen twice. remedies compares a list of cells and remedies,"
                    + " or your own, and writes a report."
        },
        sortOptions = false,
        modelTransformer = ExperimentOptions.class,
        footer = {
            "",
            "All options of recur train hold for all contenders, and those of a contender for itself.",
            "",
            "Examples: recur experiment adding --length 100 --cell elman,irnn,lstm,gru --updates 3000",
            "          recur experiment permuted-mnist mnist/ --cell gru,irnn --images 6000 --epochs 5",
            "          recur experiment remedies --task adding --length 200",
            "          recur experiment remedies --task copy --length 50 --seeds 5 --runs copy.jsonl",
            "              --contender \"lstm=--cell lstm\" --contender \"chrono=--cell lstm --start bf=chrono({T})\""
        })
final class Experiment implements Callable<Integer> {
    private static final String REMEDIES = "remedies";
    private static final int UPDATES = 2000;
    private static final int UPDATES_OF_REMEDIES = 6000; // an IRNN needs them
    private static final int SEEDS_OF_REMEDIES = 3;

    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "TEST",
            description = "${COMPLETION-CANDIDATES}.",
            completionCandidates = Tests.class)
    private String test = "";

    @Parameters(
            index = "1..*",
            paramLabel = "DATA",
            arity = "0..*",
            description = "Of mnist-pixels and permuted-mnist: the folder of the IDX files.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--task",
            paramLabel = "TEST",
            description = "Of remedies: on which test; also a task of recur train, with its DATA (default: adding).")
    private @Nullable String task;

    @Option(names = "--length", paramLabel = "T", description = "Of a sequence; of copy, the pause (default: 100).")
    private int length = PuzzleOptions.DEFAULTS.length();

    @Option(
            names = "--cell",
            paramLabel = "CELL",
            split = ",",
            description = "Cells' names or files, with commas between them (default: lstm).")
    private List<String> cells = new ArrayList<>();

    @Option(
            names = "--contender",
            paramLabel = "NAME=OPTIONS",
            description =
                    "A contender and its options, those of recur train; {T} stands for the steps of a sequence. May be"
                            + " given several times.")
    private List<String> contenders = new ArrayList<>();

    @Option(names = "--seeds", paramLabel = "N", description = "Runs of each (default: 1, of remedies 3).")
    private int seeds = 0;

    @Option(names = "--hidden", paramLabel = "H", description = "Units of a layer (default: 64, of digits 128).")
    private int hidden = PuzzleOptions.DEFAULTS.hidden();

    @Option(names = "--layers", paramLabel = "N", description = "Recurrent layers (default: ${DEFAULT-VALUE}).")
    private int layers = 1;

    @Option(
            names = "--updates",
            paramLabel = "N",
            description = "The budget of a puzzle (default: 2000, of remedies 6000).")
    private int updates = 0;

    @Option(names = "--batch", paramLabel = "N", description = "Sequences of an update (default: 50, of digits 64).")
    private int batch = PuzzleOptions.DEFAULTS.training().batch();

    @Option(names = "--rate", paramLabel = "R", description = "Learning rate (default: 0.001, of digits 0.002).")
    private double rate = PuzzleOptions.DEFAULTS.training().rate();

    @Option(names = "--clip", paramLabel = "NORM", description = "Largest norm of the gradient (default: 1).")
    private double clip = PuzzleOptions.DEFAULTS.training().clip();

    @Option(names = "--seed", paramLabel = "N", description = "Of the first run (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--threads", paramLabel = "N", description = "(default: one a processor)")
    private int threads = 0;

    @Option(names = "--valid", paramLabel = "FILE|SHARE", description = "Held-out data: a file, or a share.")
    private @Nullable String valid;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write an HTML page with pictures (default: none, of remedies remedies-TEST.html).")
    private @Nullable Path report;

    @Option(
            names = "--runs",
            paramLabel = "FILE",
            description = "Write each run to this file; what it holds already is not run again.")
    private @Nullable Path runs;

    @Option(names = "--json", description = "Nothing but JSON: an object for each run, then one for each contender.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    Experiment(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        boolean remedies = test.equals(REMEDIES);
        Trial trial;
        List<Contender> all;
        TrainingFiles files;
        Comparison comparison;
        try {
            if (!remedies && task != null) {
                throw new IllegalArgumentException("--task belongs to remedies; the test is " + test);
            }
            trial = Trial.named(remedies ? task == null ? "adding" : task : test);
            Path held = valid != null && Files.exists(Path.of(valid)) ? Path.of(valid) : null;
            all = contenders(trial, held == null, remedies);
            files = trial.files(data, held);
            int count = seeds == 0 && !matched("--seeds") ? remedies ? SEEDS_OF_REMEDIES : 1 : seeds;
            comparison = new Comparison(all, count, files, System::nanoTime);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        Path page = report == null && remedies ? Path.of("remedies-" + trial.name() + ".html") : report;
        checkFolder(page); // hours before it is written
        List<Standing> standings = Standing.of(all, outcomes(trial, all, comparison));
        ComparisonTable table = new ComparisonTable(trial, standings);
        if (json) {
            table.json().forEach(line -> terminal.say(Json.write(line)));
        } else {
            terminal.say("");
            table.print(terminal);
        }
        if (page != null) {
            WholeFile.write(page, new ComparisonPage(trial, standings).html());
            if (!json) {
                terminal.say("written: " + page);
            }
        }
        return Main.DONE;
    }

    private static void checkFolder(@Nullable Path page) throws IOException {
        Path folder = page == null ? null : page.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + " to write " + page + " in");
        }
    }

    private List<Contender> contenders(Trial trial, boolean share, boolean remedies) throws IOException {
        if (matched("--updates") && updates < 1) {
            throw new IllegalArgumentException("--updates is " + updates + "; it must be 1 or more");
        }
        Map<String, Object> given = TrainOptions.given(spec);
        given.remove(TrainOptions.CELL);
        given.remove("updates");
        trial.budget(given, updates, remedies ? UPDATES_OF_REMEDIES : UPDATES);
        if (valid != null && share) {
            given.put(TrainOptions.VALID, share(valid));
        }
        Contenders reader = new Contenders(trial, given);
        List<Contender> all = new ArrayList<>();
        for (String cell : cells.isEmpty() && contenders.isEmpty() && !remedies ? List.of("lstm") : cells) {
            all.add(reader.cell(cell));
        }
        all.addAll(reader.read(contenders));
        return all.isEmpty() ? reader.read(Contenders.remedies()) : all;
    }

    private boolean matched(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private static double share(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--valid " + text + ": there is no such file, and it is no share", e);
        }
    }

    private List<Outcome> outcomes(Trial trial, List<Contender> all, Comparison comparison) throws IOException {
        List<Outcome> known = new ArrayList<>();
        List<String> lines = runs != null && Files.isRegularFile(runs) ? Files.readAllLines(runs) : List.of();
        for (int n = 0; n < lines.size(); n++) {
            if (!lines.get(n).endsWith("}")) { // it was cut off
                continue;
            }
            try {
                known.add(Outcome.read(Json.read(lines.get(n))));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        runs + ", line " + (n + 1) + ": no run of an experiment (" + e.getMessage()
                                + "); take the line out, or name another file",
                        e);
            }
        }
        if (!json) {
            terminal.say(trial.title(all.get(0).options()));
        }
        try (Interrupt stop = new Interrupt();
                JsonLines file = runs == null ? null : JsonLines.append(runs);
                ComparisonView view = new ComparisonView(terminal, trial, json, file)) {
            return comparison.run(known, view, stop);
        }
    }

    /** For the help. */
    static final class Tests implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Trial.names().stream(), Stream.of(REMEDIES)).iterator();
        }
    }
}
