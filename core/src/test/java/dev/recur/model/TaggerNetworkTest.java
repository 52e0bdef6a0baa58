package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.store.Records;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaggerNetworkTest {
    private static final List<List<String>> SENTENCES = List.of(
            List.of("The", "oil", "rolled"),
            List.of("hull"),
            List.of("the", "well", "held", "Oil", "ofold"),
            List.of("held", "on"));
    private static final List<int[]> TAGS =
            List.of(new int[] {0, 1, 2}, new int[] {1}, new int[] {0, 1, 2, 1, 1}, new int[] {2, 0});

    private static final SequenceTagger.Words WORDS = new SequenceTagger.Words(
            Vocabulary.of(Tokenizer.WORDS, false, List.of("the", "oil", "held")),
            List.of("the_oil", "the_well", "held_Oil", "rolled"),
            Vocabulary.of(Tokenizer.CHARACTERS, false, List.of("o", "l", "T", "h", "e")),
            List.of("DET", "NOUN", "VERB"));

    private static SequenceTagger model(boolean crf, int pairs, int characters, double dropout) {
        SequenceTagger.Config config = new SequenceTagger.Config(
                Cell.named("gru").text(),
                5,
                2,
                Skip.GRAVES,
                4,
                pairs,
                3,
                characters,
                true,
                crf,
                false,
                dropout,
                dropout,
                dropout,
                dropout > 0 ? new Regularisers("0.2", "0.3") : Regularisers.NONE);
        SequenceTagger model = SequenceTagger.create(config, WORDS, new Randomness(2));
        if (crf) {
            float[] flat = model.parameters().values();
            int at = model.offset("chain.transitions");
            for (int i = 0; i < 9; i++) {
                flat[at + i] = 0.3f * (i % 4) - 0.4f;
            }
        }
        return model;
    }

    private static List<TaggerInput> inputs(SequenceTagger model, Forms forms) {
        List<TaggerInput> inputs = new ArrayList<>();
        SENTENCES.forEach(sentence -> inputs.add(model.encode(sentence, forms)));
        return inputs;
    }

    @ParameterizedTest
    @CsvSource({"true, 3, 2, 0", "false, 0, 2, 0", "true, 0, 0, 0.3", "false, 2, 0, 0.3", "true, 2, 3, 0.3"})
    void gradientIsTheSlopeOfTheLoss(boolean crf, int pairs, int characters, double dropout) {
        SequenceTagger model = model(crf, pairs, characters, dropout);
        Forms forms = model.forms();
        List<TaggerInput> inputs = inputs(model, forms);
        double[] drops = {0.5, 0.5, 0.5, 0.5};
        try (Workers workers = new Workers(2)) {
            TaggerNetwork network =
                    TaggerNetwork.training(model, forms, crf ? 0 : 0.1, drops, new Randomness(5), workers);
            float[] weights = model.parameters().values();
            float[] gradient = new float[weights.length];
            SplittableRandom random = new SplittableRandom(1);
            network.load(1);
            network.train(inputs, TAGS, gradient);
            float[] direction = new float[weights.length];
            double slope = 0;
            for (int i = 0; i < weights.length; i++) {
                direction[i] = (float) (random.nextDouble() - 0.5);
                slope += 11 * direction[i] * (double) gradient[i]; // the loss is a sum over 11 words
            }
            double h = 0.1 / Math.sqrt(weights.length);
            double above = moved(network, inputs, weights, direction, h);
            double below = moved(network, inputs, weights, direction, -h);
            assertThat((above - below) / (2 * h)).isCloseTo(slope, within(0.02 + 0.01 * Math.abs(slope)));
        }
    }

    private static double moved(
            TaggerNetwork network, List<TaggerInput> inputs, float[] weights, float[] direction, double by) {
        float[] before = weights.clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (by * direction[i]);
        }
        network.load(1);
        double loss = network.train(inputs, TAGS, new float[weights.length]);
        System.arraycopy(before, 0, weights, 0, weights.length);
        return loss;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsSaidOfASentenceDoesNotDependOnItsCompany(boolean crf) {
        SequenceTagger model = model(crf, 2, 3, 0);
        Forms forms = model.forms();
        List<TaggerInput> inputs = inputs(model, forms);
        List<int[]> all = null;
        for (int threads = 1; threads <= 3; threads++) {
            try (Workers workers = new Workers(threads)) {
                TaggerNetwork network = TaggerNetwork.predicting(model, forms, workers);
                network.load(0);
                List<int[]> tagged = network.tag(inputs);
                all = all == null ? tagged : all;
                for (int i = 0; i < inputs.size(); i++) {
                    assertThat(tagged.get(i)).containsExactly(all.get(i));
                    assertThat(network.tag(List.of(inputs.get(i))).get(0)).containsExactly(all.get(i));
                    for (double[] shares : network.probabilities(inputs.get(i))) {
                        assertThat(shares[0] + shares[1] + shares[2]).isCloseTo(1, within(1e-6));
                    }
                }
                List<int[]> found = new ArrayList<>();
                double together = network.evaluate(inputs, TAGS, found);
                double apart = 0;
                for (int r : new int[] {2, 0, 3, 1}) { // as they are sorted, so that the sum is the same
                    apart += network.evaluate(List.of(inputs.get(r)), List.of(TAGS.get(r)), found);
                }
                assertThat(together).isCloseTo(apart, within(1e-9));
            }
        }
    }

    @Test
    void itsFileIsAllItNeeds(@TempDir Path folder) throws IOException {
        SequenceTagger model = model(true, 2, 3, 0.1);
        Path file = folder.resolve("m.safetensors");
        model.save(file, Map.of(), Map.of(), List.of());
        SequenceTagger again = (SequenceTagger) Model.load(file);
        assertThat(again.config()).isEqualTo(model.config());
        assertThat(again.tags()).isEqualTo(model.tags());
        assertThat(again.parameters().values())
                .containsExactly(model.parameters().values());
        try (Workers workers = new Workers(1)) {
            for (List<String> sentence : SENTENCES) {
                assertThat(tag(again, sentence, workers)).containsExactly(tag(model, sentence, workers));
            }
        }
    }

    private static int[] tag(SequenceTagger model, List<String> sentence, Workers workers) {
        Forms forms = model.forms();
        TaggerInput input = model.encode(sentence, forms);
        TaggerNetwork network = TaggerNetwork.predicting(model, forms, workers);
        network.load(0);
        return network.tag(List.of(input)).get(0);
    }

    @Test
    void linesAreCutIntoWords() {
        assertThat(model(false, 0, 0, 0).tokens("  The oil\trolled ")).containsExactly("The", "oil", "rolled");
        assertThat(model(false, 0, 0, 0).tokens(" ")).isEmpty();
        assertThat(Forms.word("New 2\u00a0York", true)).isEqualTo("new_0_york");
        assertThatThrownBy(() -> new SequenceTagger.Config(
                        Cell.named("gru").text(),
                        1,
                        1,
                        Skip.NONE,
                        1,
                        -1,
                        1,
                        0,
                        true,
                        false,
                        false,
                        0,
                        0,
                        0,
                        Regularisers.NONE))
                .hasMessageContaining("pair embedding is -1, but 0 or more is needed");
    }

    @Test
    void penaltiesChangeTheGradientAndNotTheLoss() {
        SequenceTagger plain = model(true, 0, 2, 0);
        float[][] gradients = new float[2][plain.parameters().values().length];
        double[] losses = new double[2];
        try (Workers workers = new Workers(1)) {
            for (int i = 0; i < 2; i++) {
                SequenceTagger model = SequenceTagger.create(
                        Records.with(plain.config(), Map.of("temporal penalty", (double) i)), WORDS, new Randomness(2));
                Forms forms = model.forms();
                TaggerNetwork network = TaggerNetwork.training(model, forms, 0, null, new Randomness(5), workers);
                network.load(1);
                losses[i] = network.train(inputs(model, forms), TAGS, gradients[i]);
            }
        }
        assertThat(losses[1]).isEqualTo(losses[0]);
        assertThat(gradients[1]).isNotEqualTo(gradients[0]);
    }
}
