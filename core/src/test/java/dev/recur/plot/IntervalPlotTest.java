package dev.recur.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalPlotTest {
    private static Drawing drawing(double reference) {
        return new IntervalPlot(
                        "Reached",
                        "loss",
                        List.of(
                                new IntervalPlot.Row("good", 0.25, 0.125, List.of(0.125, 0.375), "solved"),
                                new IntervalPlot.Row("once", 0.5, Double.NaN, List.of(0.5), ""),
                                new IntervalPlot.Row("lost", Double.NaN, Double.NaN, List.of(), "exploded")),
                        reference)
                .drawing();
    }

    private static List<Drawing.Box> boxes(double size) {
        return drawing(1).marks().stream()
                .filter(mark -> mark instanceof Drawing.Box box && box.width() == size)
                .map(Drawing.Box.class::cast)
                .toList();
    }

    @Test
    void aSquareForEachMeanADotForEachValue() {
        assertThat(boxes(7)).hasSize(2);
        assertThat(boxes(3)).hasSize(3);
        // the axis goes from 0 to 1: the mean of 0.5 is twice as far from 0 as that of 0.25
        double good = boxes(7).get(0).x();
        double once = boxes(7).get(1).x();
        double dot = boxes(3).get(2).x() + 1.5;
        assertThat(once + 3.5).isEqualTo(dot);
        double left = 2 * good - once;
        assertThat(boxes(3).get(0).x() + 1.5).isCloseTo(left + 3.5 + (good - left) / 2, within(1e-9));
    }

    @Test
    void whatIsNoNumberIsNotDrawn() {
        String svg = drawing(Double.NaN).svg();
        assertThat(svg).doesNotContain("NaN").contains(">lost<", ">exploded<").doesNotContain("stroke-dasharray");
        assertThat(drawing(1).svg()).contains("stroke-dasharray");
    }

    @Test
    void thereIsRoomForTheLongestNote() {
        String note = "learnt nothing, exploded in 1 of 3";
        Drawing drawing = new IntervalPlot(
                        "Reached", "loss", List.of(new IntervalPlot.Row("one", 1, 0.5, List.of(), note)), 1)
                .drawing();
        assertThat(drawing.marks())
                .filteredOn(mark ->
                        mark instanceof Drawing.Words words && words.text().equals(note))
                .singleElement()
                .satisfies(mark -> assertThat(((Drawing.Words) mark).x() + 6 * note.length())
                        .isLessThan(720));
    }
}
