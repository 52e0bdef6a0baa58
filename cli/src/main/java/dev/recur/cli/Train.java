package dev.recur.cli;

import dev.recur.text.TextFiles;
import dev.recur.text.Tokenizer;
import dev.recur.train.Trainer;
import dev.recur.train.Training;
import dev.recur.train.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a language model. */
@Command(
        name = "train",
        description = {
            "Train a language model on texts: it learns to predict the next character.",
            "A run that was stopped or killed goes on exactly with --resume."
        },
        sortOptions = false,
        footer = {
            "",
            "Examples: recur train shakespeare.txt -o shakespeare.safetensors",
            "          recur train names.txt --lines --cell gru -o names.safetensors",
            "          recur train --resume shakespeare.safetensors"
        })
final class Train implements Callable<Integer> {
    private static final Training DEFAULTS = Training.builder().build();

    private final Terminal terminal;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Files (.gz too), folders, or patterns.")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "MODEL",
            description = "The model file to write.")
    private @Nullable Path output;

    @Option(
            names = "--resume",
            paramLabel = "MODEL",
            description = "Go on with this run, whose checkpoint lies beside it.")
    private @Nullable Path resume;

    @Option(names = "--tokens", paramLabel = "KIND", description = "characters, bytes or words (default: characters).")
    private String tokens = DEFAULTS.tokens().toString();

    @Option(names = "--lines", description = "Each line is a text of its own, with a begin and an end.")
    private boolean lines;

    @Option(names = "--cell", paramLabel = "CELL", description = "A cell's name or file (default: lstm).")
    private String cell = "lstm";

    @Option(names = "--hidden", paramLabel = "H", description = "Units of a layer (default: ${DEFAULT-VALUE}).")
    private int hidden = DEFAULTS.hidden();

    @Option(names = "--layers", paramLabel = "N", description = "Layers (default: ${DEFAULT-VALUE}).")
    private int layers = DEFAULTS.layers();

    @Option(
            names = "--embedding",
            paramLabel = "N",
            description = "Length of a token's vector (default: H, at most 128).")
    private int embedding = 0;

    @Option(names = "--tie-embedding", description = "The output's matrix is the embedding.")
    private boolean tied;

    @Option(names = "--dropout", paramLabel = "P", description = "Between layers (default: ${DEFAULT-VALUE}).")
    private double dropout = DEFAULTS.dropout();

    @Option(
            names = "--input-dropout",
            paramLabel = "P",
            description = "Of embedded tokens (default: ${DEFAULT-VALUE}).")
    private double inputDropout = DEFAULTS.inputDropout();

    @Option(
            names = "--weight-drop",
            paramLabel = "P",
            description = "Of weights on the state (default: ${DEFAULT-VALUE}).")
    private double weightDrop = DEFAULTS.weightDrop();

    @Option(names = "--batch", paramLabel = "N", description = "Streams side by side (default: ${DEFAULT-VALUE}).")
    private int batch = DEFAULTS.batch();

    @Option(names = "--steps", paramLabel = "T", description = "Steps between updates (default: ${DEFAULT-VALUE}).")
    private int steps = DEFAULTS.steps();

    @Option(names = "--back", paramLabel = "T", description = "Steps that gradients go back (default: as --steps).")
    private int back = 0;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            description = "sgd, momentum, rmsprop, adagrad, adam or adamw (default: ${DEFAULT-VALUE}).")
    private String optimizer = DEFAULTS.optimizer();

    @Option(names = "--rate", paramLabel = "R", description = "Learning rate (default: ${DEFAULT-VALUE}).")
    private double rate = DEFAULTS.rate();

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "constant, cosine or plateau (default: ${DEFAULT-VALUE}).")
    private String schedule = DEFAULTS.schedule();

    @Option(
            names = "--warmup",
            paramLabel = "STEPS",
            description = "Steps of a rising rate (default: ${DEFAULT-VALUE}).")
    private long warmup = DEFAULTS.warmup();

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "Largest norm of the gradient (default: ${DEFAULT-VALUE}).")
    private double clip = DEFAULTS.clip();

    @Option(names = "--weight-decay", paramLabel = "D", description = "(default: ${DEFAULT-VALUE})")
    private double weightDecay = DEFAULTS.weightDecay();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the text (default: as many as suit its length).")
    private int epochs = 0;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "End after so long; such a run cannot be repeated exactly.")
    private double minutes = 0;

    @Option(
            names = "--valid",
            paramLabel = "FILE|SHARE",
            description = "Held-out text: a file, or a share of the text (default: 0.1).")
    private String valid = String.valueOf(DEFAULTS.valid());

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "End after so many epochs without progress; 0: never (default: ${DEFAULT-VALUE}).")
    private int patience = DEFAULTS.patience();

    @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default: ${DEFAULT-VALUE}).")
    private long seed = DEFAULTS.seed();

    @Option(names = "--threads", paramLabel = "N", description = "(default: one a processor)")
    private int threads = 0;

    @Option(names = "--checkpoint-seconds", paramLabel = "S", description = "(default: ${DEFAULT-VALUE})")
    private int checkpointSeconds = DEFAULTS.checkpointSeconds();

    @Option(names = "--no-progress", description = "Plain lines, also on a terminal.")
    private boolean plain;

    @Option(names = "--log", paramLabel = "FILE", description = "Write every event to this file, a JSON object a line.")
    private @Nullable Path log;

    @Spec
    private CommandSpec spec;

    Train(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            stop.set(true);
            waitFor(stopped);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try (Trainer trainer = trainer();
                TrainView view = new TrainView(terminal, trainer, terminal.live() && !plain, log)) {
            Path file = file();
            TrainingEvent.Reason reason = trainer.run(view, stop::get);
            view.close();
            return end(reason, file);
        } finally {
            stopped.countDown();
            if (!stop.get()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    /** Ctrl-C ends the process only when the checkpoint is written. */
    private static void waitFor(CountDownLatch stopped) {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path file() {
        Path file = resume == null ? output : resume;
        if (file == null) {
            throw new ParameterException(
                    spec.commandLine(), "where to? give a model file with -o, as in -o model.safetensors");
        }
        return file;
    }

    private Trainer trainer() throws IOException {
        Path file = file();
        if (resume != null) {
            if (!texts.isEmpty() || output != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--resume goes on with the texts and options of the run; give neither TEXT nor -o");
            }
            return Trainer.resume(file, threads, System::nanoTime);
        }
        if (texts.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "which text? name a file, a folder or a pattern");
        }
        Path validation = Files.exists(Path.of(valid)) ? Path.of(valid) : null;
        return Trainer.create(checked(validation != null), TextFiles.find(texts), validation, file, System::nanoTime);
    }

    /** An option out of its range is wrong usage. */
    private Training checked(boolean validationFile) throws IOException {
        try {
            return options(validationFile);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Training options(boolean validationFile) throws IOException {
        return Training.builder()
                .tokens(Tokenizer.of(tokens))
                .lines(lines)
                .cell(CellArgument.open(cell).text())
                .hidden(hidden)
                .layers(layers)
                .embedding(embedding)
                .dropout(dropout)
                .inputDropout(inputDropout)
                .weightDrop(weightDrop)
                .tied(tied)
                .batch(batch)
                .steps(steps)
                .back(back)
                .optimizer(optimizer)
                .rate(rate)
                .schedule(schedule)
                .warmup(warmup)
                .clip(clip)
                .weightDecay(weightDecay)
                .epochs(epochs)
                .minutes(minutes)
                .seed(seed)
                .threads(threads)
                .valid(validationFile ? DEFAULTS.valid() : share())
                .patience(patience)
                .checkpointSeconds(checkpointSeconds)
                .build();
    }

    private double share() {
        try {
            return Double.parseDouble(valid);
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    spec.commandLine(), "--valid " + valid + ": there is no such file, and it is no share");
        }
    }

    private int end(TrainingEvent.Reason reason, Path file) {
        switch (reason) {
            case DIVERGED -> {
                terminal.error("numbers were lost; the last checkpoint is kept. Try a smaller --rate or --clip");
                return Main.FAILED;
            }
            case STOPPED -> terminal.say("stopped; go on with: recur train --resume " + file);
            case EPOCHS, PATIENCE, TIME -> terminal.say("written: " + file + "    try: recur generate " + file);
        }
        return Main.DONE;
    }
}
