package dev.recur.model;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.layer.Stack;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import dev.recur.store.ModelFileException;
import dev.recur.store.Tensor;
import dev.recur.store.TensorFile;
import dev.recur.store.TensorWriter;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Predicts the next token of a text: an embedding, recurrent layers, and a dense soft-max, whose matrix may be the embedding. Everything that
 * is needed to use it is in one file.
 */
public final class LanguageModel {
    /**
     * The shape of a language model.
     *
     * @param cell the text of the cell
     * @param hidden H
     * @param layers how many
     * @param embedding length of a token's vector
     * @param dropout between layers and before the output, in training
     * @param inputDropout of the embedded tokens, in training
     * @param weightDrop of the weights on the state, in training
     * @param tied whether the output's matrix is the embedding; with H other than the embedding's length, a projection lies between
     */
    public record Config(
            String cell,
            int hidden,
            int layers,
            int embedding,
            double dropout,
            double inputDropout,
            double weightDrop,
            boolean tied) {
        private static final int MOST_LAYERS = 1000;

        public Config {
            positive("hidden", hidden);
            positive("layers", layers);
            if (layers > MOST_LAYERS) {
                throw new IllegalArgumentException(
                        "layers is " + layers + ", but at most " + MOST_LAYERS + " are possible");
            }
            positive("embedding", embedding);
            share("dropout", dropout);
            share("input dropout", inputDropout);
            share("weight drop", weightDrop);
        }

        private static void positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " is " + value + ", but at least 1 is needed");
            }
        }

        private static void share(String name, double value) {
            if (!(value >= 0 && value < 1)) {
                throw new IllegalArgumentException(name + " is " + value + ", but a share from 0 to below 1 is needed");
            }
        }
    }

    private static final double EMBEDDING_RANGE = 0.1;

    private final Config config;
    private final Cell cell;
    private final Vocabulary vocabulary;
    private final Parameters parameters;
    private final Map<String, String> provenance;
    private final Stack.Place stack;

    private LanguageModel(Config config, Vocabulary vocabulary, Map<String, String> provenance, long mostBytes) {
        this.config = config;
        this.cell = Cell.parse(config.cell(), "the model's cell");
        this.vocabulary = vocabulary;
        this.provenance = Map.copyOf(provenance);
        Layout.Builder builder = Layout.builder();
        builder.add("embedding", vocabulary.size(), config.embedding());
        this.stack = Stack.declare(
                builder, "layer", cell, config.embedding(), config.hidden(), config.layers(), false, Skip.NONE);
        Layout layout = layout(builder);
        if (layout.elements() * (long) Float.BYTES > mostBytes) {
            throw new IllegalArgumentException(
                    "its configuration asks for " + layout.elements() + " weights, more than the file holds");
        }
        this.parameters = Parameters.zeros(layout);
    }

    private Layout layout(Layout.Builder builder) {
        if (projected()) {
            builder.add("projection.W", config.embedding(), config.hidden());
            builder.add("projection.b", config.embedding());
        }
        if (!config.tied()) {
            builder.add("output.W", vocabulary.size(), config.hidden());
        }
        builder.add("output.b", vocabulary.size());
        return builder.build();
    }

    /** A new model with the starts its cell asks for; embeddings uniform within ±0.1, the output within ±1/√H. */
    public static LanguageModel create(Config config, Vocabulary vocabulary, Randomness randomness) {
        LanguageModel model = new LanguageModel(config, vocabulary, Map.of(), Long.MAX_VALUE);
        float[] flat = model.parameters.values();
        model.uniform("embedding", EMBEDDING_RANGE, randomness);
        model.stack.start(flat, randomness);
        double range = 1 / Math.sqrt(config.hidden());
        if (model.projected()) {
            model.uniform("projection.W", range, randomness);
        }
        if (!config.tied()) {
            model.uniform("output.W", range, randomness);
        }
        return model;
    }

    private void uniform(String name, double range, Randomness randomness) {
        Stream stream = randomness.stream("start/" + name);
        float[] values = parameters.read(name);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) stream.uniform(-range, range, 0, i);
        }
        parameters.write(name, values);
    }

    public Config config() {
        return config;
    }

    public Cell cell() {
        return cell;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** All weights, in one flat array. */
    public Parameters parameters() {
        return parameters;
    }

    /** Where it comes from: hash of the data, options, seed, version. Empty for a new model. */
    public Map<String, String> provenance() {
        return provenance;
    }

    /** Whether the output is tied to an embedding of another length than H. */
    boolean projected() {
        return config.tied() && config.embedding() != config.hidden();
    }

    /** Where the recurrent layers lie. */
    Stack.Place stack() {
        return stack;
    }

    int offset(String name) {
        return parameters.layout().view(name).offset();
    }

    // ---- files

    /** Writes one file: weights, configuration, vocabulary, provenance, and arrays and metadata of whoever calls. Atomic. */
    public void save(Path file, Map<String, String> provenance, Map<String, String> more, List<Tensor> extra)
            throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        for (Layout.View view : parameters.layout().views()) {
            tensors.add(new Tensor(view.name(), view.shape(), () -> parameters.read(view.name())));
        }
        tensors.addAll(extra);
        Map<String, String> metadata = new LinkedHashMap<>(more);
        metadata.putAll(ModelText.write(this, provenance));
        TensorWriter.write(file, metadata, tensors);
    }

    /** Reads a file that {@link #save} has written. */
    public static LanguageModel load(Path file) throws IOException {
        try (TensorFile from = TensorFile.open(file)) {
            ModelText.Read text = ModelText.read(file, from);
            LanguageModel model;
            try {
                model = new LanguageModel(text.config(), text.vocabulary(), text.provenance(), Files.size(file));
            } catch (IllegalArgumentException e) {
                throw new ModelFileException(file, String.valueOf(e.getMessage()));
            }
            for (Layout.View view : model.parameters.layout().views()) {
                model.parameters.write(view.name(), from.read(view.name(), view.shape()));
            }
            return model;
        }
    }
}
