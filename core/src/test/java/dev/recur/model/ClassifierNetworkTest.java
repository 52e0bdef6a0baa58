package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Cell;
import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.store.Records;
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
import org.junit.jupiter.params.provider.EnumSource;

class ClassifierNetworkTest {
    private static final List<String> LABELS = List.of("one", "two", "three");
    private static final List<String> TEXTS = List.of("ba", "abcde", "c", "eeddccbbaa", "abcde", "dab");

    @TempDir
    Path folder;

    private static SequenceClassifier model(
            String cell, int layers, boolean both, Pooling.Kind pooling, double dropout, double input) {
        Vocabulary vocabulary = Vocabulary.of(TEXTS, Tokenizer.CHARACTERS, false, 1, 100);
        SequenceClassifier.Config config = new SequenceClassifier.Config(
                Cell.named(cell).text(),
                7,
                layers,
                both,
                Skip.NONE,
                5,
                pooling,
                true,
                dropout,
                input,
                0,
                dropout > 0 ? new Regularisers("0.2", "0.3") : Regularisers.NONE,
                dropout / 2);
        return SequenceClassifier.create(config, vocabulary, LABELS, new Randomness(5));
    }

    private static int[][] encode(SequenceClassifier model) {
        return TEXTS.stream().map(model::encode).toArray(int[][]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "lstm, 1, true, MAX, 0, 0",
        "lstm, 2, true, MEAN, 0.3, 0.2",
        "gru, 2, false, LAST, 0.3, 0",
        "lstm-mogrifier, 1, true, ATTENTION, 0, 0",
        "elman, 1, true, LAST, 0, 0.3"
    })
    void gradientIsTheSlopeOfTheLoss(
            String cell, int layers, boolean both, Pooling.Kind pooling, double dropout, double input) {
        SequenceClassifier model = model(cell, layers, both, pooling, dropout, input);
        int[][] texts = encode(model);
        int[] labels = {0, 1, 2, 1, 0, 2};
        float[] classWeights = {0.5f, 1, 2};
        try (Workers workers = new Workers(2)) {
            ClassifierNetwork network =
                    ClassifierNetwork.training(model, 0.1, classWeights, new Randomness(5), workers);
            float[] weights = model.parameters().values();
            float[] gradient = new float[weights.length];
            network.load(1);
            network.train(texts, labels, texts.length, gradient);
            SplittableRandom random = new SplittableRandom(1);
            float[] direction = new float[weights.length];
            double slope = 0;
            for (int i = 0; i < weights.length; i++) {
                direction[i] = (float) (random.nextDouble() - 0.5);
                slope += direction[i] * (double) gradient[i];
            }
            double h = 2e-2 / Math.sqrt(weights.length);
            double above = moved(network, model, texts, labels, direction, h);
            double below = moved(network, model, texts, labels, direction, -h);
            // the mean is the sum over the number of texts
            assertThat((above - below) / (2 * h) / texts.length)
                    .isCloseTo(slope, within(0.002 + 0.02 * Math.abs(slope)));
        }
    }

    private static double moved(
            ClassifierNetwork network,
            SequenceClassifier model,
            int[][] texts,
            int[] labels,
            float[] direction,
            double by) {
        float[] weights = model.parameters().values();
        float[] before = weights.clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (by * direction[i]);
        }
        network.load(1);
        double loss = network.train(texts, labels, texts.length, new float[weights.length]);
        System.arraycopy(before, 0, weights, 0, weights.length);
        return loss;
    }

    @ParameterizedTest
    @EnumSource(Pooling.Kind.class)
    void aTextIsJudgedTheSameAloneAndInAnyCompany(Pooling.Kind pooling) {
        SequenceClassifier model = model("lstm", 2, true, pooling, 0.5, 0.5);
        int[][] texts = encode(model);
        try (Workers one = new Workers(1);
                Workers three = new Workers(3)) {
            ClassifierNetwork together = ClassifierNetwork.predicting(model, three);
            ClassifierNetwork alone = ClassifierNetwork.predicting(model, one);
            together.load(0);
            alone.load(0);
            float[] all = together.logits(texts, texts.length).clone();
            for (int i = 0; i < texts.length; i++) {
                float[] own = alone.logits(new int[][] {texts[i]}, 1);
                assertThat(Arrays.copyOfRange(all, i * LABELS.size(), (i + 1) * LABELS.size()))
                        .containsExactly(Arrays.copyOf(own, LABELS.size()));
            }
        }
    }

    @Test
    void influenceIsTheSlopeOfTheLogOddsAlongATokensVector() {
        SequenceClassifier model = model("gru", 1, true, Pooling.Kind.MEAN, 0.5, 0);
        int[] text = model.encode("cabde"); // each once, so that a row of the embedding is one token of the text
        float[] weights = model.parameters().values();
        int d = model.config().embedding();
        try (Workers workers = new Workers(1)) {
            ClassifierNetwork network = ClassifierNetwork.explaining(model, workers);
            for (int label = 0; label < LABELS.size(); label++) {
                network.load(0);
                float[] influences = network.influences(text, label);
                for (int t = 0; t < text.length; t++) {
                    double[] odds = new double[2];
                    for (int side = 0; side < 2; side++) {
                        float[] before = weights.clone();
                        for (int j = 0; j < d; j++) {
                            weights[model.offset("embedding") + text[t] * d + j] *= side == 0 ? 0.9f : 1.1f;
                        }
                        ClassifierNetwork moved = ClassifierNetwork.predicting(model, workers);
                        moved.load(0);
                        double p = Probabilities.of(moved.logits(new int[][] {text}, 1), 0, LABELS.size())[label];
                        odds[side] = Math.log(p / (1 - p));
                        System.arraycopy(before, 0, weights, 0, weights.length);
                    }
                    assertThat((odds[1] - odds[0]) / 0.2)
                            .as("label %d, token %d", label, t)
                            .isCloseTo(influences[t], within(2e-6 + 0.01 * Math.abs(influences[t])));
                }
            }
        }
    }

    @Test
    void aModelIsReadAsItWasSaved() throws IOException {
        SequenceClassifier model = model("lstm", 1, true, Pooling.Kind.ATTENTION, 0.5, 0.5);
        Path file = folder.resolve("m");
        model.save(file, Map.of("data sha256", "abc"), Map.of(), List.of());
        SequenceClassifier read = SequenceClassifier.load(file);
        assertThat(read.config()).isEqualTo(model.config());
        assertThat(read.labels()).isEqualTo(LABELS);
        assertThat(read.provenance()).containsEntry("data sha256", "abc");
        assertThat(read.parameters().values())
                .containsExactly(model.parameters().values());
        assertThat(Model.load(file).kind()).isEqualTo("sequence classifier");
        assertThatThrownBy(() -> LanguageModel.load(file))
                .hasMessageContaining("expected a language model, found a sequence classifier");
    }

    @Test
    void theLikeliestLabelComesFirst() {
        SequenceClassifier model = model("lstm", 1, true, Pooling.Kind.MAX, 0, 0);
        try (Workers workers = new Workers(1)) {
            Classifier classifier = new Classifier(model, workers);
            for (Prediction prediction : classifier.classify(List.of("aXb", "ABC"))) {
                assertThat(prediction.probabilities()).containsOnlyKeys(LABELS);
                assertThat(prediction.probability())
                        .isEqualTo(prediction.probabilities().get(prediction.label()))
                        .isGreaterThanOrEqualTo(1 / 3.0);
                assertThat(prediction.probabilities().values().stream()
                                .mapToDouble(p -> p)
                                .sum())
                        .isCloseTo(1, within(1e-12));
            }
            assertThat(classifier.classify(List.of("aXb", "ABC")))
                    .map(Prediction::unknown)
                    .containsExactly(1, 0);
            assertThat(classifier.influences("aXb", "two"))
                    .map(Classifier.Influence::token)
                    .containsExactly("a", "X", "b");
            assertThatThrownBy(() -> classifier.classify(List.of("ab", "")))
                    .hasMessageContaining("holds no characters");
        }
    }

    @Test
    void penaltiesChangeTheGradientAndNotTheLoss() {
        SequenceClassifier plain = model("lstm", 2, true, Pooling.Kind.MAX, 0, 0);
        SequenceClassifier penalised = SequenceClassifier.create(
                Records.with(plain.config(), Map.of("activation penalty", 2.0)),
                plain.vocabulary(),
                LABELS,
                new Randomness(5));
        int[][] texts = encode(plain);
        int[] labels = {0, 1, 2, 1, 0, 2};
        float[][] gradients = new float[2][plain.parameters().values().length];
        double[] losses = new double[2];
        try (Workers workers = new Workers(1)) {
            for (int i = 0; i < 2; i++) {
                ClassifierNetwork network =
                        ClassifierNetwork.training(i == 0 ? plain : penalised, 0, null, new Randomness(5), workers);
                network.load(1);
                losses[i] = network.train(texts, labels, texts.length, gradients[i]);
            }
        }
        assertThat(losses[1]).isEqualTo(losses[0]);
        assertThat(gradients[1]).isNotEqualTo(gradients[0]);
    }
}
