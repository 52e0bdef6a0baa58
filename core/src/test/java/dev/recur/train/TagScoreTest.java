package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagScoreTest {
    private static List<String> tags(String text) {
        return List.of(text.strip().split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "B-A I-A O B-A, 0-2 A 3-4 A",
        "I-A I-A O I-B, 0-2 A 3-4 B", // IOB1, and what a model may say
        "B-A B-A, 0-1 A 1-2 A",
        "B-A I-B I-B, 0-1 A 1-3 B",
        "S-A B-A M-A E-A S-A, 0-1 A 1-4 A 4-5 A",
        "E-A E-A, 0-1 A 1-2 A",
        "B-A O I-A, 0-1 A 2-3 A",
        "O O, ''",
        "B E S B M E, '0-2  2-3  3-6 '"
    })
    void spansAsConllevalReadsThem(String text, String expected) {
        StringBuilder found = new StringBuilder();
        for (Span span : Span.of(tags(text))) {
            found.append(span.from())
                    .append('-')
                    .append(span.to())
                    .append(' ')
                    .append(span.type())
                    .append(' ');
        }
        assertThat(found.toString().strip()).isEqualTo(expected.strip());
    }

    @Test
    void whichTagsAreOfTheFamily() {
        assertThat(Span.tags(List.of("B-NP", "I-NP", "O"))).isTrue();
        assertThat(Span.tags(List.of("NOUN", "O"))).isFalse();
        assertThat(Span.tags(List.of("O"))).isFalse();
    }

    @Test
    void countsSpansAndTags() {
        TagScore score = new TagScore(true);
        score.add(tags("B-A I-A O B-B"), tags("B-A I-A O B-A"));
        score.add(tags("O B-B I-B"), tags("O B-B O"));
        assertThat(score.accuracy()).isCloseTo(5.0 / 7, within(1e-12));
        assertThat(score.spans()).isEqualTo(new TagScore.Counts(3, 3, 1));
        assertThat(score.spans().f1()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(score.types().get("B")).isEqualTo(new TagScore.Counts(2, 1, 0));
        assertThat(score.confusion().get("B-B")).containsEntry("B-A", 1L);
        assertThat(score.figures().keySet()).containsExactly("F1", "accuracy");
        assertThat(new TagScore(false).figures().keySet()).containsExactly("accuracy");
    }

    @Test
    void charactersAreJoinedToWords() {
        List<String> tags = tags("B E S");
        assertThat(Span.join(List.of("你", "好", "嗎"), Span.of(tags))).containsExactly("你好", "嗎");
    }
}
