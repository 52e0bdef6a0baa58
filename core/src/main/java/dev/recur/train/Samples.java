package dev.recur.train;

import dev.recur.model.SequenceClassifier;
import dev.recur.text.TextException;
import java.util.List;

/**
 * Labelled texts as a classifier reads them.
 *
 * @param texts the tokens of each
 * @param labels the number of each one's label
 */
record Samples(int[][] texts, int[] labels) {
    /** @throws TextException if a label is none of the model's, or a text holds no token */
    static Samples of(List<Labelled> samples, SequenceClassifier model) throws TextException {
        int[][] texts = new int[samples.size()][];
        int[] labels = new int[samples.size()];
        for (int i = 0; i < texts.length; i++) {
            Labelled sample = samples.get(i);
            texts[i] = model.encode(sample.text());
            labels[i] = model.labels().indexOf(sample.label());
            if (labels[i] < 0) {
                throw new TextException(
                        sample.file(),
                        sample.line(),
                        "the label " + sample.label() + " is none of those that were learnt: "
                                + String.join(", ", model.labels()));
            }
            if (texts[i].length == 0) {
                throw new TextException(
                        sample.file(),
                        sample.line(),
                        "the text holds no " + model.vocabulary().tokenizer());
            }
        }
        return new Samples(texts, labels);
    }

    int count() {
        return labels.length;
    }

    long tokens() {
        long sum = 0;
        for (int[] text : texts) {
            sum += text.length;
        }
        return sum;
    }

    int length(int sample) {
        return texts[sample].length;
    }
}
