package dev.recur.model;

import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;

/** Runs an image classifier over images of bytes. Holds the buffers; one thread at a time. */
public final class ImageNetwork {
    private static final float WHITE = 255f;

    private final ImageClassifier model;
    private final NumericNetwork network;
    private final int[] order; // of the pixels: which one is read at a place
    private Rows rows = Rows.full(0, 0);
    private float[] x = {}; // [steps, n, D]

    public ImageNetwork(ImageClassifier model, boolean training, Randomness randomness, Workers workers) {
        ImageReading reading = model.reading();
        this.model = model;
        this.network = new NumericNetwork(model, training, randomness, workers);
        this.order = new int[reading.pixels()];
        for (int place = 0; place < order.length; place++) {
            order[place] = place;
        }
        if (reading.permute() != 0) {
            int[] drawn = new Randomness(reading.permute()).stream("pixels").permutation(order.length, 0);
            System.arraycopy(drawn, 0, order, 0, order.length);
        }
    }

    public ImageClassifier model() {
        return model;
    }

    /** Reads the model's weights; call it whenever they have changed. {@code step} is that of training, which chooses masks. */
    public void load(long step) {
        load(step, 1);
    }

    /** The same with all rates of dropout multiplied by {@code strength}, 0 to 1. */
    public void load(long step, double strength) {
        network.load(step, strength);
    }

    /**
     * Forward, cross-entropy and backward.
     *
     * @param pixels of all images, [images, height, width]
     * @param which of them, the first {@code n}
     * @param classes of these, [n]
     * @param gradient added to: that of the mean
     * @return the sum over the images, in nats
     */
    public double train(byte[] pixels, int[] which, int[] classes, int n, float[] gradient) {
        read(pixels, which, n);
        return network.trainClasses(x, rows, classes, 1f / n, gradient);
    }

    /** Logits of the first {@code n} images, [n, classes], until the next call. */
    public float[] logits(byte[] pixels, int[] which, int n) {
        read(pixels, which, n);
        return network.forward(x, rows);
    }

    private void read(byte[] pixels, int[] which, int n) {
        int inputs = model.reading().inputs();
        int steps = model.reading().steps();
        rows = rows.rows() == n ? rows : Rows.full(steps, n);
        x = x.length < rows.total() * inputs ? new float[rows.total() * inputs] : x;
        for (int r = 0; r < n; r++) {
            int image = which[r] * order.length;
            for (int place = 0; place < order.length; place++) {
                x[(place / inputs * n + r) * inputs + place % inputs] = (pixels[image + order[place]] & 0xFF) / WHITE;
            }
        }
    }
}
