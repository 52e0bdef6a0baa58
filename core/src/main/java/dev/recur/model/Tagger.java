package dev.recur.model;

import dev.recur.batch.LengthOrder;
import dev.recur.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@link SequenceTagger} at work: tokens to tags. The weights are those it had when this was made. One thread at a time. */
public final class Tagger {
    private static final int ROWS = 64;

    private final SequenceTagger model;
    private final Workers workers;

    public Tagger(SequenceTagger model, Workers workers) {
        this.model = model;
        this.workers = workers;
    }

    public SequenceTagger model() {
        return model;
    }

    /** The tags of each sentence, in their order; sentences of like length run together, which changes nothing for them. */
    public List<List<String>> tag(List<List<String>> sentences) {
        Forms forms = model.forms();
        List<TaggerInput> inputs = new ArrayList<>();
        sentences.forEach(sentence -> inputs.add(model.encode(sentence, forms)));
        TaggerNetwork network = TaggerNetwork.predicting(model, forms, workers);
        network.load(0);
        List<List<String>> tagged = new ArrayList<>();
        sentences.forEach(sentence -> tagged.add(List.of()));
        LengthOrder order = LengthOrder.sorted(inputs.size(), i -> inputs.get(i).length(), ROWS);
        order.load(0);
        for (int group = 0; group < order.groups(); group++) {
            List<TaggerInput> batch = new ArrayList<>();
            for (int row = 0; row < order.size(group); row++) {
                batch.add(inputs.get(order.member(group, row)));
            }
            List<int[]> found = network.tag(batch);
            for (int row = 0; row < batch.size(); row++) {
                tagged.set(
                        order.member(group, row),
                        Arrays.stream(found.get(row))
                                .mapToObj(model.tags()::get)
                                .toList());
            }
        }
        return tagged;
    }

    /** The probability of each tag of the model at each token, given the whole sentence: [length, K]. */
    public double[][] probabilities(List<String> sentence) {
        Forms forms = model.forms();
        TaggerInput input = model.encode(sentence, forms);
        TaggerNetwork network = TaggerNetwork.predicting(model, forms, workers);
        network.load(0);
        return network.probabilities(input);
    }
}
