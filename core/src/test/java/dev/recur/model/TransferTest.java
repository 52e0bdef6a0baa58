package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.cell.Cell;
import dev.recur.layer.Pooling;
import dev.recur.layer.Skip;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferTest {
    private static Vocabulary vocabulary(String text) throws IOException {
        return Corpus.of(text, Tokenizer.CHARACTERS, false).vocabulary(1, Integer.MAX_VALUE);
    }

    private static LanguageModel model(String cell, String text, int hidden, int seed) throws IOException {
        return LanguageModel.create(
                new LanguageModel.Config(Cell.named(cell).text(), hidden, 2, 4, 0, 0, 0, false),
                vocabulary(text),
                new Randomness(seed));
    }

    private static Transfer.Line line(Transfer transfer, String array) {
        return transfer.lines().stream()
                .filter(line -> line.array().equals(array))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameShapeTakesEverything() throws IOException {
        LanguageModel from = model("lstm", "abcd", 5, 1);
        LanguageModel to = model("lstm", "abcd", 5, 2);
        Transfer transfer = Transfer.take(to, from);
        assertThat(to.parameters().values()).containsExactly(from.parameters().values());
        assertThat(transfer.lines())
                .allMatch(line -> line.rows() == line.of() && line.why().isEmpty());
        assertThat(transfer.source()).isEqualTo(from.sha256()).isEqualTo(to.sha256());
    }

    @Test
    void tokensThatBothKnowKeepTheirRows() throws IOException {
        LanguageModel from = model("gru", "dcba", 5, 1);
        LanguageModel to = model("gru", "xbyd", 5, 2);
        LanguageModel fresh = model("gru", "xbyd", 5, 2);
        Transfer transfer = Transfer.take(to, from);
        for (String token : to.vocabulary().tokens()) {
            boolean known = from.vocabulary().tokens().contains(token);
            LanguageModel like = known ? from : fresh;
            assertThat(row(to, "embedding", token)).as(token).containsExactly(row(like, "embedding", token));
            assertThat(row(to, "output.W", token)).as(token).containsExactly(row(like, "output.W", token));
        }
        // b, d, and the sign for what is unknown
        assertThat(line(transfer, "embedding").rows()).isEqualTo(3);
        assertThat(line(transfer, "embedding").of())
                .isEqualTo(to.vocabulary().size())
                .isEqualTo(5);
        assertThat(line(transfer, "layer1.Un").why()).isEmpty();
    }

    private static float[] row(LanguageModel model, String array, String token) {
        float[] all = model.parameters().read(array);
        int width = all.length / model.vocabulary().size();
        int id = model.vocabulary().id(token);
        return Arrays.copyOfRange(all, id * width, (id + 1) * width);
    }

    @Test
    void anotherCellOrShapeIsNamed() throws IOException {
        Transfer cells = Transfer.take(model("gru", "abcd", 5, 2), model("gru-2014", "abcd", 5, 1));
        assertThat(line(cells, "layer0.Wz").why()).contains("another cell");
        assertThat(line(cells, "embedding").rows()).isEqualTo(5);
        Transfer shapes = Transfer.take(model("gru", "abcd", 6, 2), model("gru", "abcd", 5, 1));
        assertThat(line(shapes, "layer0.Uz").why()).contains("6").contains("5");
        assertThatThrownBy(() -> Transfer.take(model("gru", "abcd", 5, 2), classifier(7)))
                .hasMessageContaining("nothing that fits");
    }

    private static SequenceClassifier classifier(int embedding) throws IOException {
        SequenceClassifier.Config config = new SequenceClassifier.Config(
                Cell.named("lstm").text(),
                5,
                1,
                true,
                Skip.NONE,
                embedding,
                Pooling.Kind.MAX,
                false,
                0,
                0,
                0,
                Regularisers.NONE,
                0);
        return SequenceClassifier.create(config, vocabulary("abcd"), List.of("no", "yes"), new Randomness(3));
    }

    @Test
    void aClassifierTakesEmbeddingAndTheLayersAlongTime() throws IOException {
        LanguageModel from = model("lstm", "abcd", 5, 1);
        SequenceClassifier to = classifier(4);
        Transfer transfer = Transfer.take(to, from);
        assertThat(to.parameters().read("embedding"))
                .containsExactly(from.parameters().read("embedding"));
        assertThat(to.parameters().read("layer0.forward.Ui"))
                .containsExactly(from.parameters().read("layer0.Ui"));
        assertThat(line(transfer, "layer0.backward.Ui").why()).contains("none");
        assertThat(line(transfer, "output.W").rows()).isZero();
        assertThat(line(transfer, "output.b").why()).contains("labels that the other model does not know");
    }

    private static SequenceTagger tagger(int seed, String characters, String... tags) throws IOException {
        SequenceTagger.Config config = new SequenceTagger.Config(
                Cell.named("gru").text(), 5, 1, Skip.NONE, 4, 3, 3, 2, true, true, false, 0, 0, 0, Regularisers.NONE);
        Vocabulary words = Vocabulary.of(Tokenizer.WORDS, false, List.of("the", "oil"));
        return SequenceTagger.create(
                config,
                new SequenceTagger.Words(words, List.of("the_oil"), vocabulary(characters), List.of(tags)),
                new Randomness(seed));
    }

    private static float[] part(SequenceTagger of, String array, int from, int to) {
        return Arrays.copyOfRange(of.parameters().read(array), from, to);
    }

    @Test
    void tagsThatBothKnowKeepTheirRowsWhereverTheyStand() throws IOException {
        SequenceTagger from = tagger(1, "oil", "DET", "NOUN");
        Arrays.fill(from.parameters().values(), 7f);
        from.parameters().write("output.b", new float[] {1, 2});
        from.parameters().write("chain.starts", new float[] {3, 4});
        SequenceTagger to = tagger(2, "loop", "VERB", "NOUN", "DET");
        Transfer transfer = Transfer.take(to, from);
        assertThat(part(to, "output.b", 1, 3)).containsExactly(2, 1);
        assertThat(part(to, "chain.starts", 0, 3)).containsExactly(0, 4, 3);
        assertThat(line(transfer, "output.W").rows()).isEqualTo(2);
        assertThat(line(transfer, "chain.transitions").rows()).isZero();
        assertThat(line(transfer, "pairs").why()).isEmpty();
        assertThat(line(transfer, "characters.embedding").why()).contains("tokens that the other model does not know");
        SequenceTagger turned = tagger(3, "oil", "NOUN", "DET");
        assertThat(line(Transfer.take(turned, from), "chain.transitions").rows())
                .isZero();
        SequenceTagger same = tagger(4, "oil", "DET", "NOUN");
        assertThat(Transfer.take(same, from).lines())
                .allMatch(line -> line.rows() == line.of() && line.why().isEmpty());
        assertThat(same.parameters().read("chain.transitions"))
                .containsExactly(from.parameters().read("chain.transitions"));
    }

    @Test
    void labelsThatBothKnowKeepTheirRowsWhereverTheyStand() throws IOException {
        SequenceClassifier from = classifier(4);
        SequenceClassifier to = SequenceClassifier.create(
                from.config(), from.vocabulary(), List.of("yes", "maybe", "no"), new Randomness(9));
        float[] fresh = to.parameters().read("output.W");
        int width = fresh.length / 3;
        Transfer transfer = Transfer.take(to, from);
        float[] old = from.parameters().read("output.W");
        float[] now = to.parameters().read("output.W");
        assertThat(Arrays.copyOfRange(now, 0, width)).containsExactly(Arrays.copyOfRange(old, width, 2 * width));
        assertThat(Arrays.copyOfRange(now, width, 2 * width))
                .containsExactly(Arrays.copyOfRange(fresh, width, 2 * width));
        assertThat(Arrays.copyOfRange(now, 2 * width, 3 * width)).containsExactly(Arrays.copyOfRange(old, 0, width));
        assertThat(line(transfer, "output.b").rows()).isEqualTo(2);
    }

    @Test
    void whatReadsInATranslatorReadsInAClassifierAndInALanguageModel() throws IOException {
        Vocabulary known = Corpus.of("dcba", Tokenizer.CHARACTERS, true).vocabulary(1, 9);
        Translator from = Translator.create(
                new Translator.Config(
                        Cell.named("lstm").text(),
                        10,
                        1,
                        Skip.NONE,
                        4,
                        Translator.Look.NONE,
                        false,
                        false,
                        0,
                        0,
                        0,
                        Regularisers.NONE,
                        false),
                known,
                known,
                new Randomness(1));
        SequenceClassifier to = classifier(4);
        Transfer transfer = Transfer.take(to, from);
        for (String array : List.of("forward.Ui", "forward.bf", "backward.Uo", "backward.Wg")) {
            assertThat(to.parameters().read("layer0." + array))
                    .as(array)
                    .containsExactly(from.parameters().read("encoder0." + array));
        }
        assertThat(line(transfer, "embedding").rows()).isEqualTo(5); // the unknown one, too
        assertThat(line(transfer, "output.W").rows()).isZero();
        LanguageModel language = model("lstm", "abcd", 5, 2);
        Transfer.take(language, from);
        assertThat(language.parameters().read("layer0.Ui"))
                .containsExactly(from.parameters().read("encoder0.forward.Ui"));
        assertThat(from.reads()).isEqualTo(known);
        assertThat(to.reads()).isEqualTo(to.vocabulary());
    }
}
