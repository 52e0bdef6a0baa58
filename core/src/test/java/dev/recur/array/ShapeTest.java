package dev.recur.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void printsAndCounts() {
        assertThat(Shape.of(35, 20, 128)).hasToString("[35,20,128]").isEqualTo(Shape.of(35, 20, 128));
        assertThat(Shape.of(35, 20, 128).size()).isEqualTo(35 * 20 * 128);
        assertThat(Shape.of()).hasToString("[]").isNotEqualTo(Shape.of(1));
        assertThat(Shape.of().size()).isEqualTo(1);
    }

    @Test
    void refusesWhatNoArrayCanHold() {
        assertThatThrownBy(() -> Shape.of(3, 0)).hasMessageContaining("[3,0]");
        assertThatThrownBy(() -> Shape.of(-3, -5)).hasMessageContaining("[-3,-5]");
        assertThatThrownBy(() -> Shape.of(65536, 65536)).hasMessageContaining("below 2^31");
        assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 1 << 30, 16)).hasMessageContaining("below 2^31");
    }

    @Test
    void aMismatchNamesPlaceQuantityBothShapesAndWhatToDo() {
        Shape expected = Shape.of(35, 20, 64);
        expected.require(Shape.of(35, 20, 64), "Linear.forward", "x", "check --hidden");
        assertThatThrownBy(() -> expected.require(Shape.of(35, 20, 128), "Linear.forward", "x", "check --hidden"))
                .hasMessage("Linear.forward: x is [35,20,128] but should be [35,20,64]; check --hidden");
        assertThatThrownBy(() -> expected.require(new float[7], "Linear.forward", "x", "check --hidden"))
                .hasMessage("Linear.forward: x holds 7 numbers but [35,20,64] has 44800; check --hidden");
    }
}
