package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recur.model.Forecaster;
import dev.recur.model.Outlook;
import dev.recur.model.Regularisers;
import dev.recur.model.Scale;
import dev.recur.model.StandardSeries;
import dev.recur.parallel.Workers;
import dev.recur.random.Randomness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesTest {
    @TempDir
    Path folder;

    /** A row's value is its number. */
    private SeriesFiles counting(int rows) throws Exception {
        StringBuilder text = new StringBuilder("a\n");
        for (int r = 0; r < rows; r++) {
            text.append(r).append('\n');
        }
        return SeriesFiles.read(List.of(Files.writeString(folder.resolve(rows + ".csv"), text)));
    }

    private static Forecaster forecaster(int steps, int horizon, int season) {
        Outlook outlook = new Outlook(List.of("a"), List.of("a"), steps, horizon, season, Outlook.Base.LAST, false);
        ForecastOptions options = ForecastOptions.DEFAULTS;
        return Forecaster.create(
                Forecaster.shape(outlook, options.cell(), 4, 1, false, 0, 0, Regularisers.NONE),
                outlook,
                Map.of("a", new Scale(0, 1)),
                new Randomness(1));
    }

    @Test
    void sharesAreCutByTime() {
        assertThat(SeriesSplit.of(14_400, 0.2, 0.2)).isEqualTo(new SeriesSplit(8640, 11_520, 14_400));
        assertThat(SeriesSplit.of(10, 0.9, 0.9)).isEqualTo(new SeriesSplit(0, 1, 10));
    }

    @Test
    void windowsAreCountedOverSeveralSeries() throws Exception {
        Forecaster model = forecaster(2, 1, 0);
        StandardSeries a = StandardSeries.of(model, counting(5).tables().get(0));
        StandardSeries b = StandardSeries.of(model, counting(9).tables().get(0));
        Windows windows = new Windows(List.of(a, b, a), new int[] {2, 6, 3}, new int[] {1, 8, 4});
        assertThat(windows.count()).isEqualTo(5);
        assertThat(List.of(windows.end(0), windows.end(1), windows.end(2), windows.end(3), windows.end(4)))
                .containsExactly(6, 7, 8, 3, 4);
        assertThat(windows.series(2)).isSameAs(b);
        assertThat(windows.series(3)).isSameAs(a);
    }

    @Test
    void naiveForecastsAreThoseOfTheBook() throws Exception {
        Forecaster model = forecaster(2, 5, 3);
        StandardSeries series = StandardSeries.of(model, counting(20).tables().get(0));
        try (Workers workers = new Workers(1)) {
            Forecasts found = Forecasts.of(model, series, 12, workers, Watch.NONE);
            assertThat(found.count()).isEqualTo(20 - 5 - 12 + 1);
            // a value grows by 1 a row: the last value is 1 to 5 behind, the last season 3, 3, 3, 6, 6
            assertThat(found.mae(Forecasts.Method.LAST)).isEqualTo(3);
            assertThat(found.mse(Forecasts.Method.LAST)).isEqualTo(11);
            assertThat(found.mae(Forecasts.Method.SEASON)).isEqualTo(4.2, within(1e-12));
            assertThat(found.mse(Forecasts.Method.SEASON, 0)).isEqualTo((3 * 9 + 2 * 36) / 5.0, within(1e-12));
        }
    }

    @Test
    void quantilesOfResidualsGiveIntervalsAndThresholds() {
        Forecaster model = forecaster(2, 2, 0);
        assertThat(model.knowsResiduals()).isFalse();
        int count = 1001;
        float[] residuals = new float[count * 2];
        for (int i = 0; i < count; i++) {
            residuals[2 * i] = i * 738 % count - 500; // every number from -500 to 500 once
            residuals[2 * i + 1] = 7;
        }
        model.learnResiduals(residuals, count);
        assertThat(model.knowsResiduals()).isTrue();
        assertThat(model.interval(0.9, 0)).containsExactly(-450, 450);
        assertThat(model.interval(0.5, 0)).containsExactly(-250, 250);
        assertThat(model.interval(0.98, 0)).containsExactly(-490, 490);
        assertThat(model.interval(0.8, 1)).containsExactly(7, 7);
        double deviation = 500 / 1.349;
        assertThat(model.score(new float[] {0, 99}, 1)).isCloseTo(99 / deviation, within(1e-3));
        // of scores from 0 to 500 in deviations, the median is 250 and the 99th percentile 495
        assertThat(model.threshold(1)).isCloseTo(495 / deviation, within(1e-3));
        assertThat(model.threshold(3)).isCloseTo((250 + 3 * 245) / deviation, within(1e-2));
    }

    @Test
    void aScaleIsMeanAndDeviationOfTheFirstRows() {
        Scale scale = Scale.of(new double[][] {{1, 3, 100}, {5}}, new int[] {2, 1});
        assertThat(scale.mean()).isEqualTo(3);
        assertThat(scale.deviation()).isEqualTo(Math.sqrt(8 / 3.0));
        assertThat(scale.original(scale.standard(4.5))).isCloseTo(4.5, within(1e-6));
        assertThat(Scale.of(new double[][] {{0.1, 0.1, 0.1}}, new int[] {3}).deviation())
                .isEqualTo(1);
    }
}
