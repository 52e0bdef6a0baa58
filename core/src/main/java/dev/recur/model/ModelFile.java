package dev.recur.model;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.cell.Cell;
import dev.recur.store.Json;
import dev.recur.store.ModelFileException;
import dev.recur.store.Records;
import dev.recur.store.TensorFile;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model's file says beside its arrays, the same for each kind of model: the kind, the shape, the cell's equations, the
 * provenance, and what the kind adds.
 */
final class ModelFile implements Closeable {
    private static final String KIND = "recur.kind";
    private static final String FORMAT = "1";
    /** How the names of arrays begin that only a checkpoint has. */
    private static final String OF_TRAINING = "training.";

    private static final String CELL = "cell"; // stands apart from the rest of the shape

    private final Path path;
    private final TensorFile tensors;

    private ModelFile(Path path, TensorFile tensors) {
        this.path = path;
        this.tensors = tensors;
    }

    // ---- writing

    static Map<String, String> text(Model model, Map<String, String> provenance) {
        Map<String, Object> shape = Records.written(model.config());
        Map<String, String> text = new LinkedHashMap<>();
        text.put(KIND, model.kind());
        text.put("recur.format", FORMAT);
        text.put(CELL, String.valueOf(shape.remove(CELL)));
        text.put("recur.config", Json.write(shape));
        text.put("recur.provenance", Json.write(new TreeMap<>(provenance)));
        text.put("cell.canonical", model.cell().canonical());
        text.put("cell.sha256", model.cell().sha256());
        text.put("cell.language", String.valueOf(Cell.LANGUAGE));
        return text;
    }

    static String text(Vocabulary vocabulary) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("kind", vocabulary.tokenizer().toString());
        words.put("marks", vocabulary.hasMarks());
        words.put("tokens", vocabulary.tokens());
        return Json.write(words);
    }

    static String text(List<String> list) {
        return Json.write(Map.of("list", list));
    }

    // ---- reading

    static ModelFile open(Path path) throws IOException {
        TensorFile tensors = TensorFile.open(path);
        ModelFile file = new ModelFile(path, tensors);
        try {
            file.check();
        } catch (IOException | RuntimeException e) {
            tensors.close();
            throw e;
        }
        return file;
    }

    private void check() throws ModelFileException {
        Map<String, String> metadata = tensors.metadata();
        if (!metadata.containsKey(KIND)) {
            throw new ModelFileException(path, "expected a model of this program, found arrays of another");
        }
        if (!tensors.checksummed()) {
            throw new ModelFileException(path, "this model has lost its checksum; it was written by another program");
        }
        if (!FORMAT.equals(metadata.get("recur.format"))) {
            throw new ModelFileException(
                    path, "model format " + metadata.get("recur.format") + ", but this version reads format " + FORMAT);
        }
    }

    String kind() {
        return value(KIND);
    }

    boolean has(String key) {
        return tensors.metadata().containsKey(key);
    }

    /** @throws IllegalArgumentException if there is no such entry, as all that read here */
    String value(String key) {
        String value = tensors.metadata().get(key);
        if (value == null) {
            throw new IllegalArgumentException("the entry " + key + " is missing");
        }
        return value;
    }

    <R extends Record> R config(Class<R> type) {
        Map<String, @Nullable Object> shape = Json.read(value("recur.config"));
        shape.put(CELL, value(CELL));
        return Records.read(type, shape);
    }

    Map<String, String> provenance() {
        Map<String, String> provenance = new TreeMap<>();
        Json.read(value("recur.provenance")).forEach((key, of) -> provenance.put(key, String.valueOf(of)));
        return provenance;
    }

    Vocabulary vocabulary(String key) {
        Map<String, @Nullable Object> words = Json.read(value(key));
        if (!(words.get("marks") instanceof Boolean marks)) {
            throw new IllegalArgumentException(
                    key + ": marks is " + words.get("marks") + ", but true or false is needed");
        }
        return Vocabulary.of(Tokenizer.of(String.valueOf(words.get("kind"))), marks, list(words.get("tokens")));
    }

    /** The strings of an entry that {@link #text(List)} wrote. */
    List<String> list(String key) {
        return list(Json.read(value(key)).get("list"));
    }

    private static List<String> list(@Nullable Object found) {
        List<String> strings = new ArrayList<>();
        if (found instanceof List<?> list) {
            list.forEach(element -> strings.add(String.valueOf(element)));
        }
        return strings;
    }

    /** A layout that asks for more than the file holds is refused before there is room for it, and one that asks for less, too. */
    void check(Layout layout) throws IOException {
        if (layout.elements() * (long) Float.BYTES > Files.size(path)) {
            throw new ModelFileException(
                    path, "its configuration asks for " + layout.elements() + " weights, more than the file holds");
        }
        for (String name : tensors.names()) {
            if (!layout.holds(name) && !name.startsWith(OF_TRAINING)) {
                throw new ModelFileException(path, "holds an array " + name + " that its configuration has no use for");
            }
        }
    }

    void read(Parameters parameters) throws IOException {
        for (Layout.View view : parameters.layout().views()) {
            parameters.write(view.name(), tensors.read(view.name(), view.shape()));
        }
    }

    @Override
    public void close() throws IOException {
        tensors.close();
    }
}
