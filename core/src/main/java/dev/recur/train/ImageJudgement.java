package dev.recur.train;

import dev.recur.model.ImageClassifier;
import dev.recur.model.ImageNetwork;
import dev.recur.model.ImageReading;
import dev.recur.model.Probabilities;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * What a classifier says of images, and how well it knows them if their classes are known.
 *
 * @param said the class of each image
 * @param probability of what was said
 * @param confusion of the classes; zeros if they are not known
 * @param nats the sum of -log p of the actual classes
 */
public record ImageJudgement(int[] said, double[] probability, Confusion confusion, double nats) {
    private static final int ROWS = 64;

    /**
     * Of all images.
     *
     * @param watch told of the images
     * @throws IllegalArgumentException if the model reads images of another size or knows fewer classes
     * @throws CancellationException if {@code watch} does not want to go on
     */
    public static ImageJudgement of(ImageClassifier model, Images images, Workers workers, Watch watch) {
        require(model, images);
        ImageNetwork network = new ImageNetwork(model, false, new Randomness(0), workers);
        network.load(0);
        return of(network, images, IntStream.range(0, images.count()).toArray(), watch);
    }

    static void require(ImageClassifier model, Images images) {
        ImageReading reading = model.reading();
        if (reading.height() != images.height() || reading.width() != images.width()) {
            throw new IllegalArgumentException("the images are " + images.height() + " by " + images.width()
                    + ", but the classifier reads " + reading.height() + " by " + reading.width());
        }
        if (images.classCount() > model.classes()) {
            throw new IllegalArgumentException("a label is " + (images.classCount() - 1)
                    + ", but the classifier knows 0 to " + (model.classes() - 1));
        }
    }

    static ImageJudgement of(ImageNetwork network, Images images, int[] numbers, Watch watch) {
        int classes = network.model().classes();
        int[] said = new int[numbers.length];
        double[] probability = new double[numbers.length];
        Confusion confusion = Confusion.of(classes);
        int[] which = new int[ROWS];
        double nats = 0;
        for (int from = 0; from < numbers.length; from += ROWS) {
            int n = Math.min(ROWS, numbers.length - from);
            System.arraycopy(numbers, from, which, 0, n);
            float[] logits = network.logits(images.pixels(), which, n);
            for (int r = 0; r < n; r++) {
                double[] p = Probabilities.of(logits, r * classes, classes);
                said[from + r] = Probabilities.likeliest(p);
                probability[from + r] = p[said[from + r]];
                if (images.classes().length > 0) {
                    int actual = images.classes()[which[r]];
                    confusion.add(actual, said[from + r]);
                    nats -= StrictMath.log(Math.max(p[actual], Double.MIN_VALUE));
                }
            }
            watch.ask(from + n, numbers.length);
        }
        return new ImageJudgement(said, probability, confusion, nats);
    }

    public double natsPerImage() {
        return nats / said.length;
    }
}
