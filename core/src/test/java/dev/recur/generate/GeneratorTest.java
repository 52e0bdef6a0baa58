package dev.recur.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.GivenColumn;
import dev.recur.text.GivenValues;
import dev.recur.text.Givens;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static LanguageModel model(boolean lines) throws IOException {
        Corpus corpus =
                Corpus.of("one ring to rule them all\nand in the darkness bind them\n", Tokenizer.CHARACTERS, lines);
        Vocabulary vocabulary = corpus.vocabulary(1, Integer.MAX_VALUE);
        LanguageModel.Config config = new LanguageModel.Config(Cell.named("gru").text(), 20, 2, 9, 0, 0, 0, false);
        return LanguageModel.create(config, vocabulary, new Randomness(8));
    }

    private static String[] texts(Sampling sampling, long seed, int threads, int count, String prompt)
            throws IOException {
        StringBuilder[] texts = new StringBuilder[count];
        Arrays.setAll(texts, i -> new StringBuilder());
        try (Workers workers = new Workers(threads)) {
            new Generator(model(false), sampling, seed, workers)
                    .generate(prompt, 50, count, (text, piece) -> texts[text].append(piece));
        }
        return Arrays.stream(texts).map(StringBuilder::toString).toArray(String[]::new);
    }

    @Test
    @Tag("bits")
    void sideBySideIsAloneWithAnyNumberOfThreads() throws IOException {
        String[] five = texts(Sampling.DEFAULTS, 4, 1, 5, "the ");
        assertThat(five[0]).hasSize(50).isNotEqualTo(five[1]);
        assertThat(texts(Sampling.DEFAULTS, 4, 2, 3, "the ")).containsExactly(five[0], five[1], five[2]);
        assertThat(texts(Sampling.DEFAULTS, 4, 3, 2, "the ")).containsExactly(five[0], five[1]);
        assertThat(texts(Sampling.DEFAULTS, 5, 1, 1, "the ")[0]).isNotEqualTo(five[0]);
        assertThat(five[0].replace('\n', '/')).isEqualTo(TEXT);
    }

    /** Of seed 4, on every JDK and at every width. */
    private static final String TEXT = "asgntsndknhognmdolnrkkmhei //seadaukhhakdgrelmadbs";

    @Test
    void theLikeliestIsWhatRemains() throws IOException {
        String greedy = texts(new Sampling(0, 0, 1), 1, 1, 1, "one")[0];
        assertThat(texts(new Sampling(1, 1, 1), 7, 1, 1, "one")[0]).isEqualTo(greedy);
        assertThat(texts(new Sampling(1, 0, 1e-9), 7, 1, 1, "one")[0]).isEqualTo(greedy);
        assertThat(texts(new Sampling(1e-4, 0, 1), 7, 1, 1, "one")[0]).isEqualTo(greedy);
    }

    @Test
    void refusesWhatItHasNeverSeen() {
        assertThatThrownBy(() -> texts(Sampling.DEFAULTS, 1, 1, 1, "Zwölf"))
                .hasMessageContaining("the prompt holds Z (U+005A), w (U+0077), ö (U+00F6), f (U+0066), which")
                .hasMessageContaining("never seen");
        assertThatThrownBy(() -> texts(Sampling.DEFAULTS, 1, 1, 1, "one\tABCDEFGHIJ"))
                .hasMessageContaining("U+0009, A (U+0041)")
                .hasMessageContaining(" and 3 more");
        assertThatThrownBy(() -> new Sampling(-1, 0, 1)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new Sampling(1, -1, 1)).hasMessageContaining("top-k");
        assertThatThrownBy(() -> new Sampling(1, 0, 0)).hasMessageContaining("top-p");
    }

    @Test
    void drawsWithTheProbabilitiesOfTheScores() {
        Sampler sampler = new Sampler(new Sampling(1, 2, 1), 3);
        float[] scores = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
        int[] seen = new int[3];
        for (int i = 0; i < 1000; i++) {
            seen[sampler.draw(scores, 0, i / 1000.0)]++;
        }
        assertThat(seen).containsExactly(626, 374, 0);
    }

    @Test
    void whatATextIsGivenIsDrawnOrSaidAndItsOwn() throws IOException {
        List<GivenValues> givens = List.of(
                new GivenValues(List.of("verse", "1"), ""),
                new GivenValues(List.of("prose", "2"), ""),
                new GivenValues(List.of("prose", "3"), ""));
        Corpus corpus = Corpus.of(List.of("ring", "rule", "bind"), givens, Tokenizer.CHARACTERS, "");
        LanguageModel model = LanguageModel.create(
                new LanguageModel.Config(Cell.named("gru").text(), 20, 2, 9, 0, 0, 0, false),
                corpus.vocabulary(1, 100),
                Givens.of(GivenColumn.of("form,year:numbers"), corpus),
                new Randomness(8));
        try (Workers workers = new Workers(2)) {
            Generator generator = new Generator(model, Sampling.DEFAULTS, 3, workers);
            List<List<String>> drawn = generator.draw(Collections.nCopies(300, Map.of("year", "2")));
            assertThat(drawn).allMatch(values -> values.get(1).equals("2"));
            assertThat(drawn.stream().filter(values -> values.get(0).equals("prose")))
                    .hasSizeBetween(170, 230);
            assertThat(drawn)
                    .startsWith(generator.draw(List.of(Map.of("year", "2"))).get(0));
            List<String> verse = List.of("verse", "5");
            List<String> three = written(generator, List.of(verse, List.of("verse", "500"), verse));
            assertThat(written(generator, List.of(verse))).containsExactly(three.get(0));
            assertThat(written(generator, List.of(List.of("verse", "500"))).get(0))
                    .isNotEqualTo(three.get(0));
            assertThatThrownBy(() -> generator.generate("", 5, 1, (text, piece) -> {}))
                    .hasMessageContaining("--given year=2.0");
            assertThatThrownBy(() -> written(generator, List.of(List.of("ode", "5"))))
                    .hasMessageContaining("the form ode is none of those that were learnt: prose, verse");
        }
    }

    private static List<String> written(Generator generator, List<List<String>> given) {
        String[] texts = new String[given.size()];
        Arrays.fill(texts, "");
        generator.generate(given, "r", 12, (text, piece) -> texts[text] += piece);
        return List.of(texts);
    }
}
