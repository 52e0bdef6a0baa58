package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bits")
class TrainerTest {
    private static final BooleanSupplier NEVER = () -> false;
    private static final Consumer<TrainingEvent> NOBODY = event -> {};

    @TempDir
    Path folder;

    private Path text;

    @BeforeEach
    void writeText() throws IOException {
        text = Files.writeString(folder.resolve("text.txt"), RunText.TEXT);
    }

    private Path train(String name, Training options, LongSupplier nanos, List<TrainingEvent> events)
            throws IOException {
        Path model = folder.resolve(name);
        try (Trainer trainer = Trainer.create(options, List.of(text), null, model, nanos)) {
            trainer.run(events::add, NEVER);
        }
        return model;
    }

    @Test
    void learnsAndKeepsTheBest() throws IOException {
        List<TrainingEvent> events = new ArrayList<>();
        Training options = RunText.options().epochs(60).build();
        Path model = train("m", options, () -> 0, events);

        List<TrainingEvent.Validated> validated = events.stream()
                .filter(TrainingEvent.Validated.class::isInstance)
                .map(TrainingEvent.Validated.class::cast)
                .toList();
        double best = validated.stream()
                .mapToDouble(TrainingEvent.Validated::nats)
                .min()
                .orElseThrow();
        assertThat(best).isLessThan(validated.get(0).nats() / 2);
        assertThat(events.get(0)).isInstanceOf(TrainingEvent.Started.class);
        assertThat(events.get(events.size() - 1)).isInstanceOfSatisfying(TrainingEvent.Finished.class, last -> {
            assertThat(last.bestNats()).isEqualTo(best);
            assertThat(last.reason()).isEqualTo(TrainingEvent.Reason.EPOCHS);
        });
        assertThat(LanguageModel.load(model).provenance()).containsKeys("options", "result", "text sha256");
        assertThat(Trainer.checkpointOf(model)).doesNotExist();
    }
}
