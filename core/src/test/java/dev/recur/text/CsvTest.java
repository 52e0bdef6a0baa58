package dev.recur.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
    private static List<Csv.Row> parse(String text) throws TextException {
        return Csv.parse(Path.of("data.csv"), text.lines().toList());
    }

    @Test
    void fieldsAreCutAtCommas() throws TextException {
        assertThat(parse("a,b,c\n1,,3\n\n,,\n"))
                .containsExactly(
                        new Csv.Row(1, List.of("a", "b", "c")),
                        new Csv.Row(2, List.of("1", "", "3")),
                        new Csv.Row(4, List.of("", "", "")));
    }

    @Test
    void quotesHoldCommasLineEndsAndQuotes() throws TextException {
        assertThat(parse("a,b\n\"x, y\",\"he said \"\"no\"\"\"\n\"two\n\nlines\",\"\"\nlast,\"\"\"\"\n"))
                .containsExactly(
                        new Csv.Row(1, List.of("a", "b")),
                        new Csv.Row(2, List.of("x, y", "he said \"no\"")),
                        new Csv.Row(3, List.of("two\n\nlines", "")),
                        new Csv.Row(6, List.of("last", "\"")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b;1,2;1,2,3|data.csv, line 3: has 3 columns, but the header has 2 (a,b)",
                "a,b;1|data.csv, line 2: has 1 columns",
                "a,b;1,\"x|data.csv, line 2: a double quote is opened here and never closed",
                "a,b;\"1\"x,2|data.csv, line 2: after the closing double quote stands \"x\"",
                "a,b;1 \"2\",3|data.csv, line 2: a double quote stands within a field"
            })
    void whatDoesNotFitIsNamedWithItsLine(String text, String message) {
        assertThatThrownBy(() -> parse(text.replace(';', '\n')))
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith(message);
    }
}
