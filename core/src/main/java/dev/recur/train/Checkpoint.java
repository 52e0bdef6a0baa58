package dev.recur.train;

import dev.recur.array.Parameters;
import dev.recur.array.Shape;
import dev.recur.model.Model;
import dev.recur.store.Json;
import dev.recur.store.ModelFileException;
import dev.recur.store.Records;
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
 * @param sha256 of the data
 * @param moments the optimiser's arrays
 * @param states hidden states that are carried on
 * @param copies what to go back to after an explosion
 */
record Checkpoint(
        Model model,
        Training training,
        TaskOptions task,
        Progress progress,
        TrainingFiles files,
        String sha256,
        List<float[]> moments,
        float[] best,
        List<float[]> states,
        List<GoodStates.Copy> copies) {
    private static final String OPTIONS = "recur.training";
    private static final String PROGRESS = "recur.progress";
    private static final String TASK = "recur.task";
    private static final String DATA = "recur.data";
    private static final String COPY = "recur.copy";

    /** Where the checkpoint of a model lies. */
    static Path beside(Path model) {
        return model.resolveSibling(model.getFileName() + ".checkpoint");
    }

    void write(Path file) throws IOException {
        List<Tensor> arrays = new ArrayList<>();
        add(arrays, "training.moment", moments);
        add(arrays, "training.state", states);
        add(arrays, "training.best", List.of(best));
        for (int i = 0; i < copies.size(); i++) {
            add(arrays, "training.copy" + i + ".array", copies.get(i).arrays());
            add(arrays, "training.copy" + i + ".state", copies.get(i).states());
        }
        Path validation = files.validation();
        Path validationTarget = files.validationTarget();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("files", files.training().stream().map(Path::toString).toList());
        data.put("targets", files.targets().stream().map(Path::toString).toList());
        data.put("validation", validation == null ? null : validation.toString());
        data.put("validation target", validationTarget == null ? null : validationTarget.toString());
        data.put("sha256", sha256);
        Map<String, Object> options = Records.written((Record) task);
        options.put(TASK, task.task());
        Map<String, String> more = new LinkedHashMap<>();
        more.put(OPTIONS, Json.write(Records.written(training)));
        more.put(TASK, Json.write(options));
        more.put(PROGRESS, progress.write());
        more.put(DATA, Json.write(data));
        for (int i = 0; i < copies.size(); i++) {
            more.put(COPY + i, copies.get(i).progress());
        }
        model.save(file, Map.of("checkpoint", "of a run that is not over"), more, arrays);
    }

    private static void add(List<Tensor> arrays, String name, List<float[]> all) {
        for (int i = 0; i < all.size(); i++) {
            arrays.add(Tensor.of(name + i, Shape.of(all.get(i).length), all.get(i)));
        }
    }

    static Checkpoint read(Path file) throws IOException {
        Model model = Model.load(file);
        try (TensorFile from = TensorFile.open(file)) {
            Map<String, @Nullable Object> data = Json.read(entry(file, from, DATA));
            return new Checkpoint(
                    model,
                    Records.read(Training.class, Json.read(entry(file, from, OPTIONS))),
                    task(Json.read(entry(file, from, TASK))),
                    Progress.read(entry(file, from, PROGRESS)),
                    files(data),
                    String.valueOf(data.get("sha256")),
                    all(from, "training.moment"),
                    from.read("training.best0", Shape.of(model.parameters().values().length)),
                    all(from, "training.state"),
                    copies(from));
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file, String.valueOf(e.getMessage()));
        }
    }

    private static List<GoodStates.Copy> copies(TensorFile from) throws IOException {
        List<GoodStates.Copy> copies = new ArrayList<>();
        for (int i = 0; from.metadata().containsKey(COPY + i); i++) {
            copies.add(new GoodStates.Copy(
                    String.valueOf(from.metadata().get(COPY + i)),
                    all(from, "training.copy" + i + ".array"),
                    all(from, "training.copy" + i + ".state")));
        }
        return copies;
    }

    /** The name tells the class of the options. */
    private static TaskOptions task(Map<String, @Nullable Object> options) {
        Record defaults = (Record) Tasks.named(String.valueOf(options.get(TASK)));
        return (TaskOptions) Records.read(defaults.getClass(), options);
    }

    private static TrainingFiles files(Map<String, @Nullable Object> data) {
        return new TrainingFiles(
                paths(data.get("files")),
                paths(data.get("targets")),
                path(data.get("validation")),
                path(data.get("validation target")));
    }

    private static List<Path> paths(@Nullable Object found) {
        List<Path> files = new ArrayList<>();
        if (found instanceof List<?> list) {
            list.forEach(path -> files.add(Path.of(String.valueOf(path))));
        }
        return files;
    }

    private static @Nullable Path path(@Nullable Object found) {
        return found == null ? null : Path.of(found.toString());
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
                    file, "holds " + moments.size() + " moments, but " + training.optimizer() + " needs " + to.size());
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
