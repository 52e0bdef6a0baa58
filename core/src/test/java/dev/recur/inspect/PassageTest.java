package dev.recur.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageNetwork;
import dev.recur.model.LanguageVariant;
import dev.recur.model.Regularisers;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.GivenColumn;
import dev.recur.text.GivenValues;
import dev.recur.text.Givens;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is looked into is what the model computes, also where texts are given something. */
class PassageTest {
    private static final String TEXT = "hollow";
    private static final int HIDDEN = 7;

    private static LanguageModel model() throws IOException {
        Corpus corpus = Corpus.of(
                List.of(TEXT, "low"),
                List.of(
                        new GivenValues(List.of("a", "1 2"), "text 1"),
                        new GivenValues(List.of("b", "3 -1"), "text 2")),
                Tokenizer.CHARACTERS,
                "");
        return LanguageModel.create(
                new LanguageModel.Config(
                        Cell.named("gru").text(),
                        HIDDEN,
                        1,
                        6,
                        0,
                        0,
                        0,
                        false,
                        new LanguageVariant(Skip.NONE, 0, Regularisers.NONE, 0)),
                corpus.vocabulary(1, 100),
                Givens.of(GivenColumn.of("kind,shape:numbers"), corpus),
                new Randomness(5));
    }

    @Test
    void whatTheTextIsGivenIsHeardAtEveryStep() throws IOException {
        LanguageModel model = model();
        List<String> given = List.of("b", "2 5");
        int[] rows = new int[model.givens().places()];
        float[] weights = new float[rows.length];
        model.givens().encode(given, rows, weights, 0);
        float[] output = model.parameters().read("output.W");
        float[] bias = model.parameters().read("output.b");
        try (Workers workers = new Workers(1)) {
            Passage passage = Passage.of(model, given, TEXT, 100);
            float[] h = Recording.of(Layers.of(model), passage.x(), workers).values(0, "h");
            LanguageNetwork network = new LanguageNetwork(model, false, new Randomness(0), workers);
            network.load(0);
            network.reset(1);
            network.give(rows, weights, 1);
            int[] tokens = model.vocabulary().encode(TEXT);
            for (int t = 0; t < passage.steps(); t++) {
                float[] logits =
                        network.step(new int[] {t == 0 ? model.vocabulary().begin() : tokens[t - 1]}, 1);
                for (int v = 0; v < bias.length; v++) {
                    double score = bias[v];
                    for (int j = 0; j < HIDDEN; j++) {
                        score += (double) output[v * HIDDEN + j] * h[t * HIDDEN + j];
                    }
                    assertThat(score).isCloseTo(logits[v], within(1e-5));
                }
            }
        }
    }

    @Test
    void itMustBeSaidWhatATextIsGiven() throws IOException {
        LanguageModel model = model();
        assertThatThrownBy(() -> Passage.of(model, TEXT, 100))
                .hasMessageContaining("is given kind and shape, but here are 0 values");
        assertThatThrownBy(() -> Passage.of(model, List.of("c", "1 2"), TEXT, 100))
                .hasMessageContaining("the kind c is none of those that were learnt");
    }
}
