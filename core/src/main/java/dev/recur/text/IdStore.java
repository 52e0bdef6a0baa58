package dev.recur.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects ids: in the heap up to a limit, then all in a temporary file, which is mapped for reading and vanishes with the process. */
final class IdStore {
    /** Ids in one piece of either kind. */
    private static final int PIECE = 1 << 20;

    private final long heapLimit;
    private final List<int[]> pieces = new ArrayList<>();
    private int[] last = new int[PIECE];
    private int used;
    private long size;
    private @Nullable Path spool;
    private @Nullable FileChannel channel;

    /**
     * @param heapLimit more ids than this go to a file
     */
    IdStore(long heapLimit) {
        this.heapLimit = heapLimit;
    }

    void add(int id) {
        if (used == PIECE) {
            pieces.add(last);
            last = channel == null ? new int[PIECE] : last;
            used = 0;
            if (channel != null || size >= heapLimit) {
                spill();
            }
        }
        last[used++] = id;
        size++;
    }

    private void spill() {
        try {
            if (channel == null) {
                spool = Files.createTempFile("recur-ids", ".tmp");
                spool.toFile().deleteOnExit();
                channel = FileChannel.open(spool, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
            for (int[] piece : pieces) {
                write(channel, piece, PIECE);
            }
            pieces.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the text is larger than the heap and cannot be put into a temporary file in "
                            + System.getProperty("java.io.tmpdir") + " (" + e.getMessage()
                            + "); set another with -Djava.io.tmpdir",
                    e);
        }
    }

    private static void write(FileChannel channel, int[] piece, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.nativeOrder());
        bytes.asIntBuffer().put(piece, 0, count);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    long size() {
        return size;
    }

    Ids finish() throws IOException {
        FileChannel file = channel;
        if (file == null) {
            pieces.add(last);
            return new HeapIds(List.copyOf(pieces), size);
        }
        write(file, last, used);
        List<IntBuffer> mapped = new ArrayList<>();
        for (long at = 0; at < size; at += MappedIds.SEGMENT) {
            long count = Math.min(MappedIds.SEGMENT, size - at);
            mapped.add(file.map(FileChannel.MapMode.READ_ONLY, 4 * at, 4 * count)
                    .order(ByteOrder.nativeOrder())
                    .asIntBuffer());
        }
        file.close();
        // Where the system allows it the name goes at once, and the space with the last mapping.
        if (spool != null) {
            boolean gone = spool.toFile().delete();
            assert gone || Files.exists(spool);
        }
        return new MappedIds(mapped, size);
    }

    private record HeapIds(List<int[]> pieces, long size) implements Ids {
        @Override
        public void copy(long from, int[] to, int at, int n) {
            for (int done = 0; done < n; ) {
                int start = (int) ((from + done) % PIECE);
                int count = Math.min(n - done, PIECE - start);
                System.arraycopy(pieces.get((int) ((from + done) / PIECE)), start, to, at + done, count);
                done += count;
            }
        }
    }

    private record MappedIds(List<IntBuffer> segments, long size) implements Ids {
        static final int SEGMENT = 1 << 28;

        @Override
        public void copy(long from, int[] to, int at, int n) {
            for (int done = 0; done < n; ) {
                int start = (int) ((from + done) % SEGMENT);
                int count = Math.min(n - done, SEGMENT - start);
                segments.get((int) ((from + done) / SEGMENT)).get(start, to, at + done, count);
                done += count;
            }
        }
    }
}
