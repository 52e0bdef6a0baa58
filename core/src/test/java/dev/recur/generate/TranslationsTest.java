package dev.recur.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.model.Regularisers;
import dev.recur.model.Translator;
import dev.recur.model.TranslatorNetwork;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TranslationsTest {
    private static final List<String> SOURCES = List.of("ab", "c", "cabcab", "ba", "abcd");

    private final Workers workers = new Workers(1);

    @AfterEach
    void close() {
        workers.close();
    }

    private static Translator model(Translator.Look look, Tokenizer tokens, String targets, long seed) {
        Vocabulary source = Vocabulary.of(SOURCES, Tokenizer.CHARACTERS, true, 1, 3);
        Vocabulary target = Vocabulary.of(List.of(targets), tokens, true, 1, 100);
        Translator.Config config = new Translator.Config(
                Cell.named("gru").text(), 8, 1, Skip.NONE, 5, look, false, true, 0, 0, 0, Regularisers.NONE, false);
        Translator model = Translator.create(config, source, target, new Randomness(seed));
        float[] weights = model.parameters().values();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= 3; // surer of itself than a new model
        }
        return model;
    }

    private static Translator model(long seed) {
        return model(Translator.Look.GENERAL, Tokenizer.CHARACTERS, "xyz", seed);
    }

    @Test
    void greedyTakesTheLikeliestTokenEachTime() {
        Translator model = model(1);
        int end = model.target().end();
        int v = model.target().size();
        TranslatorNetwork network = TranslatorNetwork.predicting(model, workers);
        network.load(0);
        List<List<Translation>> found = new Translations(model, Search.GREEDY, workers).of(SOURCES);
        for (int i = 0; i < SOURCES.size(); i++) {
            network.begin(new int[][] {model.read(SOURCES.get(i))}, 1);
            List<Integer> written = new ArrayList<>();
            int token = model.target().begin();
            while (token != end
                    && written.size() < BeamSearch.longest(SOURCES.get(i).length())) {
                float[] logits = network.step(new int[] {token});
                logits[model.target().begin()] = Float.NEGATIVE_INFINITY;
                token = 0;
                for (int j = 1; j < v; j++) {
                    token = logits[j] > logits[token] ? j : token;
                }
                written.add(token);
            }
            Translation translation = found.get(i).get(0);
            assertThat(translation.ended()).isEqualTo(token == end);
            if (!translation.text().contains("a") && translation.ended()) {
                assertThat(translation.tokens()).hasSize(written.size() - 1);
            }
            assertThat(translation.attention())
                    .hasDimensions(translation.tokens().size(), SOURCES.get(i).length() + 1);
        }
    }

    /** A beam as wide as all that can be written in three steps misses nothing. */
    @Test
    void aWideBeamFindsTheLikeliestOfAll() {
        Translator model = model(2);
        int end = model.target().end();
        Search wide = new Search(200, 1, 0, false, false);
        Constraint short3 = (logits, at, draft) -> {
            if (draft.length() == 2) {
                float kept = logits[at + end];
                Arrays.fill(logits, at, at + model.target().size(), Float.NEGATIVE_INFINITY);
                logits[at + end] = kept;
            }
        };
        TranslatorNetwork network = TranslatorNetwork.predicting(model, workers);
        network.load(0);
        List<List<Translation>> found = new Translations(model, wide, short3, workers).of(SOURCES);
        for (int i = 0; i < SOURCES.size(); i++) {
            double best = Double.NEGATIVE_INFINITY;
            String text = "";
            for (String target : List.of("", "x", "y", "z", "xx", "xy", "xz", "yx", "yy", "yz", "zx", "zy", "zz")) {
                double log = -network.evaluate(
                        new int[][] {model.read(SOURCES.get(i))}, new int[][] {model.written(target)}, 1);
                if (log > best) {
                    best = log;
                    text = target;
                }
            }
            assertThat(found.get(i).get(0).text()).isEqualTo(text);
            assertThat(found.get(i).get(0).logProbability()).isCloseTo(best, within(1e-5));
        }
    }

    @Test
    void neitherCompanyNorThreadsMatter() {
        Translator model = model(3);
        Search search = new Search(4, 3, 0.6, true, false);
        List<List<Translation>> together;
        try (Workers three = new Workers(3)) {
            together = new Translations(model, search, three).of(SOURCES);
        }
        Translations alone = new Translations(model, search, workers);
        for (int i = 0; i < SOURCES.size(); i++) {
            List<Translation> own = alone.of(List.of(SOURCES.get(i))).get(0);
            assertThat(own).hasSize(3);
            for (int k = 0; k < own.size(); k++) {
                Translation other = together.get(i).get(k);
                assertThat(other.text()).isEqualTo(own.get(k).text());
                assertThat(other.logProbability()).isEqualTo(own.get(k).logProbability());
                assertThat(other.attention()).isDeepEqualTo(own.get(k).attention());
            }
        }
    }

    @Test
    void theBestComeFirstAndNoneTwice() {
        List<Translation> best = new Translations(model(4), new Search(5, 5, 0, false, false), workers)
                .of(List.of("ab"))
                .get(0);
        assertThat(best).hasSize(5);
        assertThat(best.stream().map(Translation::text).distinct()).hasSize(5);
        for (int k = 1; k < best.size(); k++) {
            if (best.get(k).ended()) {
                assertThat(best.get(k - 1).ended()).isTrue();
                assertThat(best.get(k).score())
                        .isLessThanOrEqualTo(best.get(k - 1).score());
            }
            assertThat(best.get(k).score()).isEqualTo(best.get(k).logProbability());
        }
    }

    @Test
    void aTranslationCanBeHeldToTheLengthOfItsSource() {
        for (int beam : new int[] {1, 4}) {
            List<List<Translation>> found =
                    new Translations(model(5), new Search(beam, 1, 0, false, true), workers).of(SOURCES);
            for (int i = 0; i < SOURCES.size(); i++) {
                assertThat(found.get(i).get(0).tokens()).hasSize(SOURCES.get(i).length());
                assertThat(found.get(i).get(0).ended()).isTrue();
            }
        }
    }

    @Test
    void anUnknownTokenIsCopiedFromWhereTheModelLooked() {
        Translator model = model(Translator.Look.GENERAL, Tokenizer.WORDS, "x ￭.", 6);
        // the model writes unknown words alone, and as many as it reads
        model.parameters().values()[offset(model, "output.b") + model.target().unknown()] = 50;
        Translation copied = new Translations(model, new Search(1, 1, 0, true, true), workers)
                .of(List.of("cab"))
                .get(0)
                .get(0);
        assertThat(copied.tokens())
                .hasSize(3)
                .allMatch(token -> List.of("c", "a", "b").contains(token));
        for (int t = 0; t < 3; t++) {
            float[] weights = copied.attention()[t];
            int at = copied.sourceTokens().indexOf(copied.tokens().get(t));
            assertThat(weights[at]).isGreaterThanOrEqualTo(Math.max(weights[0], Math.max(weights[1], weights[2])));
        }
        Translation other = new Translations(model, new Search(1, 1, 0, false, true), workers)
                .of(List.of("cab"))
                .get(0)
                .get(0);
        assertThat(other.tokens()).allMatch(token -> List.of("x", "￭.").contains(token));
    }

    private static int offset(Translator model, String name) {
        return model.parameters().layout().view(name).offset();
    }

    @Test
    void punctuationGoesBackToItsWord() {
        Translator model = model(Translator.Look.NONE, Tokenizer.WORDS, "x ￭.", 6);
        assertThat(model.text(List.of("x", "￭."))).isEqualTo("x.");
        assertThat(model.targetTokens("x.")).containsExactly("x", "￭.");
    }

    @Test
    void bytesBecomeTheTextTheyStandFor() {
        Translator model = model(Translator.Look.GENERAL, Tokenizer.BYTES, "", 8);
        int at = offset(model, "output.b");
        model.parameters().values()[at + model.written("ä")[1]] = 60; // the first of the two bytes of this letter
        Translation translation = new Translations(model, new Search(1, 1, 0, true, true), workers)
                .of(List.of("ab"))
                .get(0)
                .get(0);
        assertThat(translation.tokens()).containsExactly("0xC3", "0xC3");
        assertThat(translation.text()).isEqualTo("\uFFFD\uFFFD"); // none of them begins a letter that is whole
        assertThat(model.text(List.of(), model.target().encode("ä"))).isEqualTo("ä");
    }

    @Test
    void strangeSignsAreCountedAndNothingIsNoSource() {
        Translations translations = new Translations(model(7), Search.DEFAULTS, workers);
        assertThat(translations.of(List.of("aQb")).get(0).get(0).unknown()).isEqualTo(1);
        assertThatThrownBy(() -> translations.of(List.of("a", " "))).hasMessage("text 2 of 2 is empty");
    }

    @Test
    void aSearchOutOfItsRangeIsRefused() {
        assertThatThrownBy(() -> new Search(0, 1, 0, true, false)).hasMessage("the beam is 0; it must be 1 or more");
        assertThatThrownBy(() -> new Search(2, 3, 0, true, false))
                .hasMessage("3 translations of each source are wanted from a beam of 2; 1 to 2 are possible");
        assertThatThrownBy(() -> new Search(2, 1, -1, true, false))
                .hasMessage("the length penalty is -1.0; it must be 0 or more");
    }
}
