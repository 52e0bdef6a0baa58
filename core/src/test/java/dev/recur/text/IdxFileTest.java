package dev.recur.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFileTest {
    @TempDir
    Path folder;

    private IdxFile read(byte[] bytes) throws Exception {
        return IdxFile.read(Files.write(folder.resolve("f"), bytes), MessageDigest.getInstance("SHA-256"));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    @Test
    void lengthsAndBytesPackedOrNot() throws Exception {
        byte[] bytes = hex("00000803 00000002 00000001 00000003 01 02 03 fd fe ff");
        IdxFile plain = read(bytes);
        assertThat(plain.lengths()).containsExactly(2, 1, 3);
        assertThat(plain.values()).containsExactly(1, 2, 3, -3, -2, -1);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        assertThat(read(packed.toByteArray()).values()).containsExactly(plain.values());
        byte[] cut = java.util.Arrays.copyOf(packed.toByteArray(), packed.size() - 12);
        assertThatThrownBy(() -> read(cut))
                .isInstanceOf(TextException.class)
                .hasMessageContaining("cannot be unpacked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | found an empty file",
                "89504e47 0d0a | is no IDX file: expected it to begin with 00 00 08 03 (images) or 00 00 08 01 (labels), found 89 50 4E 47",
                "00000800 | is no IDX file",
                "000008ff | is no IDX file",
                "00000d03 | holds values of type 0x0D; only unsigned bytes",
                "00000803 00000002 0000 | ends within its header",
                "00000801 00000003 0102 | are 3 bytes, but ends after 2",
                "00000801 00000003 01020304 | are 3 bytes, but goes on after them",
                "00000801 00000000 | expected lengths of 1 or more",
                "00000801 ffffffff | expected lengths of 1 or more",
                "00000803 7fffffff 7fffffff 7fffffff 00 | less than 2^31 in all",
                "00000803 00010000 00010000 00000001 00 | less than 2^31 in all",
                "00000801 7ffffff0 00 | but ends after 1"
            })
    void hostileFilesAreNamed(String bytes, String message) {
        assertThatThrownBy(() -> read(hex(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("f").toString())
                .hasMessageContaining(message);
    }
}
