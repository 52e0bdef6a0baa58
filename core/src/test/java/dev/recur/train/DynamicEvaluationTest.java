package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.batch.Minibatch;
import dev.recur.batch.Streams;
import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageNetwork;
import dev.recur.model.LanguageVariant;
import dev.recur.model.Regularisers;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicEvaluationTest {
    private static final String TEXT = "the cat sat on the mat, and the rat ate the cat's hat. ".repeat(12);

    private static Corpus corpus(String text, boolean lines) throws IOException {
        return Corpus.of(text, Tokenizer.CHARACTERS, lines);
    }

    private static LanguageModel model(boolean lines) throws IOException {
        LanguageVariant noisy = new LanguageVariant(Skip.NONE, 0, new Regularisers("0.4", "0.2", 1, 1), 0.4);
        return LanguageModel.create(
                new LanguageModel.Config(Cell.named("gru").text(), 11, 2, 7, 0.5, 0.5, 0.5, false, noisy),
                corpus(TEXT, lines).vocabulary(1, Integer.MAX_VALUE),
                new Randomness(2));
    }

    private static Evaluation dynamic(Adaptation adaptation, @Nullable String statistics, int threads)
            throws IOException {
        try (Workers workers = new Workers(threads)) {
            return DynamicEvaluation.of(
                    model(false),
                    corpus(TEXT, false),
                    statistics == null ? null : corpus(statistics, false),
                    adaptation,
                    workers,
                    Watch.NONE);
        }
    }

    private static Evaluation still() throws IOException {
        try (Workers workers = new Workers(1)) {
            return Evaluation.of(model(false), corpus(TEXT, false), workers);
        }
    }

    @Test
    void withARateOfZeroItIsThePlainEvaluation() throws IOException {
        Evaluation still = still();
        Evaluation dynamic = dynamic(new Adaptation(7, 0, 0), null, 2);
        assertThat(dynamic.nats()).isCloseTo(still.nats(), within(1e-9 * still.nats()));
        assertThat(dynamic.tokens()).isEqualTo(still.tokens());
        assertThat(dynamic.characters()).isEqualTo(still.characters());
    }

    /** Each stretch is predicted before the weights have seen it: one that holds the whole text changes nothing. */
    @Test
    void nothingIsPredictedByWeightsThatHaveSeenIt() throws IOException {
        Evaluation still = still();
        assertThat(dynamic(new Adaptation(TEXT.length(), 9, 0.5), null, 1).nats())
                .isCloseTo(still.nats(), within(1e-9 * still.nats()));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void threadsChangeNothingAndItLearns(int threads) throws IOException {
        Adaptation plain = new Adaptation(5, 0.3, 0.001);
        Adaptation scaled = new Adaptation(5, 0.002, 0.02);
        assertThat(dynamic(plain, null, threads).nats())
                .isEqualTo(dynamic(plain, null, 1).nats())
                .isLessThan(0.95 * still().nats());
        assertThat(dynamic(scaled, TEXT, threads).nats())
                .isEqualTo(dynamic(scaled, TEXT, 1).nats())
                .isLessThan(0.95 * still().nats());
    }

    @Test
    void isPlainGradientDescentFromStretchToStretch() throws IOException {
        LanguageModel model = model(false);
        float[] weights = model.parameters().values();
        float[] start = weights.clone();
        double nats = 0;
        try (Workers workers = new Workers(1)) {
            LanguageNetwork network = LanguageNetwork.adapting(model, workers);
            Streams batches = Streams.of(corpus(TEXT, false).encode(model.vocabulary()), 1, 9);
            Minibatch batch = new Minibatch();
            for (int i = 0; i < batches.count(0); i++) {
                batches.fill(0, i, batch);
                float[] g = new float[weights.length];
                network.load(0);
                nats += network.train(batch, g, 1f / batch.tokens());
                for (int j = 0; j < weights.length; j++) {
                    weights[j] = weights[j] - 0.2f * g[j] + 0.01f * (start[j] - weights[j]);
                }
            }
        }
        assertThat(dynamic(new Adaptation(9, 0.2, 0.01), null, 2).nats()).isEqualTo(nats);
    }

    /** The text of training may take longer than the one to predict. */
    @Test
    void theWatchIsToldOfBothTexts() throws IOException {
        List<Long> told = new ArrayList<>();
        List<Long> of = new ArrayList<>();
        watched((tokens, all) -> {
            told.add(tokens);
            of.add(all);
            return true;
        });
        long all = of.get(0);
        assertThat(of).containsOnly(all);
        assertThat(all).isGreaterThan(TEXT.length() * 3L / 2);
        assertThat(told).isSorted().doesNotHaveDuplicates().endsWith(all);
    }

    @Test
    void itCanBeStoppedInTheTextOfTraining() {
        assertThatThrownBy(() -> watched((tokens, all) -> false))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("stopped after " + 20 * (TEXT.length() / 40) + " of");
    }

    private static void watched(Watch watch) throws IOException {
        try (Workers workers = new Workers(1)) {
            DynamicEvaluation.of(
                    model(false), corpus(TEXT, false), corpus(TEXT, false), new Adaptation(20, 0, 0), workers, watch);
        }
    }

    @Test
    void theModelIsPutBack() throws IOException {
        LanguageModel model = model(false);
        float[] before = model.parameters().values().clone();
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> DynamicEvaluation.of(
                            model, corpus(TEXT, false), null, Adaptation.PLAIN, workers, (tokens, all) -> tokens < 100))
                    .hasMessageContaining("stopped");
            assertThat(model.parameters().values()).containsExactly(before);
            LanguageModel lines = model(true);
            assertThatThrownBy(() -> DynamicEvaluation.of(
                            lines, corpus(TEXT, true), null, Adaptation.PLAIN, workers, Watch.NONE))
                    .hasMessageContaining("lines");
        }
    }
}
