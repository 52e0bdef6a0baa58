package dev.recur.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaggedFileTest {
    @TempDir
    private Path folder;

    private List<TaggedSentence> read(String name, String text, int word, int tag) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        try {
            return TaggedFile.read(file, word, tag, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void columnsApartByBlanksOrTabs() throws IOException {
        List<TaggedSentence> blanks = read("a.txt", "-DOCSTART- X O\n\n# # B-NP\nten NN I-NP\n\n\nIt PRP B-NP\n", 0, 0);
        assertThat(blanks).hasSize(2);
        assertThat(blanks.get(0).words()).containsExactly("#", "ten");
        assertThat(blanks.get(0).tags()).containsExactly("B-NP", "I-NP");
        assertThat(blanks.get(0).lines()).containsExactly(3, 4);
        assertThat(read("b.txt", "New York\tO\r\n", 0, 0).get(0).words()).containsExactly("New York");
        assertThat(read("d.txt", "one\ntwo\n", 0, TaggedFile.UNTAGGED).get(0).words())
                .containsExactly("one", "two");
        assertThat(read("c.txt", "ten NN I-NP\n", 1, 2).get(0).tags()).containsExactly("NN");
    }

    @Test
    void conllUByItsNameOrItsLines() throws IOException {
        String text = """
                # text = vámonos al mar
                1-2\tvámonos\t_\t_\t_\t_\t_\t_\t_\t_
                1\tvamos\tir\tVERB\tV\t_\t0\troot\t_\t_
                2\tnos\tnosotros\tPRON\tP\t_\t1\tobj\t_\t_
                2.1\tfuera\t_\tADV\t_\t_\t_\t_\t_\t_
                3\tal\ta\tADP\tS\t_\t1\tcase\t_\t_

                """;
        TaggedSentence sentence = read("a.conllu", text, 0, 0).get(0);
        assertThat(sentence.words()).containsExactly("vamos", "nos", "al");
        assertThat(sentence.tags()).containsExactly("VERB", "PRON", "ADP");
        String plain = text.lines().filter(line -> !line.startsWith("1-2")).collect(Collectors.joining("\n"));
        assertThat(read("a.txt", plain, 0, 0))
                .isEqualTo(List.of(new TaggedSentence(sentence.words(), sentence.tags(), List.of(2, 3, 5))));
        assertThat(read("b.conllu", text, 2, 5).get(0).tags()).containsExactly("V", "P", "S");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a.txt | word | line 1: expected a word and its tag, apart by a tab or blanks, found 1 column",
                "a.txt | a B/b C D | line 2: expected 2 columns as in line 1, found 3; a blank line ends a sentence",
                "a.txt | a~B/b~ | line 2: expected a tag in column 2 for the word b, found nothing",
                "a.txt | ~B | line 1: expected a word in column 1, found nothing",
                "a.conllu | 1~a~b | line 1: expected the 10 columns of CoNLL-U apart by tabs, found 3",
                "a.conllu | x~a~_~X~_~_~_~_~_~_ | line 1: expected the number of a word",
                "a.conllu | 1~a~_~_~_~_~_~_~_~_ | line 1: expected a tag in column 4 for the word a, found _",
                "a.txt | \"\" | holds no sentence"
            })
    void badLinesAreNamed(String name, String text, String message) {
        assertThatThrownBy(() -> read(name, text.replace('~', '\t').replace('/', '\n'), 0, 0))
                .isInstanceOf(TextException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(message);
    }

    @Test
    void aSentenceAsItsCharacters() {
        TaggedSentence characters =
                new TaggedSentence(List.of("三個字", "一", "𠀀𠀁"), List.of("x", "y", "z"), List.of(1, 2, 3)).characters();
        assertThat(characters.words()).containsExactly("三", "個", "字", "一", "𠀀", "𠀁");
        assertThat(characters.tags()).containsExactly("B", "M", "E", "S", "B", "E");
        assertThat(characters.lines()).containsExactly(1, 1, 1, 2, 3, 3);
    }
}
