package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.batch.Minibatch;
import dev.recur.batch.Streams;
import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageVariantTest {
    private static final String TEXT =
            "hello world, hello wonder; the yellow well held oil and the low hull rolled. ".repeat(6);
    private static final int STEPS = 7;
    private static final int ROWS = 3;

    @TempDir
    Path folder;

    private static LanguageModel model(String cell, int layers, double dropout, boolean tied, LanguageVariant variant) {
        LanguageModel.Config config = new LanguageModel.Config(
                Cell.named(cell).text(), 6, layers, tied ? 6 : 5, dropout, 0, dropout, tied, variant);
        Vocabulary vocabulary = corpus().vocabulary(1, Integer.MAX_VALUE);
        return LanguageModel.create(config, vocabulary, new Randomness(5));
    }

    private static Corpus corpus() {
        try {
            return Corpus.of(TEXT, Tokenizer.CHARACTERS, false);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Minibatch batch(LanguageModel model) {
        Minibatch batch = new Minibatch();
        Streams.of(corpus().encode(model.vocabulary()), ROWS, STEPS).fill(0, 0, batch);
        return batch;
    }

    @ParameterizedTest
    @CsvSource({
        "lstm, 2, 0, false, residual, 0, '', 0",
        "lstm, 3, 0.3, true, residual, 1, '', 0",
        "gru, 3, 0.2, false, dense, 0, '', 0.3",
        "gru, 3, 0.2, true, graves, 2, '', 0",
        "lstm, 2, 0.2, false, none, 2, 'c=0.5,h=0.1', 0.2",
        "lstm-depthgated, 2, 0, false, graves, 0, 0.3, 0",
        "dts, 1, 0, false, none, 1, 0.2, 0"
    })
    void gradientIsTheSlopeOfTheLoss(
            String cell,
            int layers,
            double dropout,
            boolean tied,
            String skip,
            int deep,
            String zoneout,
            double tokens) {
        LanguageVariant variant = new LanguageVariant(skip(skip), deep, noise(zoneout), tokens);
        LanguageModel model = model(cell, layers, dropout, tied, variant);
        Minibatch batch = batch(model);
        try (Workers workers = new Workers(2)) {
            LanguageNetwork network = new LanguageNetwork(model, true, new Randomness(5), workers);
            float[] weights = model.parameters().values();
            float[] gradient = new float[weights.length];
            network.load(3);
            network.train(batch, gradient, 1f);
            SplittableRandom random = new SplittableRandom(1);
            float[] direction = new float[weights.length];
            double slope = 0;
            for (int i = 0; i < weights.length; i++) {
                direction[i] = (float) (random.nextDouble() - 0.5);
                slope += direction[i] * (double) gradient[i];
            }
            double h = 1e-2 / Math.sqrt(weights.length);
            double difference = (moved(network, batch, direction, h) - moved(network, batch, direction, -h)) / (2 * h);
            assertThat(difference).isCloseTo(slope, within(0.02 + 0.02 * Math.abs(slope)));
        }
    }

    /** The same shares of dropout; c of an LSTM meets no matrix, and a candidate can be dropped, too. */
    private static Regularisers noise(String zoneout) {
        return new Regularisers(zoneout, zoneout.replace("c=", "g="));
    }

    private static LanguageVariant dropped(String recurrentDropout) {
        return new LanguageVariant(Skip.NONE, 0, new Regularisers("", recurrentDropout), 0);
    }

    private static Skip skip(String name) {
        return Arrays.stream(Skip.values())
                .filter(skip -> skip.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }

    /** The loss with the weights moved along a direction; they are put back. */
    static double moved(LanguageNetwork network, Minibatch batch, float[] direction, double by) {
        float[] weights = network.model().parameters().values();
        float[] before = weights.clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (by * direction[i]);
        }
        network.load(3);
        double loss = network.train(batch, new float[weights.length], 1f);
        System.arraycopy(before, 0, weights, 0, weights.length);
        return loss;
    }

    private static final LanguageVariant ALL =
            new LanguageVariant(Skip.GRAVES, 1, new Regularisers("0.2", "h=0.3", 2, 1), 0.3);

    @Test
    void oneStepAtATimeIsTheSequence() {
        LanguageModel model = model("lstm", 2, 0.2, true, ALL);
        Minibatch batch = batch(model);
        try (Workers one = new Workers(1);
                Workers two = new Workers(2)) {
            LanguageNetwork whole = new LanguageNetwork(model, false, new Randomness(0), one);
            LanguageNetwork stepwise = new LanguageNetwork(model, false, new Randomness(0), two);
            whole.load(0);
            whole.evaluate(batch);
            stepwise.load(0);
            stepwise.reset(ROWS);
            for (int t = 0; t < STEPS; t++) {
                stepwise.step(Arrays.copyOfRange(batch.inputs(), t * ROWS, (t + 1) * ROWS), ROWS);
            }
            assertThat(stepwise.state()).containsExactly(whole.state());
        }
    }

    /** A mask that follows neither the weights nor the batch: two steps of training differ, the same one does not. */
    @ParameterizedTest
    @CsvSource({"0.5, ''", "'', 0.5", "'', n=0.5", "0.2, 'h=0.5,n=0.2'"})
    void masksFollowTheStepOfTraining(String zoneout, String dropout) {
        Regularisers noise = new Regularisers(zoneout, dropout);
        LanguageModel model = model("gru", 1, 0, false, new LanguageVariant(Skip.NONE, 0, noise, 0));
        Minibatch batch = batch(model);
        try (Workers workers = new Workers(1)) {
            LanguageNetwork network = new LanguageNetwork(model, true, new Randomness(5), workers);
            float[] gradient = new float[model.parameters().values().length];
            double[] losses = new double[4];
            long[] steps = {1, 2, 1, 0};
            for (int i = 0; i < losses.length; i++) {
                network.load(steps[i]);
                losses[i] = network.train(batch, gradient, 1f);
            }
            LanguageNetwork still = new LanguageNetwork(model, false, new Randomness(5), workers);
            still.load(0);
            assertThat(losses[1]).isNotEqualTo(losses[0]);
            assertThat(losses[2]).isEqualTo(losses[0]);
            assertThat(losses[3]).isEqualTo(still.evaluate(batch));
        }
    }

    @Test
    void penaltiesChangeTheGradientAndNotTheLoss() {
        LanguageModel plain = model("gru", 1, 0, false, LanguageVariant.NONE);
        LanguageModel penalised =
                model("gru", 1, 0, false, new LanguageVariant(Skip.NONE, 0, new Regularisers("", "", 2, 1), 0));
        float[] a = new float[plain.parameters().values().length];
        float[] b = new float[a.length];
        try (Workers workers = new Workers(1)) {
            LanguageNetwork first = new LanguageNetwork(plain, true, new Randomness(5), workers);
            LanguageNetwork second = new LanguageNetwork(penalised, true, new Randomness(5), workers);
            first.load(1);
            second.load(1);
            assertThat(second.train(batch(plain), b, 1f)).isEqualTo(first.train(batch(plain), a, 1f));
        }
        assertThat(b).isNotEqualTo(a);
    }

    @Test
    void aFileKeepsTheVariantAndOneWithoutItIsAsBefore() throws IOException {
        LanguageModel model = model("lstm", 2, 0.2, true, ALL);
        model.save(folder.resolve("m"), Map.of(), Map.of(), List.of());
        LanguageModel loaded = LanguageModel.load(folder.resolve("m"));
        assertThat(loaded.config()).isEqualTo(model.config());
        assertThat(loaded.parameters().values())
                .containsExactly(model.parameters().values());
        model("lstm", 1, 0, false, LanguageVariant.NONE).save(folder.resolve("plain"), Map.of(), Map.of(), List.of());
        assertThat(new String(
                        java.nio.file.Files.readAllBytes(folder.resolve("plain")),
                        java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("skip", "zoneout", "recurrent dropout", "deep output");
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertThatThrownBy(() -> new LanguageVariant(Skip.NONE, 0, new Regularisers("much", ""), 0))
                .hasMessageContaining("zoneout much");
        assertThatThrownBy(() -> model("mingru", 1, 0, false, dropped("0.2")))
                .hasMessageContaining("no matrix of the cell reads a state of the step before");
        assertThatThrownBy(() -> model("lstm", 1, 0, false, dropped("c=0.2")))
                .hasMessageContaining("there is no c to drop");
        assertThatThrownBy(() -> dropped("h=1.5")).hasMessageContaining("recurrent dropout is 1.5");
        assertThatThrownBy(() -> new LanguageVariant(Skip.NONE, 0, new Regularisers("c=1", ""), 0))
                .hasMessageContaining("below 1");
        assertThatThrownBy(() -> new LanguageVariant(Skip.NONE, -1, Regularisers.NONE, 0))
                .hasMessageContaining("deep output");
        assertThatThrownBy(() -> new Regularisers("", "", -1, 0)).hasMessageContaining("activation penalty is -1");
        assertThatThrownBy(() -> new Regularisers("", "", 0, Double.NaN))
                .hasMessageContaining("temporal penalty is NaN");
        assertThatThrownBy(() ->
                        model("lstm", 1, 0, false, new LanguageVariant(Skip.NONE, 0, new Regularisers("q=0.1", ""), 0)))
                .hasMessageContaining("no state q");
    }
}
