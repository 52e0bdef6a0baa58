package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.batch.Documents;
import dev.recur.batch.Minibatch;
import dev.recur.batch.SortedDocuments;
import dev.recur.batch.Streams;
import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.text.Corpus;
import dev.recur.text.Givens;
import dev.recur.text.Ids;
import dev.recur.text.Ngrams;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A language model with vectors of n-grams. */
class NgramNetworkTest {
    private static final String TEXT =
            "hello world, hello wonder; the yellow well held oil and the low hull rolled. ".repeat(6);
    private static final int STEPS = 7;
    private static final int ROWS = 3;
    private static final int LONGEST = 4;

    @TempDir
    Path folder;

    /** All that a running text gives. */
    private static final class Setting {
        final LanguageModel model;
        final Ids ids;
        final Streams batches;
        final Minibatch batch = new Minibatch();

        Setting(String cell, double dropout, double ofTokens, int atLeast) throws IOException {
            Corpus corpus = Corpus.of(TEXT, Tokenizer.CHARACTERS, false);
            Vocabulary vocabulary = corpus.vocabulary(1, Integer.MAX_VALUE);
            this.ids = corpus.encode(vocabulary);
            this.model = create(
                    cell,
                    dropout,
                    ofTokens,
                    vocabulary,
                    Ngrams.count(
                            (begin, token) -> {
                                begin.run();
                                ids.forEach(token);
                            },
                            vocabulary.size(),
                            LONGEST,
                            atLeast));
            this.batches = Streams.of(ids, ROWS, STEPS);
        }
    }

    /** Its vectors are drawn, since they begin at 0. */
    private static LanguageModel create(
            String cell, double dropout, double ofTokens, Vocabulary vocabulary, Ngrams ngrams) {
        LanguageVariant variant = new LanguageVariant(Skip.NONE, 0, Regularisers.NONE, ofTokens);
        LanguageModel model = LanguageModel.create(
                new LanguageModel.Config(Cell.named(cell).text(), 12, 2, 10, dropout, dropout, 0, false, variant),
                vocabulary,
                Givens.NONE,
                ngrams,
                new Randomness(5));
        assertThat(model.parameters().read("ngrams")).containsOnly(0f);
        SplittableRandom random = new SplittableRandom(2);
        float[] vectors = new float[ngrams.size() * 10];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) (random.nextDouble() - 0.5);
        }
        model.parameters().write("ngrams", vectors);
        return model;
    }

    @ParameterizedTest
    @CsvSource({"gru, 0, 0", "lstm, 0.2, 0.3"})
    void gradientIsTheSlopeOfTheLoss(String cell, double dropout, double ofTokens) throws IOException {
        Setting setting = new Setting(cell, dropout, ofTokens, 6);
        LanguageModel model = setting.model;
        try (Workers workers = new Workers(2)) {
            LanguageNetwork network = new LanguageNetwork(model, true, new Randomness(5), workers);
            float[] weights = model.parameters().values();
            float[] gradient = new float[weights.length];
            setting.batches.fill(0, 0, setting.batch);
            network.load(3);
            network.train(setting.batch, gradient, 1f);
            int from = model.offset("ngrams");
            int to = from + model.ngrams().size() * 10;
            SplittableRandom random = new SplittableRandom(1);
            float[] all = new float[weights.length];
            float[] vectors = new float[weights.length];
            for (int i = 0; i < weights.length; i++) {
                all[i] = (float) (random.nextDouble() - 0.5);
                vectors[i] = i >= from && i < to ? all[i] : 0;
            }
            for (float[] direction : List.of(all, vectors)) {
                double slope = 0;
                for (int i = 0; i < weights.length; i++) {
                    slope += direction[i] * (double) gradient[i];
                }
                double h = 0.2 / Math.sqrt(weights.length);
                double rise = (LanguageVariantTest.moved(network, setting.batch, direction, h)
                                - LanguageVariantTest.moved(network, setting.batch, direction, -h))
                        / (2 * h);
                assertThat(rise).isCloseTo(slope, within(0.02 + 0.02 * Math.abs(slope)));
            }
        }
    }

    /** By the definition: the text is looked through for each n-gram at each place. */
    @Test
    void theLowestLayerIsGivenTheVectorsOfWhatEndsAtAToken() throws IOException {
        Setting setting = new Setting("gru", 0, 0, 6);
        LanguageModel model = setting.model;
        Ngrams ngrams = model.ngrams();
        assertThat(ngrams.longest()).isEqualTo(LONGEST);
        int[] text = new int[50];
        setting.ids.copy(11, text, 0, text.length);
        text[20] = text[3]; // somewhere it says what it never said
        float[] tokens = model.parameters().read("embedding");
        float[] vectors = model.parameters().read("ngrams");
        float[] expected = new float[text.length * 10];
        for (int t = 0; t < text.length; t++) {
            System.arraycopy(tokens, text[t] * 10, expected, t * 10, 10);
            for (int row = 0; row < ngrams.size(); row++) {
                int[] sequence = ngrams.sequence(row);
                int from = t + 1 - sequence.length;
                if (from >= 0 && Arrays.equals(sequence, Arrays.copyOfRange(text, from, t + 1))) {
                    for (int j = 0; j < 10; j++) {
                        expected[t * 10 + j] += vectors[row * 10 + j];
                    }
                }
            }
        }
        assertThat(model.inputs(text, new float[0])).containsExactly(expected);
    }

    @Test
    void oneStepAtATimeAndInPartsIsTheSequence() throws IOException {
        Setting setting = new Setting("gru", 0, 0, 6);
        try (Workers one = new Workers(1);
                Workers two = new Workers(2)) {
            LanguageNetwork whole = new LanguageNetwork(setting.model, false, new Randomness(0), one);
            LanguageNetwork stepwise = new LanguageNetwork(setting.model, false, new Randomness(0), two);
            LanguageNetwork handed = new LanguageNetwork(setting.model, false, new Randomness(0), two);
            Minibatch twice = new Minibatch();
            whole.load(0);
            Streams.of(setting.ids, ROWS, 2 * STEPS).fill(0, 0, twice);
            double nats = whole.evaluate(twice);
            stepwise.load(0);
            handed.load(0);
            stepwise.reset(ROWS);
            double parts = 0;
            for (int part = 0; part < 2; part++) {
                setting.batches.fill(0, part, setting.batch);
                if (part > 0) {
                    float[] state = handed.state();
                    handed.reset(ROWS);
                    handed.state(state, ROWS);
                }
                parts += handed.evaluate(setting.batch);
                for (int t = 0; t < STEPS; t++) {
                    int[] tokens = Arrays.copyOfRange(setting.batch.inputs(), t * ROWS, (t + 1) * ROWS);
                    stepwise.step(tokens, ROWS);
                }
            }
            assertThat(parts).isCloseTo(nats, within(1e-4));
            assertThat(handed.state()).containsExactly(whole.state());
            assertThat(stepwise.state()).containsExactly(whole.state());
            float[] broken = whole.state();
            broken[broken.length - 1] = 1e6f;
            assertThatThrownBy(() -> whole.state(broken, ROWS)).hasMessageContaining("is the number of no n-gram");
        }
    }

    /** What a row of documents began with, before a batch: what is needed to read the batch again. */
    @Test
    void theStateBeforeABatchHoldsWhatEndedThere() throws IOException {
        Setting setting = new Setting("gru", 0, 0, 6);
        LanguageModel model = setting.model;
        try (Workers workers = new Workers(1)) {
            LanguageNetwork network = new LanguageNetwork(model, true, new Randomness(0), workers);
            float[] gradient = new float[model.parameters().values().length];
            for (int part = 0; part < 3; part++) {
                setting.batches.fill(0, part, setting.batch);
                network.load(0);
                network.train(setting.batch, gradient, 1f);
            }
            int[] read = new int[3 * STEPS];
            long stream = setting.batches.tokens() / ROWS;
            setting.ids.copy(stream, read, 0, read.length); // of row 1
            float[] all = model.inputs(read, new float[0]);
            int[] last = Arrays.copyOfRange(read, 2 * STEPS, 3 * STEPS);
            assertThat(model.inputs(last, network.stateBefore(1)))
                    .containsExactly(Arrays.copyOfRange(all, 2 * STEPS * 10, 3 * STEPS * 10));
            assertThat(model.inputs(last, new float[0]))
                    .isNotEqualTo(Arrays.copyOfRange(all, 2 * STEPS * 10, 3 * STEPS * 10));
        }
    }

    @Test
    void companyDoesNotMatterAndNothingReachesIntoTheNextDocument() throws IOException {
        List<String> texts = List.of("hollow", "yellow hull", "oil", "well held", "low");
        Corpus corpus = Corpus.of(String.join("\n", texts), Tokenizer.CHARACTERS, true);
        Vocabulary vocabulary = corpus.vocabulary(1, 100);
        Documents documents = Documents.of(corpus, vocabulary);
        Ngrams ngrams = Ngrams.count(documents::read, vocabulary.size(), LONGEST, 2);
        for (int row = 0; row < ngrams.size(); row++) {
            int[] sequence = ngrams.sequence(row);
            assertThat(Arrays.copyOfRange(sequence, 1, sequence.length)).doesNotContain(vocabulary.begin());
            assertThat(sequence).doesNotContain(vocabulary.end());
        }
        LanguageModel model = create("lstm", 0, 0, vocabulary, ngrams);
        try (Workers workers = new Workers(2)) {
            LanguageNetwork network = new LanguageNetwork(model, false, new Randomness(0), workers);
            network.load(0);
            double side = nats(network, SortedDocuments.of(documents, 5, 4));
            double alone = nats(network, SortedDocuments.of(documents, 1, 20));
            assertThat(side).isCloseTo(alone, within(1e-4));
        }
    }

    private static double nats(LanguageNetwork network, SortedDocuments batches) {
        Minibatch batch = new Minibatch();
        double sum = 0;
        for (long i = 0; i < batches.count(0); i++) {
            batches.fill(0, i, batch);
            sum += network.evaluate(batch);
        }
        return sum;
    }

    @Test
    void theFileKeepsThemAndOneWithoutThemIsAsBefore() throws IOException {
        LanguageModel model = new Setting("gru", 0, 0, 6).model;
        model.save(folder.resolve("m"), Map.of(), Map.of(), List.of());
        LanguageModel loaded = LanguageModel.load(folder.resolve("m"));
        assertThat(loaded.sha256()).isEqualTo(model.sha256());
        assertThat(loaded.ngrams().size()).isEqualTo(model.ngrams().size());
        for (int row = 0; row < model.ngrams().size(); row++) {
            assertThat(loaded.ngrams().sequence(row))
                    .containsExactly(model.ngrams().sequence(row));
        }
        loaded.save(folder.resolve("again"), Map.of(), Map.of(), List.of());
        assertThat(folder.resolve("again")).hasSameBinaryContentAs(folder.resolve("m"));

        LanguageModel.create(model.config(), model.vocabulary(), new Randomness(5))
                .save(folder.resolve("plain"), Map.of(), Map.of(), List.of());
        assertThat(Files.readString(folder.resolve("plain"), StandardCharsets.ISO_8859_1))
                .doesNotContain("ngram");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|no list of pairs",
                "{\"ngrams\":[1,2,3]}|no list of pairs",
                "{\"ngrams\":[0,\"x\"]}|instead of a number",
                "{\"ngrams\":[0,1.5]}|instead of a number",
                "{\"ngrams\":[0,99999999999]}|instead of a number",
                "{\"ngrams\":[9,1]}|there are 3 tokens and 0 n-grams before it",
                "{\"ngrams\":[0,3]}|there are 3 tokens",
                "{\"ngrams\":[-1,1]}|n-gram 0 is -1",
                "{\"ngrams\":[0,1,0,1]}|n-gram 1 is there a second time"
            })
    void aFileWithOthersIsRefused(String text, String message) {
        assertThatThrownBy(() -> NgramsText.read(text, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aModelTakesTheVectorsOfSequencesThatBothKnow() throws IOException {
        LanguageModel from = new Setting("gru", 0, 0, 6).model;
        LanguageModel to = new Setting("gru", 0, 0, 7).model;
        Arrays.fill(to.parameters().values(), 9f);
        Transfer.take(to, from);
        assertThat(to.ngrams().size()).isLessThan(from.ngrams().size());
        List<List<Integer>> known = new ArrayList<>();
        for (int row = 0; row < from.ngrams().size(); row++) {
            known.add(Arrays.stream(from.ngrams().sequence(row)).boxed().toList());
        }
        for (int row = 0; row < to.ngrams().size(); row++) {
            int there = known.indexOf(
                    Arrays.stream(to.ngrams().sequence(row)).boxed().toList());
            assertThat(Arrays.copyOfRange(to.parameters().read("ngrams"), row * 10, row * 10 + 10))
                    .containsExactly(Arrays.copyOfRange(from.parameters().read("ngrams"), there * 10, there * 10 + 10));
        }
    }
}
