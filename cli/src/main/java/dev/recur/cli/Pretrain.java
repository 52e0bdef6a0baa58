package dev.recur.cli;

import dev.recur.store.Records;
import dev.recur.text.TextFiles;
import dev.recur.train.LanguageOptions;
import dev.recur.train.Pretraining;
import dev.recur.train.Trainer;
import dev.recur.train.Training;
import dev.recur.train.TrainingEvent;
import dev.recur.train.TrainingFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a language model layer by layer. */
@Command(
        name = "pretrain",
        description = {
            "Train a language model layer by layer: each new layer learns to predict the text from the outputs of those",
            "below, which stand still. The model is one to start from: recur train DATA --from MODEL tunes the whole.",
            "A command that was stopped or killed goes on exactly when it is given again."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        modelTransformer = PretrainOptions.class,
        footer = {
            "",
            "Examples: recur pretrain shakespeare.txt --layers 3 --epochs 2 -o pretrained.safetensors",
            "          recur train shakespeare.txt --from pretrained.safetensors -o shakespeare.safetensors"
        })
final class Pretrain implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "DATA", arity = "1..*", description = "Texts (.gz too), folders, or patterns.")
    private List<String> data = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "MODEL",
            description = "The model file to write.")
    private Path output = Path.of("");

    @Option(
            names = "--valid",
            paramLabel = "FILE",
            description = "A text to validate with (default: the last tenth of the data).")
    private @Nullable Path valid;

    @Spec
    private CommandSpec spec;

    Pretrain(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Pretraining pretraining = pretraining();
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            stop.set(true);
            Train.waitFor(stopped);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try (Views views = new Views()) {
            return end(pretraining.run(views, stop::get));
        } finally {
            stopped.countDown();
            if (!stop.get()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    private Pretraining pretraining() throws IOException {
        Map<String, Object> given = TrainOptions.given(spec);
        if (given.get(TrainOptions.CELL) instanceof String cell) {
            given.put(TrainOptions.CELL, CellArgument.open(cell).text());
        }
        if (valid != null && !Files.exists(valid)) {
            throw new ParameterException(spec.commandLine(), "--valid " + valid + ": there is no such file");
        }
        TrainingFiles files = new TrainingFiles(TextFiles.find(data), valid);
        try {
            Map<String, Object> ofModel = new LinkedHashMap<>(given);
            ofModel.keySet().retainAll(TrainOptions.of(LanguageOptions.DEFAULTS));
            given.keySet().removeAll(ofModel.keySet());
            Training training = Records.with(LanguageOptions.DEFAULTS.training(), given);
            LanguageOptions options = Records.with(LanguageOptions.DEFAULTS, ofModel);
            return new Pretraining(training, options, files, output, System::nanoTime);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The view of the layer that is trained now. */
    private final class Views implements Pretraining.Watch, Closeable {
        private @Nullable TrainView view;

        @Override
        public Consumer<TrainingEvent> layer(int layer, Trainer trainer) throws IOException {
            close();
            terminal.say("layer " + layer);
            TrainView opened = new TrainView(terminal, trainer, terminal.live(), null);
            view = opened;
            return opened;
        }

        @Override
        public void close() throws IOException {
            if (view != null) {
                view.close();
            }
        }
    }

    private int end(TrainingEvent.Reason reason) {
        switch (reason) {
            case DIVERGED -> {
                terminal.error("the training exploded; try a smaller --rate or --clip");
                return Main.FAILED;
            }
            case STOPPED -> terminal.say("stopped; give the same command again to go on");
            case EPOCHS, PATIENCE, TIME ->
                terminal.say("written: " + output + "    try: recur train " + data.get(0) + " --from " + output);
        }
        return Main.DONE;
    }
}
