package dev.recur.train;

import dev.recur.model.ImageClassifier;
import dev.recur.model.ImageNetwork;
import dev.recur.model.ImageReading;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says of which class an image is. */
final class ImageTask extends Task {
    /** Without a number of epochs: about so many updates are made, in 3 to 30 epochs. */
    private static final long UPDATES = 10_000;

    private final ImageClassifier model;
    private final Images images;
    private final int[] learnt; // numbers of the images to learn from
    private final Images held;
    private final int[] kept; // numbers of those to validate with
    private final String sha256;
    private final int batch;
    private final Stream chance;
    private final ImageNetwork network;
    private final ImageNetwork judging;
    private int[] order = {}; // of the images of the epoch
    private long ordered = -1;
    private final int[] which; // of the minibatch under way
    private final int[] classes;

    ImageTask(
            Training run, ImageOptions options, TrainingFiles files, @Nullable ImageClassifier resumed, Workers workers)
            throws IOException {
        Randomness randomness = new Randomness(run.seed());
        Path other = files.validation();
        this.images = Images.read(files.training());
        int[] order = randomness.stream("validation").permutation(images.count(), 0);
        int used = options.images() == 0 ? order.length : Math.min(options.images(), order.length);
        int[] drawn = Arrays.copyOf(order, used);
        int share = other == null ? Math.min(used - 1, (int) StrictMath.rint(run.valid() * used)) : 0;
        this.held = other == null ? images : Images.read(List.of(other));
        this.kept = other == null ? Arrays.copyOf(drawn, share) : all(held.count());
        this.learnt = Arrays.copyOfRange(drawn, share, drawn.length);
        this.sha256 = images.sha256() + (other == null ? "" : " " + held.sha256());
        ImageReading reading = options.reading(images);
        int count = Math.max(images.classCount(), held.classCount());
        this.model =
                resumed == null ? ImageClassifier.create(options.shape(reading, count), reading, randomness) : resumed;
        this.batch = run.batch();
        this.chance = randomness.stream("order");
        this.network = new ImageNetwork(model, true, randomness, workers);
        this.judging = new ImageNetwork(model, false, randomness, workers);
        this.which = new int[batch];
        this.classes = new int[batch];
        ImageJudgement.require(model, held);
    }

    private static int[] all(int count) {
        int[] all = new int[count];
        Arrays.setAll(all, i -> i);
        return all;
    }

    @Override
    public ImageClassifier model() {
        return model;
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("classes", (long) model.classes());
        figures.put("steps of an image", (long) model.reading().steps());
        figures.put("training images", (long) learnt.length);
        figures.put("validation images", (long) kept.length);
        return figures;
    }

    @Override
    public String sha256() {
        return sha256;
    }

    @Override
    public int suitableEpochs() {
        return (int) Math.max(3, Math.min(30, UPDATES / minibatches(0)));
    }

    @Override
    public long minibatches(long epoch) {
        return (learnt.length + batch - 1) / batch;
    }

    @Override
    public void load(long step, double strength) {
        network.load(step, strength);
    }

    @Override
    public Learnt train(long epoch, long minibatch, float[] gradient) {
        if (ordered != epoch) {
            order = chance.permutation(learnt.length, epoch);
            ordered = epoch;
        }
        int from = (int) minibatch * batch;
        int n = Math.min(batch, order.length - from);
        for (int r = 0; r < n; r++) {
            which[r] = learnt[order[from + r]];
            classes[r] = images.classes()[which[r]];
        }
        double nats = network.train(images.pixels(), which, classes, n, gradient);
        return new Learnt(nats, n, (long) n * model.reading().steps());
    }

    @Override
    public @Nullable Score validate() {
        if (kept.length == 0) {
            return null;
        }
        judging.load(0);
        ImageJudgement found = ImageJudgement.of(judging, held, kept, Watch.NONE);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("accuracy", found.confusion().accuracy());
        figures.put("nats an image", found.natsPerImage());
        return new Score(found.natsPerImage(), true, figures);
    }
}
