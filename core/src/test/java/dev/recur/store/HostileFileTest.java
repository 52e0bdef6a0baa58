package dev.recur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFileTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    /** A file that another program wrote: no checksum, so every check of the structure is reached. */
    private Path foreign(String header, int dataLength) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + dataLength).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        return Files.write(folder.resolve("foreign.safetensors"), bytes.array());
    }

    private static void readWhole(Path file) throws IOException {
        try (TensorFile model = TensorFile.open(file)) {
            for (String name : model.names()) {
                model.read(name);
            }
        }
    }

    private static final String W = "\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}";

    @Test
    void readsAForeignFile() throws IOException {
        Path file = foreign("{" + W + ",\"__metadata__\":{\"format\":\"pt\"}}   ", 24);
        try (TensorFile model = TensorFile.open(file)) {
            assertThat(model.checksummed()).isFalse();
            assertThat(model.metadata()).containsEntry("format", "pt");
            assertThat(model.read("w")).containsOnly(0f).hasSize(6);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"w                                                                   | 0  | its header is not valid JSON
        []                                                                    | 0  | its header does not begin with {
        {} x                                                                  | 0  | its header is not valid JSON
        {} {}                                                                 | 0  | something follows the header's JSON
        {"w":3}                                                               | 0  | w should be START_OBJECT
        {"w":{}}                                                              | 0  | array w has the element type (none)
        {"w":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}               | 4  | has the element type BF16, but only F32
        {"w":{"dtype":"F32","shape":[2]}}                                     | 8  | array w lacks its shape
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[8]}}                  | 8  | array w lacks its shape or its two
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}              | 8  | has more than 2 numbers
        {"w":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}| 4  | has more than 8 numbers
        {"w":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}                  | 8  | w.shape should be START_ARRAY
        {"w":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}              | 8  | w.shape should be VALUE_NUMBER_INT
        {"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}               | 8  | has the shape [-2]
        {"w":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}                | 0  | has the shape [0]
        {"w":{"dtype":"F32","shape":[2147483647,2147483647,4],"data_offsets":[0,8]}} | 8 | all together below 2^31
        {"w":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]}}     | 8 | its header is not valid JSON
        {"w":{"dtype":"F32","shape":[4294967298],"data_offsets":[0,8]}}       | 8  | all together below 2^31
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}               | 12 | should take 8 bytes, but its data_offsets are 0 to 12
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                | 8  | data_offsets are 8 to 0
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}               | 8  | data_offsets are -8 to 0
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}               | 12 | begins at byte 4 of the data, but the one before it ends at 0
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}                | 4  | its arrays take 8 bytes, but 4 follow
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}                | 16 | its arrays take 8 bytes, but 16 follow
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | 12 | array b begins at byte 4
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  | 8  | array b begins at byte 0
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}  | 8  | Duplicate field 'a'
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"code":"x"}}     | 4  | an unknown field code
        {"__metadata__":{"a":1}}                                              | 0  | __metadata__.a should be VALUE_STRING
        {"__metadata__":{"a":"1","a":"2"}}                                    | 0  | Duplicate field 'a'
        {"__metadata__":{"checksum":"crc32c:00000000x"}}                      | 0  | is damaged
        {"__metadata__":{"checksum":"crc32c:                                  | 0  | is damaged
        {"__metadata__":{"a":"","checksum":"crc32c:00000000"}}                | 0  | its checksum is not where it was written
        """)
    void refusesEveryFaultWithOneLineThatNamesTheFile(String header, int dataLength, String complaint)
            throws IOException {
        Path file = foreign(header, dataLength);
        assertThatThrownBy(() -> readWhole(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(complaint)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void messagesDoNotCarryTheStrangersControlCharacters() throws IOException {
        String name = "\\u001b[2J\\n" + "x".repeat(5000);
        Path file = foreign("{\"" + name + "\":3}", 0);
        Throwable thrown = catchThrowable(() -> readWhole(file));
        assertThat(thrown).isInstanceOf(ModelFileException.class);
        assertThat(thrown.getMessage())
                .hasSizeLessThan(600)
                .doesNotContain("\u001b")
                .doesNotContain("\n");
    }

    @Test
    void refusesHeadersThatAreNotText() throws IOException {
        assertThatThrownBy(() -> readWhole(foreignBytes(new byte[] {'{', (byte) 0xFF, '}', ' '})))
                .hasMessageContaining("not UTF-8");
        // JSON in UTF-16 is JSON to some readers.
        assertThatThrownBy(() -> readWhole(foreignBytes("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE))))
                .hasMessageContaining("not valid JSON");
        String deep = "{\"w\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> readWhole(foreign(deep, 0))).isInstanceOf(ModelFileException.class);
        String deepArray = "{\"w\":{\"shape\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}}";
        assertThatThrownBy(() -> readWhole(foreign(deepArray, 0))).isInstanceOf(ModelFileException.class);
    }

    private Path foreignBytes(byte[] header) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        return Files.write(folder.resolve("foreign.safetensors"), bytes.array());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 100_000_001, 100_000_000, 1L << 32, 25})
    void aHugeHeaderCostsNothing(long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put("{\"w\":{}}".getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(folder.resolve("huge.safetensors"), bytes.array());
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Throwable thrown = catchThrowable(() -> readWhole(file));
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(2_000_000);
        assertThat(thrown).isInstanceOf(ModelFileException.class).hasMessageContaining("a header of ");
    }

    @Test
    void refusesWhatIsNoFile() {
        assertThatThrownBy(() -> TensorFile.open(folder)).hasMessageContaining("a folder or a device");
        assertThatThrownBy(() -> TensorFile.open(folder.resolve("none")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        Path file = folder.resolve("m.safetensors");
        TensorFileTest.writeSample(file);
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("cut.safetensors");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> readWhole(cut)).as("cut at %d", length).isInstanceOf(ModelFileException.class);
        }
        Files.write(cut, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> readWhole(cut)).isInstanceOf(ModelFileException.class);
    }

    /** Over every byte of the file, each of its bits, and then several at once. */
    @Test
    void everyFlippedByteOfOurFilesIsFound() throws IOException {
        Path file = folder.resolve("m.safetensors");
        TensorFileTest.writeSample(file);
        byte[] whole = Files.readAllBytes(file);
        Path flipped = folder.resolve("flipped.safetensors");
        SplittableRandom random = new SplittableRandom(20260101);
        for (int at = 0; at < whole.length; at++) {
            for (int trial = 0; trial < 3; trial++) {
                byte[] bytes = whole.clone();
                bytes[at] ^= (byte) (1 + random.nextInt(255));
                for (int more = 0; more < trial; more++) {
                    bytes[random.nextInt(whole.length)] ^= (byte) random.nextInt(256);
                }
                Files.write(flipped, bytes);
                assertThatThrownBy(() -> readWhole(flipped)).as("byte %d", at).isInstanceOf(ModelFileException.class);
            }
        }
    }

    /** Without a checksum a flip may stay unseen, but must end in a file read or a clear error, at the price of the file. */
    @Test
    void flipsInAForeignFileNeverCostMoreThanTheFile() throws IOException {
        String header = "{" + W + ",\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[24,28]}}";
        byte[] whole = Files.readAllBytes(foreign(header, 28));
        Path flipped = folder.resolve("flipped.safetensors");
        SplittableRandom random = new SplittableRandom(7);
        int refused = 0;
        for (int trial = 0; trial < 3000; trial++) {
            byte[] bytes = whole.clone();
            bytes[trial % whole.length] ^= (byte) (1 + random.nextInt(255));
            Files.write(flipped, bytes);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Throwable thrown = catchThrowable(() -> readWhole(flipped));
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(2_000_000);
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(ModelFileException.class);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1500);
    }
}
