package dev.recur.cli;

import dev.recur.store.ModelFileException;
import dev.recur.store.TensorFile;
import dev.recur.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a new run writes its model: nothing that is there is lost, unless it is a finished model that was named. */
final class ModelOutput {
    private static final String SUFFIX = ".safetensors";

    private ModelOutput() {}

    /** The file that was asked for, once it is known that it may be written. */
    static Path asked(Path file) throws IOException {
        Path checkpoint = Trainer.checkpointOf(file);
        if (Files.exists(checkpoint)) {
            throw new IOException("a run of " + file + " is not over: go on with recur train --resume " + file
                    + ", or remove " + checkpoint + " to begin anew");
        }
        if (Files.exists(file)) {
            try (TensorFile found = TensorFile.open(file)) {
                return file;
            } catch (ModelFileException e) {
                throw new IOException(file + " is there and is no model file; choose another name with -o", e);
            }
        }
        return file;
    }

    /** In this folder, named after the first of the data; it must not be there yet. */
    static Path named(String data) throws IOException {
        Path last = Path.of(data).toAbsolutePath().normalize().getFileName();
        String name = last == null ? "model" : last.toString().replaceAll("[*?\\[\\]{}]", "");
        int dot = name.replaceFirst("\\.gz$", "").lastIndexOf('.');
        String stem = dot >= 0 ? name.substring(0, dot) : name;
        Path file = Path.of((stem.isEmpty() ? "model" : stem) + SUFFIX);
        if (Files.exists(file)) {
            throw new IOException(file + " is there already; name the model's file with -o");
        }
        return asked(file);
    }
}
