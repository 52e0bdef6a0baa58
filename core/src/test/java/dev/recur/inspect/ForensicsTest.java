package dev.recur.inspect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.train.Task;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForensicsTest {
    private static final String TEXT = "a b c d e f g h i j k l m n o p q r s t u v w x y z ";

    private static LanguageModel model(String cell) throws IOException {
        return LanguageModel.create(
                new LanguageModel.Config(cell, 6, 2, 6, 0, 0, 0, false),
                Corpus.of(TEXT, Tokenizer.CHARACTERS, false).vocabulary(1, 100),
                new Randomness(1));
    }

    private static Task.Suspect suspect(LanguageModel model, String place, int states) {
        return new Task.Suspect(place, model.vocabulary().encode(TEXT), new float[states]);
    }

    @Test
    void theFirstLostValueIsNamed() throws IOException {
        LanguageModel model = model(Cell.named("lstm").text());
        float[] embedding = model.parameters().read("embedding");
        embedding[model.vocabulary().id("k") * 6] = Float.NaN;
        model.parameters().write("embedding", embedding);
        Task.Suspect harmless = new Task.Suspect("row 0", model.vocabulary().encode("a b c"), new float[24]);
        Forensics found = requireNonNull(Forensics.of(model, List.of(harmless, suspect(model, "row 1", 24))));

        assertThat(found.place()).isEqualTo("row 1");
        assertThat(found.token()).isEqualTo(TEXT.indexOf('k'));
        assertThat(found.layer()).isZero();
        assertThat(found.around()).endsWith("j k");
        assertThat(found.text()).contains("is no finite number at token 20 after row 1, behind");
    }

    @Test
    void aStateThatWasLostBeforeIsFoundAtOnce() throws IOException {
        LanguageModel model = model(Cell.named("elman").text());
        Task.Suspect lost = suspect(model, "row 0", 12);
        lost.state()[9] = Float.POSITIVE_INFINITY; // of layer 1, where tanh makes 1 of it, or NaN of two of them
        lost.state()[10] = Float.NaN;
        Forensics found = requireNonNull(Forensics.of(model, List.of(lost)));

        assertThat(found.layer()).isEqualTo(1);
        assertThat(found.token()).isZero();
    }

    @Test
    void elseTheLargestGradientIsNamedWithItsLag() throws IOException {
        LanguageModel model = model("h(t) = U h(t-1) + W x(t)\nU ~ orthogonal(3)");
        Forensics found = requireNonNull(Forensics.of(model, List.of(suspect(model, "row 0", 12))));

        assertThat(found.quantity()).isEqualTo("dh");
        assertThat(found.lag()).isEqualTo(TEXT.length() - 2);
        assertThat(found.rate()).isCloseTo(3, within(0.2));
        assertThat(found.log10()).isGreaterThan(20);
        assertThat(found.text()).contains("the gradient of layer", "steps back from the loss at token 50");
        assertThat(Forensics.of(model, List.of())).isNull();
    }
}
