package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.array.Parameters;
import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.random.Randomness;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How vectors of tokens begin; docs/design/starts.md tells why. */
class BlocksTest {
    private static double largest(Parameters parameters, String name) {
        double largest = 0;
        for (float value : parameters.read(name)) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @ParameterizedTest
    @CsvSource({"256, 1.7320508", "257, 0.1"})
    void thoseOfAnAlphabetHaveVariance1AndThoseOfManyTokensAreSmall(int tokens, double range) {
        Blocks blocks = new Blocks(Cell.named("gru").text(), Regularisers.NONE);
        blocks.embedding("embedding", tokens, 8);
        Parameters parameters = Parameters.zeros(blocks.layout());
        blocks.start(parameters, new Randomness(1));
        assertThat(largest(parameters, "embedding")).isBetween(0.98 * range, range);
    }

    @ParameterizedTest
    @CsvSource({"false, 1.7320508", "true, 0.1"})
    void aTiedEmbeddingAlsoMakesScoresAndIsSmall(boolean tied, double range) {
        Vocabulary vocabulary = Vocabulary.of(Tokenizer.WORDS, false, List.of("a", "b", "c", "d", "e", "f", "g", "h"));
        LanguageModel language = LanguageModel.create(
                new LanguageModel.Config(Cell.named("gru").text(), 32, 1, 32, 0, 0, 0, tied),
                vocabulary,
                new Randomness(1));
        assertThat(largest(language.parameters(), "embedding")).isBetween(0.9 * range, range);
        Vocabulary marked = Vocabulary.of(List.of("abcdefgh"), Tokenizer.CHARACTERS, true, 1, 100);
        Translator translator = Translator.create(
                new Translator.Config(
                        Cell.named("gru").text(),
                        8,
                        1,
                        Skip.NONE,
                        32,
                        Translator.Look.NONE,
                        false,
                        false,
                        0,
                        0,
                        0,
                        Regularisers.NONE,
                        tied),
                marked,
                marked,
                new Randomness(1));
        assertThat(largest(translator.parameters(), "target.embedding")).isBetween(0.9 * range, range);
        assertThat(largest(translator.parameters(), "source.embedding")).isGreaterThan(1.5);
    }
}
