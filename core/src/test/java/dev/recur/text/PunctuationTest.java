package dev.recur.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PunctuationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Two young, White males.|Two young ￭, White males ￭.",
                "don't!|don ￭'￭ t ￭!",
                "(a) b|(￭ a ￭) b",
                "saftig-grünes Gras|saftig ￭-￭ grünes Gras",
                "wait ... what?!|wait . ￭. ￭. what ￭? ￭!",
                "3.50 €|3 ￭.￭ 50 €",
                "床前，明月|床前 ￭，￭ 明月"
            })
    void signsStandApartAndGoBack(String text, String apart) {
        assertThat(Punctuation.apart(text)).isEqualTo(apart);
        assertThat(Punctuation.together(apart)).isEqualTo(text);
    }

    @Test
    void anyTextComesBack() {
        SplittableRandom random = new SplittableRandom(3);
        String[] signs = {"a", "b", "é", "e\u0301", ".", "'", "(", "-", " ", "7", "\uD83D\uDE00", "王"};
        for (int trial = 0; trial < 2000; trial++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(signs[random.nextInt(signs.length)]);
            }
            String plain = text.toString().strip().replaceAll(" +", " ");
            assertThat(Punctuation.together(Punctuation.apart(plain))).isEqualTo(plain);
        }
    }

    @Test
    void whiteSpaceBecomesOneSpaceAndTheJointASquare() {
        assertThat(Punctuation.apart(" a\t\u00A0b  ")).isEqualTo("a b");
        assertThat(Punctuation.apart("a￭")).isEqualTo("a ￭■");
        assertThat(Punctuation.apart("")).isEmpty();
        assertThat(Punctuation.together("")).isEmpty();
    }

    @Test
    void wordsThatDoNotFitAreJoinedAllTheSame() {
        assertThat(Punctuation.together("a ￭ ￭. b￭ ￭")).isEqualTo("a ￭. b￭");
    }
}
