package dev.recur.cli;

import dev.recur.model.Model;
import dev.recur.random.Randomness;
import dev.recur.store.WholeFile;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the quickstart's files lie. None is written over unless it is one that the quickstart itself has written.
 *
 * @param model the model
 * @param training names to learn from, one a line
 * @param heldOut names to judge the model by
 */
record PlacesFiles(Path model, Path training, Path heldOut) {
    private static final String SUFFIX = ".safetensors";
    /** One name of so many is held out. */
    private static final int SHARE = 20;

    /** The texts have the model's name, but for its ending. */
    static PlacesFiles beside(Path model) {
        String name = String.valueOf(model.getFileName());
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return new PlacesFiles(model, model.resolveSibling(stem + ".txt"), model.resolveSibling(stem + "-heldout.txt"));
    }

    /** The same of a further act: its files are called after {@code what}. */
    static PlacesFiles beside(Path model, String what) {
        PlacesFiles first = beside(model);
        String stem = String.valueOf(first.training.getFileName()).replaceAll("\\.txt$", "-" + what);
        return new PlacesFiles(
                model.resolveSibling(stem + SUFFIX),
                model.resolveSibling(stem + ".tsv"),
                model.resolveSibling(stem + "-heldout.tsv"));
    }

    /** Deals the lines to the two texts, the same in every run, and writes them. */
    void write(List<String> lines) throws IOException {
        int[] order = new Randomness(0).stream("held out").permutation(lines.size(), 0);
        List<String> learned = new ArrayList<>();
        List<String> held = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            (order[i] % SHARE == 0 ? held : learned).add(lines.get(i));
        }
        if (!Files.exists(training)) {
            absent(model);
            absent(Trainer.checkpointOf(model));
        }
        String learnedText = String.join("\n", learned) + "\n";
        String heldText = String.join("\n", held) + "\n";
        same(training, learnedText);
        same(heldOut, heldText);
        WholeFile.write(training, learnedText);
        WholeFile.write(heldOut, heldText);
        if (Files.exists(model)) {
            checkOurs();
        }
    }

    private static void same(Path file, String text) throws IOException {
        if (Files.exists(file)
                && !(Files.isRegularFile(file) && Files.readString(file).equals(text))) {
            throw refusal(file);
        }
    }

    private static void absent(Path file) throws IOException {
        if (Files.exists(file)) {
            throw refusal(file);
        }
    }

    private void checkOurs() throws IOException {
        String found = Model.load(model).provenance().getOrDefault("data sha256", "");
        if (!found.equals(corpus(training).sha256() + " " + corpus(heldOut).sha256())) {
            throw refusal(model);
        }
    }

    private static IOException refusal(Path file) {
        return new IOException(file + " exists, and this quickstart has not written it: it is left as it is."
                + " Remove it, or choose another name with -o");
    }

    static Corpus corpus(Path file) throws IOException {
        return Corpus.read(List.of(file), Tokenizer.CHARACTERS, true);
    }
}
