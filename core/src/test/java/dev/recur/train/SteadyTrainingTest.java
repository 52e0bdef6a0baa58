package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.recur.cell.Cell;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step of training allocates next to nothing: some objects that tell of it, and nothing in proportion to its work. */
class SteadyTrainingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** A third of what one layer's hidden states of a minibatch take below. */
    private static final long MOST_BYTES = 64 << 10;
    /** Steps in a row that must keep to it, in the mean. */
    private static final int WINDOW = 20;
    /** Before the JIT has compiled the kernels, each vector of theirs is an object; so it is given time. */
    private static final int MOST_EPOCHS = 300;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"lstm, false, 32, 0", "gru, true, 32, 0", "gru, false, 64, 0", "gru, false, 64, 3"})
    void aWarmStepAllocatesLittle(String cell, boolean lines, int back, int ngrams) throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), (lines ? RunText.lines() : RunText.TEXT).repeat(10));
        LanguageOptions options = LanguageOptions.builder()
                .cell(Cell.named(cell).text())
                .lines(lines)
                .hidden(48)
                .layers(2)
                .dropout(0.1)
                .weightDrop(0.1)
                .steps(32)
                .back(back)
                .ngrams(new LanguageNgrams(ngrams, 0))
                .build();
        Training training = Training.builder()
                .epochs(MOST_EPOCHS)
                .patience(0)
                .batch(32)
                .threads(1)
                .valid(0)
                .build();
        Meter meter = new Meter();
        try (Trainer trainer = Trainer.create(
                training, options, new TrainingFiles(List.of(text), null), folder.resolve("m"), () -> 0)) {
            trainer.run(meter::event, () -> meter.mean() < MOST_BYTES);
        }
        assertThat(meter.mean()).as("bytes a step after %d steps", meter.steps).isLessThan(MOST_BYTES);
    }

    /** What the last steps allocated. */
    private static final class Meter {
        private final long[] bytes = new long[WINDOW];
        private long steps;
        private long last;

        void event(TrainingEvent event) {
            long now = THREADS.getCurrentThreadAllocatedBytes();
            if (event instanceof TrainingEvent.Stepped) {
                bytes[(int) (steps++ % WINDOW)] = now - last;
            }
            last = THREADS.getCurrentThreadAllocatedBytes();
        }

        long mean() {
            return steps <= WINDOW ? Long.MAX_VALUE : Arrays.stream(bytes).sum() / WINDOW;
        }
    }
}
