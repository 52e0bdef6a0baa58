package dev.recur.text;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads one file as a stream of symbols. What begins as gzip does is unpacked, whatever its name. */
final class TextReader {
    private static final int CHUNK = 1 << 16;

    private final Tokenizer tokenizer;
    private final MessageDigest digest;
    private final Symbols out;

    /**
     * @param digest is fed the bytes, unpacked
     */
    TextReader(Tokenizer tokenizer, MessageDigest digest, Symbols out) {
        this.tokenizer = tokenizer;
        this.digest = digest;
        this.out = out;
    }

    /** Returns the number of bytes, unpacked. */
    long read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new TextException(file.toString(), "is a folder; add a pattern, as in " + file.resolve("*.txt"));
        }
        try (InputStream bytes = open(file)) {
            return read(file, bytes);
        } catch (NoSuchFileException e) {
            throw new TextException(file.toString(), "there is no such file");
        } catch (ZipException | EOFException e) {
            throw new TextException(
                    file.toString(),
                    "begins as a .gz file but cannot be unpacked (" + e.getMessage() + "); take another copy");
        }
    }

    /** Unpacks what is packed. */
    static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), CHUNK);
        try {
            raw.mark(2);
            boolean packed = raw.read() == 0x1F && raw.read() == 0x8B;
            raw.reset();
            return packed ? new GZIPInputStream(raw, CHUNK) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private long read(Path file, InputStream bytes) throws IOException {
        Utf8 utf8 = new Utf8(file.toString(), out);
        byte[] chunk = new byte[CHUNK];
        long total = 0;
        for (int count = bytes.read(chunk); count >= 0; count = bytes.read(chunk)) {
            digest.update(chunk, 0, count);
            total += count;
            if (tokenizer == Tokenizer.BYTES) {
                for (int n = 0; n < count; n++) {
                    out.accept(chunk[n] & 0xFF);
                }
            } else {
                utf8.decode(chunk, count);
            }
        }
        utf8.end();
        return total;
    }
}
