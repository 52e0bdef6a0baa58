package dev.recur.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static Layout lstmLike() {
        Layout.Builder builder = Layout.builder();
        builder.add("E", 5, 3);
        builder.stack(2 * 70, 3 + 7)
                .matrix("Wi", 0, 0, 70, 3)
                .matrix("Ui", 0, 3, 70, 7)
                .matrix("Wf", 70, 0, 70, 3)
                .matrix("Uf", 70, 3, 70, 7);
        builder.add("b", 140);
        return builder.build();
    }

    @Test
    void viewsComeInOrderAndBeginOnCacheLines() {
        Layout layout = lstmLike();
        assertThat(layout.views()).extracting(Layout.View::name).containsExactly("E", "Wi", "Ui", "Wf", "Uf", "b");
        assertThat(layout.view("E").offset()).isZero();
        assertThat(layout.view("Wi").offset()).isEqualTo(16);
        assertThat(layout.view("b").offset()).isEqualTo(16 + 3 * 10 * 64);
        assertThat(layout.size()).isEqualTo(16 + 3 * 10 * 64 + 144);
        assertThat(layout.elements()).isEqualTo(15 + 140 * 10 + 140);
    }

    @Test
    void aStackLiesInPanelsOfTheKernels() {
        Parameters parameters = Parameters.zeros(lstmLike());
        float[] wf = new float[70 * 3];
        wf[17 * 3 + 2] = 9; // Wf[17,2] is element (87,2) of the stack: panel 1, row 2, column 23
        parameters.write("Wf", wf);
        assertThat(parameters.values()[16 + 10 * 64 + 2 * 64 + 23]).isEqualTo(9f);
        assertThat(parameters.layout().view("Wf").contiguous()).isFalse();
        assertThat(parameters.layout().view("b").contiguous()).isTrue();
    }

    @Test
    void whatIsWrittenIsReadAndNoTwoViewsShareAFloat() {
        Parameters parameters = Parameters.zeros(lstmLike());
        float next = 1;
        for (Layout.View view : parameters.layout().views()) {
            float[] elements = new float[view.shape().size()];
            for (int n = 0; n < elements.length; n++) {
                elements[n] = next++;
            }
            parameters.write(view.name(), elements);
        }
        BitSet seen = new BitSet();
        for (Layout.View view : parameters.layout().views()) {
            float[] elements = parameters.read(view.name());
            for (float element : elements) {
                assertThat(seen.get((int) element)).isFalse();
                seen.set((int) element);
            }
        }
        assertThat(seen.cardinality()).isEqualTo(parameters.layout().elements());
        int zeros = 0;
        for (float value : parameters.values()) {
            zeros += value == 0 ? 1 : 0;
        }
        assertThat(zeros)
                .isEqualTo(parameters.layout().size() - parameters.layout().elements());
    }

    @Test
    void knowsWhoseElementItIs() {
        Layout layout = lstmLike();
        assertThat(layout.nameAt(14)).isEqualTo("E");
        assertThat(layout.nameAt(15)).isEqualTo("a gap");
        assertThat(layout.nameAt(16 + 10 * 64 + 3 * 64 + 23)).isEqualTo("Uf");
        assertThat(layout.nameAt(layout.size() - 5)).isEqualTo("b");
    }

    @Test
    void refusesWhatDoesNotFit() {
        Layout.Builder builder = Layout.builder();
        builder.add("W", 2, 3);
        assertThatThrownBy(() -> builder.add("W", 4)).hasMessageContaining("two arrays are named W");
        Layout.Builder.Stack stack = builder.stack(8, 4).matrix("A", 0, 0, 8, 2);
        assertThatThrownBy(() -> stack.matrix("B", 7, 1, 1, 3)).hasMessageContaining("B [1,3] overlaps");
        assertThatThrownBy(() -> stack.matrix("B", 0, 2, 8, 3))
                .hasMessageContaining("does not fit into a stack of [8,4]");
        assertThatThrownBy(() -> {
                    builder.add("big", 1 << 30);
                    builder.add("bigger", 1 << 30);
                })
                .hasMessageContaining("with bigger the model has");
        assertThatThrownBy(() -> lstmLike().view("Wx")).hasMessageContaining("[E, Wi, Ui, Wf, Uf, b]");
        assertThatThrownBy(() -> Parameters.zeros(lstmLike()).write("b", new float[3]))
                .hasMessageContaining("b holds 3 numbers but [140] has 140");
        assertThatThrownBy(() -> Parameters.zeros(lstmLike()).set(Parameters.zeros(lstmLike())))
                .hasMessageContaining("layout");
    }

    @Test
    void aCopyIsApart() {
        Parameters parameters = Parameters.zeros(lstmLike());
        Parameters copy = parameters.copy();
        parameters.values()[3] = 4;
        assertThat(copy.values()[3]).isZero();
        copy.set(parameters);
        assertThat(copy.values()[3]).isEqualTo(4f);
        copy.clear();
        assertThat(copy.values()).containsOnly(0f);
    }
}
