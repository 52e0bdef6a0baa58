package dev.recur.train;

import dev.recur.array.Parameters;
import dev.recur.batch.Minibatch;
import dev.recur.batch.Streams;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageNetwork;
import dev.recur.parallel.Workers;
import dev.recur.text.Corpus;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a model that goes on learning from what it has predicted, see {@link Adaptation}. Nothing is predicted by weights that have seen
 * it. The model's weights are put back at the end.
 */
public final class DynamicEvaluation {
    private static final int STATISTICS_ROWS = 100; // as in the paper

    private final LanguageModel model;
    private final Adaptation adaptation;
    private final Workers workers;
    private final Watch watch;
    private final LanguageNetwork network;
    private final float[] weights;
    private final float[] trained;
    private final Parameters gradient;
    private final Minibatch batch = new Minibatch();
    private final Workers.Task move = this::move;
    private final Workers.Task square = this::square;
    private float[] scales = {}; // rate / (r + epsilon)
    private float[] returns = {}; // share of the way back

    // what the watch is told
    private long read;
    private long all;

    // of the sum under way
    private float[] squares = {};

    private DynamicEvaluation(LanguageModel model, Adaptation adaptation, Workers workers, Watch watch) {
        this.model = model;
        this.adaptation = adaptation;
        this.workers = workers;
        this.watch = watch;
        this.network = LanguageNetwork.adapting(model, workers);
        this.weights = model.parameters().values();
        this.trained = weights.clone();
        this.gradient = Parameters.zeros(model.parameters().layout());
        this.scales = new float[weights.length];
        this.returns = new float[weights.length];
        Arrays.fill(scales, (float) adaptation.rate());
        Arrays.fill(returns, (float) adaptation.decay());
    }

    /**
     * @param corpus the text to predict, see {@link Evaluation#read}
     * @param statistics the text that the model was trained on, for the size of each weight's gradient; null to do without
     * @param watch told of the tokens of both texts
     * @throws IllegalArgumentException if the model reads lines, each on its own
     * @throws CancellationException if {@code watch} does not want to go on
     */
    public static Evaluation of(
            LanguageModel model,
            Corpus corpus,
            @Nullable Corpus statistics,
            Adaptation adaptation,
            Workers workers,
            Watch watch) {
        if (model.vocabulary().hasMarks()) {
            throw new IllegalArgumentException(
                    "dynamic evaluation learns along a running text, but this model reads lines, each on its own");
        }
        DynamicEvaluation dynamic = new DynamicEvaluation(model, adaptation, workers, watch);
        Streams text = Evaluation.streams(model, corpus, 1, adaptation.steps());
        Streams known = statistics == null ? null : dynamic.streams(statistics);
        dynamic.all = text.tokens() + (known == null ? 0 : known.tokens());
        if (known != null) {
            dynamic.measure(known);
        }
        try {
            return dynamic.run(corpus, text);
        } finally {
            System.arraycopy(dynamic.trained, 0, dynamic.weights, 0, dynamic.weights.length);
        }
    }

    private Evaluation run(Corpus corpus, Streams batches) {
        double nats = 0;
        long count = batches.count(0);
        for (long i = 0; i < count; i++) {
            batches.fill(0, i, batch);
            nats += gradient();
            workers.run(move);
            ask();
        }
        return Evaluation.running(
                model,
                corpus,
                batches,
                nats,
                "through the whole text, the weights learning from it every " + adaptation.steps() + " steps");
    }

    /** Of the mean loss of the batch. Returns the sum of its losses. */
    private double gradient() {
        gradient.clear();
        network.load(0);
        return network.train(batch, gradient.values(), 1f / batch.tokens());
    }

    private void ask() {
        read += batch.tokens();
        watch.ask(read, all);
    }

    private void move(int worker, int count) {
        float[] g = gradient.values();
        for (int j = from(worker, count); j < from(worker + 1, count); j++) {
            weights[j] = weights[j] - scales[j] * g[j] + returns[j] * (trained[j] - weights[j]);
        }
    }

    // ---- statistics

    private Streams streams(Corpus statistics) {
        int rows = (int) Math.max(1, Math.min(STATISTICS_ROWS, statistics.size() / (2L * adaptation.steps())));
        return Evaluation.streams(model, statistics, rows, adaptation.steps());
    }

    /** Sets how fast each weight moves and returns, by the root mean square of its gradient. */
    private void measure(Streams batches) {
        squares = new float[weights.length];
        long count = batches.count(0);
        for (long i = 0; i < count; i++) {
            batches.fill(0, i, batch);
            gradient();
            workers.run(square);
            ask();
        }
        double sum = 0;
        for (int j = 0; j < squares.length; j++) {
            squares[j] = (float) Math.sqrt(squares[j] / (double) count);
            sum += squares[j];
        }
        double mean = Math.max(sum / model.parameters().layout().elements(), Float.MIN_NORMAL);
        for (int j = 0; j < squares.length; j++) {
            scales[j] = (float) (adaptation.rate() / (squares[j] + Adaptation.EPSILON));
            returns[j] = (float) Math.min(1, adaptation.decay() * squares[j] / mean);
        }
    }

    private void square(int worker, int count) {
        float[] g = gradient.values();
        for (int j = from(worker, count); j < from(worker + 1, count); j++) {
            squares[j] += g[j] * g[j];
        }
    }

    private int from(int worker, int count) {
        return (int) ((long) weights.length * worker / count);
    }
}
