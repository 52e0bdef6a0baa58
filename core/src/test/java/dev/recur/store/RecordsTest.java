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

    /** One that came later, in a record of its own. */
    @OffAtZero
    public record Later(int depth, List<String> rules, Colour colour) {}

    public record Outer(int count, Later later, @OffAtZero double noise) {}

    @Test
    void aRecordWithinARecordStandsBesideTheOthersAndWhatIsOffIsNotWritten() {
        Outer off = new Outer(3, new Later(0, List.of(), Colour.RED), 0);
        Outer on = new Outer(3, new Later(2, List.of("a=1"), Colour.BLUE), 0.5);
        assertThat(Records.names(Outer.class)).containsExactly("count", "depth", "rules", "colour", "noise");
        assertThat(Records.written(off)).isEqualTo(Map.of("count", 3));
        assertThat(Records.written(on)).isEqualTo(Records.map(on)).hasSize(5);
        assertThat(Records.read(Outer.class, Json.read(Json.write(Records.written(off)))))
                .isEqualTo(off);
        assertThat(Records.read(Outer.class, Json.read(Json.write(Records.written(on)))))
                .isEqualTo(on);
        assertThat(Records.with(off, Map.of("depth", 2, "rules", List.of("a=1"), "colour", "blue", "noise", 0.5)))
                .isEqualTo(on);
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
