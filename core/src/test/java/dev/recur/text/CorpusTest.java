package dev.recur.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String text(Corpus corpus) {
        Vocabulary vocabulary = corpus.vocabulary(1, 1 << 20);
        int[] ids = new int[(int) corpus.size()];
        corpus.encode(vocabulary).copy(0, ids, 0, ids.length);
        return vocabulary.decode(ids);
    }

    @Test
    void packedAndPlainFilesAreTheSameCorpus() throws IOException {
        String text = "床前明月光\nabc".repeat(10_000);
        Path plain = file("a.txt", text);
        Path gz = Files.write(folder.resolve("b"), packed(text));
        Corpus one = Corpus.read(List.of(plain), Tokenizer.CHARACTERS, false);
        Corpus other = Corpus.read(List.of(gz), Tokenizer.CHARACTERS, false);
        assertThat(text(one)).isEqualTo(text);
        assertThat(text(other)).isEqualTo(text);
        assertThat(other.sha256()).isEqualTo(one.sha256()).hasSize(64);
        assertThat(other.bytes()).isEqualTo(190_000).isEqualTo(one.bytes());
        assertThat(other.distinct()).isEqualTo(9);
    }

    /** From sha256sum. */
    @Test
    void theHashIsThatOfTheBytes() throws IOException {
        assertThat(Corpus.of("abc", Tokenizer.WORDS, false).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void severalPackedMembersAndCutFiles() throws IOException {
        byte[] member = packed("hello ");
        byte[] two = Arrays.copyOf(member, 2 * member.length);
        System.arraycopy(member, 0, two, member.length, member.length);
        Path gz = Files.write(folder.resolve("two.gz"), two);
        assertThat(text(Corpus.read(List.of(gz), Tokenizer.CHARACTERS, false))).isEqualTo("hello hello ");
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(member, member.length - 9));
        assertThatThrownBy(() -> Corpus.read(List.of(cut), Tokenizer.CHARACTERS, false))
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith(cut + ": begins as a .gz file but cannot be unpacked");
    }

    @Test
    void noLineGoesFromOneFileIntoTheNext() throws IOException {
        List<Path> files = List.of(file("a", "one"), file("b", "two\n"), file("c", "three"));
        assertThat(text(Corpus.read(files, Tokenizer.CHARACTERS, false))).isEqualTo("one\ntwo\nthree");
        assertThat(text(Corpus.read(files, Tokenizer.WORDS, false))).isEqualTo("one\ntwo\nthree");
        Corpus lines = Corpus.read(files, Tokenizer.CHARACTERS, true);
        assertThat(lines.documents()).isEqualTo(3);
    }

    @Test
    void linesAreDocuments() throws IOException {
        Corpus corpus = Corpus.of("anna\r\n\n  \nbo\rb\n\r\neve\r", Tokenizer.CHARACTERS, true);
        assertThat(corpus.documents()).isEqualTo(4);
        assertThat(text(corpus)).isEqualTo("anna  bo\rbeve\r");
        assertThat(new long[] {corpus.start(0), corpus.start(1), corpus.start(2), corpus.start(3), corpus.start(4)})
                .containsExactly(0, 4, 6, 10, 14);
        Corpus words = Corpus.of("a b\n \nc", Tokenizer.WORDS, true);
        assertThat(words.documents()).isEqualTo(2);
        assertThat(words.start(1)).isEqualTo(2);
        Corpus whole = Corpus.of("a\nb", Tokenizer.CHARACTERS, false);
        assertThat(whole.documents()).isEqualTo(1);
        assertThat(whole.start(1)).isEqualTo(3);
    }

    @Test
    void manyLinesKeepTheirBounds() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int n = 1; n <= 5000; n++) {
            text.append("x".repeat(n % 7)).append('\n');
        }
        Corpus corpus = Corpus.of(text.toString(), Tokenizer.BYTES, true);
        assertThat(corpus.documents()).isEqualTo(5000 - 714);
        assertThat(corpus.start(corpus.documents())).isEqualTo(corpus.size());
    }

    @Test
    void aCorpusLargerThanItsShareOfTheHeapIsTheSame() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < 700_000; n++) {
            text.append(n).append(' ');
        }
        Corpus heap = new CorpusReader(Tokenizer.CHARACTERS, false, Long.MAX_VALUE).read(text.toString());
        Corpus spooled = new CorpusReader(Tokenizer.CHARACTERS, false, 1_000_000).read(text.toString());
        assertThat(spooled.size()).isEqualTo(heap.size()).isGreaterThan(4_000_000);
        assertThat(text(spooled)).isEqualTo(text.toString());
        Ids some = spooled.encode(spooled.vocabulary(1, 100)).slice(1 << 20, (1 << 20) + 10);
        assertThat(some.size()).isEqualTo(10);
        assertThat(some.at(3)).isEqualTo(heap.encode(heap.vocabulary(1, 100)).at((1 << 20) + 3));
        assertThatThrownBy(() -> some.copy(5, new int[9], 0, 6)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> some.slice(3, 11)).hasMessageContaining("3 to 11 of 10");
    }

    @Test
    void bytesNeedNoEncoding() throws IOException {
        byte[] noise = new byte[100_000];
        new SplittableRandom(1).nextBytes(noise);
        Path file = Files.write(folder.resolve("noise"), noise);
        Corpus corpus = Corpus.read(List.of(file), Tokenizer.BYTES, false);
        assertThat(corpus.size()).isEqualTo(100_000);
        int[] ids = new int[100_000];
        corpus.encode(corpus.vocabulary(5, 3)).copy(0, ids, 0, ids.length);
        for (int n = 1; n < noise.length; n++) {
            assertThat(ids[n]).isEqualTo(noise[n] & 0xFF);
        }
    }

    @Test
    void refusesWhatCannotBeRead() throws IOException {
        Path empty = file("empty.txt", "");
        assertThatThrownBy(() -> Corpus.read(List.of(empty), Tokenizer.CHARACTERS, false))
                .hasMessageContaining("holds no text");
        Path blank = file("blank.txt", "\n\n");
        assertThatThrownBy(() -> Corpus.read(List.of(blank), Tokenizer.CHARACTERS, true))
                .hasMessageContaining("holds no text");
        assertThatThrownBy(() -> Corpus.read(List.of(folder.resolve("no")), Tokenizer.CHARACTERS, false))
                .hasMessage(folder.resolve("no") + ": there is no such file");
        assertThatThrownBy(() -> Corpus.read(List.of(folder), Tokenizer.CHARACTERS, false))
                .hasMessageContaining("add a pattern");
        Path latin = Files.write(folder.resolve("latin1.txt"), "ol\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Corpus.read(List.of(latin), Tokenizer.CHARACTERS, false))
                .hasMessageStartingWith(latin + ": not UTF-8 at byte 2 ");
    }

    @Test
    void findsFilesInTheOrderOfTheirNames() throws IOException {
        Path b = file("books/b.txt", "b");
        Path a = file("books/sub/a.txt", "a");
        Path gz = file("books/c.txt.gz", "c");
        file("books/note.md", "d");
        file("books/.hidden/e.txt", "e");
        String books = folder.resolve("books").toString();
        assertThat(TextFiles.find(List.of(books))).containsExactly(b, gz, a);
        assertThat(TextFiles.find(List.of(books + "/*.txt"))).containsExactly(b);
        assertThat(TextFiles.find(List.of(books + "/**.txt", gz.toString()))).containsExactly(b, a, gz);
        assertThat(TextFiles.find(List.of(books + "/{sub,x}/?.txt"))).containsExactly(a);
        Path odd = file("books/[draft].txt", "f");
        assertThat(TextFiles.find(List.of(odd.toString()))).containsExactly(odd);
        assertThatThrownBy(() -> TextFiles.find(List.of(books + "/*.csv")))
                .hasMessageContaining("no file here fits the pattern *.csv");
        assertThatThrownBy(() -> TextFiles.find(List.of(folder + "/none/*.txt")))
                .hasMessageContaining("no such folder");
    }
}
