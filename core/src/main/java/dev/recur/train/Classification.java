package dev.recur.train;

import dev.recur.batch.LengthOrder;
import dev.recur.model.ClassifierNetwork;
import dev.recur.model.Probabilities;
import dev.recur.model.SequenceClassifier;
import dev.recur.parallel.Workers;
import dev.recur.text.TextException;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * How well a classifier knows the labels of some texts.
 *
 * @param confusion of the labels
 * @param nats the sum of -log p of the actual labels
 * @param predicted the label of each text
 * @param probability of the actual label of each text
 */
public record Classification(Confusion confusion, double nats, int[] predicted, double[] probability) {
    private static final int ROWS = 64;

    /**
     * Of all samples.
     *
     * @param watch told of the texts
     * @throws TextException if a label is none of the model's, or a text holds no token
     * @throws CancellationException if {@code watch} does not want to go on
     */
    public static Classification of(SequenceClassifier model, List<Labelled> samples, Workers workers, Watch watch)
            throws TextException {
        ClassifierNetwork network = ClassifierNetwork.predicting(model, workers);
        network.load(0);
        return of(network, Samples.of(samples, model), model.labels().size(), watch);
    }

    static Classification of(ClassifierNetwork network, Samples samples, int classes, Watch watch) {
        int count = samples.count();
        LengthOrder order = LengthOrder.sorted(count, samples::length, ROWS);
        order.load(0);
        Confusion confusion = Confusion.of(classes);
        int[] predicted = new int[count];
        double[] probability = new double[count];
        int[][] texts = new int[ROWS][];
        long judged = 0;
        for (int g = 0; g < order.groups(); g++) {
            int n = order.size(g);
            for (int r = 0; r < n; r++) {
                texts[r] = samples.texts()[order.member(g, r)];
            }
            float[] logits = network.logits(texts, n);
            for (int r = 0; r < n; r++) {
                int sample = order.member(g, r);
                int actual = samples.labels()[sample];
                double[] p = Probabilities.of(logits, r * classes, classes);
                predicted[sample] = Probabilities.likeliest(p);
                probability[sample] = p[actual];
                confusion.add(actual, predicted[sample]);
            }
            judged += n;
            watch.ask(judged, count);
        }
        double nats = 0;
        for (double p : probability) {
            nats -= StrictMath.log(Math.max(p, Double.MIN_VALUE));
        }
        return new Classification(confusion, nats, predicted, probability);
    }

    public long count() {
        return predicted.length;
    }

    public double natsPerText() {
        return nats / count();
    }
}
