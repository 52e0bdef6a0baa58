package dev.recur.cli;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.kernel.Kernels;
import dev.recur.layer.Linear;
import dev.recur.layer.Recurrent;
import dev.recur.loss.CrossEntropy;
import dev.recur.optim.Optimizer;
import dev.recur.optim.OptimizerState;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The smallest network that shows what recurrence is for: it reads h, e, l, l and is to say e, l, l, o. The two l look alike, so it must
 * remember what came before. One row of T = 4 steps, inputs one-hot, D = V = 4.
 */
final class HelloNetwork implements AutoCloseable {
    static final String WORD = "hello";
    static final String LETTERS = "helo";
    static final int HIDDEN = 3;

    private static final int D = LETTERS.length();
    private static final int T = WORD.length() - 1;
    private static final double RATE = 0.05;

    /**
     * What is to be seen at one step.
     *
     * @param oneHot [D]
     * @param hidden [H]
     * @param scores [V]
     */
    record Step(char reads, float[] oneHot, float[] hidden, float[] scores, char next) {
        /** The letter with the highest score. */
        char says() {
            int best = 0;
            for (int v = 1; v < scores.length; v++) {
                best = scores[v] > scores[best] ? v : best;
            }
            return LETTERS.charAt(best);
        }
    }

    private final Workers workers = new Workers(1);
    private final Rows rows = Rows.full(T, 1);
    private final Cell cell = Cell.named("elman");
    private final Recurrent recurrent;
    private final Linear linear;
    private final CrossEntropy loss = new CrossEntropy(Kernels.selected(), workers, T);
    private final Parameters weights;
    private final Parameters gradient;
    private final OptimizerState optimizer;
    private final float[] x = new float[T * D]; // [T,D]
    private final float[] dh = new float[T * HIDDEN]; // [T,H]
    private final int[] targets = new int[T];

    HelloNetwork(Randomness randomness) {
        Layout.Builder builder = Layout.builder();
        Recurrent.Place place = Recurrent.declare(builder, "hello.", cell, D, HIDDEN);
        int matrixAt = builder.add("output.W", D, HIDDEN);
        int biasAt = builder.add("output.b", D);
        weights = Parameters.zeros(builder.build());
        gradient = Parameters.zeros(weights.layout());
        place.start(weights.values(), randomness);
        float[] start = new float[D * HIDDEN];
        for (int i = 0; i < start.length; i++) {
            start[i] = (float) randomness.stream("start/output").uniform(-0.5, 0.5, 0, i);
        }
        weights.write("output.W", start);
        recurrent = new Recurrent(place, new Plan.Wanted(true, false, false), workers);
        linear = new Linear(HIDDEN, D, matrixAt, biasAt, true, true, workers);
        optimizer = new OptimizerState(
                new Optimizer.Adam(Optimizer.Adam.BETA1, Optimizer.Adam.BETA2, Optimizer.Adam.EPSILON, 0),
                weights.layout(),
                Kernels.selected(),
                workers);
        for (int t = 0; t < T; t++) {
            x[t * D + LETTERS.indexOf(WORD.charAt(t))] = 1;
            targets[t] = LETTERS.indexOf(WORD.charAt(t + 1));
        }
    }

    Cell cell() {
        return cell;
    }

    /** One step of training on the whole word. Returns the mean loss before it, in nats a letter. */
    double train() {
        float[] logits = forward();
        double nats = loss.backward(logits, 0, D, targets, T, D, 1f / T);
        gradient.clear();
        linear.backward(logits, dh, gradient.values());
        recurrent.backward(dh, new float[0], rows, gradient.values());
        optimizer.update(weights, gradient, 1, RATE);
        return nats / T;
    }

    /** h is read by {@link #steps} right after. Returns scores, [T,V]. */
    private float[] forward() {
        recurrent.load(weights.values());
        linear.load(weights.values());
        recurrent.reset(rows);
        return linear.forward(recurrent.forward(x, rows), T);
    }

    /** All steps of the word, as the network is now. */
    List<Step> steps() {
        float[] scores = forward();
        float[] h = recurrent.output(0);
        List<Step> steps = new ArrayList<>();
        for (int t = 0; t < T; t++) {
            steps.add(new Step(
                    WORD.charAt(t),
                    Arrays.copyOfRange(x, t * D, (t + 1) * D),
                    Arrays.copyOfRange(h, t * HIDDEN, (t + 1) * HIDDEN),
                    Arrays.copyOfRange(scores, t * D, (t + 1) * D),
                    WORD.charAt(t + 1)));
        }
        return steps;
    }

    @Override
    public void close() {
        workers.close();
    }
}
