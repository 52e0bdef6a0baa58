package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.recur.cell.Cell;
import dev.recur.random.Randomness;
import dev.recur.store.ModelFileException;
import dev.recur.store.Tensor;
import dev.recur.store.TensorFile;
import dev.recur.store.TensorWriter;
import dev.recur.text.Corpus;
import dev.recur.text.GivenColumn;
import dev.recur.text.GivenValues;
import dev.recur.text.Givens;
import dev.recur.text.Ngrams;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Model files that are broken, by chance or on purpose: a clear error, at the price of the file. */
@Timeout(60)
class HostileModelTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** What reading a file of some kilobytes may allocate, compiling its cell included. */
    private static final long MOST_BYTES = 8_000_000;

    private static final String DIGITS_AFTER = "{\"__metadata__\":{\"checksum\":\"crc32c:";

    @TempDir
    Path folder;

    private Path good = Path.of("");
    private byte[] bytes = {};

    @BeforeEach
    void writeGoodModel() throws IOException {
        GivenValues given = new GivenValues(List.of("verse", "1 2"), "line 1");
        Corpus corpus = Corpus.of(List.of("one ring to rule them all"), List.of(given), Tokenizer.CHARACTERS, "");
        Vocabulary vocabulary = corpus.vocabulary(1, 100);
        LanguageModel model = LanguageModel.create(
                new LanguageModel.Config(Cell.named("gru").text(), 4, 2, 3, 0.1, 0, 0, false),
                vocabulary,
                Givens.of(GivenColumn.of("form,length:numbers"), corpus),
                Ngrams.of(vocabulary.size(), new int[] {4, vocabulary.size(), 5}, new int[] {5, 6, 4}),
                new Randomness(1));
        good = folder.resolve("good.safetensors");
        model.save(good, Map.of("text sha256", "abc"), Map.of(), List.of());
        bytes = Files.readAllBytes(good);
    }

    /** Null if it could be read. Whatever happens, it costs little and is an {@link IOException} of one line. */
    private static @Nullable Throwable load(Path file, String what) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Throwable thrown = catchThrowable(() -> LanguageModel.load(file));
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(MOST_BYTES);
        if (thrown != null) {
            assertThat(thrown).as(what).isInstanceOf(ModelFileException.class);
            assertThat(thrown.getMessage()).as(what).startsWith(file + ": ").doesNotContain("\n");
        }
        return thrown;
    }

    @Test
    void everyFlippedByteIsFound() throws IOException {
        Path broken = folder.resolve("broken");
        SplittableRandom random = new SplittableRandom(5);
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(broken, flipped);
            assertThat(load(broken, "byte " + at)).as("byte %d", at).isNotNull();
        }
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        Path broken = folder.resolve("broken");
        for (int length = 0; length < bytes.length; length += length < 64 ? 1 : 7) {
            Files.write(broken, Arrays.copyOf(bytes, length));
            assertThat(load(broken, "cut at " + length)).as("cut at %d", length).isNotNull();
        }
        Files.write(broken, Arrays.copyOf(bytes, bytes.length + 4));
        assertThat(load(broken, "longer")).isNotNull();
    }

    /** Somebody changed the file and made the checksum good again. */
    @Test
    void flipsUnderAGoodChecksumAreRefusedOrHarmless() throws IOException {
        Path hostile = folder.resolve("hostile");
        int header =
                8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        SplittableRandom random = new SplittableRandom(6);
        int refused = 0;
        for (int trial = 0; trial < 500; trial++) {
            byte[] flipped = bytes.clone();
            int at = DIGITS_AFTER.length() + 16 + random.nextInt(header - DIGITS_AFTER.length() - 16);
            // signs that keep the JSON whole do more harm
            flipped[at] = (byte) (trial % 2 == 0 ? '0' + random.nextInt(10) : random.nextInt(128));
            Files.write(hostile, sealed(flipped));
            refused += load(hostile, "sign " + at + " is now " + flipped[at]) == null ? 0 : 1;
        }
        assertThat(refused).isBetween(100, 499);
    }

    private static byte[] sealed(byte[] file) {
        byte[] sealed = file.clone();
        int digits = 8 + DIGITS_AFTER.length();
        Arrays.fill(sealed, digits, digits + 8, (byte) '0');
        CRC32C sum = new CRC32C();
        sum.update(sealed);
        byte[] hex = String.format("%08x", sum.getValue()).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(hex, 0, sealed, digits, 8);
        return sealed;
    }

    /** The same arrays, with one entry of the words changed. */
    private Path changed(String key, UnaryOperator<String> change) throws IOException {
        Path file = folder.resolve("changed");
        try (TensorFile from = TensorFile.open(good)) {
            Map<String, String> words = new TreeMap<>(from.metadata());
            assertThat(words).containsKey(key);
            String value = change.apply(String.valueOf(words.get(key)));
            if (value.isEmpty()) {
                words.remove(key);
            } else {
                words.put(key, value);
            }
            List<Tensor> arrays = new ArrayList<>();
            for (String name : from.names()) {
                arrays.add(Tensor.of(name, from.shape(name), from.read(name)));
            }
            TensorWriter.write(file, words, arrays);
        }
        return file;
    }

    @Test
    void theUnchangedOneOpens() throws IOException {
        assertThat(load(changed("recur.config", text -> text), "unchanged")).isNull();
        assertThat(changed("recur.config", text -> text)).hasSameBinaryContentAs(good);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "hidden":4              | "hidden":5
        "hidden":4              | "hidden":2147483647
        "hidden":4              | "hidden":40000
        "hidden":4              | "hidden":-1
        "hidden":4              | "hidden":1e300
        "hidden":4              | "hidden":"4"
        "layers":2              | "layers":3
        "layers":2              | "layers":1
        "layers":2              | "layers":100
        "layers":2              | "layers":101
        "hidden":4              | "hidden":20000
        "layers":2              | "layers":2147483647
        "embedding":3           | "embedding":2147483647
        "embedding":3           | "embedding":null
        "dropout":0.1           | "dropout":1
        "dropout":0.1           | "dropout":"NaN"
        "tied":false            | "tied":true
        "tied":false            | "tied":0
        {                       | [
        """)
    void aChangedConfigurationIsRefused(String part, String other) throws IOException {
        Path file = changed("recur.config", text -> {
            assertThat(text).contains(part);
            return text.replace(part, other);
        });
        assertThat(load(file, other)).as(other).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recur.kind",
                "recur.format",
                "recur.config",
                "recur.vocabulary",
                "recur.ngrams",
                "recur.provenance",
                "cell",
            })
    void noEntryMayBeMissingOrNonsense(String key) throws IOException {
        assertThat(load(changed(key, text -> ""), key)).as("%s missing", key).isNotNull();
        assertThat(load(changed(key, text -> "nonsense"), key))
                .as("%s: nonsense", key)
                .isNotNull();
        String deep = "[".repeat(50_000);
        assertThat(load(changed(key, text -> deep), key)).as("%s: deep", key).isNotNull();
    }

    @Test
    void hostileVocabulariesAreRefused() throws IOException {
        assertThat(load(changed("recur.vocabulary", text -> text.replace("\"o\"", "\"n\"")), "twice"))
                .hasMessageContaining("twice");
        assertThat(load(changed("recur.vocabulary", text -> text.replace("\"o\"", "\"oo\"")), "two signs"))
                .isNotNull();
        assertThat(load(changed("recur.vocabulary", text -> text.replace("\"o\"", "\"o\",\"z\"")), "one more"))
                .isNotNull();
        assertThat(load(changed("recur.vocabulary", text -> text.replace("characters", "bytes")), "bytes"))
                .isNotNull();
        assertThat(load(changed("recur.vocabulary", text -> text.replace("characters", "syllables")), "syllables"))
                .hasMessageContaining("syllables");
    }

    @Test
    void hostileNgramsAreRefused() throws IOException {
        assertThat(load(changed("recur.ngrams", text -> text.replace("[4,5,", "[4,4,4,5,")), "one more"))
                .isNotNull();
        assertThat(load(changed("recur.ngrams", text -> text.replace("[4,5,", "[999,5,")), "of none"))
                .hasMessageContaining("n-gram 0 is 999");
        assertThat(load(changed("recur.ngrams", text -> "{\"ngrams\":[" + "4,5,".repeat(40_000) + "4,5]}"), "twice"))
                .hasMessageContaining("n-gram 1 is there a second time");
    }

    @Test
    void hostileCellsAreRefused() throws IOException {
        for (String cell : List.of(
                "h(t) = " + "(".repeat(20_000) + "x(t)",
                "h(t) = tanh(" + "W x(t) + ".repeat(3_000) + "b)",
                "h(t) = tanh(".repeat(3_000),
                "h(t) = h(t-1)",
                "h(t) = concat(x(t), x(t), x(t))",
                "h(t) = tanh(W x(t) + U h(t-1) + b)",
                "b ~ 1",
                "\u0000")) {
            String name = cell.substring(0, Math.min(40, cell.length()));
            assertThat(load(changed("cell", text -> cell), name)).as(name).isNotNull();
        }
    }

    @Test
    void aLaterFormatSaysSo() throws IOException {
        assertThat(load(changed("recur.format", text -> "2"), "format 2"))
                .hasMessageContaining("model format 2, but this version reads format 1");
        assertThatThrownBy(() -> LanguageModel.load(folder.resolve("none"))).hasMessageContaining("no such file");
    }
}
