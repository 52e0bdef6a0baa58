package dev.recur.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A log of one JSON object a line. Each line is handed to the system whole, so a killed run loses none that was written. */
public final class JsonLines implements Closeable {
    private final FileChannel channel;

    private JsonLines(FileChannel channel) {
        this.channel = channel;
    }

    /** Begins the file anew. */
    public static JsonLines create(Path file) throws IOException {
        return new JsonLines(FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** Goes on behind what the file holds; a line that was cut off is ended first. */
    public static JsonLines append(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        long size = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        if (size > 0) {
            channel.read(last, size - 1);
        }
        channel.position(size);
        JsonLines lines = new JsonLines(channel);
        if (size > 0 && last.get(0) != '\n') {
            lines.put("\n");
        }
        return lines;
    }

    public void write(Map<String, ?> object) throws IOException {
        put(Json.write(object) + "\n");
    }

    private void put(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
