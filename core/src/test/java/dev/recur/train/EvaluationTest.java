package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    @TempDir
    Path folder;

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

    @Test
    void streamsAreEqualPartsEachFromAFreshState() throws IOException {
        Corpus corpus = Corpus.of(TEXT, Tokenizer.BYTES, false);
        LanguageModel model = model(corpus);
        try (Workers workers = new Workers(2)) {
            Evaluation three = Evaluation.of(model, corpus, 3, workers, Watch.NONE);
            double sum = 0;
            byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
            int length = (bytes.length - 1) / 3;
            for (int part = 0; part < 3; part++) {
                byte[] own = Arrays.copyOfRange(bytes, part * length, (part + 1) * length + 1);
                Path file = Files.write(folder.resolve("part" + part), own);
                Evaluation one = Evaluation.of(model, Evaluation.read(model, List.of(file)), workers);
                sum += one.nats();
                assertThat(one.tokens()).isEqualTo(length);
            }
            assertThat(three.nats()).isCloseTo(sum, within(1e-9 * sum));
            assertThat(three.tokens()).isEqualTo(3L * length);
            String read = new String(bytes, 1, 3 * length, StandardCharsets.UTF_8);
            assertThat(three.characters()).isEqualTo(read.length());
            assertThat(three.carried()).contains("3 equal parts");
        }
    }

    @Test
    void aWatchSeesAllTokensAndMayStop() throws IOException {
        Corpus corpus = Corpus.of(TEXT, Tokenizer.CHARACTERS, false);
        LanguageModel model = model(corpus);
        List<Long> seen = new ArrayList<>();
        try (Workers workers = new Workers(1)) {
            Evaluation.of(model, corpus, 1, workers, (tokens, all) -> {
                assertThat(all).isEqualTo(TEXT.length() - 1);
                return seen.add(tokens);
            });
            assertThat(seen).containsExactly(256L, 512L, TEXT.length() - 1L);
            assertThatThrownBy(() -> Evaluation.of(model, corpus, 1, workers, (tokens, all) -> tokens < 512))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("512 of 699");
            assertThatThrownBy(() -> Evaluation.of(model, Corpus.of("h", Tokenizer.CHARACTERS, false), workers))
                    .hasMessageContaining("none to predict");
        }
    }
}
