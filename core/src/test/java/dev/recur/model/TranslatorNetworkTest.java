package dev.recur.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recur.array.Layout;
import dev.recur.cell.Cell;
import dev.recur.layer.Skip;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import dev.recur.store.Records;
import dev.recur.text.Tokenizer;
import dev.recur.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TranslatorNetworkTest {
    private static final double STEP = 1e-5;

    /** Neither side is sorted by length. */
    private static final List<String> SOURCES = List.of("abc", "d", "cabd", "ba");

    private static final List<String> TARGETS = List.of("vw", "xyzv", "w", "zyx");

    @TempDir
    Path folder;

    private static Translator model(
            String cell, int layers, Skip skip, Translator.Look look, boolean tied, double dropout, double input) {
        return of(Cell.named(cell).text(), layers, skip, look, tied, dropout, input);
    }

    /** Not every cell has a matrix that reads a state. */
    private static Regularisers noise(String equations) {
        boolean reads = !Cell.parse(equations, "cell").multipliedStates().isEmpty();
        return new Regularisers("0.2", reads ? "0.3" : "");
    }

    private static Translator of(
            String equations, int layers, Skip skip, Translator.Look look, boolean tied, double dropout, double input) {
        Vocabulary source = Vocabulary.of(SOURCES, Tokenizer.CHARACTERS, true, 1, 100);
        Vocabulary target = Vocabulary.of(TARGETS, Tokenizer.CHARACTERS, true, 1, 100);
        Translator.Config config = new Translator.Config(
                equations,
                8,
                layers,
                skip,
                5,
                look,
                false,
                false,
                dropout,
                input,
                dropout / 2,
                dropout > 0 ? noise(equations) : Regularisers.NONE,
                tied);
        Translator model = Translator.create(config, source, target, new Randomness(5));
        // larger than they start, so that nothing is nearly linear and no gradient nearly 0
        float[] weights = model.parameters().values();
        SplittableRandom random = new SplittableRandom(7);
        for (Layout.View view : model.parameters().layout().views()) {
            for (int i = 0; i < view.shape().size(); i++) {
                weights[view.offset() + i] += (float) (0.6 * random.nextDouble() - 0.3);
            }
        }
        return model;
    }

    private static int[][] read(Translator model) {
        return SOURCES.stream().map(model::read).toArray(int[][]::new);
    }

    private static int[][] written(Translator model) {
        return TARGETS.stream().map(model::written).toArray(int[][]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "1, GENERAL, false, 0",
        "2, GENERAL, true, 0.1",
        "2, ADDITIVE, false, 0",
        "1, DOT, true, 0",
        "2, NONE, false, 0.1"
    })
    void lossAndEveryGradientAreThoseOfThePlainNetwork(
            int layers, Translator.Look look, boolean tied, double smoothing) {
        Translator model = model("lstm", layers, Skip.NONE, look, tied, 0, 0);
        int[][] sources = read(model);
        int[][] targets = written(model);
        float[] weights = model.parameters().values();
        double[] plain = new double[weights.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = weights[i];
        }
        PlainTranslator oracle = new PlainTranslator(model, smoothing);
        try (Workers workers = new Workers(2)) {
            TranslatorNetwork network = TranslatorNetwork.training(model, smoothing, new Randomness(5), workers);
            network.load(1);
            float[] gradient = new float[weights.length];
            double nats = network.train(sources, targets, sources.length, gradient);
            int tokens = Stream.of(targets).mapToInt(target -> target.length).sum();
            assertThat(nats / tokens).isCloseTo(oracle.loss(plain, sources, targets), within(1e-5));
            for (Layout.View view : model.parameters().layout().views()) {
                for (int i = view.offset(); i < view.offset() + view.shape().size(); i++) {
                    double kept = plain[i];
                    plain[i] = kept + STEP;
                    double above = oracle.loss(plain, sources, targets);
                    plain[i] = kept - STEP;
                    double below = oracle.loss(plain, sources, targets);
                    plain[i] = kept;
                    assertThat((double) gradient[i])
                            .as("%s[%d]", view.name(), i - view.offset())
                            .isCloseTo((above - below) / (2 * STEP), within(2e-5));
                }
            }
        }
    }

    /** All but those that need two inputs, or inputs as wide as their output, which an encoder's layers cannot have. */
    static List<String> cells() {
        List<String> others = List.of("lstm-depthgated", "mut1", "sru", "rglru", "lru");
        assertThat(Cell.names()).containsAll(others);
        return Cell.names().stream().filter(name -> !others.contains(name)).toList();
    }

    /** Along the gradient itself, in float: with whatever states a cell has, and with all that is dropped. */
    @ParameterizedTest
    @MethodSource("cells")
    void gradientIsTheSlopeOfTheLossForAnyCell(String cell) {
        slope(model(cell, 2, Skip.NONE, Translator.Look.GENERAL, false, 0.3, 0));
    }

    @ParameterizedTest
    @EnumSource(Skip.class)
    void gradientIsTheSlopeOfTheLossForAnyWiring(Skip skip) {
        slope(model("gru", 3, skip, Translator.Look.ADDITIVE, true, 0.2, 0.3));
    }

    /** The decoder begins where the encoder ended, so what it would begin with by itself is of no account. */
    @Test
    void aLearnedStartIsTheEncodersAlone() {
        Translator model = of(
                "h(t) = tanh(W x(t) + U h(t-1) + b)\nh(0) = h0\nh0 ~ 0",
                2,
                Skip.NONE,
                Translator.Look.GENERAL,
                false,
                0,
                0);
        slope(model);
        try (Workers workers = new Workers(1)) {
            TranslatorNetwork network = TranslatorNetwork.training(model, 0, new Randomness(5), workers);
            network.load(1);
            float[] gradient = new float[model.parameters().values().length];
            network.train(read(model), written(model), SOURCES.size(), gradient);
            assertThat(gradient[model.offset("decoder1.h0")]).isZero();
            assertThat(gradient[model.offset("encoder1.backward.h0")]).isNotZero();
        }
    }

    private static void slope(Translator model) {
        try (Workers workers = new Workers(1)) {
            TranslatorNetwork network = TranslatorNetwork.training(model, 0, new Randomness(5), workers);
            float[] weights = model.parameters().values();
            float[] gradient = new float[weights.length];
            int[][] targets = written(model);
            int tokens = Stream.of(targets).mapToInt(target -> target.length).sum();
            network.load(1);
            network.train(read(model), targets, targets.length, gradient);
            double norm = 0;
            for (float entry : gradient) {
                norm += (double) entry * entry;
            }
            norm = Math.sqrt(norm);
            double h = 3e-4;
            double[] sides = new double[2];
            float[] before = weights.clone();
            for (int side = 0; side < 2; side++) {
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = (float) (before[i] + (2 * side - 1) * h * gradient[i] / norm);
                }
                network.load(1);
                sides[side] = network.train(read(model), targets, targets.length, new float[weights.length]) / tokens;
            }
            assertThat((sides[1] - sides[0]) / (2 * h)).isCloseTo(norm, within(0.02 * norm));
        }
    }

    @ParameterizedTest
    @EnumSource(Translator.Look.class)
    void stepByStepIsTheWholeAndCompanyDoesNotMatter(Translator.Look look) {
        Translator model = model("lstm", 2, Skip.NONE, look, false, 0.5, 0.5);
        int[][] sources = read(model);
        int[][] targets = written(model);
        int v = model.target().size();
        try (Workers one = new Workers(1);
                Workers three = new Workers(3)) {
            TranslatorNetwork together = TranslatorNetwork.predicting(model, three);
            TranslatorNetwork alone = TranslatorNetwork.predicting(model, one);
            together.load(0);
            alone.load(0);
            together.begin(sources, sources.length);
            alone.begin(new int[][] {sources[2]}, 1);
            int[] tokens = new int[sources.length];
            Arrays.fill(tokens, model.target().begin());
            for (int t = 0; t < 3; t++) {
                float[] all = together.step(tokens);
                float[] own = alone.step(new int[] {tokens[2]});
                assertThat(Arrays.copyOfRange(all, 2 * v, 3 * v)).containsExactly(Arrays.copyOf(own, v));
                assertThat(together.looked(2, sources[2].length)).containsExactly(alone.looked(0, sources[2].length));
                for (int i = 0; i < tokens.length; i++) {
                    tokens[i] = 3 + (i + t) % (v - 3);
                }
            }
            // the same losses from whole targets, fed step by step
            double nats = 0;
            for (int i = 0; i < sources.length; i++) {
                alone.begin(new int[][] {sources[i]}, 1);
                for (int t = 0; t < targets[i].length; t++) {
                    float[] logits = alone.step(new int[] {targets[i][t]});
                    int next = t + 1 < targets[i].length
                            ? targets[i][t + 1]
                            : model.target().end();
                    nats -= Math.log(Probabilities.of(logits, 0, v)[next]);
                }
            }
            assertThat(together.evaluate(sources, targets, sources.length)).isCloseTo(nats, within(1e-4));
        }
    }

    @Test
    void rowsAreRegrouped() {
        Translator model = model("gru", 2, Skip.NONE, Translator.Look.GENERAL, false, 0, 0);
        int[][] sources = read(model);
        int v = model.target().size();
        try (Workers workers = new Workers(2)) {
            TranslatorNetwork network = TranslatorNetwork.predicting(model, workers);
            network.load(0);
            int begin = model.target().begin();
            network.begin(sources, 4);
            network.step(new int[] {begin, begin, begin, begin});
            network.regroup(new int[] {3, 1, 1, 3, 0}, 5);
            float[] grouped = network.step(new int[] {4, 5, 6, 4, 7}).clone();
            network.begin(sources, 4);
            network.step(new int[] {begin, begin, begin, begin});
            float[] plain = network.step(new int[] {7, 6, 3, 4}).clone();
            assertThat(row(grouped, 0, v)).containsExactly(row(plain, 3, v));
            assertThat(row(grouped, 3, v)).containsExactly(row(plain, 3, v));
            assertThat(row(grouped, 2, v)).containsExactly(row(plain, 1, v));
            assertThat(row(grouped, 4, v)).containsExactly(row(plain, 0, v));
            assertThat(row(grouped, 1, v)).isNotEqualTo(row(plain, 1, v));
        }
    }

    private static float[] row(float[] logits, int row, int v) {
        return Arrays.copyOfRange(logits, row * v, (row + 1) * v);
    }

    @Test
    void aModelComesBackFromItsFile() throws IOException {
        Translator model = model("gru", 1, Skip.NONE, Translator.Look.ADDITIVE, true, 0.1, 0);
        Path file = folder.resolve("model.safetensors");
        model.save(file, Map.of("from", "a test"), Map.of(), List.of());
        Translator back = Translator.load(file);
        assertThat(back.config()).isEqualTo(model.config());
        assertThat(back.source().tokens()).isEqualTo(model.source().tokens());
        assertThat(back.target().tokens()).isEqualTo(model.target().tokens());
        assertThat(back.parameters().values())
                .containsExactly(model.parameters().values());
        assertThat(Model.load(file)).isInstanceOf(Translator.class);
    }

    @Test
    void whatIsReadEndsAndWhatIsWrittenBegins() {
        Translator model = model("gru", 1, Skip.NONE, Translator.Look.NONE, true, 0.1, 0);
        assertThat(model.read("ab")).endsWith(model.source().end()).hasSize(3);
        assertThat(model.sourceTokens("ab")).containsExactly("a", "b", "<end>");
        assertThat(model.written("vw")).startsWith(model.target().begin()).hasSize(3);
    }

    @Test
    void anOddNumberOfUnitsIsRefused() {
        assertThatThrownBy(() -> new Translator.Config(
                        "",
                        5,
                        1,
                        Skip.NONE,
                        3,
                        Translator.Look.GENERAL,
                        false,
                        false,
                        0,
                        0,
                        0,
                        Regularisers.NONE,
                        false))
                .hasMessage("hidden is 5, but an even number is needed: each direction of the encoder has half of it");
    }

    @ParameterizedTest
    @EnumSource(Translator.Look.class)
    void penaltiesAreOfBothHalves(Translator.Look look) {
        Translator plain = model("lstm", 1, Skip.NONE, look, false, 0, 0);
        float[][] gradients = new float[2][plain.parameters().values().length];
        double[] losses = new double[2];
        try (Workers workers = new Workers(1)) {
            for (int i = 0; i < 2; i++) {
                Translator model = Translator.create(
                        Records.with(plain.config(), Map.of("activation penalty", 2.0 * i)),
                        plain.source(),
                        plain.target(),
                        new Randomness(5));
                TranslatorNetwork network = TranslatorNetwork.training(model, 0, new Randomness(5), workers);
                network.load(1);
                losses[i] = network.train(read(model), written(model), SOURCES.size(), gradients[i]);
            }
        }
        assertThat(losses[1]).isEqualTo(losses[0]);
        for (String array : List.of("source.embedding", "target.embedding")) {
            int at = plain.offset(array);
            int from = at + 3 * 5; // behind the marks, of which some are never read
            assertThat(Arrays.copyOfRange(gradients[1], from, from + 5))
                    .as(array)
                    .isNotEqualTo(Arrays.copyOfRange(gradients[0], from, from + 5));
        }
    }
}
