package dev.recur.cli;

import dev.recur.text.TextFiles;
import dev.recur.train.LanguageOptions;
import dev.recur.train.Pretraining;
import dev.recur.train.Trainer;
import dev.recur.train.TrainingEvent;
import dev.recur.train.TrainingFiles;
import dev.recur.train.TranslateOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains without labels what others are to start from. */
@Command(
        name = "pretrain",
        description = {
            "Train without labels a model to start others from: recur train DATA --from MODEL then tunes the whole.",
            "By prediction a language model, layer by layer: each new layer learns to predict the text from the"
                    + " outputs of those below, which stand still. By reconstruction an autoencoder: it reads a line in both"
                    + " directions and learns to write it again from its last state alone; half of --hidden is each"
                    + " direction's. A command that was stopped or killed goes on exactly when it is given again."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        modelTransformer = PretrainOptions.class,
        footer = {
            "",
            "Examples: recur pretrain shakespeare.txt --layers 3 --epochs 2 -o pretrained.safetensors",
            "          recur train shakespeare.txt --from pretrained.safetensors -o shakespeare.safetensors",
            "          recur pretrain reviews.txt --by-reconstruction --tokens words -o read.safetensors",
            "          recur train --task classify few.tsv --from read.safetensors -o classifier.safetensors"
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

    @Option(
            names = "--by-reconstruction",
            description = "Learn to write each line again, and not to predict the next token.")
    private boolean reconstruct;

    @Spec
    private CommandSpec spec;

    Pretrain(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Pretraining pretraining = pretraining();
        try (Interrupt stop = new Interrupt();
                Views views = new Views()) {
            return end(pretraining.run(views, stop));
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
            if (reconstruct) {
                Object tokens = given.remove("tokens");
                for (String side : tokens == null ? List.<String>of() : List.of("source tokens", "target tokens")) {
                    given.put(side, tokens);
                }
                Asked asked = Asked.of(TranslateOptions.DEFAULTS, given);
                return Pretraining.reconstruction(
                        asked.training(), (TranslateOptions) asked.task(), files, output, System::nanoTime);
            }
            Asked asked = Asked.of(LanguageOptions.DEFAULTS, given);
            return Pretraining.prediction(
                    asked.training(), (LanguageOptions) asked.task(), files, output, System::nanoTime);
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
            if (!reconstruct) {
                terminal.say("layer " + layer);
            }
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
