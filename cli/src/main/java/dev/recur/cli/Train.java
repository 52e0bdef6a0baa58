package dev.recur.cli;

import dev.recur.model.LanguageModel;
import dev.recur.model.Model;
import dev.recur.model.Transfer;
import dev.recur.text.TextFiles;
import dev.recur.train.TaskOptions;
import dev.recur.train.Tasks;
import dev.recur.train.Trainer;
import dev.recur.train.TrainingEvent;
import dev.recur.train.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model. */
@Command(
        name = "train",
        description = {
            "Train a model: without --task, a language model, which learns to predict the next character of a text.",
            "A run that was stopped or killed goes on exactly with --resume."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        modelTransformer = TrainOptions.class,
        footer = {
            "",
            "Examples: recur train shakespeare.txt -o shakespeare.safetensors",
            "          recur train --task forecast weather.csv --horizon 24 --season 24 -o weather.safetensors",
            "          recur train --task images train-images-idx3-ubyte.gz --by pixels -o digits.safetensors",
            "          recur train --task classify questions.tsv -o questions.safetensors",
            "          recur train --task translate train.en --target train.de -o en-de.safetensors",
            "          recur train names.txt --lines --cell gru -o names.safetensors",
            "          recur train surnames.tsv --given label -o surnames.safetensors",
            "          recur train sonnets.txt --from shakespeare.safetensors --rate 5e-4",
            "          recur train --resume shakespeare.safetensors"
        })
final class Train implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "DATA", arity = "0..*", description = "Files (.gz too), folders, or patterns.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "MODEL",
            description = "The model file to write (default: named after the data, in this folder).")
    private @Nullable Path output;

    @Option(
            names = "--resume",
            paramLabel = "MODEL",
            description = "Go on with this run, whose checkpoint lies beside it.")
    private @Nullable Path resume;

    @Option(
            names = "--from",
            paramLabel = "MODEL",
            description = "Start from the weights of this model: what fits is taken, and the shape where no option says"
                    + " otherwise.")
    private @Nullable Path from;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "What to learn: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            completionCandidates = TaskNames.class)
    private String task = Tasks.names().get(0);

    @Option(
            names = "--valid",
            paramLabel = "FILE|SHARE",
            description = "Held-out data: a file, or a share of the data (default: 0.1, of forecast 0.2).")
    private @Nullable String valid;

    @Option(
            names = "--target",
            paramLabel = "FILE",
            description =
                    "Line by line the target of what stands in DATA, which then holds sources alone, of translate.")
    private List<String> targets = new ArrayList<>();

    @Option(names = "--valid-target", paramLabel = "FILE", description = "The same of the file --valid, of translate.")
    private @Nullable Path validTarget;

    @Option(names = "--no-progress", description = "Plain lines, also on a terminal.")
    private boolean plain;

    @Option(names = "--log", paramLabel = "FILE", description = "Write every event to this file, a JSON object a line.")
    private @Nullable Path log;

    @Option(
            names = "--watch",
            paramLabel = "WHAT",
            description =
                    "gradients: look at gradients through time every so many steps, which changes nothing in the run; "
                            + "see docs/looking-inside.md.")
    private @Nullable String watch;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "Of --watch, as .svg or .png (default: beside the model).")
    private @Nullable Path picture;

    @Spec
    private CommandSpec spec;

    private Path file = Path.of(""); // the model's, once the options are read

    Train(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (Interrupt stop = new Interrupt();
                Trainer trainer = trainer();
                TrainView view = new TrainView(terminal, trainer, terminal.live() && !plain, log);
                TrainWatch watcher = watcher(trainer, view)) {
            Transfer transfer = trainer.transfer();
            if (transfer != null && from != null) {
                StartingModel.report(transfer, from).forEach(terminal::say);
            }
            TrainingEvent.Reason reason = trainer.run(watcher == null ? view : view.andThen(watcher), stop);
            view.close();
            if (watcher != null) {
                watcher.report(TrainWatch.picture(picture, file));
            }
            return end(reason, file, trainer.model() instanceof LanguageModel ? "generate" : "predict");
        }
    }

    private @Nullable TrainWatch watcher(Trainer trainer, TrainView view) throws IOException {
        if (watch == null) {
            return null;
        }
        if (!watch.equals("gradients")) {
            throw new ParameterException(spec.commandLine(), "--watch " + watch + ": only gradients can be watched");
        }
        if (trainer.files().training().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--watch: the task " + task + " has no text to look at");
        }
        return TrainWatch.open(terminal, trainer, trainer.files().training().get(0), view::write);
    }

    private Trainer trainer() throws IOException {
        Map<String, Object> given = TrainOptions.given(spec);
        if (resume != null) {
            int threads = given.remove("threads") instanceof Integer number ? number : 0;
            if (!data.isEmpty() || output != null || from != null || !targets.isEmpty() || !given.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--resume goes on with the data and options of the run; give nothing else but --threads");
            }
            file = resume;
            return Trainer.resume(resume, threads, System::nanoTime);
        }
        Path validation = valid != null && Files.exists(Path.of(valid)) ? Path.of(valid) : null;
        if (given.get(TrainOptions.CELL) instanceof String cell) {
            given.put(TrainOptions.CELL, CellArgument.open(cell).text());
        }
        if (valid != null && validation == null) {
            given.put(TrainOptions.VALID, share(valid));
        }
        Model source = from == null ? null : Model.load(from);
        if (source != null) {
            StartingModel.shape(given, source, TrainOptions.of(Tasks.named(task)));
        }
        Asked run = asked(given);
        if (data.isEmpty() && run.task().readsFiles()) {
            throw new ParameterException(spec.commandLine(), "which data? name a file, a folder or a pattern");
        }
        if (!(data.isEmpty() && valid == null) && !run.task().readsFiles()) {
            throw new ParameterException(spec.commandLine(), "the task " + task + " makes its data; name none");
        }
        TrainingFiles files = files(run.task(), validation);
        file = output == null ? ModelOutput.named(data.isEmpty() ? task : data.get(0)) : ModelOutput.asked(output);
        return Trainer.create(run.training(), run.task(), files, file, System::nanoTime, source);
    }

    private TrainingFiles files(TaskOptions options, @Nullable Path validation) throws IOException {
        if (!options.takesTargets() && (!targets.isEmpty() || validTarget != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--target and --valid-target: the task " + options.task() + " takes no files of targets");
        }
        if (validTarget != null && validation == null) {
            throw new ParameterException(spec.commandLine(), "--valid-target needs --valid, the file of its sources");
        }
        try {
            List<Path> wanted = targets.isEmpty() ? List.of() : TextFiles.find(targets);
            return new TrainingFiles(TextFiles.find(data), wanted, validation, validTarget);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** An option out of its range is wrong usage. */
    private Asked asked(Map<String, Object> given) {
        try {
            return Asked.of(Tasks.named(task), given);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private double share(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(), "--valid " + text + ": there is no such file, and it is no share");
        }
    }

    private int end(TrainingEvent.Reason reason, Path file, String use) {
        switch (reason) {
            case DIVERGED -> {
                terminal.error(
                        "the training exploded; the last checkpoint, if one was made, is kept. Try a smaller --rate or "
                                + "--clip, or --on-explosion rewind if that was not tried");
                return Main.FAILED;
            }
            case STOPPED -> terminal.say("stopped; go on with: recur train --resume " + file);
            case EPOCHS, PATIENCE, TIME -> terminal.say("written: " + file + "    try: recur " + use + " " + file);
        }
        return Main.DONE;
    }

    /** For the help. */
    static final class TaskNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Tasks.names().iterator();
        }
    }
}
