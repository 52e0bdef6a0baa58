package dev.recur.train;

import dev.recur.cell.Rows;
import dev.recur.model.NumericNetwork;
import dev.recur.model.PuzzleModel;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Solves a puzzle: no sequence is seen twice. */
final class PuzzleTask extends Task {
    private final Puzzle puzzle;
    private final PuzzleOptions options;
    private final int batch;
    private final int steps;
    private final PuzzleModel model;
    private final NumericNetwork network;
    private final NumericNetwork validating;
    private final Stream chance;
    private final Stream heldOut;
    private Rows rows;
    private final float[] x; // [steps, batch, D]
    private final float[] wanted; // [batch]
    private final int[] classes; // [steps, batch] or [batch]

    PuzzleTask(Training run, PuzzleOptions options, @Nullable PuzzleModel resumed, Workers workers) {
        Randomness randomness = new Randomness(run.seed());
        this.puzzle = options.puzzle();
        this.options = options;
        this.batch = run.batch();
        this.steps = puzzle.steps(options.length());
        this.model = resumed == null
                ? PuzzleModel.create(options.shape(), puzzle + " " + options.length(), randomness)
                : resumed;
        this.network = new NumericNetwork(model, true, randomness, workers);
        this.validating = new NumericNetwork(model, false, randomness, workers);
        this.chance = randomness.stream("puzzle");
        this.heldOut = randomness.stream("puzzle/validation");
        this.rows = Rows.full(steps, batch);
        this.x = new float[Math.multiplyExact(Math.multiplyExact(steps, batch), puzzle.inputs())];
        this.wanted = new float[batch];
        this.classes = new int[puzzle.everyStep() ? steps * batch : batch];
    }

    @Override
    public PuzzleModel model() {
        return model;
    }

    @Override
    public Map<String, Long> figures() {
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("steps of a sequence", (long) steps);
        figures.put("sequences", (long) options.updates() * batch);
        figures.put("validation sequences", (long) options.sequences());
        return figures;
    }

    @Override
    public String sha256() {
        return "made from the seed";
    }

    @Override
    public int suitableEpochs() {
        return options.training().epochs();
    }

    @Override
    public long minibatches(long epoch) {
        return options.updates();
    }

    @Override
    public boolean squared() {
        return puzzle.number();
    }

    @Override
    public void load(long step, double strength) {
        network.load(step, strength);
    }

    @Override
    public Learnt train(long epoch, long minibatch, float[] gradient) {
        fill(chance, epoch * options.updates() + minibatch, batch);
        long answers = answers(batch);
        float scale = (float) (1.0 / answers);
        double loss = puzzle.number()
                ? network.trainNumbers(x, rows, wanted, scale, gradient)
                : network.trainClasses(x, rows, classes, scale, gradient);
        return new Learnt(loss, answers, rows.total());
    }

    private void fill(Stream from, long step, int n) {
        rows = rows.rows() == n ? rows : Rows.full(steps, n);
        puzzle.fill(from, step, options.length(), n, x, wanted, classes);
    }

    private long answers(int n) {
        return puzzle.everyStep() ? (long) steps * n : n;
    }

    @Override
    public Score validate() {
        validating.load(0);
        PuzzleScore score = new PuzzleScore(puzzle, steps);
        for (int from = 0; from < options.sequences(); from += batch) {
            int n = Math.min(batch, options.sequences() - from);
            fill(heldOut, from / batch, n);
            score.add(validating.forward(x, rows), wanted, classes, n);
        }
        double loss = score.loss();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(puzzle.number() ? "MSE" : "nats", loss);
        figures.put("share of the baseline", loss / puzzle.baseline(options.length()));
        figures.put(puzzle.number() ? "share within 0.04" : "accuracy", score.right());
        return new Score(loss, false, figures);
    }
}
