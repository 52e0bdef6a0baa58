package dev.recur.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {
    /** One component of each type that is possible. */
    public record Sample(
            int count, long manySteps, double share, boolean on, String name, List<String> labels, Colour colour) {
        public Sample {
            if (share > 1) {
                throw new IllegalArgumentException("a share of " + share);
            }
        }
    }

    public enum Colour {
        RED,
        BLUE
    }

    private static final Sample SAMPLE = new Sample(3, 1L << 40, 0.5, true, "x", List.of("a", "b"), Colour.BLUE);

    @Test
    void areTheSameBehindJson() {
        assertThat(Records.read(Sample.class, Json.read(Json.write(Records.map(SAMPLE)))))
                .isEqualTo(SAMPLE);
    }

    @Test
    void namesAreWords() {
        assertThat(Records.map(SAMPLE)).containsEntry("many steps", 1L << 40).containsEntry("colour", "blue");
        assertThat(Records.names(Sample.class))
                .containsExactly("count", "many steps", "share", "on", "name", "labels", "colour");
    }

    @Test
    void someValuesAreChanged() {
        Sample changed = Records.with(SAMPLE, Map.of("count", 4, "many steps", 5, "share", 1, "colour", "red"));
        assertThat(changed).isEqualTo(new Sample(4, 5, 1, true, "x", List.of("a", "b"), Colour.RED));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> Records.with(SAMPLE, Map.of("cuont", 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no option cuont");
        assertThatThrownBy(() -> Records.with(SAMPLE, Map.of("count", 0.5)))
                .hasMessage("count is 0.5, but a whole number is needed");
        assertThatThrownBy(() -> Records.with(SAMPLE, Map.of("count", 1L << 40)))
                .hasMessageContaining("whole number");
        assertThatThrownBy(() -> Records.with(SAMPLE, Map.of("colour", "green")))
                .hasMessage("colour is green; it can be red, blue");
        assertThatThrownBy(() -> Records.with(SAMPLE, Map.of("share", 2))).hasMessage("a share of 2.0");
        Map<String, Object> lacking = new HashMap<>(Records.map(SAMPLE));
        lacking.remove("on");
        assertThatThrownBy(() -> Records.read(Sample.class, lacking)).hasMessageContaining("on is null");
    }
}
