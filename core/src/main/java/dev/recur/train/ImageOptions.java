package dev.recur.train;

import dev.recur.cell.Cell;
import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.model.ImageClassifier;
import dev.recur.model.ImageReading;
import dev.recur.model.Model;
import dev.recur.model.NumericShape;
import dev.recur.model.Regularisers;
import dev.recur.parallel.Workers;
import dev.recur.store.OffAtZero;
import dev.recur.store.Records;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * To say of which class an image is, read as a sequence.
 *
 * @param by what a step is
 * @param permute chooses an order of the pixels by chance; 0 keeps them as they are
 * @param images so many are used, drawn by chance, the share that is held out among them; 0 for all
 * @param cell the text of the cell
 * @param hidden H of each layer and direction
 * @param layers how many recurrent layers
 * @param bidirectional whether each layer reads in both directions
 * @param skip which layer reads which
 * @param pooling what is made of all steps
 * @param dropout between layers and before the output
 * @param weightDrop of the weights on the state
 * @param regularisers of training
 */
public record ImageOptions(
        ImageReading.By by,
        long permute,
        @OffAtZero int images,
        String cell,
        int hidden,
        int layers,
        boolean bidirectional,
        @OffAtZero Skip skip,
        @OffAtZero Pooling.Kind pooling,
        double dropout,
        double weightDrop,
        Regularisers regularisers)
        implements TaskOptions {
    public static final ImageOptions DEFAULTS = new ImageOptions(
            ImageReading.By.ROWS,
            0, // permute
            0, // images
            Cell.named("lstm").text(),
            128, // hidden
            1, // layers
            false, // bidirectional
            Skip.NONE,
            Pooling.Kind.LAST,
            0.1, // dropout
            0, // weight drop
            Regularisers.NONE);

    public ImageOptions {
        Training.check(images == 0 || images >= 2, "the number of images", images, "0 (for all), or 2 or more");
        ImageClassifier.shape(
                new ImageReading(1, 1, by, permute),
                1,
                cell,
                hidden,
                layers,
                bidirectional,
                skip,
                pooling,
                dropout,
                weightDrop,
                regularisers);
    }

    ImageReading reading(Images images) {
        return new ImageReading(images.height(), images.width(), by, permute);
    }

    NumericShape shape(ImageReading reading, int classes) {
        return ImageClassifier.shape(
                reading,
                classes,
                cell,
                hidden,
                layers,
                bidirectional,
                skip,
                pooling,
                dropout,
                weightDrop,
                regularisers);
    }

    @Override
    public String task() {
        return "images";
    }

    @Override
    public Training training() {
        return Training.builder().batch(64).rate(0.002).patience(5).build();
    }

    @Override
    public Task begin(
            Training training, TrainingFiles files, @Nullable Model resumed, @Nullable Model source, Workers workers)
            throws IOException {
        return new ImageTask(training, this, files, (ImageClassifier) resumed, workers);
    }

    /** The defaults with some changed, by their names as {@link Records} has them. */
    public static ImageOptions of(Map<String, ?> changes) {
        return Records.with(DEFAULTS, changes);
    }
}
