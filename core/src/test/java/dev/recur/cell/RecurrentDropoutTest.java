package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.kernel.Kernels;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentDropoutTest {
    /** Those with a matrix that reads a step before. */
    static List<String> cells() {
        return Cell.names().stream()
                .filter(name -> !Cell.named(name).multipliedStates().isEmpty())
                .toList();
    }

    private static Cell dropped(String name) {
        Cell cell = Cell.named(name);
        Map<String, Double> rates = new HashMap<>();
        cell.multipliedStates().forEach(state -> rates.put(state, 0.5));
        return cell.droppedOut(rates);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellKeepsItsParametersAndRestsAsItIs(String name) {
        Cell cell = Cell.named(name);
        Cell dropped = dropped(name);
        Shape shape = Trial.small(cell, 4, 5);
        assertThat(Plan.of(dropped, shape, Plan.Wanted.INFERENCE).parameters())
                .isEqualTo(Plan.of(cell, shape, Plan.Wanted.INFERENCE).parameters());
        assertThat(dropped.inputs()).isEqualTo(cell.inputs());
        assertThat(dropped.masks())
                .extracting(Mask::sequence)
                .containsExactlyInAnyOrderElementsOf(cell.multipliedStates());
        assertThat(dropped.atRest().canonical()).isEqualTo(cell.canonical());
        assertThat(dropped.atRest().masks()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void planIsTheReference(String name) {
        PlanTest.check(dropped(name), Passes.ALL, Kernels.selected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"elman", "lstm", "gru", "lstm-peephole", "scrn", "rhn2"})
    void gradientsAreCentralDifferences(String name) {
        OracleTest.gradientsAreCentralDifferences(Trial.of(dropped(name), 7));
    }

    @Test
    void itIsWhatTheEquationsOfThePapersSay() {
        Cell gal = Cell.parse(
                "input k : H\nz(t) = σ(Wz x(t) + Uz (k(t) * h(t-1)))\nn(t) = tanh(Wn x(t) + Un (r(t) * (k(t) * h(t-1))))\n"
                        + "r(t) = σ(Wr x(t))\nh(t) = (1 - z(t)) * n(t) + z(t) * h(t-1)",
                "gal");
        Cell plain = Cell.parse(
                "z(t) = σ(Wz x(t) + Uz h(t-1))\nn(t) = tanh(Wn x(t) + Un (r(t) * h(t-1)))\n"
                        + "r(t) = σ(Wr x(t))\nh(t) = (1 - z(t)) * n(t) + z(t) * h(t-1)",
                "plain");
        same(gal, plain.droppedOut(Map.of("h", 0.5)));
        Cell semeniuta = Cell.parse(
                "input k : H\ng(t) = tanh(W x(t) + U h(t-1))\nc(t) = 0.5 * c(t-1) + k(t) * g(t)\nh(t) = tanh(c(t))",
                "semeniuta");
        Cell kept =
                Cell.parse("g(t) = tanh(W x(t) + U h(t-1))\nc(t) = 0.5 * c(t-1) + g(t)\nh(t) = tanh(c(t))", "plain");
        same(semeniuta, kept.droppedOut(Map.of("g", 0.25)));
    }

    /** With the same numbers at the mask, which is written into one cell and put into the other. */
    private static void same(Cell written, Cell rewritten) {
        Trial trial = Trial.of(written, 5);
        Map<String, double[][]> inputs = new LinkedHashMap<>(trial.given.inputs());
        Mask mask = rewritten.masks().get(0);
        inputs.put(mask.input(), inputs.remove("k"));
        Map<String, double[]> found = Trial.arrays(trial.with(rewritten, inputs).oracle());
        Trial.arrays(trial.oracle()).forEach((array, values) -> {
            if (!array.contains("k")) {
                assertThat(found.get(array)).as(array).isEqualTo(values);
            }
        });
    }

    /** But for the order in which some gradients are added. */
    @ParameterizedTest
    @MethodSource("cells")
    void masksOfOneLeaveACellAsItIs(String name) {
        Trial plain = Trial.of(Cell.named(name), 5);
        Map<String, double[]> found =
                Trial.arrays(plain.masked(dropped(name), 1).oracle());
        Trial.arrays(plain.oracle())
                .forEach((array, values) ->
                        assertThat(found.get(array)).as(array).containsExactly(values, within(1e-12)));
    }

    @Test
    void goesTogetherWithZoneout() {
        Cell both = Cell.named("lstm").droppedOut(Map.of("h", 0.3)).zonedOut(Map.of("c", 0.5, "h", 0.1));
        assertThat(both.masks())
                .containsExactly(
                        new Mask(Mask.Kind.OF_STATE, "h", 0.3),
                        new Mask(Mask.Kind.ZONEOUT, "c", 0.5),
                        new Mask(Mask.Kind.ZONEOUT, "h", 0.1));
        assertThat(both.atRest().masks()).extracting(Mask::kind).containsOnly(Mask.Kind.ZONEOUT);
        PlanTest.check(both, Passes.ALL, Kernels.selected());
        OracleTest.gradientsAreCentralDifferences(Trial.of(both, 7));
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> Cell.named("lstm").droppedOut(Map.of("q", 0.1)))
                .hasMessageContaining("there is no q to drop")
                .hasMessageContaining("read of the step before: h; computed in a step: i f g o");
        assertThatThrownBy(() -> Cell.named("lstm").droppedOut(Map.of("c", 0.1)))
                .hasMessageContaining("there is no c to drop");
        assertThatThrownBy(() -> Cell.named("gru").droppedOut(Map.of("h", 1.0))).hasMessageContaining("below 1");
    }
}
