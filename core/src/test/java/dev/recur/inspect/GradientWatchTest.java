package dev.recur.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.train.TrainingEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What watching may cost, on a clock that the test moves. */
class GradientWatchTest {
    private static final String TEXT = "the quick brown fox jumps over the lazy dog\n".repeat(4);
    private static final long STEP = 1_000;
    private static final long FIRST = 9_000;
    private static final long LATER = 700;
    private static final double SHARE = 0.02;

    private final List<GradientWatch.Reading> told = new ArrayList<>();
    private long clock;

    private static LanguageModel model() throws IOException {
        LanguageModel.Config config =
                new LanguageModel.Config(Cell.named("lstm").text(), 5, 2, 3, 0, 0, 0, false);
        Corpus corpus = Corpus.of(TEXT, Tokenizer.CHARACTERS, false);
        return LanguageModel.create(config, corpus.vocabulary(1, 100), new Randomness(7));
    }

    /** A look takes as long as the first of its kind, whose code is cold, or any later one. */
    private GradientWatch watch(int lags, long putAside) throws IOException {
        return new GradientWatch(
                model(), TEXT, new GradientWatch.Options(lags, 2, SHARE, putAside), () -> clock, reading -> {
                    clock += told.isEmpty() ? FIRST : LATER;
                    told.add(reading);
                });
    }

    private void run(GradientWatch watch, int steps, boolean alwaysWithin) {
        watch.accept(new TrainingEvent.Started(1, 1, steps, 0, Map.of()));
        for (long step = 1; step <= steps; step++) {
            clock += STEP;
            watch.accept(new TrainingEvent.Stepped(1, step, steps, 1, 1, step, 1, false, 1));
            assertThat(watch.overhead() <= SHARE || !alwaysWithin)
                    .as("after step %d: %s", step, watch.overhead())
                    .isTrue();
        }
        watch.accept(new TrainingEvent.Finished(TrainingEvent.Reason.EPOCHS, steps, 1, Map.of()));
    }

    @Test
    void looksNeverTakeMoreThanTheirShareNotEvenTheFirst() throws IOException {
        try (GradientWatch watch = watch(2, FIRST)) {
            run(watch, 2000, true);
            assertThat(told.get(0).step()).isEqualTo(FIRST / STEP * 50); // 1 / 0.02
            assertThat(told.get(1).step()).isGreaterThan(2 * told.get(0).step() - 10); // the first look costs most
            assertThat(told).hasSizeGreaterThan(30);
            assertThat(watch.overhead()).isBetween(0.9 * SHARE, SHARE);
        }
    }

    @Test
    void aRunThatIsTooShortIsLookedAtOnceAtItsEnd() throws IOException {
        try (GradientWatch watch = watch(2, 1_000_000_000)) {
            run(watch, 40, true);
            assertThat(told).hasSize(1);
            assertThat(told.get(0).step()).isEqualTo(40);
            assertThat(told.get(0).steps()).isEqualTo(40);
        }
    }

    @Test
    void everyFourthLookHasTheExponentAndTheRadii() throws IOException {
        try (GradientWatch watch = watch(60, 0)) {
            run(watch, 1200, false);
            assertThat(told).hasSizeGreaterThan(8);
            for (int i = 0; i < told.size(); i++) {
                Gradients found = told.get(i).gradients();
                assertThat(found.radii()).as("look %d", i + 1).hasSize(i % 4 == 3 ? 2 : 0);
                assertThat(found.lyapunov() != null).isEqualTo(i % 4 == 3);
                assertThat(found.saturation()).isNotEmpty();
            }
        }
    }

    @Test
    void whatCannotBeReadIsRefusedBeforeTrainingBegins() throws IOException {
        LanguageModel model = model();
        assertThatThrownBy(() -> new GradientWatch(model, "t", GradientWatch.Options.DEFAULTS, () -> 0, told::add))
                .hasMessageContaining("at least 2 are needed");
        assertThat(told).isEmpty();
    }
}
