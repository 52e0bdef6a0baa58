package dev.recur.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivensTest {
    /** A row of values, and then a text of one letter. */
    private static Corpus corpus(String... rows) throws IOException {
        List<GivenValues> givens = new ArrayList<>();
        for (String row : rows) {
            givens.add(new GivenValues(Arrays.asList(row.split("\\|")), "row " + (givens.size() + 1)));
        }
        return Corpus.of(Collections.nCopies(rows.length, "x"), givens, Tokenizer.CHARACTERS, "");
    }

    private static Givens givens(String columns, String... rows) throws IOException {
        return Givens.of(GivenColumn.of(columns), corpus(rows));
    }

    @Test
    void labelsStandByFallingFrequencyAndAreDrawnByIt() throws IOException {
        Givens givens = givens("form", "ode", "elegy", "sonnet", "sonnet", "elegy", "sonnet", "aria");

        Given form = givens.all().get(0);
        assertThat(form).isInstanceOfSatisfying(GivenLabel.class, label -> {
            assertThat(label.labels()).containsExactly("sonnet", "elegy", "aria", "ode");
            assertThat(label.counts()).containsExactly(3L, 2L, 1L, 1L);
        });
        assertThat(form.draw(0)).isEqualTo("sonnet");
        assertThat(form.draw(2.99 / 7)).isEqualTo("sonnet");
        assertThat(form.draw(3.01 / 7)).isEqualTo("elegy");
        assertThat(form.draw(6.01 / 7)).isEqualTo("ode");
        assertThat(form.draw(Math.nextDown(1.0))).isEqualTo("ode");
    }

    @Test
    void eachValueHasItsRowsAndWeights() throws IOException {
        Givens givens = givens("form, shape:numbers,era", "ode|1 20|old", "ode|3,20|new", "song|5 20|old");
        int[] rows = new int[6];
        float[] weights = new float[6];

        givens.encode(List.of("song", "5 21", "new"), rows, weights, 1);

        assertThat(givens.size()).isEqualTo(2 + 2 + 2);
        assertThat(givens.places()).isEqualTo(4);
        assertThat(givens.rows())
                .containsExactly("form=ode", "form=song", "shape=number 0", "shape=number 1", "era=old", "era=new");
        assertThat(rows).containsExactly(0, 1, 2, 3, 5, 0);
        // 5 is 2 above the mean 3, the deviation is √(8/3); a number that never changes counts as it is
        assertThat(weights).containsExactly(0, 1, (float) (2 / Math.sqrt(8 / 3.0)), 1, 1, 0);
        assertThatThrownBy(() -> givens.encode(List.of("ballad", "1 2", "old"), rows, weights, 0))
                .hasMessage("the form ballad is none of those that were learnt: ode, song");
        assertThatThrownBy(() -> givens.encode(List.of("ode", "1", "old"), rows, weights, 0))
                .hasMessage("the shape 1 has 1 numbers, but 2 are needed");
        assertThatThrownBy(() -> givens.encode(List.of("ode"), rows, weights, 0))
                .hasMessageContaining("form and shape and era, but here are 1 values");
        assertThatThrownBy(() -> givens.all().get(1).draw(0.5)).hasMessageContaining("--given shape=3.0,20.0");
    }

    @Test
    void numbersThatAreNoneAreNamedWithTheirPlace() {
        assertThatThrownBy(() -> givens("n:numbers", "1", "one"))
                .isInstanceOf(TextException.class)
                .hasMessage("row 2: the n is \"one\", but numbers are needed, with spaces between them");
        assertThatThrownBy(() -> givens("n:numbers", "1", "NaN")).hasMessageContaining("row 2: the n is \"NaN\"");
        assertThatThrownBy(() -> givens("n:numbers", "1 2", "3"))
                .hasMessage("row 2: the n has 1 numbers, but the first one has 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,,b", "a,a", "text", ":numbers", "a=b"})
    void columnsThatMeanNothingAreRefused(String columns) {
        assertThatThrownBy(() -> GivenColumn.of(columns))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("given is " + columns)
                .hasMessageContaining("form,year:numbers");
    }

    @Test
    void textsApartMayHoldLineEnds() throws IOException {
        List<GivenValues> givens = List.of(new GivenValues(List.of("a"), "1"), new GivenValues(List.of("b"), "line 7"));
        Corpus corpus = Corpus.of(List.of("one\ntwo", "three"), givens, Tokenizer.WORDS, "");
        assertThat(corpus.documents()).isEqualTo(2);
        assertThat(corpus.start(1)).isEqualTo(3);
        assertThat(Corpus.of(List.of("é"), givens.subList(0, 1), Tokenizer.BYTES, "")
                        .size())
                .isEqualTo(2);
        assertThatThrownBy(() -> Corpus.of(List.of("one", " "), givens, Tokenizer.WORDS, ""))
                .hasMessage("line 7: the text holds no words");
    }
}
