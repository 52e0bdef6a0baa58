package dev.recur.cli;

import dev.recur.model.ImageReading;
import dev.recur.text.TextFiles;
import dev.recur.train.ImageOptions;
import dev.recur.train.Puzzle;
import dev.recur.train.PuzzleOptions;
import dev.recur.train.TaskOptions;
import dev.recur.train.Tasks;
import dev.recur.train.TrainingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code recur experiment} puts cells to: a puzzle, handwritten digits pixel by pixel, or any task of {@code recur train} with its data.
 *
 * @param options of the task, before the user says anything
 */
record Trial(String name, TaskOptions options) {
    private static final String PIXELS = "mnist-pixels";
    private static final String PERMUTED = "permuted-mnist";
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final int DIGIT = 28 * 28;

    /** How often a puzzle is validated at least: a learning curve needs points. */
    private static final int UPDATES_BETWEEN = 100;

    /** Of the tests that have names of their own. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Puzzle puzzle : Puzzle.values()) {
            names.add(puzzle.toString());
        }
        names.add(PIXELS);
        names.add(PERMUTED);
        return names;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static Trial named(String name) {
        for (Puzzle puzzle : Puzzle.values()) {
            if (puzzle.toString().equals(name)) {
                return new Trial(name, PuzzleOptions.of(Map.of("puzzle", puzzle)));
            }
        }
        if (name.equals(PIXELS) || name.equals(PERMUTED)) {
            Map<String, Object> read = Map.of("by", ImageReading.By.PIXELS, "permute", name.equals(PERMUTED) ? 1L : 0L);
            return new Trial(name, ImageOptions.of(read));
        }
        if (Tasks.names().contains(name)) {
            return new Trial(name, Tasks.named(name));
        }
        throw new IllegalArgumentException("there is no test " + name + "; there are " + String.join(", ", names())
                + ", and the tasks of recur train");
    }

    boolean puzzle() {
        return options instanceof PuzzleOptions;
    }

    /** Turns a budget of updates into what the task has for it. {@code updates} is 0 if nobody asked for a number. */
    void budget(Map<String, Object> given, int updates, int usual) {
        if (!puzzle()) {
            if (updates != 0) {
                throw new IllegalArgumentException("the budget of " + name + " is --epochs, not --updates");
            }
            return;
        }
        int all = updates == 0 ? usual : updates;
        int between = Math.min(all, UPDATES_BETWEEN);
        given.put("updates", between);
        given.put("epochs", (all + between - 1) / between);
    }

    /** The steps of a sequence with these options; 0 if that depends on the data. */
    static int steps(TaskOptions options) {
        return options instanceof PuzzleOptions puzzle
                ? puzzle.puzzle().steps(puzzle.length())
                : options instanceof ImageOptions images && images.by() == ImageReading.By.PIXELS ? DIGIT : 0;
    }

    /** The loss of whoever remembers nothing; NaN where nobody knows it. */
    static double baseline(TaskOptions options) {
        return options instanceof PuzzleOptions puzzle ? puzzle.puzzle().baseline(puzzle.length()) : Double.NaN;
    }

    /** In words, with what decides how hard it is. */
    String title(TaskOptions asked) {
        return asked instanceof PuzzleOptions puzzle
                ? String.format(
                        Locale.ROOT,
                        "%s, length %,d (%,d steps); without any memory the loss is %.4f",
                        name,
                        puzzle.length(),
                        steps(asked),
                        baseline(asked))
                : name;
    }

    /** @param data as the user named it: nothing for a puzzle, a folder of digits, or what {@code recur train} takes */
    TrainingFiles files(List<String> data, @Nullable Path valid) throws IOException {
        if (data.isEmpty() == options.readsFiles()) {
            throw new IllegalArgumentException(
                    puzzle()
                            ? name + " makes its data; name none"
                            : "which data? "
                                    + (name.contains("mnist") ? "name the folder of the IDX files" : "name a file"));
        }
        if (!name.equals(PIXELS) && !name.equals(PERMUTED)) {
            return new TrainingFiles(puzzle() ? List.of() : TextFiles.find(data), valid);
        }
        Path folder = Path.of(data.get(0));
        for (String ending : List.of("", ".gz")) {
            if (Files.exists(folder.resolve(IMAGES + ending))) {
                return new TrainingFiles(List.of(folder.resolve(IMAGES + ending)), valid);
            }
        }
        throw new IOException("there is no " + IMAGES + " in " + folder
                + ", nor one with .gz behind it; name the folder where the IDX files of MNIST are");
    }
}
