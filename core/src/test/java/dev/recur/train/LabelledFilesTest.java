package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.text.TextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledFilesTest {
    @TempDir
    Path folder;

    private List<String> read(String name, String content, String columns) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return LabelledFiles.read(List.of(file), columns).samples().stream()
                .map(sample -> sample.line() + " " + sample.label() + ": " + sample.text())
                .toList();
    }

    @Test
    void threeKindsOfFileSayTheSame() throws IOException {
        List<String> expected = List.of("good: a, b", "bad: c d");
        assertThat(read("x.tsv", "good\ta, b\n\nbad\tc d\r\n", ""))
                .map(LabelledFilesTest::bare)
                .isEqualTo(expected);
        assertThat(read("x.txt", "a, b\t9\tgood\nc d\t8\tbad", "text,-,label"))
                .map(LabelledFilesTest::bare)
                .isEqualTo(expected);
        assertThat(read("x.csv", "id,text,label\n1,\"a, b\",good\n2,c d,bad\n", ""))
                .containsExactly("2 good: a, b", "3 bad: c d");
        assertThat(read("y.csv", "review,stars\n\"a, b\",good\nc d,bad\n", "label=stars,text=review"))
                .map(LabelledFilesTest::bare)
                .isEqualTo(expected);
        assertThat(read("z.csv", "review,stars\n\"a, b\",good\nc d,bad\n", "text,label"))
                .map(LabelledFilesTest::bare)
                .isEqualTo(expected);
        assertThat(read(
                        "x.jsonl",
                        "{\"text\":\"a, b\",\"label\":\"good\"}\n{\"label\":\"bad\",\"text\":\"c d\"}\n",
                        ""))
                .map(LabelledFilesTest::bare)
                .isEqualTo(expected);
        assertThat(read("y.jsonl", "{\"t\":\"a\",\"n\":3}", "text=t,label=n")).containsExactly("1 3: a");
    }

    private static String bare(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.tsv|good_a;bad|''|line 2: expected 2 columns, label TAB text, found 1",
                "x.tsv|good_a_b|''|line 1: expected 2 columns, label TAB text, found 3; name those",
                "x.tsv|_a|''|line 1: the label is missing",
                "x.tsv|good_  |''|line 1: the text is empty",
                "x.tsv|''|''|holds no row of label and text",
                "x.tsv|good_a|label=l,text=t|has no header; give --columns by place",
                "x.csv|stars,text;1,a|''|line 1: the header is stars,text; expected the columns label and text",
                "x.csv|a,b,c;1,2,3|text,label|line 1: the header is a,b,c; expected the columns text,label",
                "x.csv|label,text;,a|''|line 2: the label is missing",
                "x.jsonl|{\"label\":\"a\"}|''|line 1: expected a string \"text\", found only [label]",
                "x.jsonl|{\"label\":null,\"text\":\"b\"}|''|line 1: expected a string \"label\", found {\"label\":null}",
                "x.jsonl|[1]|''|line 1: not a JSON object",
                "x.jsonl|{}|text,label|holds objects; give --columns by name"
            })
    void whatDoesNotFitIsNamedWithItsPlace(String name, String content, String columns, String message) {
        assertThatThrownBy(() -> read(name, content.replace(';', '\n').replace('_', '\t'), columns))
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith(folder.resolve(name).toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"text|label 0 times", "text,text,label|text 2 times", "txt=a|holds \"txt=a\""})
    void columnsThatMeanNothingAreRefused(String columns, String message) {
        assertThatThrownBy(() -> read("x.tsv", "a\tb", columns))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
