package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.kernel.Kernels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneoutTest {
    static List<String> cells() {
        return Cell.names();
    }

    private static Cell zoned(String name) {
        Cell cell = Cell.named(name);
        Map<String, Double> rates = new HashMap<>();
        cell.ownStates().forEach(state -> rates.put(state, 0.5));
        return cell.zonedOut(rates);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellKeepsItsParametersAndTheirOrder(String name) {
        Cell cell = Cell.named(name);
        Cell zoned = zoned(name);
        Shape shape = Trial.small(cell, 4, 5);
        assertThat(Plan.of(zoned, shape, Plan.Wanted.INFERENCE).parameters())
                .isEqualTo(Plan.of(cell, shape, Plan.Wanted.INFERENCE).parameters());
        assertThat(zoned.inputs()).isEqualTo(cell.inputs());
        assertThat(zoned.masks()).extracting(Mask::sequence).containsExactlyInAnyOrderElementsOf(cell.ownStates());
    }

    @ParameterizedTest
    @ValueSource(strings = {"elman", "lstm", "gru", "lstm-peephole", "scrn", "lstm-depthgated"})
    void gradientsAreCentralDifferences(String name) {
        OracleTest.gradientsAreCentralDifferences(Trial.of(zoned(name), 7));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void planIsTheReference(String name) {
        PlanTest.check(zoned(name), Passes.ALL, Kernels.selected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"elman", "lstm", "gru", "jordan", "lstm-projected"})
    void masksOfZeroLeaveACellAsItIs(String name) {
        Trial plain = Trial.of(Cell.named(name), 5);
        Map<String, double[]> expected = Trial.arrays(plain.oracle());
        Map<String, double[]> found = Trial.arrays(plain.masked(zoned(name), 0).oracle());
        expected.forEach(
                (array, values) -> assertThat(found.get(array)).as(array).isEqualTo(values));
    }

    @Test
    void masksOfOneKeepTheStart() {
        Trial plain = Trial.of(Cell.named("lstm"), 5);
        Judge.Outcome outcome = plain.masked(zoned("lstm"), 1).oracle();
        assertThat(outcome.end().get("c")).isEqualTo(plain.given.start().get("c"));
        assertThat(outcome.end().get("h")).isEqualTo(plain.given.start().get("h"));
    }

    /** h comes from the cell state before it is zoned out, so a mask on c alone cannot be seen in h at the first step. */
    @Test
    void equationsOfTheSameStepReadTheNewValue() {
        Trial plain = Trial.of(Cell.named("lstm"), 5);
        Judge.Outcome free = plain.oracle();
        Judge.Outcome kept =
                plain.masked(Cell.named("lstm").zonedOut(Map.of("c", 0.5)), 1).oracle();
        assertThat(kept.outputs().get("h")[0]).isEqualTo(free.outputs().get("h")[0]);
        assertThat(kept.outputs().get("h")[1]).isNotEqualTo(free.outputs().get("h")[1]);
    }

    @Test
    void refusesWhatIsNoState() {
        assertThatThrownBy(() -> Cell.named("lstm").zonedOut(Map.of("i", 0.1)))
                .hasMessageContaining("no state i")
                .hasMessageContaining("c, h");
        assertThatThrownBy(() -> Cell.named("gru").zonedOut(Map.of("h", 1.0))).hasMessageContaining("below 1");
    }
}
