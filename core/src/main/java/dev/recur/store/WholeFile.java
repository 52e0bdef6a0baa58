package dev.recur.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files, written under another name beside their place and then moved: whatever fails, what was there before is as it was. */
public final class WholeFile {
    private WholeFile() {}

    /** Replaces the file, or makes it. A link stays a link; a device or a pipe is written to as it is. */
    public static void write(Path file, byte[] content) throws IOException {
        try {
            replace(file, content);
        } catch (NoSuchFileException e) { // it names the partial file, which nobody asked for
            Path folder = file.toAbsolutePath().getParent();
            throw new IOException(file + ": cannot be written: there is no folder " + folder, e);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException e) { // a full disk is told by the system without a name
            throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.exists(place) && !Files.isRegularFile(place)) {
            Files.write(file, content);
            return;
        }
        Path partial = place.resolveSibling("." + place.getFileName() + ".partial");
        try {
            Files.write(partial, content);
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(partial);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    public static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
