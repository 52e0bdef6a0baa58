package dev.recur.train;

import dev.recur.batch.LengthOrder;
import dev.recur.model.ClassifierNetwork;
import dev.recur.model.Probabilities;
import dev.recur.model.SequenceClassifier;
import dev.recur.parallel.Workers;
import dev.recur.text.TextException;
import java.util.List;

/**
 * How well a classifier knows the labels of some texts.
 *
 * @param confusion how often each label, [actual], was called which, [predicted]
 * @param nats the sum of -log p of the actual labels
 * @param predicted the label of each text
 * @param probability of the actual label of each text
 */
public record Classification(long[][] confusion, double nats, int[] predicted, double[] probability) {
    private static final int ROWS = 64;

    /** @throws TextException if a label is none of the model's, or a text holds no token */
    public static Classification of(SequenceClassifier model, List<Labelled> samples, Workers workers)
            throws TextException {
        ClassifierNetwork network = ClassifierNetwork.predicting(model, workers);
        network.load(0);
        return of(network, Samples.of(samples, model), model.labels().size());
    }

    static Classification of(ClassifierNetwork network, Samples samples, int classes) {
        int count = samples.count();
        LengthOrder order = LengthOrder.sorted(count, samples::length, ROWS);
        order.load(0);
        long[][] confusion = new long[classes][classes];
        int[] predicted = new int[count];
        double[] probability = new double[count];
        int[][] texts = new int[ROWS][];
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
                confusion[actual][predicted[sample]]++;
            }
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

    public double accuracy() {
        long right = 0;
        for (int k = 0; k < confusion.length; k++) {
            right += confusion[k][k];
        }
        return (double) right / count();
    }

    /** Of the texts that were called {@code label}, those that are; 0 if none was. */
    public double precision(int label) {
        long called = 0;
        for (long[] actual : confusion) {
            called += actual[label];
        }
        return called == 0 ? 0 : (double) confusion[label][label] / called;
    }

    /** Of the texts with a label, those that were called so; 0 if there are none. */
    public double recall(int label) {
        long there = support(label);
        return there == 0 ? 0 : (double) confusion[label][label] / there;
    }

    /** The harmonic mean of precision and recall; 0 if both are. */
    public double f1(int label) {
        double precision = precision(label);
        double recall = recall(label);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /** How many texts have a label. */
    public long support(int label) {
        long sum = 0;
        for (long called : confusion[label]) {
            sum += called;
        }
        return sum;
    }

    /** The mean F1 of all labels that occur or were called, each counting the same. */
    public double macroF1() {
        double sum = 0;
        int labels = 0;
        for (int k = 0; k < confusion.length; k++) {
            long called = 0;
            for (long[] actual : confusion) {
                called += actual[k];
            }
            if (called + support(k) > 0) {
                sum += f1(k);
                labels++;
            }
        }
        return sum / labels;
    }

    public double natsPerText() {
        return nats / count();
    }
}
