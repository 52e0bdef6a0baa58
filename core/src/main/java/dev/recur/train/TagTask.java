package dev.recur.train;

import dev.recur.batch.LengthOrder;
import dev.recur.model.Forms;
import dev.recur.model.SequenceTagger;
import dev.recur.model.TaggerInput;
import dev.recur.model.TaggerNetwork;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.TaggedSentence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives each word of a sentence its tag. */
final class TagTask extends Task {
    /** Groups that are sorted by length together. */
    private static final int POOL = 32;

    /** Without a number of epochs: so many tokens are read, in 5 to 30 epochs. */
    private static final long TOKENS = 3_000_000;

    private final TagData data;
    private final SequenceTagger model;
    private final TaggerNetwork network;
    private final TaggerNetwork validating;
    private final LengthOrder order;
    private final LengthOrder heldOrder;
    private final List<TaggerInput> inputs = new ArrayList<>();
    private final List<int[]> targets = new ArrayList<>();
    private final List<TaggerInput> heldInputs = new ArrayList<>();
    private final List<int[]> heldTargets = new ArrayList<>();
    private final boolean spans;
    private final long tokens;
    private final long unknown;

    TagTask(
            Training training,
            TagOptions options,
            TrainingFiles files,
            @Nullable SequenceTagger resumed,
            Workers workers)
            throws IOException {
        Randomness randomness = new Randomness(training.seed());
        this.data = TagData.read(training, options, files);
        this.model = resumed == null ? SequenceTagger.create(options.config(), data.words(), randomness) : resumed;
        this.spans = options.segment() || Span.tags(model.tags());
        this.tokens = data.tokens();
        Forms forms = model.forms();
        encode(data.training(), forms, inputs, targets);
        long[] counts = new long[model.vocabulary().size()];
        inputs.forEach(input -> {
            for (int form : input.forms()) {
                counts[forms.wordOf(form)]++;
            }
        });
        this.unknown = counts[model.vocabulary().unknown()];
        encode(data.validation(), forms, heldInputs, heldTargets);
        this.network = TaggerNetwork.training(
                model, forms, options.smoothing(), drops(counts, options.rareDropout()), randomness, workers);
        this.validating = TaggerNetwork.predicting(model, forms, workers);
        this.order = new LengthOrder(
                inputs.size(), i -> inputs.get(i).length(), training.batch(), POOL, randomness.stream("order"));
        this.heldOrder =
                LengthOrder.sorted(heldInputs.size(), i -> heldInputs.get(i).length(), training.batch());
    }

    /** Tags are numbered as in the model; a run's data hold no other. */
    private void encode(List<TaggedSentence> sentences, Forms forms, List<TaggerInput> to, List<int[]> tagged) {
        Map<String, Integer> ids = new HashMap<>();
        for (String tag : model.tags()) {
            ids.put(tag, ids.size());
        }
        for (TaggedSentence sentence : sentences) {
            to.add(model.encode(sentence.words(), forms));
            tagged.add(sentence.tags().stream()
                    .mapToInt(tag -> ids.getOrDefault(tag, 0))
                    .toArray());
        }
    }

    private static double @Nullable [] drops(long[] counts, double rare) {
        if (rare == 0) {
            return null;
        }
        double[] drops = new double[counts.length];
        for (int word = 0; word < drops.length; word++) {
            drops[word] = rare / (rare + counts[word]);
        }
        return drops;
    }

    @Override
    public SequenceTagger model() {
        return model;
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("vocabulary", (long) model.vocabulary().size());
        figures.put("tags", (long) model.tags().size());
        figures.put("training sentences", (long) inputs.size());
        figures.put("training tokens", tokens);
        figures.put("unknown tokens", unknown);
        figures.put("validation sentences", (long) heldInputs.size());
        return figures;
    }

    @Override
    public String sha256() {
        return data.sha256();
    }

    @Override
    public int suitableEpochs() {
        return (int) Math.max(5, Math.min(30, TOKENS / Math.max(1, tokens)));
    }

    @Override
    public long minibatches(long epoch) {
        return order.groups();
    }

    @Override
    public void load(long step, double strength) {
        network.load(step, strength);
    }

    @Override
    public Learnt train(long epoch, long minibatch, float[] gradient) {
        order.load(epoch);
        List<TaggerInput> batch = new ArrayList<>();
        List<int[]> wanted = new ArrayList<>();
        long words = 0;
        for (int row = 0; row < order.size((int) minibatch); row++) {
            int member = order.member((int) minibatch, row);
            batch.add(inputs.get(member));
            wanted.add(targets.get(member));
            words += inputs.get(member).length();
        }
        return new Learnt(network.train(batch, wanted, gradient), words, words);
    }

    @Override
    public @Nullable Score validate() {
        if (heldInputs.isEmpty()) {
            return null;
        }
        validating.load(0);
        heldOrder.load(0);
        TagScore score = new TagScore(spans);
        double nats = 0;
        for (int group = 0; group < heldOrder.groups(); group++) {
            List<TaggerInput> batch = new ArrayList<>();
            List<int[]> wanted = new ArrayList<>();
            for (int row = 0; row < heldOrder.size(group); row++) {
                batch.add(heldInputs.get(heldOrder.member(group, row)));
                wanted.add(heldTargets.get(heldOrder.member(group, row)));
            }
            List<int[]> found = new ArrayList<>();
            nats += validating.evaluate(batch, wanted, found);
            for (int i = 0; i < found.size(); i++) {
                score.add(names(wanted.get(i)), names(found.get(i)));
            }
        }
        return new Score(nats / score.tokens(), true, score.figures());
    }

    private List<String> names(int[] tags) {
        List<String> names = new ArrayList<>();
        for (int tag : tags) {
            names.add(model.tags().get(tag));
        }
        return names;
    }
}
