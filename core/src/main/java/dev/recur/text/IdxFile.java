package dev.recur.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/**
 * Bytes in the IDX format of the MNIST files: two zeros, a type, the number of lengths, the lengths as four bytes each, the highest first,
 * then the bytes, the last index running fastest.
 *
 * @param lengths of each index, as in [60000, 28, 28]
 */
public record IdxFile(Path file, List<Integer> lengths, byte[] values) {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int MOST_LENGTHS = 3;

    /**
     * Reads a file, packed or not.
     *
     * @param digest is fed the bytes, unpacked
     * @throws TextException if it is no such file, or its bytes are too few or too many
     */
    public static IdxFile read(Path file, MessageDigest digest) throws IOException {
        try (InputStream bytes = TextReader.open(file)) {
            return read(file, bytes, digest);
        } catch (NoSuchFileException e) {
            throw new TextException(file.toString(), "there is no such file");
        } catch (ZipException | EOFException e) {
            throw new TextException(
                    file.toString(),
                    "begins as a .gz file but cannot be unpacked (" + e.getMessage() + "); take another copy");
        }
    }

    private static IdxFile read(Path file, InputStream bytes, MessageDigest digest) throws IOException {
        byte[] magic = bytes.readNBytes(4);
        digest.update(magic);
        if (magic.length < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] < 1 || magic[3] > MOST_LENGTHS) {
            throw new TextException(
                    file.toString(),
                    "is no IDX file: expected it to begin with 00 00 08 03 (images) or 00 00 08 01 (labels), found "
                            + shown(magic));
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw new TextException(
                    file.toString(),
                    String.format("holds values of type 0x%02X; only unsigned bytes, 0x08, can be read", magic[2]));
        }
        byte[] header = bytes.readNBytes(4 * magic[3]);
        digest.update(header);
        List<Integer> lengths = new ArrayList<>();
        long size = 1;
        for (int i = 0; i + 4 <= header.length; i += 4) {
            int length = ByteBuffer.wrap(header, i, 4).getInt();
            lengths.add(length);
            size = length < 1 || size > Integer.MAX_VALUE ? -1 : size * length;
        }
        if (lengths.size() < magic[3]) {
            throw new TextException(file.toString(), "ends within its header; take another copy");
        }
        if (size < 1 || size > Integer.MAX_VALUE - 8) {
            throw new TextException(
                    file.toString(),
                    "says that it holds " + lengths
                            + " values; expected lengths of 1 or more, and less than 2^31 in all");
        }
        byte[] values = bytes.readNBytes((int) size); // grows as bytes come, so a false length costs nothing
        if (values.length < size || bytes.read() >= 0) {
            throw new TextException(
                    file.toString(),
                    "says that it holds " + lengths + " values, which are " + size + " bytes, but "
                            + (values.length < size ? "ends after " + values.length : "goes on after them")
                            + "; take another copy");
        }
        digest.update(values);
        return new IdxFile(file, List.copyOf(lengths), values);
    }

    private static String shown(byte[] magic) {
        if (magic.length == 0) {
            return "an empty file";
        }
        StringBuilder shown = new StringBuilder();
        for (byte b : magic) {
            shown.append(String.format("%02X ", b));
        }
        return shown.toString().strip();
    }
}
