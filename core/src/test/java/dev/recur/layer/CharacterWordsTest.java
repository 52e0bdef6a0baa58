package dev.recur.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.array.Layout;
import dev.recur.cell.Cell;
import dev.recur.cell.Rows;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterWordsTest {
    private static final Rows RAGGED = Rows.ofLengths(4, 3, 2, 0);
    private static final int[][] SPELLINGS = {{1, 2}, {0}, {3, 3, 4, 1}, {5}, {2, 1}, {6, 0, 1}};
    private static final int[] WORDS = {2, 0, 4, 0, 5, 2, 1, 0, 2};
    private static final int WIDTH = 9;
    private static final int COLUMN = 2;
    private static final int D = 2;
    private static final int H = 3;

    private static final class Trial {
        final Layout layout;
        final CharacterWords.Place place;
        final float[] flat;

        Trial(String cell) {
            Layout.Builder builder = Layout.builder();
            builder.add("before", 3);
            this.place = CharacterWords.declare(builder, "characters.", Cell.named(cell), 7, D, H);
            this.layout = builder.build();
            this.flat = Ragged.random(5, layout.size());
        }

        record Result(float[] y, float[] gradient) {}

        Result run(int[] words, float[] dy, Rows rows, int threads) {
            try (Workers workers = new Workers(threads)) {
                CharacterWords layer = new CharacterWords(place, true, new Randomness(1), workers);
                float[] y = new float[rows.total() * WIDTH];
                float[] gradient = new float[flat.length];
                layer.load(flat);
                for (int round = 0; round < 2; round++) { // what a batch leaves behind does not matter to the next
                    layer.forward(y, WIDTH, COLUMN, words, SPELLINGS, rows);
                }
                layer.backward(dy, WIDTH, COLUMN, rows, gradient);
                return new Result(y, gradient);
            }
        }

        double[] plain(double[] weights) {
            Bidirectional.Place cells =
                    (Bidirectional.Place) place.stack().layers().get(0);
            double[] y = new double[WORDS.length * WIDTH];
            for (int p = 0; p < WORDS.length; p++) {
                int[] spelling = SPELLINGS[WORDS[p]];
                double[] x = new double[spelling.length * D];
                for (int t = 0; t < spelling.length; t++) {
                    System.arraycopy(weights, place.embedding() + spelling[t] * D, x, t * D, D);
                }
                Rows one = Rows.full(spelling.length, 1);
                double[] along = Plain.elman(weights, layout, cells.along(), x, one, false);
                double[] against = Plain.elman(weights, layout, cells.against(), x, one, true);
                System.arraycopy(along, along.length - H, y, p * WIDTH + COLUMN, H);
                System.arraycopy(against, 0, y, p * WIDTH + COLUMN + H, H);
            }
            return y;
        }
    }

    @Test
    void agreesWithThePlainWayAndItsSlopes() {
        Trial trial = new Trial("elman");
        float[] dy = Ragged.random(2, WORDS.length * WIDTH);
        Trial.Result result = trial.run(WORDS, dy, RAGGED, 2);
        double[] weights = Ragged.doubles(trial.flat);
        Slopes.agree("y", result.y, trial.plain(weights));
        Slopes.agree("gradient", result.gradient, Slopes.of(v -> Plain.dot(trial.plain(v), dy), weights));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "lstm-mogrifier"})
    void threadsAndCompanyChangeNoBit(String cell) {
        Trial trial = new Trial(cell);
        float[] dy = Ragged.random(2, WORDS.length * WIDTH);
        Trial.Result all = trial.run(WORDS, dy, RAGGED, 1);
        for (int threads = 2; threads <= 3; threads++) {
            Trial.Result again = trial.run(WORDS, dy, RAGGED, threads);
            assertThat(again.y).containsExactly(all.y);
            assertThat(again.gradient).containsExactly(all.gradient);
        }
        for (int r = 0; r < RAGGED.rows(); r++) {
            Trial.Result alone = trial.run(
                    Ragged.row(WORDS, RAGGED, r),
                    Ragged.row(dy, RAGGED, r, WIDTH),
                    Rows.ofLengths(RAGGED.length(r)),
                    2);
            assertThat(alone.y).as("row %d", r).containsExactly(Ragged.row(all.y, RAGGED, r, WIDTH));
        }
    }

    @Test
    void forInferenceTheSameBits() {
        Trial trial = new Trial("gru");
        Trial.Result all = trial.run(WORDS, new float[WORDS.length * WIDTH], RAGGED, 1);
        List<String> names = new ArrayList<>();
        trial.layout.views().forEach(view -> names.add(view.name()));
        assertThat(names).contains("characters.embedding", "characters.layer0.forward.Uz");
        try (Workers workers = new Workers(1)) {
            CharacterWords layer = new CharacterWords(trial.place, false, new Randomness(1), workers);
            float[] y = new float[WORDS.length * WIDTH];
            layer.load(trial.flat);
            layer.forward(y, WIDTH, COLUMN, WORDS, SPELLINGS, RAGGED);
            assertThat(y).containsExactly(all.y);
        }
    }
}
