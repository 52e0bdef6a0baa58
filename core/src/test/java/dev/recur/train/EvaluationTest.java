package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageNetwork;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final String TEXT = "häuser und bäume, bäume und häuser\n".repeat(20);

    private static LanguageModel model(Corpus corpus) {
        Vocabulary vocabulary = corpus.vocabulary(1, Integer.MAX_VALUE);
        String cell = Cell.named("gru").text();
        return LanguageModel.create(
                new LanguageModel.Config(cell, 9, 1, 5, 0.5, 0.5, 0.5, false), vocabulary, new Randomness(2));
    }

    private static Evaluation evaluate(Tokenizer tokenizer, boolean lines) throws IOException {
        Corpus corpus = Corpus.of(TEXT, tokenizer, lines);
        try (Workers workers = new Workers(2)) {
            return Evaluation.of(model(corpus), corpus, workers);
        }
    }

    @Test
    void isTheSumOfSingleStepsOverTheWholeText() throws IOException {
        Corpus corpus = Corpus.of(TEXT, Tokenizer.CHARACTERS, false);
        LanguageModel model = model(corpus);
        int[] ids = model.vocabulary().encode(TEXT);
        double sum = 0;
        try (Workers workers = new Workers(1)) {
            LanguageNetwork network = new LanguageNetwork(model, false, new Randomness(0), workers);
            network.load(0);
            network.reset(1);
            for (int t = 0; t + 1 < ids.length; t++) {
                sum += loss(
                        network.step(new int[] {ids[t]}, 1), model.vocabulary().size(), ids[t + 1]);
            }
        }
        Evaluation evaluation = evaluate(Tokenizer.CHARACTERS, false);
        assertThat(evaluation.nats()).isCloseTo(sum, within(1e-5 * sum));
        assertThat(evaluation.tokens()).isEqualTo(ids.length - 1);
        assertThat(evaluation.bitsPerCharacter()).isEqualTo(evaluation.bitsPerToken());
        assertThat(evaluation.perplexity()).isCloseTo(Math.exp(sum / (ids.length - 1)), within(1e-3));
    }

    private static double loss(float[] logits, int vocabulary, int target) {
        double sum = 0;
        for (int v = 0; v < vocabulary; v++) {
            sum += Math.exp(logits[v]);
        }
        return Math.log(sum) - logits[target];
    }

    @Test
    void countsCharacters() throws IOException {
        int characters = TEXT.length();
        assertThat(evaluate(Tokenizer.BYTES, false).characters()).isEqualTo(characters - 1);
        assertThat(evaluate(Tokenizer.BYTES, false).tokens()).isEqualTo(characters + 4 * 20 - 1);
        assertThat(evaluate(Tokenizer.CHARACTERS, true).characters()).isEqualTo(characters - 20);
        assertThat(evaluate(Tokenizer.CHARACTERS, true).tokens()).isEqualTo(characters);
        // the first word is given; the space before each line end is none of the text
        assertThat(evaluate(Tokenizer.WORDS, false).characters()).isEqualTo(characters - 7 + 20);
    }
}
