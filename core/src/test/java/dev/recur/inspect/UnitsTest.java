package dev.recur.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Cell;
import dev.recur.cell.Plan;
import dev.recur.cell.Shape;
import dev.recur.parallel.Workers;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class UnitsTest {
    private static final int T = 3000;

    /** Unit 2 remembers the sum of the first input, the others see noise. */
    private static Units units(double[] label) {
        Cell cell = Cell.parse("s(t) = W x(t)\nh(t) = tanh(s(t))", "test");
        Shape shape = cell.shape(4, 4, Map.of());
        Plan plan = Plan.of(cell, shape, Plan.Wanted.INFERENCE);
        float[] weights = new float[plan.size()];
        for (int i = 0; i < 4; i++) {
            weights[plan.offset("W") + 5 * i] = 1;
        }
        float[] x = FadingTest.noise(T * 4, 4);
        for (int t = 0; t < T; t++) {
            x[t * 4 + 2] = (float) (-0.5 * label[t] + 0.3 * x[t * 4 + 2]);
            x[t * 4 + 3] = 0.25f;
        }
        try (Workers workers = new Workers(1)) {
            return new Units(Recording.of(new Layers(cell, List.of(shape), List.of(weights)), x, workers));
        }
    }

    private static double[] runs() {
        double[] label = new double[T];
        float[] noise = FadingTest.noise(T, 9);
        for (int t = 1; t < T; t++) {
            label[t] = noise[t] > 0.9 ? 1 - label[t - 1] : label[t - 1];
        }
        return label;
    }

    private static final Property PROPERTY = new Property("test", "", true, text -> new double[text.length]);

    @Test
    void theUnitThatFollowsIsFoundAndNoOther() {
        double[] label = runs();
        Units.Found found = units(label).search(PROPERTY, label, 3, 49, 1);

        Units.Follower best = found.followers().get(0);
        assertThat(best.unit().unit()).isEqualTo(2);
        assertThat(best.correlation()).isLessThan(-0.7);
        assertThat(best.information()).isGreaterThan(0.4);
        assertThat(best.p()).isCloseTo(0.02, within(1e-12));
        assertThat(found.followers()).hasSize(3);
        assertThat(found.followers().get(2).p()).isGreaterThan(0.05);
        assertThat(found.chance()).isBetween(0.0, 0.3);
    }

    @Test
    void whatNoUnitFollowsIsFoundToBeChance() {
        double[] label = runs();
        double[] other = new double[T];
        for (int t = 0; t < T; t++) {
            other[t] = label[(t + 1111) % T];
        }
        assertThat(units(label)
                        .search(PROPERTY, other, 1, 49, 1)
                        .followers()
                        .get(0)
                        .p())
                .isGreaterThan(0.05);
    }

    @Test
    void aPropertyThatNeverChangesHasNoFollower() {
        assertThat(units(runs()).search(PROPERTY, new double[T], 3, 9, 1).followers())
                .isEmpty();
    }

    @Test
    void informationIsWhatOneTellsAboutTheOther() {
        float[] course = new float[800];
        double[] same = new double[800];
        double[] other = new double[800];
        for (int t = 0; t < 800; t++) {
            course[t] = t % 8;
            same[t] = (t + 3) % 8;
            other[t] = t / 8;
        }
        assertThat(Units.information(course, same)).isCloseTo(3, within(1e-9));
        assertThat(Units.information(course, other)).isLessThan(0.1);
        double[] rare = new double[800];
        rare[5] = 1;
        assertThat(Units.information(course, rare)).isGreaterThan(0);
    }

    @Test
    void unitsHaveNames() {
        Units.Unit unit = new Units.Unit(1, "c", 7);
        assertThat(Units.Unit.parse(unit.toString())).isEqualTo(unit);
        assertThatThrownBy(() -> Units.Unit.parse("c7")).hasMessageContaining("layer0.h[17]");
        assertThatThrownBy(() -> units(runs()).values(unit)).hasMessageContaining("no layer 1");
        assertThatThrownBy(() -> units(runs()).values(new Units.Unit(0, "h", 4)))
                .hasMessageContaining("has 4");
        assertThatThrownBy(() -> units(runs()).values(new Units.Unit(0, "q", 0)))
                .hasMessageContaining("no q");
    }

    @Test
    void propertiesAreWhatTheirNamesSay() {
        assertThat(of("line-position", "ab\ncd")).containsExactly(1, 2, 0, 1, 2);
        assertThat(of("line-end", "abcdefg\nx")).containsExactly(0, 0, 1, 1, 1, 1, 1, 0, 0);
        assertThat(of("line-start", "abcdefg\nx")).containsExactly(1, 1, 1, 1, 1, 0, 0, 0, 1);
        assertThat(of("quotes", "a \"b\" “c” d")).containsExactly(0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0);
        assertThat(of("quotes", "\"a\n\nb")).containsExactly(1, 1, 1, 0, 0);
        assertThat(of("brackets", "(a[b])c)")).containsExactly(1, 1, 2, 2, 1, 0, 0, 0);
        assertThat(of("digits", "a12b")).containsExactly(0, 1, 1, 0);
        assertThat(of("word-position", "ab cd")).containsExactly(1, 2, 0, 1, 2);
        assertThatThrownBy(() -> Property.named("colour")).hasMessageContaining("line-position");
    }

    private static double[] of(String name, String text) {
        Function<int[], double[]> of = Property.named(name).of();
        return of.apply(text.codePoints().toArray());
    }
}
