package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.array.Layout;
import dev.recur.cell.Cell;
import dev.recur.cell.Rows;
import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class NumericNetworkTest {
    private static final int D = 3;
    private static final int H = 5;
    private static final int K = 4;
    private static final Rows RAGGED = Rows.ofLengths(7, 6, 2);

    /** A network of any shape: what a puzzle is solved with reads and says just numbers. */
    private static NumericModel model(
            String cell, int layers, boolean bidirectional, Pooling.Kind pooling, boolean everyStep, double drop) {
        NumericShape shape = new NumericShape(
                Cell.named(cell).text(),
                D,
                H,
                layers,
                bidirectional,
                Skip.NONE,
                pooling,
                K,
                everyStep,
                drop,
                drop,
                drop > 0 ? new Regularisers("0.2", "0.3") : Regularisers.NONE);
        return PuzzleModel.create(shape, "a test", new Randomness(3));
    }

    private static float[] random(long seed, int floats) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[floats];
        for (int i = 0; i < floats; i++) {
            values[i] = (float) (random.nextDouble() + random.nextDouble() - 1);
        }
        return values;
    }

    private static int outputs(NumericModel model, Rows rows) {
        return model.config().everyStep() ? rows.total() : rows.rows();
    }

    private static int[] classes(int count) {
        int[] classes = new int[count];
        Arrays.setAll(classes, i -> i % 5 == 3 ? -1 : i * 7 % K);
        return classes;
    }

    private record Result(double loss, float[] gradient) {}

    private static Result train(NumericModel model, boolean numbers, int threads) {
        try (Workers workers = new Workers(threads)) {
            NumericNetwork network = new NumericNetwork(model, true, new Randomness(3), workers);
            network.load(1);
            float[] gradient = new float[model.parameters().values().length];
            float[] x = random(1, RAGGED.total() * D);
            int count = outputs(model, RAGGED);
            double loss = numbers
                    ? network.trainNumbers(x, RAGGED, random(2, count * K), 1f, gradient)
                    : network.trainClasses(x, RAGGED, classes(count), 1f, gradient);
            return new Result(loss, gradient);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lstm, 1, false, LAST, false, true, 0",
        "gru, 2, true, LAST, false, true, 0",
        "elman, 2, false, LAST, true, true, 0",
        "lstm, 1, true, LAST, true, false, 0",
        "janet, 1, false, LAST, false, false, 0",
        "gru, 2, false, LAST, false, false, 0.3",
        "gru, 2, false, MEAN, false, false, 0",
        "lstm, 1, true, ATTENTION, false, true, 0"
    })
    void theGradientOfEachArrayIsTheSlopeOfTheLoss(
            String cell,
            int layers,
            boolean bidirectional,
            Pooling.Kind pooling,
            boolean everyStep,
            boolean numbers,
            double drop) {
        NumericModel model = model(cell, layers, bidirectional, pooling, everyStep, drop);
        float[] weights = model.parameters().values();
        float[] gradient = train(model, numbers, 2).gradient;
        for (Layout.View view : model.parameters().layout().views()) {
            int from = view.offset();
            int to = from + view.shape().size();
            float[] direction = random(from + 9, to);
            double slope = 0;
            for (int i = from; i < to; i++) {
                slope += direction[i] * (double) gradient[i];
            }
            float[] kept = weights.clone();
            float h = 1f / 128;
            double above = moved(model, numbers, kept, direction, from, to, h);
            double below = moved(model, numbers, kept, direction, from, to, -h);
            assertThat((above - below) / (2 * h))
                    .as(view.name())
                    .isCloseTo(slope, within(4e-3 * (1 + Math.abs(slope))));
        }
    }

    private static double moved(
            NumericModel model, boolean numbers, float[] kept, float[] direction, int from, int to, float by) {
        float[] weights = model.parameters().values();
        for (int i = from; i < to; i++) {
            weights[i] += by * direction[i];
        }
        double loss = train(model, numbers, 1).loss;
        System.arraycopy(kept, 0, weights, 0, kept.length);
        return loss;
    }

    @ParameterizedTest
    @CsvSource({
        "lstm, 2, false, LAST, false",
        "gru, 1, true, LAST, false",
        "lstm, 1, true, LAST, true",
        "gru, 2, false, MEAN, false",
        "gru, 1, true, ATTENTION, false"
    })
    void bitsDependNeitherOnThreadsNorOnCompany(
            String cell, int layers, boolean bidirectional, Pooling.Kind pooling, boolean everyStep) {
        NumericModel model = model(cell, layers, bidirectional, pooling, everyStep, 0);
        Result one = train(model, true, 1);
        for (int threads : List.of(2, 3)) {
            Result other = train(model, true, threads);
            assertThat(other.loss).isEqualTo(one.loss);
            assertThat(other.gradient).containsExactly(one.gradient);
        }
        try (Workers workers = new Workers(2)) {
            NumericNetwork network = new NumericNetwork(model, false, new Randomness(0), workers);
            network.load(0);
            float[] x = random(1, RAGGED.total() * D);
            float[] all = network.forward(x, RAGGED).clone();
            for (int r = 0; r < RAGGED.rows(); r++) {
                Rows alone = Rows.ofLengths(RAGGED.length(r));
                float[] own = new float[alone.total() * D];
                for (int t = 0; t < alone.total(); t++) {
                    System.arraycopy(x, (RAGGED.offset(t) + r) * D, own, t * D, D);
                }
                float[] y = network.forward(own, alone);
                for (int t = 0; t < (everyStep ? alone.total() : 1); t++) {
                    int at = (everyStep ? RAGGED.offset(t) + r : r) * K;
                    assertThat(Arrays.copyOfRange(y, t * K, (t + 1) * K))
                            .as("row %d, step %d", r, t)
                            .containsExactly(Arrays.copyOfRange(all, at, at + K));
                }
            }
        }
    }

    @Test
    void outputsAtEveryStepTakeNoPooling() {
        assertThatThrownBy(() -> model("gru", 1, false, Pooling.Kind.MEAN, true, 0))
                .hasMessage("pooling is MEAN, but outputs at every step take none");
    }

    private static NumericModel zonedOut(String zoneout) {
        NumericShape shape = new NumericShape(
                Cell.named("lstm").text(),
                D,
                H,
                1,
                true,
                Skip.NONE,
                Pooling.Kind.LAST,
                K,
                false,
                0,
                0,
                new Regularisers(zoneout, ""));
        return PuzzleModel.create(shape, "a test", new Randomness(3));
    }

    private static float[] read(NumericModel model) {
        try (Workers workers = new Workers(1)) {
            NumericNetwork network = new NumericNetwork(model, false, new Randomness(0), workers);
            network.load(0);
            return network.forward(random(1, RAGGED.total() * D), RAGGED).clone();
        }
    }

    @Test
    void zoneoutKeepsUnitsByChanceInTrainingAndTheirMeanLater() {
        NumericModel none = zonedOut("");
        NumericModel some = zonedOut("c=0.4,h=0.1");
        NumericModel all = zonedOut("0.999999");
        assertThat(some.parameters().values()).containsExactly(none.parameters().values());
        assertThat(train(some, true, 1).loss).isNotEqualTo(train(none, true, 1).loss);
        assertThat(read(some)).isNotEqualTo(read(none));
        float[] bias = all.parameters().read("output.b");
        for (int r = 0; r < RAGGED.rows(); r++) {
            assertThat(Arrays.copyOfRange(read(all), r * K, (r + 1) * K))
                    .as("states that all but stay at 0")
                    .containsExactly(bias, within(1e-4f));
        }
        assertThatThrownBy(() -> zonedOut("q=0.1")).hasMessageContaining("no state q to zone out; it carries c, h");
    }

    /** Its output is what the layer gives. */
    private static NumericModel transparent(boolean everyStep) {
        NumericShape shape = new NumericShape(
                Cell.named("gru").text(),
                D,
                H,
                1,
                false,
                Skip.NONE,
                everyStep ? Pooling.Kind.LAST : Pooling.Kind.MEAN,
                H,
                everyStep,
                0,
                0,
                new Regularisers("", "", 2, 3));
        NumericModel model = PuzzleModel.create(shape, "a test", new Randomness(3));
        for (int i = 0; i < H * H; i++) {
            model.parameters().values()[model.offset("output.W") + i] = i % (H + 1) == 0 ? 1f : 0f;
        }
        Arrays.fill(model.parameters().values(), model.offset("output.b"), model.offset("output.b") + H, 0f);
        return model;
    }

    private static double penalty(NumericModel model) {
        float[] h = read(model);
        double sum = 0;
        for (int t = 0; t < RAGGED.steps(); t++) {
            for (int i = 0; i < RAGGED.alive(t) * H; i++) {
                double now = h[RAGGED.offset(t) * H + i];
                double change = t == 0 ? 0 : now - h[RAGGED.offset(t - 1) * H + i];
                sum += 2 * now * now + 3 * change * change;
            }
        }
        return sum / (RAGGED.total() * H);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void penaltiesAddTheirSlope(boolean everyStep) {
        NumericModel model = transparent(everyStep);
        NumericModel seen = transparent(true);
        float[] gradient = new float[model.parameters().values().length];
        try (Workers workers = new Workers(2)) {
            NumericNetwork network = new NumericNetwork(model, true, new Randomness(3), workers);
            network.load(1);
            network.forward(random(1, RAGGED.total() * D), RAGGED);
            network.backward(new float[outputs(model, RAGGED) * H], gradient); // of the penalties alone
        }
        float[] weights = seen.parameters().values();
        float[] direction = random(9, seen.offset("output.W"));
        double slope = 0;
        for (int i = 0; i < direction.length; i++) {
            slope += direction[i] * (double) gradient[i];
        }
        float[] before = weights.clone();
        double[] sides = new double[2];
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < direction.length; i++) {
                weights[i] = before[i] + (side == 0 ? 1e-2f : -1e-2f) * direction[i];
            }
            sides[side] = penalty(seen);
        }
        assertThat((sides[0] - sides[1]) / 2e-2).isCloseTo(slope, within(0.001 + 0.01 * Math.abs(slope)));
        assertThat(Math.abs(slope)).isGreaterThan(0.01);
    }
}
