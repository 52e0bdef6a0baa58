package dev.recur.store;

import dev.recur.array.Shape;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32C;

/**
 * A safetensors file of float32 arrays, open for reading. Every claim of the file is checked against its size before anything is
 * allocated for it. Files that {@link TensorWriter} wrote carry a checksum over all their bytes, which is checked on opening.
 *
 * <p>The format: 8 bytes length of the header, little-endian; the header, JSON; the arrays, little-endian, without gaps.
 */
public final class TensorFile implements Closeable {
    /** Of a header, as in the format's own library. */
    static final long LONGEST_HEADER = 100_000_000;

    private static final int LENGTH_BYTES = 8;
    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final Header header;
    private final long dataAt;
    private final boolean checksummed;

    private TensorFile(Path file, FileChannel channel, Header header, long dataAt, boolean checksummed) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.dataAt = dataAt;
        this.checksummed = checksummed;
    }

    /**
     * @throws ModelFileException if the file is no safetensors file, is damaged, or holds anything but float32 arrays
     */
    public static TensorFile open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ModelFileException(
                    file, "is not a file of arrays but a folder or a device; name the file itself");
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new ModelFileException(file, "there is no such file");
        }
        try {
            return open(file, channel);
        } catch (Header.Fault e) {
            channel.close();
            throw new ModelFileException(file, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static TensorFile open(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES + 2) {
            throw new Header.Fault("is " + size + " bytes long, too short for a safetensors file");
        }
        ByteBuffer lengthBytes = read(channel, 0, LENGTH_BYTES);
        long length = lengthBytes.getLong(0);
        if (length < 2 || length > Math.min(LONGEST_HEADER, size - LENGTH_BYTES)) {
            throw new Header.Fault("is not a safetensors file: a header of " + Long.toUnsignedString(length)
                    + " bytes in a file of " + size + " bytes");
        }
        ByteBuffer headerBytes = read(channel, LENGTH_BYTES, (int) length);
        if (headerBytes.get(0) != '{') {
            throw new Header.Fault("is not a safetensors file: its header does not begin with {");
        }
        long dataAt = LENGTH_BYTES + length;
        String text = Header.text(headerBytes.array());
        boolean checksummed = text.startsWith(Header.OPENING);
        if (checksummed) {
            checkSum(channel, lengthBytes, headerBytes, dataAt);
        }
        Header header = Header.parse(text, size - dataAt);
        String said = header.metadata().remove(Header.CHECKSUM);
        if (!checksummed && (said != null || header.mentionsChecksum())) {
            throw new Header.Fault(
                    "is damaged, or another program wrote it anew: its checksum is not where it was written;"
                            + " take another copy, or drop the metadata entry " + Header.CHECKSUM);
        }
        return new TensorFile(file, channel, header, dataAt, checksummed);
    }

    /** The sum over all bytes, with zeros where its own digits stand. */
    private static void checkSum(FileChannel channel, ByteBuffer lengthBytes, ByteBuffer headerBytes, long dataAt)
            throws IOException {
        int digitsAt = Header.OPENING.length();
        int digitsEnd = Math.min(digitsAt + Header.CHECKSUM_DIGITS, headerBytes.capacity());
        byte[] header = headerBytes.array().clone();
        String said = new String(header, digitsAt, digitsEnd - digitsAt, StandardCharsets.ISO_8859_1);
        Arrays.fill(header, digitsAt, digitsEnd, (byte) '0');
        CRC32C sum = new CRC32C();
        sum.update(lengthBytes.array());
        sum.update(header);
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, channel.size() - dataAt)));
        channel.position(dataAt);
        while (channel.read(chunk) >= 0) {
            sum.update(chunk.flip());
            chunk.clear();
        }
        if (!said.equals(hex(sum.getValue()))) {
            throw new Header.Fault("is damaged: its checksum is " + hex(sum.getValue()) + " but should be " + said
                    + "; take another copy");
        }
    }

    /** How the checksum is written. */
    static String hex(long sum) {
        return HexFormat.of().toHexDigits(sum, Header.CHECKSUM_DIGITS);
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, at, bytes);
        return bytes;
    }

    private static void fill(FileChannel channel, long at, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        bytes.flip();
    }

    /** The strings under {@code __metadata__}, but for the checksum. */
    public SortedMap<String, String> metadata() {
        return Collections.unmodifiableSortedMap(header.metadata());
    }

    /** False for a file that another program wrote. */
    public boolean checksummed() {
        return checksummed;
    }

    /** In the order of the header, which for our files is the order of writing. */
    public List<String> names() {
        return List.copyOf(header.tensors().keySet());
    }

    public boolean holds(String name) {
        return header.tensors().containsKey(name);
    }

    /**
     * @throws ModelFileException if there is no such array
     */
    public Shape shape(String name) throws ModelFileException {
        return extent(name).shape();
    }

    /** The elements of an array, row-major. */
    public float[] read(String name) throws IOException {
        Header.Extent extent = extent(name);
        float[] elements = new float[extent.shape().size()];
        ByteBuffer chunk =
                ByteBuffer.allocate((int) Math.min(CHUNK, 4L * elements.length)).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < elements.length; at += CHUNK / 4) {
            int count = Math.min(CHUNK / 4, elements.length - at);
            chunk.clear().limit(4 * count);
            fill(channel, dataAt + extent.begin() + 4L * at, chunk);
            chunk.asFloatBuffer().get(elements, at, count);
        }
        return elements;
    }

    /** The same, refusing any other shape than {@code expected}. */
    public float[] read(String name, Shape expected) throws IOException {
        Shape found = shape(name);
        if (!found.equals(expected)) {
            throw new ModelFileException(file, "array " + name + " is " + found + " but should be " + expected);
        }
        return read(name);
    }

    private Header.Extent extent(String name) throws ModelFileException {
        Map<String, Header.Extent> tensors = header.tensors();
        Header.Extent extent = tensors.get(name);
        if (extent == null) {
            throw new ModelFileException(file, "holds no array " + name + ", only " + tensors.keySet());
        }
        return extent;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
