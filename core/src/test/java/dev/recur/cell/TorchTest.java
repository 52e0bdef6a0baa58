package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.parallel.Workers;
import dev.recur.store.TensorFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger as judge: numbers that PyTorch computed in double and rounded to float; see src/test/python/torch_fixtures.py. */
class TorchTest {
    private static final int T = 4;
    private static final int N = 3;
    private static final int D = 5;
    private static final int H = 6;
    private static final int TRAINED = 10;
    private static final double FLOATS = 2e-5; // of an array's scale

    private final Map<String, double[]> golden = new LinkedHashMap<>();
    private Rows rows = Rows.full(T, N);

    private Trial trial(String name) throws IOException, URISyntaxException {
        Path file = Path.of(TorchTest.class
                .getResource("/dev/recur/torch/" + name + ".safetensors")
                .toURI());
        try (TensorFile from = TensorFile.open(file)) {
            for (String array : from.names()) {
                float[] values = from.read(array);
                golden.put(array, Trial.doubles(values, values.length));
            }
            rows = Rows.ofLengths(Arrays.stream(from.metadata().get("lengths").split(","))
                    .mapToInt(Integer::parseInt)
                    .toArray());
        }
        Cell cell = Cell.named(name.replace("-ragged", ""));
        Trial trial = new Trial(cell, cell.shape(D, H, Map.of()), rows, 1);
        trial.given.weights().replaceAll((weight, random) -> array(weight));
        trial.given.inputs().put("x", steps(array("x"), D));
        trial.given.start().replaceAll((state, random) -> array(state + "0"));
        trial.given.dEnd().replaceAll((state, random) -> array("d" + state + "T"));
        trial.given.dOutputs().replaceAll((output, random) -> {
            double[] dy = output.equals("h") ? array("dy") : new double[T * N * H];
            return steps(dy, H);
        });
        return trial;
    }

    private double[] array(String name) {
        assertThat(golden).as("arrays of the golden file").containsKey(name);
        return golden.get(name).clone();
    }

    /** [T,N,length] to the rows that are alive. */
    private double[][] steps(double[] whole, int length) {
        double[][] steps = new double[T][];
        for (int t = 0; t < T; t++) {
            steps[t] = Arrays.copyOfRange(whole, t * N * length, (t * N + rows.alive(t)) * length);
        }
        return steps;
    }

    private static double[] joined(double[][] steps) {
        return Arrays.stream(steps).flatMapToDouble(Arrays::stream).toArray();
    }

    private static Judge.Outcome throughPlan(Trial trial) {
        try (Workers workers = new Workers(2)) {
            return trial.run(Plan.of(trial.cell, trial.shape, Plan.Wanted.EVERYTHING), workers, true);
        }
    }

    // ---- values and gradients

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "gru", "elman", "lstm-ragged", "gru-ragged", "elman-ragged"})
    void theOracleComputesWhatPyTorchComputes(String name) throws IOException, URISyntaxException {
        compare(trial(name).oracle(), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "gru", "elman", "lstm-ragged", "gru-ragged", "elman-ragged"})
    void thePlanComputesWhatPyTorchComputes(String name) throws IOException, URISyntaxException {
        compare(throughPlan(trial(name)), FLOATS);
    }

    private void compare(Judge.Outcome found, double tolerance) {
        near("y", joined(steps(array("y"), H)), joined(Lookup.in(found.outputs(), "h")), tolerance);
        found.end().forEach((state, value) -> near(state + "T", array(state + "T"), value, tolerance));
        near("dx", joined(steps(array("dx"), D)), joined(Lookup.in(found.dInputs(), "x")), tolerance);
        found.dStart().forEach((state, value) -> near("d" + state + "0", array("d" + state + "0"), value, tolerance));
        found.dWeights().forEach((weight, value) -> near("d" + weight, array("d" + weight), value, tolerance));
    }

    /** Within the rounding of the golden float and 1e-9, and beyond that {@code tolerance} of the array's scale. */
    private static void near(String what, double[] expected, double[] found, double tolerance) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < expected.length; i++) {
            double rounding = Math.ulp((float) expected[i]) / 2 + 1e-9;
            assertThat(Math.abs(found[i] - expected[i]))
                    .as("%s[%d]: PyTorch %s, found %s", what, i, expected[i], found[i])
                    .isLessThanOrEqualTo(rounding + tolerance * scale);
        }
    }

    // ---- ten steps of training

    @ParameterizedTest
    @CsvSource({"lstm,sgd", "lstm,adam", "gru,sgd", "gru,adam", "elman,sgd", "elman,adam"})
    void theOracleLearnsAsPyTorchDoes(String cell, String optimizer) throws IOException, URISyntaxException {
        learn(trial(cell), optimizer, Trial::oracle, 0);
    }

    @ParameterizedTest
    @CsvSource({"lstm,sgd", "lstm,adam", "gru,sgd", "gru,adam", "elman,sgd", "elman,adam"})
    void thePlanLearnsAsPyTorchDoes(String cell, String optimizer) throws IOException, URISyntaxException {
        learn(trial(cell), optimizer, TorchTest::throughPlan, FLOATS);
    }

    private void learn(Trial trial, String optimizer, Function<Trial, Judge.Outcome> judge, double tolerance) {
        trial.given.dEnd().replaceAll((state, value) -> new double[value.length]);
        Map<String, double[]> moments = new LinkedHashMap<>();
        double[] losses = new double[TRAINED];
        for (int step = 1; step <= TRAINED; step++) {
            losses[step - 1] = loss(trial, judge.apply(trial));
            Judge.Outcome outcome = judge.apply(trial);
            for (Map.Entry<String, double[]> weight : trial.given.weights().entrySet()) {
                double[] dw = Lookup.in(outcome.dWeights(), weight.getKey());
                if (optimizer.equals("sgd")) {
                    sgd(weight.getValue(), dw);
                } else {
                    adam(
                            weight.getValue(),
                            dw,
                            moments.computeIfAbsent(weight.getKey(), name -> new double[2 * dw.length]),
                            step);
                }
            }
        }
        near(optimizer + ".losses", array(optimizer + ".losses"), losses, tolerance);
        trial.given
                .weights()
                .forEach((name, value) ->
                        near(optimizer + "." + name, array(optimizer + "." + name), value, tolerance * TRAINED));
    }

    /** Mean square of y - target, whose derivative becomes the gradient from outside. */
    private double loss(Trial trial, Judge.Outcome outcome) {
        double[][] target = steps(array("target"), H);
        double[][] y = Lookup.in(outcome.outputs(), "h");
        double[][] dy = Lookup.in(trial.given.dOutputs(), "h");
        double sum = 0;
        for (int t = 0; t < T; t++) {
            for (int i = 0; i < y[t].length; i++) {
                double miss = y[t][i] - target[t][i];
                sum += miss * miss;
                dy[t][i] = 2 * miss / (T * N * H);
            }
        }
        return sum / (T * N * H);
    }

    private static void sgd(double[] w, double[] dw) {
        for (int i = 0; i < w.length; i++) {
            w[i] -= 0.5 * dw[i];
        }
    }

    private static void adam(double[] w, double[] dw, double[] moments, int step) {
        int n = w.length;
        for (int i = 0; i < n; i++) {
            moments[i] = 0.9 * moments[i] + 0.1 * dw[i];
            moments[n + i] = 0.999 * moments[n + i] + 0.001 * dw[i] * dw[i];
            double mean = moments[i] / (1 - Math.pow(0.9, step));
            double square = moments[n + i] / (1 - Math.pow(0.999, step));
            w[i] -= 0.01 * mean / (Math.sqrt(square) + 1e-8);
        }
    }
}
