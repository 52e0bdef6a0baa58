package dev.recur.model;

import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.random.Randomness;
import dev.recur.store.Json;
import dev.recur.store.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Says which of some classes, numbered from 0, an image is of, having read it as a sequence of rows or of pixels. */
public final class ImageClassifier extends NumericModel {
    static final String KIND = "image classifier";
    private static final String READING = "recur.reading";

    private final ImageReading reading;

    private ImageClassifier(NumericStructure structure, ImageReading reading, Map<String, String> provenance) {
        super(structure, provenance);
        this.reading = reading;
        if (structure.shape.inputs() != reading.inputs() || structure.shape.everyStep()) {
            throw new IllegalArgumentException("a network of " + structure.shape.inputs()
                    + " inputs does not read images by steps of " + reading.inputs());
        }
    }

    /** A new model with the starts its cell asks for. */
    public static ImageClassifier create(NumericShape shape, ImageReading reading, Randomness randomness) {
        NumericStructure structure = new NumericStructure(shape);
        ImageClassifier model = new ImageClassifier(structure, reading, Map.of());
        structure.blocks.start(model.parameters(), randomness);
        return model;
    }

    /** The shape that reads images so. */
    public static NumericShape shape(
            ImageReading reading,
            int classes,
            String cell,
            int hidden,
            int layers,
            boolean bidirectional,
            Skip skip,
            Pooling.Kind pooling,
            double dropout,
            double weightDrop,
            Regularisers regularisers) {
        return new NumericShape(
                cell,
                reading.inputs(),
                hidden,
                layers,
                bidirectional,
                skip,
                pooling,
                classes,
                false,
                dropout,
                weightDrop,
                regularisers);
    }

    @Override
    public String kind() {
        return KIND;
    }

    public ImageReading reading() {
        return reading;
    }

    public int classes() {
        return config().outputs();
    }

    @Override
    Map<String, String> words() {
        return Map.of(READING, Json.write(Records.map(reading)));
    }

    static ImageClassifier read(ModelFile file) throws IOException {
        ImageReading reading = Records.read(ImageReading.class, Json.read(file.value(READING)));
        NumericStructure structure = new NumericStructure(file.config(NumericShape.class));
        file.check(structure.blocks.layout());
        return new ImageClassifier(structure, reading, file.provenance());
    }

    /** Reads a file that {@link #save} has written. */
    public static ImageClassifier load(Path file) throws IOException {
        return (ImageClassifier) load(file, KIND);
    }
}
