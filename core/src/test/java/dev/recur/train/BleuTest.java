package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures are those of sacreBLEU 2.6.0, {@code BLEU(...).corpus_score(...)}, for the texts here. */
class BleuTest {
    private static final List<String> FOUND = List.of(
            "The cat sat on the mat , quite happily .",
            "It costs $1,234.56 (about 1.000,50 EUR) - or 3-4 days' pay!",
            "Ein Mann läuft über die Straße.",
            "\"Quoted &amp; 'strange' &quot;text&quot;\" for e.g. you/me",
            "no match whatsoever here",
            "2019-12-31 was well-known...",
            "short",
            "A b c d e f g h.");
    private static final List<String> FIRST = List.of(
            "The cat is sitting on the mat, quite happily.",
            "It costs $1,234.56 (about 1.000,50 EUR) - or 3-5 days' pay!",
            "Ein Mann geht über die breite Straße.",
            "\"Quoted & 'strange' \"text\"\" for e.g. you/us",
            "Something else entirely",
            "2019-12-31 was a well-known day...",
            "Short one",
            "a B c d e f g i.");
    private static final List<String> SECOND = List.of(
            "There is a cat on the mat, quite happily.",
            "That is $1,234.56 (about 1.000,50 EUR), or 3-4 days' pay.",
            "Ein Mann läuft über eine Straße.",
            "'Quoted & strange' text for e.g. you",
            "No match at all here",
            "12-31 of 2019 was well-known...",
            "short",
            "A b c d e f g h!");

    @ParameterizedTest
    @CsvSource({
        "13a, false, false, 66.22929543904178, 74, 78, nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp",
        "13a, true, false, 69.64360376509535, 74, 78, nrefs:1|case:lc|eff:no|tok:13a|smooth:exp",
        "13a, false, true, 84.92764137132671, 74, 74, nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp",
        "char, false, false, 69.38010602002683, 218, 222, nrefs:1|case:mixed|eff:no|tok:char|smooth:exp",
        "none, false, true, 50.74833759039366, 50, 50, nrefs:2|case:mixed|eff:no|tok:none|smooth:exp"
    })
    void aCorpusScoresAsInSacreBleu(
            String tokens, boolean lower, boolean both, double score, long length, long wanted, String signature) {
        Bleu bleu = new Bleu(Bleu.Tokens.named(tokens), lower);
        for (int i = 0; i < FOUND.size(); i++) {
            bleu.add(FOUND.get(i), both ? List.of(FIRST.get(i), SECOND.get(i)) : List.of(FIRST.get(i)));
        }
        assertThat(bleu.score().score()).isCloseTo(score, within(1e-9));
        assertThat(bleu.score().length()).isEqualTo(length);
        assertThat(bleu.score().referenceLength()).isEqualTo(wanted);
        assertThat(bleu.signature()).isEqualTo(signature);
    }

    @Test
    void anOrderWithoutAMatchIsSmoothed() {
        Bleu bleu = new Bleu(Bleu.Tokens.T13A, false);
        bleu.add("a b c d e", List.of("a b x d e f"));
        assertThat(bleu.score().score()).isCloseTo(24.736929544091932, within(1e-9));
        // 4/5, 2/4, half of 1/3, a quarter of 1/2; e^(1 - 6/5)
        assertThat(bleu.score().precisions()).containsExactly(new double[] {80, 50, 50.0 / 3, 12.5}, within(1e-9));
        assertThat(bleu.score().brevity()).isCloseTo(Math.exp(-0.2), within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"x y z w, a b c d", "a b c, a b c", "'', a b c d"})
    void withoutAMatchOrWithoutFourTokensTheScoreIsNothing(String found, String wanted) {
        Bleu bleu = new Bleu(Bleu.Tokens.T13A, false);
        bleu.add(found, List.of(wanted));
        assertThat(bleu.score().score()).isZero();
    }

    @Test
    void punctuationIsCutAsInSacreBleu() {
        List<String> cut = List.of(
                "The cat sat on the mat , quite happily .",
                "It costs $ 1,234.56 ( about 1.000,50 EUR ) - or 3 - 4 days' pay !",
                "Ein Mann läuft über die Straße .",
                "\" Quoted & 'strange' \" text \" \" for e . g . you / me",
                "no match whatsoever here",
                "2019 - 12 - 31 was well-known . . .",
                "short",
                "A b c d e f g h .");
        Bleu bleu = new Bleu(Bleu.Tokens.T13A, false);
        for (int i = 0; i < cut.size(); i++) {
            assertThat(String.join(" ", bleu.cut(FOUND.get(i)))).isEqualTo(cut.get(i));
        }
    }

    @Test
    void anotherCutIsRefused() {
        assertThatThrownBy(() -> Bleu.Tokens.named("intl"))
                .hasMessage("BLEU is counted in 13a, char or none, not in intl");
    }

    @ParameterizedTest
    @CsvSource({"k i t t e n, s i t t i n g, 3", "'', a b, 2", "a b, '', 2", "a b c, a b c, 0", "a b, b a, 2"})
    void editsAreCounted(String found, String wanted, int edits) {
        assertThat(EditDistance.of(list(found), list(wanted))).isEqualTo(edits);
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    @Test
    void theNearestReferenceCounts() {
        TranslationScore score = new TranslationScore(Bleu.Tokens.T13A, false);
        assertThat(score.add(list("A B C"), List.of(list("A B"), list("A B C")), "A B C", List.of("A B", "A B C")))
                .isZero();
        assertThat(score.add(list("A X"), List.of(list("A B C D"), list("A B C")), "A X", List.of("A B C D", "A B C")))
                .isEqualTo(2);
        assertThat(score.exact()).isEqualTo(0.5);
        assertThat(score.rightLength()).isEqualTo(0.5);
        assertThat(score.tokenErrorRate()).isCloseTo(2.0 / 6, within(1e-12));
        assertThat(score.texts()).isEqualTo(2);
    }
}
