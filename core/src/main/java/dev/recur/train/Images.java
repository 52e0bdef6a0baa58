package dev.recur.train;

import dev.recur.text.IdxFile;
import dev.recur.text.TextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Images of one size, and the class of each.
 *
 * @param pixels [count, height, width], the brightness of each
 * @param classes [count], from 0; empty if they are not known
 * @param sha256 of the bytes of all files, unpacked
 */
public record Images(int height, int width, byte[] pixels, int[] classes, String sha256) {
    /**
     * Reads a file of images and one of labels, in whichever order. If only the images are given, the labels are looked for beside them, where
     * {@code images-idx3} in the name is {@code labels-idx1}.
     */
    public static Images read(List<Path> files) throws IOException {
        MessageDigest digest = newDigest();
        IdxFile first = IdxFile.read(files.get(0), digest);
        if (files.size() > 2) {
            throw new IllegalArgumentException(
                    files.size() + " files; expected two, one of images and one of their labels");
        }
        if (files.size() == 1) {
            Path labels = labelsOf(first);
            if (!Files.exists(labels)) {
                throw new TextException(
                        files.get(0).toString(), "has no labels: there is no file " + labels + "; name theirs as well");
            }
            return of(first, IdxFile.read(labels, digest), digest);
        }
        IdxFile second = IdxFile.read(files.get(1), digest);
        return images(first) ? of(first, second, digest) : of(second, first, digest);
    }

    /** Reads images alone. */
    public static Images unlabelled(Path file) throws IOException {
        MessageDigest digest = newDigest();
        IdxFile images = IdxFile.read(file, digest);
        require(images, 3, "images");
        return new Images(images.lengths().get(1), images.lengths().get(2), images.values(), new int[0], hex(digest));
    }

    private static Images of(IdxFile images, IdxFile labels, MessageDigest digest) throws TextException {
        require(images, 3, "images");
        require(labels, 1, "labels");
        int count = images.lengths().get(0);
        if (count != labels.lengths().get(0)) {
            throw new TextException(
                    labels.file().toString(),
                    "holds " + labels.lengths().get(0) + " labels, but " + images.file() + " holds " + count
                            + " images; expected one for each");
        }
        int[] classes = new int[count];
        for (int i = 0; i < count; i++) {
            classes[i] = labels.values()[i] & 0xFF;
        }
        return new Images(images.lengths().get(1), images.lengths().get(2), images.values(), classes, hex(digest));
    }

    private static boolean images(IdxFile file) {
        return file.lengths().size() == 3;
    }

    private static void require(IdxFile file, int lengths, String what) throws TextException {
        if (file.lengths().size() != lengths) {
            throw new TextException(
                    file.file().toString(),
                    "expected " + what + ", an IDX file of " + lengths + " lengths, found " + file.lengths());
        }
    }

    private static Path labelsOf(IdxFile images) throws TextException {
        require(images, 3, "images");
        String name = images.file().getFileName().toString();
        return images.file().resolveSibling(name.replace("images", "labels").replace("idx3", "idx1"));
    }

    /** How many there are. */
    public int count() {
        return pixels.length / (height * width);
    }

    /** One more than the highest class. */
    int classCount() {
        return Arrays.stream(classes).max().orElse(0) + 1;
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
