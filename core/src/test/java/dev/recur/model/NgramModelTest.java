package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NgramModelTest {
    private static final String TEXT = "anna\nanton\nhannah\nbanana\nnathan\n";
    private static final String OTHER = "hanna\nbanton\nxanax\n";

    /** The formula as it stands, over strings: '^' begins a line, '$' ends it, '?' is unknown. */
    private static double probability(String text, String context, char token, int vocabulary) {
        double shorter =
                context.isEmpty() ? 1.0 / vocabulary : probability(text, context.substring(1), token, vocabulary);
        int both = 0;
        int seen = 0;
        Set<Character> different = new HashSet<>();
        for (String line : text.split("\n")) {
            String marked = "^" + line + "$";
            for (int at = 1; at < marked.length(); at++) {
                if (marked.substring(0, at).endsWith(context)) {
                    seen++;
                    both += marked.charAt(at) == token ? 1 : 0;
                    different.add(marked.charAt(at));
                }
            }
        }
        return seen == 0 ? shorter : (both + different.size() * shorter) / (seen + different.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void isTheFormulaOverStrings(int order) throws IOException {
        Corpus corpus = Corpus.of(TEXT, Tokenizer.CHARACTERS, true);
        Vocabulary vocabulary = corpus.vocabulary(1, 100);
        double expected = 0;
        for (String line : OTHER.replace('x', '?').split("\n")) {
            String marked = "^" + line + "$";
            for (int at = 1; at < marked.length(); at++) {
                String context = marked.substring(Math.max(0, at - order + 1), at);
                expected -= Math.log(probability(TEXT, context, marked.charAt(at), vocabulary.size()));
            }
        }
        NgramModel model = NgramModel.of(order, corpus, vocabulary);
        assertThat(model.nats(Corpus.of(OTHER, Tokenizer.CHARACTERS, true))).isCloseTo(expected, within(1e-9));
    }

    @Test
    void probabilitiesSumToOne() throws IOException {
        Corpus corpus = Corpus.of(TEXT, Tokenizer.CHARACTERS, false);
        Vocabulary vocabulary = corpus.vocabulary(1, 100);
        NgramModel model = NgramModel.of(4, corpus, vocabulary);
        for (String context : new String[] {"ann", "a", "xyz", "tha"}) {
            int[] text = java.util.Arrays.copyOf(vocabulary.encode(context), context.length() + 1);
            double sum = 0;
            for (int id = 0; id < vocabulary.size(); id++) {
                text[context.length()] = id;
                sum += model.probability(text, context.length());
            }
            assertThat(sum).as(context).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void manyContextsKeepTheirCounts() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < 20_000; n++) {
            text.append(Integer.toString(n * 7919, 36)).append(' ');
        }
        Corpus corpus = Corpus.of(text.toString(), Tokenizer.CHARACTERS, false);
        NgramModel model = NgramModel.of(3, corpus, corpus.vocabulary(1, 100));
        NgramModel two = NgramModel.of(2, corpus, corpus.vocabulary(1, 100));
        Map<String, Integer> counts = new HashMap<>();
        for (int at = 2; at < text.length(); at++) {
            counts.merge(text.substring(at - 2, at + 1), 1, Integer::sum);
        }
        Vocabulary vocabulary = corpus.vocabulary(1, 100);
        for (String context : new String[] {"a1", "7z", " 3"}) {
            double sum = 0;
            int all = 0;
            int different = 0;
            for (int id = 1; id < vocabulary.size(); id++) {
                int count = counts.getOrDefault(context + vocabulary.token(id), 0);
                all += count;
                different += count > 0 ? 1 : 0;
            }
            for (int id = 1; id < vocabulary.size(); id++) {
                int[] at = {vocabulary.id(context.substring(0, 1)), vocabulary.id(context.substring(1)), id};
                double shorter = two.probability(at, 2);
                int count = counts.getOrDefault(context + vocabulary.token(id), 0);
                assertThat(model.probability(at, 2))
                        .isCloseTo((count + different * shorter) / (all + different), within(1e-12));
                sum += model.probability(at, 2);
            }
            assertThat(sum).isLessThanOrEqualTo(1 + 1e-12);
        }
    }

    @Test
    void anOrderIsNeeded() throws IOException {
        Corpus corpus = Corpus.of(TEXT, Tokenizer.CHARACTERS, false);
        assertThatThrownBy(() -> NgramModel.of(0, corpus, corpus.vocabulary(1, 100)))
                .hasMessageContaining("1 or more");
    }
}
