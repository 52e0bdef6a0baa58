package dev.recur.model;

import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Uses a classifier: texts in, labels out. One thread at a time. */
public final class Classifier {
    /** A token of a text and what it does to a label's log odds; above 0 it speaks for the label. */
    public record Influence(String token, float influence) {}

    private final SequenceClassifier model;
    private final Workers workers;
    private final ClassifierNetwork network;
    private @Nullable ClassifierNetwork explaining;

    public Classifier(SequenceClassifier model, Workers workers) {
        this.model = model;
        this.workers = workers;
        this.network = ClassifierNetwork.predicting(model, workers);
        network.load(0);
    }

    public SequenceClassifier model() {
        return model;
    }

    /**
     * What is said of a text does not depend on the others.
     *
     * @throws IllegalArgumentException if a text holds no token
     */
    public List<Prediction> classify(List<String> texts) {
        int n = texts.size();
        if (n == 0) {
            return List.of();
        }
        int[][] tokens = new int[n][];
        for (int i = 0; i < n; i++) {
            tokens[i] = encode(texts.get(i));
        }
        float[] logits = network.logits(tokens, n);
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            predictions.add(prediction(texts.get(i), tokens[i], logits, i));
        }
        return predictions;
    }

    private int[] encode(String text) {
        int[] tokens = model.encode(text);
        if (tokens.length == 0) {
            throw new IllegalArgumentException(
                    "the text \"" + text + "\" holds no " + model.vocabulary().tokenizer() + " to judge by");
        }
        return tokens;
    }

    private Prediction prediction(String text, int[] tokens, float[] logits, int row) {
        List<String> labels = model.labels();
        double[] p = Probabilities.of(logits, row * labels.size(), labels.size());
        List<Integer> order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -p[k]))
                .toList();
        Map<String, Double> probabilities = new LinkedHashMap<>();
        order.forEach(k -> probabilities.put(labels.get(k), p[k]));
        int unknown = 0;
        for (int token : tokens) {
            unknown += token == model.vocabulary().unknown() ? 1 : 0;
        }
        return new Prediction(text, labels.get(order.get(0)), Collections.unmodifiableMap(probabilities), unknown);
    }

    /**
     * What each token of a text does for a label, see {@link ClassifierNetwork#influences}. Tokens stand as in the text; bytes by their
     * names.
     */
    public List<Influence> influences(String text, String label) {
        int number = model.labels().indexOf(label);
        if (number < 0) {
            throw new IllegalArgumentException("there is no label " + label + "; there are " + model.labels());
        }
        ClassifierNetwork known = explaining;
        if (known == null) {
            known = ClassifierNetwork.explaining(model, workers);
            known.load(0);
            explaining = known;
        }
        int[] tokens = encode(text);
        float[] influences = known.influences(tokens, number);
        List<String> shown = shown(text, tokens);
        List<Influence> found = new ArrayList<>();
        for (int t = 0; t < tokens.length; t++) {
            found.add(new Influence(shown.get(t), influences[t]));
        }
        return found;
    }

    /** Unknown tokens too as they stand in the text. */
    private List<String> shown(String text, int[] tokens) {
        List<String> cut = model.vocabulary().tokenizer().cut(text);
        if (cut.size() == tokens.length) { // letters that have several in lower case are shown as the model reads them
            return cut;
        }
        return IntStream.of(tokens).mapToObj(model.vocabulary()::token).toList();
    }
}
