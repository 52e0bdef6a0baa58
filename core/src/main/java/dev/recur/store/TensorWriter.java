package dev.recur.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Writes safetensors files. Equal contents give equal bytes. A file is first written under another name beside its place, forced to
 * the disk and then moved: whatever fails, and whenever the machine stops, its place holds the old file or the new one, whole.
 */
public final class TensorWriter {
    private static final int CHUNK = 1 << 20;

    private TensorWriter() {}

    /**
     * @param metadata strings; written sorted by name
     * @param tensors written in this order
     */
    public static void write(Path file, Map<String, String> metadata, List<Tensor> tensors) throws IOException {
        check(file, metadata, tensors);
        // A link stays a link: what it points to is replaced.
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path partial = place.resolveSibling("." + place.getFileName() + ".partial");
        try {
            writeWhole(partial, Header.bytes(new TreeMap<>(metadata), tensors), tensors);
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            remove(partial, e);
            throw unwritable(file, e);
        } catch (RuntimeException | Error e) {
            remove(partial, e);
            throw e;
        }
        forceFolder(place);
    }

    private static void remove(Path partial, Throwable failure) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** A full disk, for one, is told by the system without a name. */
    private static ModelFileException unwritable(Path file, IOException failure) {
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        if (failure instanceof AccessDeniedException) {
            reason = "no permission";
        }
        ModelFileException told = new ModelFileException(
                file,
                "cannot be written: " + (reason == null ? failure.getClass().getSimpleName() : reason)
                        + (Files.exists(file) ? "; what was there before is as it was" : ""));
        told.initCause(failure);
        return told;
    }

    private static void check(Path file, Map<String, String> metadata, List<Tensor> tensors) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new ModelFileException(
                    file, "cannot be written: its folder does not exist, or it is a folder itself");
        }
        if (metadata.containsKey(Header.CHECKSUM)) {
            throw new IllegalArgumentException("TensorWriter: the metadata name " + Header.CHECKSUM + " is taken");
        }
        Set<String> names = new HashSet<>(Set.of(Header.METADATA));
        for (Tensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("TensorWriter: two arrays are named " + tensor.name());
            }
        }
    }

    private static void writeWhole(Path partial, byte[] header, List<Tensor> tensors) throws IOException {
        if (header.length > TensorFile.LONGEST_HEADER) {
            throw new IllegalArgumentException("TensorWriter: a header of " + header.length + " bytes; at most "
                    + TensorFile.LONGEST_HEADER + " can be read again");
        }
        try (FileChannel channel = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            CRC32C sum = new CRC32C();
            ByteBuffer length =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
            put(channel, length.flip(), sum);
            put(channel, ByteBuffer.wrap(header), sum);
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            for (Tensor tensor : tensors) {
                putElements(channel, tensor, chunk, sum);
            }
            byte[] digits = TensorFile.hex(sum.getValue()).getBytes(StandardCharsets.ISO_8859_1);
            channel.write(ByteBuffer.wrap(digits), 8 + Header.OPENING.length());
            channel.force(true);
        }
    }

    private static void putElements(FileChannel channel, Tensor tensor, ByteBuffer chunk, CRC32C sum)
            throws IOException {
        float[] elements = tensor.elements().get();
        tensor.shape().require(elements, "TensorWriter", tensor.name(), "give the elements in row-major order");
        for (int at = 0; at < elements.length; at += CHUNK / 4) {
            int count = Math.min(CHUNK / 4, elements.length - at);
            chunk.clear();
            chunk.asFloatBuffer().put(elements, at, count);
            put(channel, chunk.limit(4 * count), sum);
        }
    }

    private static void put(FileChannel channel, ByteBuffer bytes, CRC32C sum) throws IOException {
        sum.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Makes the move itself last through a power cut, on systems that let a folder be opened. */
    private static void forceFolder(Path place) {
        try (FileChannel folder = FileChannel.open(place.resolveSibling("."), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Windows opens no folders and needs none of this; the file itself is on the disk.
        }
    }
}
