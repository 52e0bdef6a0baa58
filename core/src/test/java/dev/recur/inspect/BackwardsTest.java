package dev.recur.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Buffers;
import dev.recur.cell.Cell;
import dev.recur.cell.PackedWeights;
import dev.recur.cell.Plan;
import dev.recur.cell.Rows;
import dev.recur.cell.Shape;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Step by step is what a whole run back gives, for two layers of every cell; and Jacobians are what differences give. */
class BackwardsTest {
    private static final int LENGTH = 8; // D = H, which every cell allows
    private static final int T = 7;

    private static Workers workers;

    @BeforeAll
    static void begin() {
        workers = new Workers(1);
    }

    @AfterAll
    static void end() {
        workers.close();
    }

    static Stream<String> cells() {
        return Stream.concat(
                Cell.names().stream(),
                Stream.of("h(t) = tanh(W x(t) + V x(t-2) + U h(t-3) + b)\nh(0) = s", "h(t) = W x(t) + tanh(V x(t-1))"));
    }

    static Layers layers(Cell cell, int count) {
        List<Shape> shapes = new ArrayList<>();
        List<float[]> weights = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Shape shape = cell.shape(LENGTH, LENGTH, Map.of());
            Plan plan = Plan.of(cell, shape, Plan.Wanted.INFERENCE);
            float[] flat = new float[plan.size()];
            plan.start(flat, 0, new Randomness(7), "layer" + i);
            float[] noise = FadingTest.noise(flat.length, 3 + i);
            for (int j = 0; j < flat.length; j++) {
                flat[j] += 0.2f * noise[j];
            }
            shapes.add(shape);
            weights.add(flat);
        }
        return new Layers(cell, shapes, weights);
    }

    static Cell cell(String name) {
        return name.contains("=") ? Cell.parse(name, "test") : Cell.named(name);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void exposedCellsComputeTheSame(String name) {
        Layers layers = layers(cell(name), 1);
        float[] x = FadingTest.noise(T * LENGTH, 1);
        Recording recording = Recording.of(layers, x, workers);
        Run run = new Run(layers, 0, recording, x, 0, T);

        assertThat(recording.values(0, "h")).isEqualTo(Arrays.copyOf(run.buffers.output(0), T * LENGTH));
        assertThat(recording.names()).contains("h").doesNotContain("x");
    }

    @ParameterizedTest
    @MethodSource("cells")
    void stepByStepIsTheWholeWayBack(String name) {
        Layers layers = layers(cell(name), 2);
        float[] x = FadingTest.noise(T * LENGTH, 1);
        float[] dTop = FadingTest.noise(LENGTH, 2);
        Recording recording = Recording.of(layers, x, workers);
        Fading fading = Fading.measure(recording, x, new int[] {T - 1}, dTop, T - 1, workers);

        for (int lag = 1; lag < T - 1; lag += 2) {
            Run top = new Run(layers, 1, recording, x, T - lag, T);
            top.back(dTop, new float[0]);
            Run topLonger = new Run(layers, 1, recording, x, T - lag - 1, T);
            topLonger.back(dTop, new float[0]);
            Run low = new Run(layers, 0, recording, x, T - lag, T);
            low.backAll(top.dx, top.dExtra);
            compare(fading, 1, lag, layers, top, new float[LENGTH], new float[0]);
            compare(fading, 0, lag, layers, low, topLonger.dx, topLonger.dExtra);
        }
    }

    private static void compare(
            Fading fading, int layer, int lag, Layers layers, Run run, float[] entering, float[] beside) {
        List<String> states = layers.cell().states();
        List<String> outputs = layers.cell().outputs();
        for (int s = 0; s < states.size(); s++) {
            float[] carried = run.buffers.dState(s);
            float[] more = outputs.indexOf(states.get(s)) == 0
                    ? entering
                    : outputs.indexOf(states.get(s)) == 1 ? beside : new float[0];
            double sum = 0;
            for (int i = 0; i < run.plan.stateLength(s); i++) {
                double value = carried[i] + (more.length > 0 ? (double) more[i] : 0);
                sum += value * value;
            }
            Fading.Course course = fading.courses().get(layer * states.size() + s);
            assertThat(Math.pow(10, course.log10()[lag][0]))
                    .as("%s at lag %d", course.name(), lag)
                    .isCloseTo(Math.sqrt(sum), within(1e-5 * Math.max(1, Math.sqrt(sum))));
        }
    }

    /** One layer's steps from … to, as one run. */
    private static final class Run {
        final Plan plan;
        final Buffers buffers;
        final PackedWeights weights;
        final Rows rows;
        final float[] dx;
        final float[] dExtra;

        Run(Layers layers, int layer, Recording recording, float[] x, int from, int to) {
            plan = Plan.of(layers.cell(), layers.shapes().get(layer), Plan.Wanted.EVERYTHING);
            rows = Rows.full(to - from, 1);
            buffers = plan.buffers();
            buffers.reserve(rows);
            weights = plan.weights();
            weights.load(layers.weights(layer, plan), 0, workers);
            float[] given = recording.input(layer, x);
            for (int s = 0; s < plan.states().size(); s++) {
                recording.stateBefore(layer, s, from, given, buffers.start(s), 0);
            }
            buffers.input(0, Arrays.copyOfRange(given, from * LENGTH, to * LENGTH));
            dx = new float[(to - from) * LENGTH];
            boolean second = layers.cell().inputs().size() > 1;
            dExtra = new float[second ? (to - from) * LENGTH : 0];
            if (second) {
                buffers.input(1, Arrays.copyOfRange(recording.second(layer), from * LENGTH, to * LENGTH));
            }
            plan.forward(weights, buffers, rows, workers);
        }

        void back(float[] dLast, float[] dSecond) {
            float[] dh = new float[rows.steps() * LENGTH];
            System.arraycopy(dLast, 0, dh, (rows.steps() - 1) * LENGTH, LENGTH);
            backAll(dh, dSecond);
        }

        void backAll(float[] dh, float[] dSecond) {
            buffers.dOutput(0, dh);
            if (dSecond.length > 0 && plan.outputs().size() > 1) {
                buffers.dOutput(1, dSecond);
            }
            buffers.dInput(0, dx);
            if (dExtra.length > 0) {
                buffers.dInput(1, dExtra);
            }
            buffers.clearDState(1);
            plan.backward(weights, buffers, rows, new float[plan.size()], 0, workers);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void jacobiansAreDifferences(String name) {
        Layers layers = layers(cell(name), 1);
        float[] x = FadingTest.noise(T * LENGTH, 1);
        Recording recording = Recording.of(layers, x, workers);
        int step = 4;
        double[][] jacobian = Jacobian.of(recording, x, 0, step, workers).matrix();
        Plan plan = Plan.of(layers.cell(), layers.shapes().get(0), Plan.Wanted.INFERENCE);
        int column = 0;
        for (int s = 0; s < plan.states().size(); s++) {
            for (int i = 0; i < plan.stateLength(s); i++, column++) {
                double[] above = end(recording, x, plan, step, s, i, 1e-2f);
                double[] below = end(recording, x, plan, step, s, i, -1e-2f);
                for (int row = 0; row < jacobian.length; row++) {
                    double difference = (above[row] - below[row]) / 2e-2;
                    assertThat(jacobian[row][column])
                            .as("row %d, column %d", row, column)
                            .isCloseTo(difference, within(5e-3 * Math.max(1, Math.abs(difference))));
                }
            }
        }
        assertThat(column).isEqualTo(jacobian.length);
    }

    private static double[] end(Recording recording, float[] x, Plan plan, int step, int state, int unit, float by) {
        Layers layers = recording.layers();
        Buffers buffers = plan.buffers();
        Rows one = Rows.full(1, 1);
        buffers.reserve(one);
        for (int s = 0; s < plan.states().size(); s++) {
            recording.stateBefore(0, s, step, x, buffers.start(s), 0);
        }
        buffers.start(state)[unit] += by;
        buffers.input(0, Arrays.copyOfRange(x, step * LENGTH, (step + 1) * LENGTH));
        if (layers.cell().inputs().size() > 1) {
            buffers.input(1, new float[LENGTH]);
        }
        PackedWeights weights = plan.weights();
        weights.load(layers.weights(0, plan), 0, workers);
        plan.forward(weights, buffers, one, workers);
        List<Double> all = new ArrayList<>();
        for (int s = 0; s < plan.states().size(); s++) {
            for (int i = 0; i < plan.stateLength(s); i++) {
                all.add((double) buffers.end(s)[i]);
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
