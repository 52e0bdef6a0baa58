package dev.recur.train;

import dev.recur.array.Parameters;
import dev.recur.array.Shape;
import dev.recur.model.LanguageModel;
import dev.recur.store.Json;
import dev.recur.store.ModelFileException;
import dev.recur.store.Tensor;
import dev.recur.store.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of a run in one file, which is a model file too: its weights are those of the last step. It lies beside the model and is
 * replaced as a whole, so whenever the program ends, a whole one is there.
 *
 * @param files the text, by absolute paths
 * @param moments the optimiser's arrays
 * @param states hidden states that are carried on
 */
record Checkpoint(
        LanguageModel model,
        Training options,
        Progress progress,
        List<Path> files,
        @Nullable Path validation,
        String sha256,
        List<float[]> moments,
        float[] best,
        List<float[]> states) {
    private static final String OPTIONS = "recur.training";
    private static final String PROGRESS = "recur.progress";
    private static final String TEXT = "recur.text";

    /** Where the checkpoint of a model lies. */
    static Path beside(Path model) {
        return model.resolveSibling(model.getFileName() + ".checkpoint");
    }

    void write(Path file) throws IOException {
        List<Tensor> arrays = new ArrayList<>();
        add(arrays, "training.moment", moments);
        add(arrays, "training.state", states);
        add(arrays, "training.best", List.of(best));
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("files", files.stream().map(Path::toString).toList());
        text.put("validation", validation == null ? null : validation.toString());
        text.put("sha256", sha256);
        Map<String, String> more =
                Map.of(OPTIONS, TrainingText.write(options), PROGRESS, progress.write(), TEXT, Json.write(text));
        model.save(file, Map.of("checkpoint", "of a run that is not over"), more, arrays);
    }

    private static void add(List<Tensor> arrays, String name, List<float[]> all) {
        for (int i = 0; i < all.size(); i++) {
            arrays.add(Tensor.of(name + i, Shape.of(all.get(i).length), all.get(i)));
        }
    }

    static Checkpoint read(Path file) throws IOException {
        LanguageModel model = LanguageModel.load(file);
        try (TensorFile from = TensorFile.open(file)) {
            Training options = TrainingText.read(entry(file, from, OPTIONS));
            Progress progress = Progress.read(entry(file, from, PROGRESS));
            Map<String, @Nullable Object> text = Json.read(entry(file, from, TEXT));
            List<Path> files = new ArrayList<>();
            if (text.get("files") instanceof List<?> list) {
                list.forEach(path -> files.add(Path.of(String.valueOf(path))));
            }
            Object validation = text.get("validation");
            return new Checkpoint(
                    model,
                    options,
                    progress,
                    files,
                    validation == null ? null : Path.of(validation.toString()),
                    String.valueOf(text.get("sha256")),
                    all(from, "training.moment"),
                    from.read("training.best0", Shape.of(model.parameters().values().length)),
                    all(from, "training.state"));
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file, String.valueOf(e.getMessage()));
        }
    }

    private static String entry(Path file, TensorFile from, String key) throws ModelFileException {
        String entry = from.metadata().get(key);
        if (entry == null) {
            throw new ModelFileException(file, "is no checkpoint of a training run: it has no entry " + key);
        }
        return entry;
    }

    private static List<float[]> all(TensorFile from, String name) throws IOException {
        List<float[]> arrays = new ArrayList<>();
        while (from.holds(name + arrays.size())) {
            arrays.add(from.read(name + arrays.size()));
        }
        return arrays;
    }

    /** Takes the moments over. */
    void giveMoments(Path file, List<Parameters> to) throws ModelFileException {
        if (moments.size() != to.size()) {
            throw new ModelFileException(
                    file, "holds " + moments.size() + " moments, but " + options.optimizer() + " needs " + to.size());
        }
        for (int i = 0; i < moments.size(); i++) {
            float[] values = to.get(i).values();
            if (moments.get(i).length != values.length) {
                throw new ModelFileException(
                        file,
                        "moment " + i + " has " + moments.get(i).length + " floats, but the model has "
                                + values.length);
            }
            System.arraycopy(moments.get(i), 0, values, 0, values.length);
        }
    }
}
