package dev.recur.text;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files that a command names. */
public final class TextFiles {
    /** What is read from a folder that is named alone. */
    public static final String DEFAULT_PATTERN = "**.{txt,txt.gz}";

    private TextFiles() {}

    /**
     * The files in the order of the arguments. An argument is a file, a folder (all below it that fits the default pattern) or a
     * folder with a glob pattern, as in {@code books/**.txt}; what a folder gives is sorted by name, the same on every system.
     *
     * @throws TextException if an argument gives no file
     */
    public static List<Path> find(List<String> arguments) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String argument : arguments) {
            int magic = firstMagic(argument);
            if (magic < 0 || Files.exists(Path.of(argument))) {
                Path path = Path.of(argument);
                files.addAll(Files.isDirectory(path) ? within(path, DEFAULT_PATTERN) : List.of(path));
            } else {
                int slash = Math.max(argument.lastIndexOf('/', magic), argument.lastIndexOf('\\', magic));
                files.addAll(within(
                        Path.of(slash < 0 ? "." : argument.substring(0, slash + 1)), argument.substring(slash + 1)));
            }
        }
        return files;
    }

    private static int firstMagic(String argument) {
        for (int n = 0; n < argument.length(); n++) {
            if ("*?[{".indexOf(argument.charAt(n)) >= 0) {
                return n;
            }
        }
        return -1;
    }

    private static List<Path> within(Path folder, String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new TextException(folder.toString(), "there is no such folder");
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> below = Files.walk(folder)) {
            List<Path> files = below.filter(Files::isRegularFile)
                    .filter(file -> matcher.matches(folder.relativize(file)) && !hidden(folder.relativize(file)))
                    .sorted(Comparator.comparing(file -> spelled(folder, file)))
                    .toList();
            if (files.isEmpty()) {
                throw new TextException(folder.toString(), "no file here fits the pattern " + pattern);
            }
            return files;
        }
    }

    private static boolean hidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static String spelled(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }
}
