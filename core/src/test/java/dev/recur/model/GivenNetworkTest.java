package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.batch.Conditions;
import dev.recur.batch.Documents;
import dev.recur.batch.Minibatch;
import dev.recur.batch.SortedDocuments;
import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.GivenColumn;
import dev.recur.text.GivenValues;
import dev.recur.text.Givens;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A language model whose texts are given a label and two numbers. */
class GivenNetworkTest {
    private static final List<String> TEXTS = List.of("hollow", "yellow hull", "oil", "well held", "low");

    @TempDir
    Path folder;

    private static Corpus corpus(String... labels) throws IOException {
        List<GivenValues> givens = new java.util.ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            givens.add(new GivenValues(List.of(labels[i % labels.length], i + " " + (7 - i * i)), "text " + i));
        }
        return Corpus.of(TEXTS, givens, Tokenizer.CHARACTERS, "");
    }

    private static LanguageModel model(Corpus corpus, String cell, double dropout, double input, boolean tied)
            throws IOException {
        LanguageVariant variant = new LanguageVariant(Skip.NONE, 0, Regularisers.NONE, input);
        return LanguageModel.create(
                new LanguageModel.Config(Cell.named(cell).text(), 7, 2, 6, dropout, input, 0, tied, variant),
                corpus.vocabulary(1, 100),
                Givens.of(GivenColumn.of("kind,shape:numbers"), corpus),
                new Randomness(5));
    }

    private static Minibatch batch(Corpus corpus, LanguageModel model, int rows) throws IOException {
        Minibatch batch = new Minibatch();
        Documents documents = Documents.of(corpus, model.vocabulary(), Conditions.of(corpus, model.givens()));
        SortedDocuments.of(documents, rows, 20).fill(0, 0, batch);
        return batch;
    }

    @ParameterizedTest
    @CsvSource({"gru, 0, 0, false", "lstm, 0.2, 0.3, true"})
    void gradientIsTheSlopeOfTheLoss(String cell, double dropout, double input, boolean tied) throws IOException {
        Corpus corpus = corpus("a", "b", "c");
        LanguageModel model = model(corpus, cell, dropout, input, tied);
        Minibatch batch = batch(corpus, model, 5);
        try (Workers workers = new Workers(2)) {
            LanguageNetwork network = new LanguageNetwork(model, true, new Randomness(5), workers);
            float[] weights = model.parameters().values();
            float[] gradient = new float[weights.length];
            network.load(3);
            network.train(batch, gradient, 1f);
            int from = model.offset("given");
            int to = from + model.givens().size() * model.config().embedding();
            SplittableRandom random = new SplittableRandom(1);
            float[] all = new float[weights.length];
            float[] given = new float[weights.length];
            for (int i = 0; i < weights.length; i++) {
                all[i] = (float) (random.nextDouble() - 0.5);
                given[i] = i >= from && i < to ? 3 * all[i] : 0;
            }
            for (float[] direction : List.of(all, given)) {
                double slope = 0;
                for (int i = 0; i < weights.length; i++) {
                    slope += direction[i] * (double) gradient[i];
                }
                double h = 0.2 / Math.sqrt(weights.length);
                double rise = (LanguageVariantTest.moved(network, batch, direction, h)
                                - LanguageVariantTest.moved(network, batch, direction, -h))
                        / (2 * h);
                assertThat(rise).isCloseTo(slope, within(0.02 + 0.02 * Math.abs(slope)));
            }
        }
    }

    @Test
    void oneStepAtATimeIsTheSequenceAndCompanyDoesNotMatter() throws IOException {
        Corpus corpus = corpus("a", "b", "c");
        LanguageModel model = model(corpus, "lstm", 0, 0, false);
        Minibatch batch = batch(corpus, model, 5);
        Minibatch alone = batch(corpus, model, 1);
        try (Workers one = new Workers(1);
                Workers two = new Workers(2)) {
            LanguageNetwork whole = new LanguageNetwork(model, false, new Randomness(0), one);
            LanguageNetwork stepwise = new LanguageNetwork(model, false, new Randomness(0), two);
            whole.load(0);
            whole.evaluate(alone);
            stepwise.load(0);
            stepwise.give(batch.conditions(), batch.conditionWeights(), batch.rows());
            stepwise.reset(batch.rows());
            int rows = batch.rows();
            for (int t = 0; t < alone.steps(); t++) {
                int[] tokens = Arrays.copyOfRange(batch.inputs(), t * rows, (t + 1) * rows);
                for (int row = batch.alive()[t]; row < rows; row++) {
                    tokens[row] = 0;
                }
                stepwise.step(tokens, rows);
            }
            float[] state = stepwise.state();
            float[] first = whole.state();
            int hidden = model.config().hidden();
            for (int state1 = 0; state1 < first.length / hidden; state1++) {
                assertThat(Arrays.copyOfRange(state, state1 * rows * hidden, state1 * rows * hidden + hidden))
                        .containsExactly(Arrays.copyOfRange(first, state1 * hidden, (state1 + 1) * hidden));
            }
        }
    }

    @Test
    void whatIsGivenIsHeardAndMustBeGiven() throws IOException {
        Corpus corpus = corpus("a", "b");
        Corpus other = corpus("b", "a");
        LanguageModel model = model(corpus, "gru", 0, 0, false);
        try (Workers workers = new Workers(1)) {
            LanguageNetwork network = new LanguageNetwork(model, false, new Randomness(0), workers);
            network.load(0);
            double nats = network.evaluate(batch(corpus, model, 5));
            assertThat(network.evaluate(batch(corpus, model, 5))).isEqualTo(nats);
            assertThat(network.evaluate(batch(other, model, 5))).isNotEqualTo(nats);
            Minibatch bare = new Minibatch();
            SortedDocuments.of(Documents.of(corpus, model.vocabulary()), 5, 20).fill(0, 0, bare);
            assertThatThrownBy(() -> network.evaluate(bare)).hasMessageContaining("is given kind, shape");
        }
    }

    @Test
    void theFileKeepsWhatIsGivenAndOneWithoutItIsAsBefore() throws IOException {
        LanguageModel model = model(corpus("a", "b"), "gru", 0, 0, false);
        model.save(folder.resolve("m"), Map.of(), Map.of(), List.of());
        LanguageModel loaded = LanguageModel.load(folder.resolve("m"));
        assertThat(loaded.givens().rows()).isEqualTo(model.givens().rows());
        assertThat(loaded.sha256()).isEqualTo(model.sha256());
        loaded.save(folder.resolve("again"), Map.of(), Map.of(), List.of());
        assertThat(folder.resolve("again")).hasSameBinaryContentAs(folder.resolve("m"));

        LanguageModel.create(model.config(), corpus("a").vocabulary(1, 100), new Randomness(5))
                .save(folder.resolve("plain"), Map.of(), Map.of(), List.of());
        assertThat(Files.readString(folder.resolve("plain"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("given");
    }

    @Test
    void aModelTakesTheRowsOfLabelsThatBothKnow() throws IOException {
        LanguageModel from = model(corpus("a", "b", "c", "b"), "gru", 0, 0, false);
        LanguageModel to = model(corpus("d", "c", "b"), "gru", 0, 0, false);
        Arrays.fill(to.parameters().values(), 9f);

        Transfer transfer = Transfer.take(to, from);

        List<String> rows = to.givens().rows();
        int width = to.config().embedding();
        for (String row : rows) {
            float[] taken = row(to, row, width);
            if (row.equals("kind=d")) {
                assertThat(taken).containsOnly(9f);
            } else {
                assertThat(taken).containsExactly(row(from, row, width));
            }
        }
        assertThat(transfer.lines())
                .filteredOn(line -> line.array().equals("given"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.rows()).isEqualTo(rows.size() - 1);
                    assertThat(line.why()).contains("labels that the other model does not know");
                });
    }

    private static float[] row(LanguageModel model, String row, int width) {
        int at = model.givens().rows().indexOf(row) * width;
        return Arrays.copyOfRange(model.parameters().read("given"), at, at + width);
    }
}
