package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.batch.Minibatch;
import dev.recur.batch.Streams;
import dev.recur.cell.Cell;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageNetworkTest {
    private static final String TEXT =
            "hello world, hello wonder; the yellow well held oil and the low hull rolled. ".repeat(6);
    private static final int STEPS = 7;
    private static final int ROWS = 3;

    /** All that a text gives: model, batches. */
    private static final class Setting {
        final LanguageModel model;
        final Streams batches;
        final Minibatch batch = new Minibatch();

        Setting(LanguageModel.Config config) throws IOException {
            Corpus corpus = Corpus.of(TEXT, Tokenizer.CHARACTERS, false);
            Vocabulary vocabulary = corpus.vocabulary(1, Integer.MAX_VALUE);
            this.model = LanguageModel.create(config, vocabulary, new Randomness(5));
            this.batches = Streams.of(corpus.encode(vocabulary), ROWS, STEPS);
        }
    }

    private static Setting setting(String cell, int layers, double dropout, double input, double drop, boolean tied)
            throws IOException {
        return new Setting(new LanguageModel.Config(
                Cell.named(cell).text(), 12, layers, tied ? 9 : 10, dropout, input, drop, tied));
    }

    @ParameterizedTest
    @CsvSource({
        "lstm, 2, 0, 0, 0, false",
        "gru, 1, 0, 0, 0, true",
        "lstm, 2, 0.3, 0, 0.4, false",
        "lstm, 2, 0, 0.3, 0, true",
        "qrnn2, 2, 0, 0, 0, false",
        "lstm-depthgated, 3, 0, 0, 0, false",
        "lstm-mogrifier, 1, 0, 0, 0, false"
    })
    void gradientIsTheSlopeOfTheLoss(String cell, int layers, double dropout, double input, double drop, boolean tied)
            throws IOException {
        Setting setting = setting(cell, layers, dropout, input, drop, tied);
        try (Workers workers = new Workers(2)) {
            LanguageNetwork network = new LanguageNetwork(setting.model, true, new Randomness(5), workers);
            float[] weights = setting.model.parameters().values();
            float[] gradient = new float[weights.length];
            SplittableRandom random = new SplittableRandom(1);
            setting.batches.fill(0, 0, setting.batch);
            network.load(1);
            network.train(setting.batch, gradient, 1f);
            float[] direction = new float[weights.length];
            double slope = 0;
            for (int i = 0; i < weights.length; i++) {
                direction[i] = (float) (random.nextDouble() - 0.5);
                slope += direction[i] * (double) gradient[i];
            }
            double h = 1e-2 / Math.sqrt(weights.length);
            double above = moved(network, setting, weights, direction, h);
            double below = moved(network, setting, weights, direction, -h);
            // a loss of some sixty nats in float is good to a few 1e-5, over a step of 2h
            assertThat((above - below) / (2 * h)).isCloseTo(slope, within(0.02 + 0.02 * Math.abs(slope)));
        }
    }

    private static double moved(
            LanguageNetwork network, Setting setting, float[] weights, float[] direction, double by) {
        float[] before = weights.clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (by * direction[i]);
        }
        network.load(1);
        double loss = network.train(setting.batch, new float[weights.length], 1f);
        System.arraycopy(before, 0, weights, 0, weights.length);
        return loss;
    }

    @Test
    void learnsItsText() throws IOException {
        Setting setting = setting("lstm", 1, 0, 0, 0, false);
        try (Workers workers = new Workers(1)) {
            LanguageNetwork network = new LanguageNetwork(setting.model, true, new Randomness(5), workers);
            float[] weights = setting.model.parameters().values();
            float[] gradient = new float[weights.length];
            double first = 0;
            double last = 0;
            for (int epoch = 0; epoch < 60; epoch++) {
                double sum = 0;
                for (int i = 0; i < setting.batches.count(epoch); i++) {
                    setting.batches.fill(epoch, i, setting.batch);
                    java.util.Arrays.fill(gradient, 0f);
                    network.load(i);
                    sum += network.train(setting.batch, gradient, 1f / setting.batch.tokens());
                    for (int j = 0; j < weights.length; j++) {
                        weights[j] -= 0.5f * gradient[j];
                    }
                }
                first = epoch == 0 ? sum : first;
                last = sum;
            }
            assertThat(last).isLessThan(first / 2);
        }
    }

    @Test
    void oneStepAtATimeIsTheSequence() throws IOException {
        Setting setting = setting("gru", 2, 0, 0, 0, false);
        try (Workers one = new Workers(1);
                Workers two = new Workers(2)) {
            LanguageNetwork whole = new LanguageNetwork(setting.model, false, new Randomness(0), one);
            LanguageNetwork stepwise = new LanguageNetwork(setting.model, false, new Randomness(0), two);
            setting.batches.fill(0, 0, setting.batch);
            whole.load(0);
            whole.evaluate(setting.batch);
            stepwise.load(0);
            stepwise.reset(ROWS);
            for (int t = 0; t < STEPS; t++) {
                stepwise.step(java.util.Arrays.copyOfRange(setting.batch.inputs(), t * ROWS, (t + 1) * ROWS), ROWS);
            }
            assertThat(stepwise.state()).containsExactly(whole.state());
        }
    }
}
