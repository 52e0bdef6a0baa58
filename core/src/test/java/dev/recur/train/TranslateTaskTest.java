package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.cell.Cell;
import dev.recur.model.Translator;
import dev.recur.model.TranslatorNetwork;
import dev.recur.parallel.Workers;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class TranslateTaskTest {
    /** Of the model after 2 epochs: the same with any kernels, threads and JDK. */
    private static final String SHA256 = "ce0587a74ab6c0f15c112d0b4cb4fa984ffa10745d1daa8cc0029405f48c3db0";

    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    Path folder;

    private Path sources;
    private Path targets;
    private Path pairs;

    /** A target is its source from the end, letters as words in capitals. */
    @BeforeEach
    void writeData() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder read = new StringBuilder();
        StringBuilder write = new StringBuilder();
        StringBuilder both = new StringBuilder();
        for (int n = 0; n < 400; n++) {
            StringBuilder source = new StringBuilder();
            List<String> target = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                char letter = "abcde".charAt(random.nextInt(5));
                source.append(letter);
                target.add(0, String.valueOf(Character.toUpperCase(letter)));
            }
            read.append(source).append('\n');
            write.append(String.join(" ", target)).append('\n');
            both.append(source).append('\t').append(String.join(" ", target)).append('\n');
        }
        sources = Files.writeString(folder.resolve("sources.txt"), read);
        targets = Files.writeString(folder.resolve("targets.txt"), write);
        pairs = Files.writeString(folder.resolve("pairs.tsv"), both);
    }

    private static TranslateOptions.Builder options() {
        return TranslateOptions.builder()
                .cell(Cell.named("gru").text())
                .sourceTokens(Tokenizer.CHARACTERS)
                .hidden(12)
                .embedding(7)
                .dropout(0.1);
    }

    private static Training.Builder training() {
        return Training.builder().batch(13).rate(0.02).threads(1).patience(0);
    }

    private Path train(String name, Training training, TranslateOptions options, @Nullable List<TrainingEvent> events)
            throws IOException {
        return train(name, training, options, new TrainingFiles(List.of(pairs), null), events);
    }

    private Path train(
            String name,
            Training training,
            TranslateOptions options,
            TrainingFiles files,
            @Nullable List<TrainingEvent> events)
            throws IOException {
        Path model = folder.resolve(name);
        try (Trainer trainer = Trainer.create(training, options, files, model, () -> 0)) {
            trainer.run(
                    event -> {
                        if (events != null) {
                            events.add(event);
                        }
                    },
                    NEVER);
        }
        return model;
    }

    @Test
    void learnsToTurnWordsRound() throws IOException {
        List<TrainingEvent> events = new ArrayList<>();
        Path model =
                train("m", training().epochs(25).build(), options().hidden(32).build(), events);
        double best = events.stream()
                .filter(TrainingEvent.Validated.class::isInstance)
                .mapToDouble(
                        event -> ((TrainingEvent.Validated) event).figures().get("perplexity"))
                .min()
                .orElseThrow();
        assertThat(best).isLessThan(1.3);
        Translator read = Translator.load(model);
        try (Workers workers = new Workers(2)) {
            List<Parallel> all = ParallelFiles.read(List.of(pairs), List.of()).pairs();
            Translated translated = Translated.of(all, read);
            TranslatorNetwork network = TranslatorNetwork.predicting(read, workers);
            network.load(0);
            assertThat(Math.exp(translated.nats(network) / translated.tokens())).isLessThan(1.3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void equalRunsGiveEqualFiles(int threads) throws Exception {
        Path model = train(
                "m", training().epochs(2).threads(threads).build(), options().build(), null);
        assertThat(RunText.sha256(model)).isEqualTo(SHA256);
    }

    @ParameterizedTest
    @CsvSource({"lstm, 2, 0.3, 0.2, true", "gru, 1, 0, 0, false"})
    void aRunThatWasStoppedGoesOnExactly(String cell, int layers, double dropout, double input, boolean tied)
            throws Exception {
        Training training = training().epochs(2).build();
        TranslateOptions options = options()
                .cell(Cell.named(cell).text())
                .layers(layers)
                .dropout(dropout)
                .inputDropout(input)
                .weightDrop(dropout / 2)
                .tieEmbedding(tied)
                .build();
        Path whole = train("whole", training, options, null);
        Path model = folder.resolve("model");
        TrainingFiles files = new TrainingFiles(List.of(pairs), null);
        int[] asked = {0};
        try (Trainer trainer = Trainer.create(training, options, files, model, () -> 0)) {
            trainer.run(event -> {}, () -> ++asked[0] > 37);
        }
        try (Trainer trainer = Trainer.resume(model, 3, () -> 0)) {
            trainer.run(event -> {}, NEVER);
        }
        assertThat(RunText.sha256(model)).isEqualTo(RunText.sha256(whole));
    }

    @Test
    void alignedFilesAreResumedToo() throws Exception {
        Training training = training().epochs(1).build();
        TrainingFiles files = new TrainingFiles(List.of(sources), List.of(targets), sources, targets);
        Path model = folder.resolve("model");
        int[] asked = {0};
        try (Trainer trainer = Trainer.create(training, options().build(), files, model, () -> 0)) {
            trainer.run(event -> {}, () -> ++asked[0] > 5);
        }
        try (Trainer trainer = Trainer.resume(model, 1, () -> 0)) {
            trainer.run(event -> {}, NEVER);
        }
        assertThat(RunText.sha256(model))
                .isEqualTo(RunText.sha256(train("whole", training, options().build(), files, null)));
    }

    @Test
    void aSourceIsNotHeldOutFromItsOtherTargets() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < 40; n++) {
            for (int k = 0; k < 5; k++) {
                text.append("abcdefgh".charAt(n / 5))
                        .append("vwxyz".charAt(n % 5))
                        .append("\tx\n");
            }
        }
        pairs = Files.writeString(folder.resolve("several.tsv"), text);
        List<TrainingEvent> events = new ArrayList<>();
        train("m", training().epochs(1).build(), options().build(), events);
        TrainingEvent.Started started = (TrainingEvent.Started) events.get(0);
        assertThat(started.data()).containsEntry("validation pairs", 20L).containsEntry("training pairs", 180L);
    }

    @Test
    void optionsOutOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> options().smoothing(1).build()).hasMessageContaining("the smoothing is 1.0");
        assertThatThrownBy(() -> options().hidden(7).build()).hasMessageContaining("an even number is needed");
        assertThatThrownBy(() -> options().dropout(-0.1).build()).hasMessageContaining("dropout is -0.1");
    }
}
