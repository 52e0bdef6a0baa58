package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.parallel.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bits of every cell that ships never change: not with the JDK, not with the width of vectors, not with a later version. One line a
 * cell in hashes.txt: SHA-256 over all outputs, end states and gradients of one trial.
 */
@Tag("bits")
class CellBitsTest {
    private static final String PASTED = "h(t)=ϕ(Ux(t)+Wh(t−1)+b)";

    static List<String> cells() {
        return Cell.names();
    }

    private static Map<String, String> hashes() throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        try (InputStream in = CellBitsTest.class.getResourceAsStream("hashes.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] words = line.split("  ");
                hashes.put(words[1], words[0]);
            });
        }
        return hashes;
    }

    private static String hash(Judge.Outcome outcome) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        new TreeMap<>(Trial.arrays(outcome)).forEach((name, values) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
            for (double value : values) {
                bytes.putInt(Float.floatToIntBits((float) value));
            }
            digest.update(bytes.array());
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    @ParameterizedTest
    @MethodSource("cells")
    void neverChange(String name) throws IOException, NoSuchAlgorithmException {
        Cell cell = Cell.named(name);
        Trial trial = new Trial(cell, Trial.small(cell, 7, 19), Rows.ofLengths(6, 6, 5, 3, 1, 0), 2026);
        String expected = hashes().get(name);
        assertThat(hash(trial.reference())).as("%s, reference", name).isEqualTo(expected);
        try (Workers workers = new Workers(2)) {
            Plan plan = Plan.of(cell, trial.shape, Plan.Wanted.EVERYTHING);
            assertThat(hash(trial.run(plan, workers, true)))
                    .as("%s, plan", name)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyCellHasItsLine() throws IOException {
        assertThat(hashes().keySet()).containsExactlyElementsOf(Cell.names());
    }

    /** The line of the explaining text, with its signs; its U multiplies x and its W multiplies h. */
    @Test
    void thePastedFormulaIsElman() {
        Cell pasted = Cell.parse(PASTED, "pasted.cell");
        Cell elman = Cell.named("elman");
        Trial ours = Trial.of(elman, 5);
        Map<String, double[]> weights = new LinkedHashMap<>();
        weights.put("U", ours.given.weights().get("W"));
        weights.put("W", ours.given.weights().get("U"));
        weights.put("b", ours.given.weights().get("b"));
        Judge.Case given = new Judge.Case(
                ours.given.alive(),
                ours.given.rows(),
                weights,
                ours.given.inputs(),
                ours.given.start(),
                ours.given.dOutputs(),
                ours.given.dEnd());
        Trial theirs = new Trial(pasted, ours.shape, ours.rows, given);
        try (Workers workers = new Workers(2)) {
            Plan plan = Plan.of(pasted, theirs.shape, Plan.Wanted.EVERYTHING);
            Map<String, double[]> a = Trial.arrays(ours.reference());
            Map<String, double[]> b = Trial.arrays(theirs.run(plan, workers, true));
            Map<String, String> names = Map.of("d W", "d U", "d U", "d W");
            assertThat(b).hasSameSizeAs(a);
            a.forEach((name, values) ->
                    assertThat(b.get(names.getOrDefault(name, name))).as(name).isEqualTo(values));
        }
    }

    @Test
    void thePastedFormulaTrains() {
        Cell cell = Cell.parse(PASTED, "pasted.cell");
        Trial trial = new Trial(cell, cell.shape(4, 8, Map.of()), Rows.full(6, 5), 3);
        double[][] gradient = trial.given.dOutputs().get("h");
        double[][] target = Arrays.stream(gradient)
                .map(step -> Arrays.stream(step).map(v -> v / 2).toArray())
                .toArray(double[][]::new);
        trial.given.dEnd().values().forEach(value -> Arrays.fill(value, 0));
        try (Workers workers = new Workers(1)) {
            Plan plan = Plan.of(cell, trial.shape, Plan.Wanted.EVERYTHING);
            double last = Double.POSITIVE_INFINITY;
            double first = 0;
            for (int i = 0; i < 12; i++) {
                double loss = 0;
                double[][] y = trial.run(plan, workers, false).outputs().get("h");
                for (int t = 0; t < y.length; t++) {
                    for (int j = 0; j < y[t].length; j++) {
                        gradient[t][j] = y[t][j] - target[t][j];
                        loss += gradient[t][j] * gradient[t][j] / 2;
                    }
                }
                assertThat(loss).as("step %d", i).isLessThan(last);
                first = i == 0 ? loss : first;
                last = loss;
                Map<String, double[]> d = trial.run(plan, workers, false).dWeights();
                trial.given.weights().forEach((name, value) -> {
                    for (int j = 0; j < value.length; j++) {
                        value[j] -= 0.01 * d.get(name)[j];
                    }
                });
            }
            assertThat(last).isLessThan(0.8 * first);
        }
    }
}
