package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The derived gradients are those of central differences in double, and the float reference stays near the oracle. */
class OracleTest {
    static List<String> cells() {
        return Cell.names();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void gradientsAreCentralDifferences(String name) {
        gradientsAreCentralDifferences(Trial.of(Cell.named(name), 7));
    }

    static void gradientsAreCentralDifferences(Trial trial) {
        Map<String, double[]> derived = Trial.arrays(trial.oracle());
        trial.given.weights().forEach((weight, value) -> differences(trial, value, derived.get("d " + weight), weight));
        trial.given
                .start()
                .forEach((state, value) -> differences(trial, value, derived.get("d " + state + "(0)"), state));
        trial.cell.inputs().forEach(input -> {
            double[][] steps = trial.given.inputs().get(input);
            double[] all = derived.get("d " + input + "(t)");
            int at = 0;
            for (double[] step : steps) {
                differences(trial, step, java.util.Arrays.copyOfRange(all, at, at + step.length), input);
                at += step.length;
            }
        });
    }

    private static void differences(Trial trial, double[] values, double[] derived, String name) {
        double h = 1e-6;
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            values[i] = value + h;
            double above = loss(trial);
            values[i] = value - h;
            double below = loss(trial);
            values[i] = value;
            double difference = (above - below) / (2 * h);
            double error = Math.abs(difference - derived[i]) / (1 + Math.abs(difference));
            assertThat(error)
                    .as("%s: %s[%d], differences %s, derived %s", trial.cell.title(), name, i, difference, derived[i])
                    .isLessThan(1e-7);
        }
    }

    private static double loss(Trial trial) {
        Judge.Outcome outcome = new Oracle(trial.derivative, length -> length.value(trial.shape)).forward(trial.given);
        double loss = 0;
        for (String name : trial.cell.outputs()) {
            double[][] value = outcome.outputs().get(name);
            double[][] gradient = trial.given.dOutputs().get(name);
            for (int t = 0; t < value.length; t++) {
                for (int i = 0; i < value[t].length; i++) {
                    loss += value[t][i] * gradient[t][i];
                }
            }
        }
        for (String name : trial.cell.states()) {
            double[] value = outcome.end().get(name);
            double[] gradient = trial.given.dEnd().get(name);
            for (int i = 0; i < value.length; i++) {
                loss += value[i] * gradient[i];
            }
        }
        return loss;
    }

    @ParameterizedTest
    @MethodSource("cells")
    void floatsStayNearDoubles(String name) {
        Trial trial = Trial.of(Cell.named(name), 3);
        Map<String, double[]> doubles = Trial.arrays(trial.oracle());
        Map<String, double[]> floats = Trial.arrays(trial.reference());
        doubles.forEach((what, value) -> {
            double scale = 1e-3;
            for (double v : value) {
                scale = Math.max(scale, Math.abs(v));
            }
            for (int i = 0; i < value.length; i++) {
                assertThat(Math.abs(floats.get(what)[i] - value[i]) / scale)
                        .as("%s: %s[%d] %s", name, what, i, value[i])
                        .isLessThan(2e-5);
            }
        });
    }
}
