package dev.recur.model;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.cell.Cell;
import dev.recur.store.ModelFileException;
import dev.recur.store.Tensor;
import dev.recur.store.TensorWriter;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network's weights with all that is needed to use them, in one file: shape, cell, vocabulary, provenance. Each kind of model is a
 * subclass; a file names its kind.
 */
public abstract class Model {
    /** Begins what rows are called that stand for labels: no token begins so and goes on. */
    static final String LABEL = "\n";

    private final Cell cell;
    private final Parameters parameters;
    private final Map<String, String> provenance;

    Model(Cell cell, Layout layout, Map<String, String> provenance) {
        this.cell = cell;
        this.parameters = Parameters.zeros(layout);
        this.provenance = Map.copyOf(provenance);
    }

    /** What its file calls it, such as "language model". */
    public abstract String kind();

    /** The shape; one of its components is {@code cell}, the text of the cell. */
    public abstract Record config();

    /** What the file says beyond what all models say: vocabularies, labels. */
    abstract Map<String, String> words();

    /** Arrays whose rows have names, such as the tokens of a vocabulary, and which. */
    Map<String, List<String>> namedRows() {
        return Map.of();
    }

    /** What rows are called that stand for tokens. */
    static List<String> tokens(Vocabulary vocabulary) {
        return IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::token).toList();
    }

    /** What rows are called that stand for labels. */
    static List<String> labels(List<String> labels) {
        return labels.stream().map(label -> LABEL + label).toList();
    }

    /** The tokens that it reads; null if it reads none. */
    public @Nullable Vocabulary reads() {
        return null;
    }

    public final Cell cell() {
        return cell;
    }

    /** All weights, in one flat array. */
    public final Parameters parameters() {
        return parameters;
    }

    /** Where it comes from: hash of the data, options, seed, version. Empty for a new model. */
    public final Map<String, String> provenance() {
        return provenance;
    }

    /** Of the names, shapes and values of all weights, in hex. */
    public final String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Layout.View view : parameters.layout().views()) {
                digest.update((view.name() + " " + view.shape()).getBytes(StandardCharsets.UTF_8));
                float[] values = parameters.read(view.name());
                ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length));
                bytes.asFloatBuffer().put(values);
                digest.update(bytes.array());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    final int offset(String name) {
        return parameters.layout().view(name).offset();
    }

    // ---- files

    /** Writes one file: weights, configuration, vocabulary, provenance, and arrays and metadata of whoever calls. Atomic. */
    public final void save(Path file, Map<String, String> provenance, Map<String, String> more, List<Tensor> extra)
            throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        for (Layout.View view : parameters.layout().views()) {
            tensors.add(new Tensor(view.name(), view.shape(), () -> parameters.read(view.name())));
        }
        tensors.addAll(extra);
        Map<String, String> metadata = new LinkedHashMap<>(more);
        metadata.putAll(words());
        metadata.putAll(ModelFile.text(this, provenance));
        TensorWriter.write(file, metadata, tensors);
    }

    /** Reads a model of whatever kind. */
    public static Model load(Path file) throws IOException {
        return load(file, null);
    }

    /** Reads a model; null takes any kind. */
    static Model load(Path path, @Nullable String expected) throws IOException {
        try (ModelFile file = ModelFile.open(path)) {
            String kind = file.kind();
            if (expected != null && !expected.equals(kind)) {
                throw new ModelFileException(path, "expected a " + expected + ", found a " + kind);
            }
            Model model = read(path, kind, file);
            file.read(model.parameters);
            return model;
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(path, String.valueOf(e.getMessage()));
        }
    }

    /** Each kind of model has its line here. */
    private static Model read(Path path, String kind, ModelFile file) throws IOException {
        return switch (kind) {
            case LanguageModel.KIND -> LanguageModel.read(file);
            case Forecaster.KIND -> Forecaster.read(file);
            case ImageClassifier.KIND -> ImageClassifier.read(file);
            case PuzzleModel.KIND -> PuzzleModel.read(file);
            case SequenceClassifier.KIND -> SequenceClassifier.read(file);
            case SequenceTagger.KIND -> SequenceTagger.read(file);
            case Translator.KIND -> Translator.read(file);
            default ->
                throw new ModelFileException(
                        path, "this version does not know the kind of model \"" + kind + "\"; a newer one may");
        };
    }
}
