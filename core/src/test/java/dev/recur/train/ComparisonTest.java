package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.cell.Cell;
import dev.recur.store.Json;
import dev.recur.store.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final BooleanSupplier NEVER = () -> false;
    private static final TrainingFiles NO_FILES = new TrainingFiles(List.of(), null);

    private static Contender contender(String name, String cell, Map<String, ?> run) {
        PuzzleOptions options = PuzzleOptions.of(Map.of(
                "length",
                6,
                "updates",
                3,
                "sequences",
                9,
                "hidden",
                5,
                "cell",
                Cell.named(cell).text()));
        Training training =
                Training.builder().batch(4).epochs(2).seed(7).threads(1).build();
        return new Contender(name, Records.with(training, run), options, null);
    }

    private static final List<Contender> CONTENDERS =
            List.of(contender("tanh", "elman", Map.of()), contender("gated", "gru", Map.of("rate", 0.01)));

    private static Comparison comparison(List<Contender> contenders, int seeds) {
        return new Comparison(contenders, seeds, NO_FILES, () -> 0);
    }

    /** Remembers what was run. */
    private static final class Noted implements Comparison.Watch {
        final List<String> begun = new ArrayList<>();
        final List<Outcome> done = new ArrayList<>();

        @Override
        public Consumer<TrainingEvent> begins(Contender contender, long seed) {
            begun.add(contender.name() + seed);
            return event -> {};
        }

        @Override
        public void done(Outcome outcome) {
            done.add(outcome);
        }
    }

    @Test
    void runsSeedBySeedAndAnswersContenderByContender() throws IOException {
        Noted noted = new Noted();
        List<Outcome> outcomes = comparison(CONTENDERS, 2).run(List.of(), noted, NEVER);
        assertThat(noted.begun).containsExactly("tanh7", "gated7", "tanh8", "gated8");
        assertThat(outcomes)
                .extracting(outcome -> outcome.contender() + outcome.seed())
                .containsExactly("tanh7", "tanh8", "gated7", "gated8");
        Outcome first = outcomes.get(0);
        assertThat(first.updates()).isEqualTo(6);
        assertThat(first.exploded()).isZero();
        assertThat(first.curve()).extracting(Outcome.Point::update).containsExactly(3L, 6L);
        assertThat(first.decisive())
                .isEqualTo(first.curve().stream()
                        .mapToDouble(Outcome.Point::figure)
                        .min()
                        .orElseThrow());
        assertThat(first.figures().keySet()).first().isEqualTo("MSE");
        assertThat(outcomes.get(1).decisive()).isNotEqualTo(first.decisive());
    }

    @Test
    void aRunIsTheSameAsATrainingOfItsOwnAndKnownRunsAreNotRunAgain() throws IOException {
        List<Outcome> one = comparison(CONTENDERS, 1).run(List.of(), new Noted(), NEVER);
        List<Outcome> read = one.stream()
                .map(outcome -> Outcome.read(Json.read(Json.write(outcome.map()))))
                .toList();
        assertThat(read).isEqualTo(one);
        Noted noted = new Noted();
        List<Outcome> two = comparison(CONTENDERS, 2).run(read, noted, NEVER);
        assertThat(noted.begun).containsExactly("tanh8", "gated8");
        assertThat(two).containsAll(one);
        assertThat(two).isEqualTo(comparison(CONTENDERS, 2).run(List.of(), new Noted(), NEVER));
    }

    @Test
    void otherOptionsOrAnotherNameAreAnotherRun() throws IOException {
        List<Outcome> known = comparison(CONTENDERS, 1).run(List.of(), new Noted(), NEVER);
        Noted noted = new Noted();
        comparison(
                        List.of(
                                contender("tanh", "elman", Map.of("rate", 0.02)),
                                contender("gated", "mgu", Map.of("rate", 0.01)),
                                contender("tanh 2", "elman", Map.of("threads", 2))),
                        1)
                .run(known, noted, NEVER);
        assertThat(noted.begun).hasSize(3);
        comparison(List.of(contender("tanh", "elman", Map.of("threads", 2))), 1).run(known, noted, NEVER);
        assertThat(noted.begun).hasSize(3);
    }

    @Test
    void whatIsStoppedLeavesNothingAndTheRestIsNotBegun() throws IOException {
        Noted noted = new Noted();
        int[] asked = {0};
        List<Outcome> outcomes = comparison(CONTENDERS, 2).run(List.of(), noted, () -> asked[0]++ > 9);
        assertThat(noted.begun).containsExactly("tanh7", "gated7");
        assertThat(noted.done).extracting(Outcome::contender).containsExactly("tanh");
        assertThat(outcomes).isEqualTo(noted.done);
    }

    @Test
    void otherDataUnderOneNameAreAnotherRun(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "ab".repeat(200));
        LanguageOptions options = LanguageOptions.builder().hidden(3).layers(1).build();
        Training training = Training.builder().batch(2).epochs(1).threads(1).build();
        Comparison comparison = new Comparison(
                List.of(new Contender("one", training, options, null)),
                1,
                new TrainingFiles(List.of(text), null),
                () -> 0);
        List<Outcome> first = comparison.run(List.of(), new Noted(), NEVER);
        Noted again = new Noted();
        comparison.run(first, again, NEVER);
        assertThat(again.begun).isEmpty();
        Files.writeString(text, "ba".repeat(200));
        Noted changed = new Noted();
        comparison.run(first, changed, NEVER);
        assertThat(changed.begun).containsExactly("one1");
    }

    @Test
    void anExplosionIsAResultAndKeepsWhatWasReachedBefore() throws IOException {
        Contender hot = contender("hot", "irnn", Map.of("optimizer", "sgd", "rate", 1e4, "clip", 0.0));
        List<Outcome> outcomes = comparison(List.of(hot), 2).run(List.of(), new Noted(), NEVER);
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.exploded()).isPositive();
            assertThat(Outcome.read(Json.read(Json.write(outcome.map())))).isEqualTo(outcome);
        });
        Standing standing = Standing.of(List.of(hot), outcomes).get(0);
        assertThat(standing.exploded()).isEqualTo(2);
    }

    @Test
    void aStandingHasMeansOverItsRuns() throws IOException {
        List<Outcome> outcomes = comparison(CONTENDERS, 3).run(List.of(), new Noted(), NEVER);
        Standing standing = Standing.of(CONTENDERS, outcomes).get(1);
        assertThat(standing.outcomes()).extracting(Outcome::contender).containsOnly("gated");
        List<Double> values = standing.values("MSE");
        assertThat(values).hasSize(3);
        assertThat(standing.interval("MSE")).isEqualTo(Interval.of(values));
        double mean = standing.outcomes().stream()
                .mapToDouble(outcome -> outcome.curve().get(1).figure())
                .average()
                .orElseThrow();
        assertThat(standing.curve().get(1).figure()).isEqualTo(mean);
        assertThat(standing.curve().get(1).update()).isEqualTo(6);
    }

    @Test
    void refusesTwoOfOneName() {
        assertThatThrownBy(() -> comparison(List.of(CONTENDERS.get(0), CONTENDERS.get(0)), 1))
                .hasMessage("two contenders are called tanh");
        assertThatThrownBy(() -> comparison(CONTENDERS, 0)).hasMessageContaining("the number of seeds is 0");
    }
}
