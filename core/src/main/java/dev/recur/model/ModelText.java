package dev.recur.model;

import dev.recur.cell.Cell;
import dev.recur.store.Json;
import dev.recur.store.ModelFileException;
import dev.recur.store.TensorFile;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The words of a language model's file: what is not an array. */
final class ModelText {
    static final String KIND = "recur.kind";
    private static final String LANGUAGE_MODEL = "language model";
    private static final String FORMAT = "1";

    record Read(LanguageModel.Config config, Vocabulary vocabulary, Map<String, String> provenance) {}

    private ModelText() {}

    static Map<String, String> write(LanguageModel model, Map<String, String> provenance) {
        LanguageModel.Config config = model.config();
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("hidden", config.hidden());
        shape.put("layers", config.layers());
        shape.put("embedding", config.embedding());
        shape.put("dropout", config.dropout());
        shape.put("input dropout", config.inputDropout());
        shape.put("weight drop", config.weightDrop());
        shape.put("tied", config.tied());
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("kind", model.vocabulary().tokenizer().toString());
        words.put("marks", model.vocabulary().hasMarks());
        boolean bytes = model.vocabulary().tokenizer() == Tokenizer.BYTES;
        words.put("tokens", bytes ? List.of() : model.vocabulary().tokens());
        Map<String, String> text = new LinkedHashMap<>();
        text.put(KIND, LANGUAGE_MODEL);
        text.put("recur.format", FORMAT);
        text.put("recur.config", Json.write(shape));
        text.put("recur.vocabulary", Json.write(words));
        text.put("recur.provenance", Json.write(new TreeMap<>(provenance)));
        text.put("cell", config.cell());
        text.put("cell.canonical", model.cell().canonical());
        text.put("cell.sha256", model.cell().sha256());
        text.put("cell.language", String.valueOf(Cell.LANGUAGE));
        return text;
    }

    static Read read(Path file, TensorFile from) throws ModelFileException {
        SortedMap<String, String> metadata = from.metadata();
        if (!LANGUAGE_MODEL.equals(metadata.get(KIND))) {
            String found = metadata.get(KIND);
            throw new ModelFileException(
                    file,
                    "expected a language model of this program, found "
                            + (found == null ? "arrays of another" : "a model of the kind \"" + found + "\""));
        }
        if (!from.checksummed()) {
            throw new ModelFileException(file, "this model has lost its checksum; it was written by another program");
        }
        if (!FORMAT.equals(metadata.get("recur.format"))) {
            throw new ModelFileException(
                    file, "model format " + metadata.get("recur.format") + ", but this version reads format " + FORMAT);
        }
        try {
            return parse(metadata);
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file, String.valueOf(e.getMessage()));
        }
    }

    private static Read parse(Map<String, String> metadata) {
        Map<String, @Nullable Object> shape = Json.read(value(metadata, "recur.config"));
        LanguageModel.Config config = new LanguageModel.Config(
                value(metadata, "cell"),
                whole(shape, "hidden"),
                whole(shape, "layers"),
                whole(shape, "embedding"),
                number(shape, "dropout"),
                number(shape, "input dropout"),
                number(shape, "weight drop"),
                truth(shape, "tied"));
        Map<String, @Nullable Object> words = Json.read(value(metadata, "recur.vocabulary"));
        List<String> tokens = new ArrayList<>();
        if (words.get("tokens") instanceof List<?> list) {
            list.forEach(token -> tokens.add(String.valueOf(token)));
        }
        Vocabulary vocabulary =
                Vocabulary.of(Tokenizer.of(String.valueOf(words.get("kind"))), truth(words, "marks"), tokens);
        Map<String, String> provenance = new TreeMap<>();
        Json.read(value(metadata, "recur.provenance")).forEach((key, of) -> provenance.put(key, String.valueOf(of)));
        return new Read(config, vocabulary, provenance);
    }

    private static String value(Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the entry " + key + " is missing");
        }
        return value;
    }

    private static int whole(Map<String, @Nullable Object> of, String key) {
        if (of.get(key) instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new IllegalArgumentException(key + " is " + of.get(key) + ", but a whole number is needed");
    }

    private static double number(Map<String, @Nullable Object> of, String key) {
        if (of.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(key + " is " + of.get(key) + ", but a number is needed");
    }

    private static boolean truth(Map<String, @Nullable Object> of, String key) {
        if (of.get(key) instanceof Boolean truth) {
            return truth;
        }
        throw new IllegalArgumentException(key + " is " + of.get(key) + ", but true or false is needed");
    }
}
