package dev.recur.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Shape;
import dev.recur.parallel.Workers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SaturationTest {
    @Test
    void endsAreWhereTheSlopeIsFlat() {
        Cell cell = Cell.parse("z(t) = sigmoid(W x(t))\ny(t) = tanh(W x(t))\nh(t) = z(t) * y(t)", "test");
        Shape shape = cell.shape(1, 1, Map.of());
        Plan plan = Plan.of(cell, shape, Plan.Wanted.INFERENCE);
        float[] weights = new float[plan.size()];
        weights[plan.offset("W")] = 1;
        float[] x = {-9, -5, -4.5f, -2, 0, 2, 2.9f, 3.1f, 5, 9}; // slopes of 0.01 at ±4.58 and ±2.99
        try (Workers workers = new Workers(1)) {
            Layers layers = new Layers(cell, List.of(shape), List.of(weights));
            List<Saturation> found = Saturation.measure(Recording.of(layers, x, workers));

            assertThat(found).extracting(Saturation::name).containsExactly("z", "y"); // h is a product
            assertThat(found).extracting(Saturation::function).containsExactly("sigmoid", "tanh");
            assertThat(found.get(0).low()).isEqualTo(0.2);
            assertThat(found.get(0).high()).isEqualTo(0.2);
            assertThat(found.get(1).low()).isEqualTo(0.3);
            assertThat(found.get(1).high()).isEqualTo(0.3);
            assertThat(found.get(0).mean()).isCloseTo(0.5416, within(1e-4));
        }
    }
}
