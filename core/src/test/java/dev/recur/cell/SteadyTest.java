package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.recur.kernel.Kernels;
import dev.recur.parallel.Workers;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A step of training allocates nothing once it is warm, and no subnormal number is ever stored. */
class SteadyTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** For the compilers, which work in the background: how many steps that takes is a matter of the machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({
        "lstm, 1", "gru, 1", "elman, 1", "mingru, 1", "lstm-layernorm, 1",
        "lstm, 2", "gru, 2", "elman, 2", "mingru, 2", "lstm-layernorm, 2",
        "fastgrnn, 1"
    })
    void aWarmStepAllocatesNothing(String name, int count) {
        Cell cell = Cell.named(name);
        Plan plan = Plan.of(cell, cell.shape(16, 32, Map.of()), Plan.Wanted.EVERYTHING);
        Rows rows = Rows.ofLengths(6, 6, 6, 6, 5, 4, 4, 1);
        float[] flat = new float[plan.size()];
        float[] gradient = new float[plan.size()];
        Arrays.fill(flat, 0.01f);
        try (Workers workers = new Workers(count)) {
            PackedWeights weights = plan.weights();
            Buffers buffers = filled(plan, rows);
            long least = Long.MAX_VALUE;
            long start = System.nanoTime();
            while (least > 0 && System.nanoTime() - start < PATIENCE.toNanos()) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                weights.load(flat, 0, workers);
                plan.forward(weights, buffers, rows, workers);
                plan.backward(weights, buffers, rows, gradient, 0, workers);
                plan.finish(weights, buffers, gradient, 0);
                least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).as("%s, %d workers, bytes a step", name, count).isZero();
        }
    }

    private static Buffers filled(Plan plan, Rows rows) {
        Buffers buffers = plan.buffers();
        buffers.reserve(rows);
        for (int i = 0; i < plan.step().inputs().size(); i++) {
            float[] input = new float[rows.total() * plan.inputLength(i)];
            Arrays.fill(input, 0.5f);
            buffers.input(i, input);
            buffers.dInput(i, new float[input.length]);
        }
        buffers.clearStart(rows.rows());
        buffers.clearDState(rows.rows());
        return buffers;
    }

    /** The gradient that enters at the end vanishes long before the beginning. */
    @ParameterizedTest
    @ValueSource(strings = {"elman", "lstm", "gru", "indrnn", "mingru"})
    void noSubnormalNumberIsStored(String name) {
        Cell cell = Cell.named(name);
        Plan plan = new Plan(cell, cell.shape(3, 20, Map.of()), Plan.Wanted.EVERYTHING, Passes.ALL, Kernels.selected());
        Rows rows = Rows.full(784, 3);
        float[] flat = new float[plan.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = 0.02f * ((i % 7) - 3);
        }
        try (Workers workers = new Workers(2)) {
            PackedWeights weights = plan.weights();
            weights.load(flat, 0, workers);
            Buffers buffers = filled(plan, rows);
            for (int i = 0; i < plan.states().size(); i++) {
                Arrays.fill(buffers.dState(i), 1e-3f);
                Arrays.fill(buffers.start(i), 1e-30f);
            }
            plan.forward(weights, buffers, rows, workers);
            float[] gradient = new float[flat.length];
            plan.backward(weights, buffers, rows, gradient, 0, workers);

            boolean vanished = true;
            for (int i = 0; i < plan.states().size(); i++) {
                for (int j = 0; j < rows.rows() * plan.stateLength(i); j++) {
                    vanished &= buffers.dState(i)[j] == 0;
                }
            }
            assertThat(vanished).as("%s: the gradient has vanished", name).isTrue();
            buffers.stored().forEach(arrays -> Arrays.stream(arrays).forEach(SteadyTest::noneIsSubnormal));
            noneIsSubnormal(gradient);
        }
    }

    private static void noneIsSubnormal(float[] array) {
        for (int i = 0; i < array.length; i++) {
            assertThat(array[i] == 0 || Math.abs(array[i]) >= Float.MIN_NORMAL || Float.isNaN(array[i]))
                    .as("%s at %d", array[i], i)
                    .isTrue();
        }
    }
}
