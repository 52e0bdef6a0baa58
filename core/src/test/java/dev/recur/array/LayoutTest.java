package dev.recur.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static Layout lstmLike() {
        Layout.Builder builder = Layout.builder();
        builder.add("E", 5, 3);
        builder.add("Wi", 70, 3);
        builder.add("Ui", 70, 7);
        builder.add("Wf", 70, 3);
        builder.add("Uf", 70, 7);
        builder.add("b", 140);
        return builder.build();
    }

    @Test
    void viewsComeInOrderAndBeginOnCacheLines() {
        Layout layout = lstmLike();
        assertThat(layout.views()).extracting(Layout.View::name).containsExactly("E", "Wi", "Ui", "Wf", "Uf", "b");
        assertThat(layout.view("E").offset()).isZero();
        assertThat(layout.view("Wi").offset()).isEqualTo(16);
        assertThat(layout.view("b").offset()).isEqualTo(16 + 2 * (224 + 496));
        assertThat(layout.size()).isEqualTo(16 + 2 * (224 + 496) + 144);
        assertThat(layout.elements()).isEqualTo(15 + 140 * 10 + 140);
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
        assertThat(layout.nameAt(16 + 2 * 224 + 496 + 489)).isEqualTo("Uf");
        assertThat(layout.nameAt(layout.size() - 5)).isEqualTo("b");
    }

    @Test
    void refusesWhatDoesNotFit() {
        Layout.Builder builder = Layout.builder();
        builder.add("W", 2, 3);
        assertThatThrownBy(() -> builder.add("W", 4)).hasMessageContaining("two arrays are named W");
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
