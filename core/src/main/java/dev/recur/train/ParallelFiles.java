package dev.recur.train;

import dev.recur.text.LineFile;
import dev.recur.text.TextException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Pairs of files: source and target with a tab between them on each line; or line n of one file the source, and line n of another its target.
 * What does not fit is an error that names file and line.
 *
 * @param sha256 of the bytes of all files, unpacked
 */
public record ParallelFiles(List<Parallel> pairs, String sha256) {
    /**
     * @param sources files of sources, or of both if there are no targets
     * @param targets as many as sources, or none
     */
    public static ParallelFiles read(List<Path> sources, List<Path> targets) throws IOException {
        if (!targets.isEmpty() && targets.size() != sources.size()) {
            throw new IllegalArgumentException("there are " + sources.size() + " files of sources and " + targets.size()
                    + " of targets; give one for each, in the same order");
        }
        MessageDigest digest = newDigest();
        List<Parallel> pairs = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            int before = pairs.size();
            List<String> lines = LineFile.read(sources.get(i), digest);
            if (targets.isEmpty()) {
                tabs(sources.get(i), lines, pairs);
            } else {
                aligned(sources.get(i), lines, targets.get(i), LineFile.read(targets.get(i), digest), pairs);
            }
            if (pairs.size() == before) {
                throw new TextException(sources.get(i).toString(), "is empty; there is nothing to read");
            }
        }
        return new ParallelFiles(List.copyOf(pairs), HexFormat.of().formatHex(digest.digest()));
    }

    private static void tabs(Path file, List<String> lines, List<Parallel> pairs) throws TextException {
        for (int n = 0; n < lines.size(); n++) {
            String[] cells = lines.get(n).split("\t", -1);
            if (cells.length != 2) {
                throw new TextException(
                        file,
                        n + 1,
                        "expected source TAB target, found " + cells.length
                                + (cells.length == 1 ? " column" : " columns")
                                + (cells.length == 1
                                        ? "; if the targets stand in another file, name it with --target"
                                        : ""));
            }
            add(file, n + 1, cells[0], file, cells[1], pairs);
        }
    }

    private static void aligned(
            Path sourceFile, List<String> sources, Path targetFile, List<String> targets, List<Parallel> pairs)
            throws TextException {
        if (sources.size() != targets.size()) {
            throw new TextException(
                    targetFile.toString(),
                    "expected " + sources.size() + " lines, one for each of " + sourceFile + ", found "
                            + targets.size());
        }
        for (int n = 0; n < sources.size(); n++) {
            add(sourceFile, n + 1, sources.get(n), targetFile, targets.get(n), pairs);
        }
    }

    private static void add(
            Path sourceFile, int line, String source, Path targetFile, String target, List<Parallel> pairs)
            throws TextException {
        if (source.isBlank()) {
            throw new TextException(sourceFile, line, "the source is empty; take the line out, or give it a text");
        }
        if (target.isBlank()) {
            throw new TextException(targetFile, line, "the target is empty; take the line out, or give it a text");
        }
        pairs.add(new Parallel(source, target, sourceFile, line));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
