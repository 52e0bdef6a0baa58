package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static Cell cell(String text) {
        return Cell.parse(text, "my.cell");
    }

    @Test
    void lengthsAreInferredThroughMatricesAndFunctions() {
        Cell cell = Cell.named("lstm-mogrifier");
        Shape shape = cell.shape(3, 7, Map.of());

        assertThat(cell.length("x1", shape)).isEqualTo(3);
        assertThat(cell.length("h2", shape)).isEqualTo(7);
        assertThat(cell.length("c", shape)).isEqualTo(7);
    }

    @Test
    void declaredSizesHaveDefaultsThatMayBeSet() {
        Cell cell = cell("size C = 4 H\nsize E = C/2\nc : C\ne : E\nc(t) = W x(t)\ne(t) = V c(t)\nh(t) = U e(t)");

        assertThat(cell.sizes()).containsExactly("C", "E");
        assertThat(cell.shape(2, 3, Map.of()).sizes()).isEqualTo(Map.of("C", 12, "E", 6));
        assertThat(cell.shape(2, 3, Map.of("C", 10)).sizes()).isEqualTo(Map.of("C", 10, "E", 5));
        assertThat(cell.shape(2, 3, Map.of("E", 1)).sizes()).isEqualTo(Map.of("C", 12, "E", 1));
        assertThatThrownBy(() -> cell.shape(2, 3, Map.of("C", 9)))
                .isInstanceOf(CellException.class)
                .hasMessageContaining("my.cell:2:6: C/2 is not a whole number for C = 9");
        assertThatThrownBy(() -> cell.shape(2, 3, Map.of("F", 9))).hasMessageContaining("no size F to set");
        assertThatThrownBy(() -> cell.shape(0, 3, Map.of())).hasMessageContaining("D is 0");
        assertThatThrownBy(() -> cell.shape(2, 3, Map.of("C", -4))).hasMessageContaining("C is -4");
    }

    @Test
    void sizesMayNotRunInACircle() {
        assertThatThrownBy(() -> cell("size C = 2 E\nsize E = C/2\nh(t) = W x(t)"))
                .hasMessageContaining("given by itself");
        assertThatThrownBy(() -> cell("size D = 2 D\nh(t) = W x(t)")).hasMessageContaining("D is given by itself");
        assertThatThrownBy(() -> cell("size D = H\nsize H = D\nh(t) = W x(t)"))
                .hasMessageContaining("cannot both be tied");
    }

    @Test
    void lengthsBeyondAnIntAreRefused() {
        Cell cell = cell("c : 999999999 H\nc(t) = W x(t)\nh(t) = V c(t)");

        assertThatThrownBy(() -> cell.shape(1, 2000, Map.of()))
                .isInstanceOf(CellException.class)
                .hasMessageContaining("more than an array holds");
    }

    @Test
    void aTieMayBeMoreThanEquality() {
        Cell twice = cell("size D = 2 H\nc : 2 H\nc(t) = x(t) * 0.5\nh(t) = W c(t)");

        assertThat(twice.length("x", twice.shape(8, 4, Map.of()))).isEqualTo(8);
        assertThatThrownBy(() -> twice.shape(7, 4, Map.of()))
                .hasMessageContaining("my.cell:1:6: this cell needs D = 2H, but D = 7 and H = 4");
        Cell fixed = cell("size D = 16\nh(t) = W x(t)");
        assertThatThrownBy(() -> fixed.shape(7, 4, Map.of())).hasMessageContaining("needs D = 16, but D = 7");
    }

    @Test
    void aNormOfOneNumberIsRefusedWhenBound() {
        Cell cell = cell("h(t) = layernorm(W x(t) + U h(t-1))");

        assertThatThrownBy(() -> cell.shape(3, 1, Map.of()))
                .isInstanceOf(CellException.class)
                .hasMessageContaining("my.cell:1:8: layernorm of one number is always 0");
        assertThat(cell.shape(3, 2, Map.of()).hidden()).isEqualTo(2);
    }

    @Test
    void anInputWithoutALengthTakesThatOfItsUse() {
        Cell cell = cell("input m\ninput k\nh(t) = m(t) * tanh(W x(t) + V k(t))");
        Shape shape = cell.shape(2, 5, Map.of());

        assertThat(cell.length("m", shape)).isEqualTo(5);
        assertThat(cell.length("k", shape)).isEqualTo(5);
        assertThat(cell.notes()).containsExactly("nothing says how long k(t) is: taken as H");
    }
}
