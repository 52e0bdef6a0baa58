package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.model.SequenceTagger;
import dev.recur.store.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagTaskTest {
    private static final Training TRAINING = Training.builder()
            .batch(9)
            .rate(0.02)
            .threads(1)
            .epochs(6)
            .patience(0)
            .valid(0.2)
            .build();
    private static final TagOptions OPTIONS = Records.with(
            TagOptions.DEFAULTS,
            Map.of(
                    "hidden",
                    8,
                    "embedding",
                    6,
                    "character embedding",
                    4,
                    "character hidden",
                    6,
                    "crf",
                    true,
                    "dropout",
                    0.1,
                    "input dropout",
                    0.1,
                    "weight drop",
                    0.1));

    @TempDir
    private Path folder;

    private Path data;

    /** A word in -a begins a span of its first letter, those in -i behind it go on; others are outside. */
    @BeforeEach
    void write() throws Exception {
        SplittableRandom random = new SplittableRandom(4);
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < 160; n++) {
            String type = "";
            for (int t = random.nextInt(1, 12); t > 0; t--) {
                String first = "kl".charAt(random.nextInt(2)) + "";
                String end = "aiou".charAt(random.nextInt(4)) + "";
                type = end.equals("a") ? first : end.equals("i") ? type : "";
                String tag = type.isEmpty() ? "O" : (end.equals("a") ? "B-" : "I-") + type;
                text.append(first)
                        .append("mnprst".charAt(random.nextInt(6)))
                        .append("eo".charAt(random.nextInt(2)))
                        .append("mnprst".charAt(random.nextInt(6)))
                        .append(end)
                        .append(' ')
                        .append(tag)
                        .append('\n');
            }
            text.append('\n');
        }
        data = Files.writeString(folder.resolve("data.txt"), text);
    }

    private Trainer trainer(Training training, TagOptions options, Path model) throws Exception {
        return Trainer.create(training, options, new TrainingFiles(List.of(data), null), model, () -> 0);
    }

    @Test
    void learnsFromEndingsAndNeighbours() throws Exception {
        Path model = folder.resolve("m");
        List<TrainingEvent.Validated> seen = new ArrayList<>();
        Training longer = Records.with(TRAINING, Map.of("epochs", 15));
        try (Trainer trainer = trainer(longer, OPTIONS, model)) {
            trainer.run(
                    event -> {
                        if (event instanceof TrainingEvent.Validated validated) {
                            seen.add(validated);
                        }
                    },
                    () -> false);
        }
        assertThat(seen.get(14).figures().keySet()).containsExactly("F1", "accuracy");
        assertThat(seen.get(14).figures().get("F1")).isGreaterThan(0.97);
        assertThat(SequenceTagger.load(model).tags()).containsExactlyInAnyOrder("O", "B-k", "I-k", "B-l", "I-l");
    }

    @Test
    void threadsAndStopsChangeNoByte() throws Exception {
        Path whole = folder.resolve("whole");
        try (Trainer trainer = trainer(TRAINING, OPTIONS, whole)) {
            trainer.run(event -> {}, () -> false);
        }
        Path broken = folder.resolve("broken");
        TrainingEvent.Reason reason;
        try (Trainer first = trainer(TRAINING, OPTIONS, broken)) {
            reason = first.run(event -> {}, Stopped.after(20));
        }
        int parts = 1;
        while (reason == TrainingEvent.Reason.STOPPED) {
            try (Trainer next = Trainer.resume(broken, 1 + parts % 3, () -> 0)) {
                reason = next.run(event -> {}, Stopped.after(20));
            }
            parts++;
        }
        assertThat(parts).isGreaterThan(3);
        assertThat(RunText.sha256(broken)).isEqualTo(RunText.sha256(whole));
    }

    @Test
    void findsWordsInTheirCharacters() throws Exception {
        TagOptions options = Records.with(OPTIONS, Map.of("segment", true, "pair embedding", 5));
        Path model = folder.resolve("m");
        double[] best = {0};
        try (Trainer trainer = trainer(Records.with(TRAINING, Map.of("epochs", 8)), options, model)) {
            trainer.run(
                    event -> {
                        if (event instanceof TrainingEvent.Validated validated) {
                            best[0] = Math.max(best[0], validated.figures().get("F1"));
                        }
                    },
                    () -> false);
        }
        assertThat(best[0]).isGreaterThan(0.9);
        assertThat(SequenceTagger.load(model).tokens(" ab c")).containsExactly("a", "b", "c");
        assertThat(SequenceTagger.load(model).tags()).contains("B", "M", "E");
    }
}
