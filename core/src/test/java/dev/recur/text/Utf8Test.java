package dev.recur.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8Test {
    private static String decode(byte[] bytes, int chunk) throws TextException {
        StringBuilder text = new StringBuilder();
        Utf8 utf8 = new Utf8("f.txt", text::appendCodePoint);
        for (int at = 0; at < bytes.length; at += chunk) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(at + chunk, bytes.length));
            utf8.decode(part, part.length);
        }
        utf8.end();
        return text.toString();
    }

    @Test
    void decodesAllCodePointsInChunksOfAnySize() throws TextException {
        StringBuilder all = new StringBuilder("a");
        for (int symbol = 0; symbol <= Character.MAX_CODE_POINT; symbol += symbol < 0x900 ? 1 : 97) {
            if (symbol < 0xD800 || symbol > 0xDFFF) {
                all.appendCodePoint(symbol);
            }
        }
        all.appendCodePoint(Character.MAX_CODE_POINT);
        byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
        for (int chunk : new int[] {1, 2, 3, 7, bytes.length}) {
            assertThat(decode(bytes, chunk)).isEqualTo(all.toString());
        }
    }

    @Test
    void theByteOrderMarkIsDroppedAtTheStartOnly() throws TextException {
        assertThat(decode("\uFEFFa\uFEFF".getBytes(StandardCharsets.UTF_8), 2)).isEqualTo("a\uFEFF");
    }

    /** The JDK's own decoder is the judge of what is valid. */
    @Test
    void refusesWhatTheJdkRefuses() {
        SplittableRandom random = new SplittableRandom(11);
        int[] interesting = {
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4,
            0xF5, 0xFF
        };
        int valid = 0;
        for (int trial = 0; trial < 200_000; trial++) {
            byte[] bytes = new byte[1 + random.nextInt(5)];
            for (int n = 0; n < bytes.length; n++) {
                bytes[n] = (byte) interesting[random.nextInt(interesting.length)];
            }
            String expected = null;
            try {
                expected = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                valid++;
            } catch (CharacterCodingException e) {
                // expected stays null
            }
            String found = null;
            try {
                found = decode(bytes, 2);
            } catch (TextException e) {
                assertThat(e).hasMessageStartingWith("f.txt: not UTF-8 at byte ");
            }
            assertThat(found).as("%s", Arrays.toString(bytes)).isEqualTo(expected);
        }
        assertThat(valid).isGreaterThan(1000);
    }

    @Test
    void saysWhereItWentWrong() {
        byte[] bytes = "abc好".getBytes(StandardCharsets.UTF_8);
        bytes[4] = 'x';
        assertThatThrownBy(() -> decode(bytes, 3))
                .hasMessage(
                        "f.txt: not UTF-8 at byte 3 (0x78 where a sequence should go on); convert the file to UTF-8, "
                                + "or read it with --tokens bytes");
        assertThatThrownBy(() -> decode(new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80}, 9))
                .hasMessageContaining("at byte 1 (a sequence for U+D800");
        assertThatThrownBy(() -> decode(Arrays.copyOf("a好".getBytes(StandardCharsets.UTF_8), 3), 9))
                .hasMessageContaining("at byte 1 (the file ends within a sequence)");
        assertThatThrownBy(() -> decode("hello".getBytes(StandardCharsets.UTF_16), 9))
                .hasMessageContaining("iconv -f UTF-16");
    }
}
