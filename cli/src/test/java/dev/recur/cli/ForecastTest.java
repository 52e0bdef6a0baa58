package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastTest {
    @TempDir
    Path folder;

    private static String day(int t) {
        return LocalDate.of(2024, 2, 1).plusDays(t).toString();
    }

    private Path table(String name, int rows) throws IOException {
        StringBuilder text = new StringBuilder("day,wave,\"other, wave\"\n");
        for (int t = 0; t < rows; t++) {
            text.append(day(t))
                    .append(',')
                    .append(Math.abs(t % 8 - 4))
                    .append(',')
                    .append(t % 5)
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private Run train(Path model, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--task",
                "forecast",
                data.toString(),
                "-o",
                model.toString(),
                "--hidden",
                "8",
                "--steps",
                "8",
                "--epochs",
                "2",
                "--horizon",
                "3",
                "--season",
                "8"));
        arguments.addAll(List.of(more));
        return Run.of(arguments.toArray(String[]::new));
    }

    @Test
    void trainsPredictsEvaluatesAndFindsAnomalies() throws IOException {
        Path model = folder.resolve("m");
        Path data = table("waves.csv", 120);
        Run trained = train(model, data);
        assertThat(trained.err()).isEmpty();
        assertThat(trained.out())
                .contains("inputs 2, targets 2, rows 120, training windows 62, validation windows 22")
                .contains("epoch 2: held-out MSE ")
                .contains("try: recur predict " + model);

        Run predicted = Run.of("predict", model.toString(), data.toString());
        assertThat(predicted.err()).isEmpty();
        assertThat(predicted.out().lines()).hasSize(4);
        assertThat(predicted.out().lines())
                .first()
                .isEqualTo("day,wave,wave_low,wave_high,\"other, wave\",\"other, wave_low\",\"other, wave_high\"");
        assertThat(predicted.out().lines().skip(1).map(line -> line.substring(0, 10)))
                .containsExactly(day(120), day(121), day(122));
        Map<String, @Nullable Object> object =
                Json.read(Run.of("predict", model.toString(), data.toString(), "--json", "--interval", "0.5")
                        .out());
        assertThat(object).containsEntry("interval", 0.5).containsEntry("times", List.of(day(120), day(121), day(122)));

        Path picture = folder.resolve("p.svg");
        Run.of("predict", model.toString(), data.toString(), "--picture", picture.toString());
        assertThat(picture).content().contains("<svg", ">wave</text>", ">forecast</text>", "90 %, from");

        Run test = Run.of("evaluate", model.toString(), data.toString());
        assertThat(test.out())
                .contains("22 forecasts of 3 rows from row 97 on (left for this test)")
                .containsPattern("the last season +\\d\\.\\d{4} ")
                .contains("interval of");
        Path other = table("others.csv", 50);
        assertThat(Run.of("evaluate", model.toString(), other.toString()).out())
                .contains("40 forecasts of 3 rows from row 9 on (all that can be forecast)");
        assertThat(Json.read(Run.of("evaluate", model.toString(), data.toString(), "--json")
                        .out()))
                .containsEntry("forecasts", 22L)
                .containsKeys("mse", "mae", "last_mse", "season_mse", "coverage", "targets");

        Run anomalies = Run.of("anomaly", model.toString(), other.toString());
        assertThat(anomalies.out().lines()).hasSize(1 + 50 - 8);
        assertThat(anomalies.out())
                .startsWith("day,wave,wave_forecast,\"other, wave\",\"other, wave_forecast\",score,flag");
        assertThat(Run.of("info", model.toString()).out()).contains("forecaster", "horizon: 3", "wave ", "deviation");
    }

    @Test
    void equalRunsGiveEqualFiles() throws IOException {
        Path data = table("waves.csv", 90);
        train(folder.resolve("a"), data, "--threads", "1");
        train(folder.resolve("b"), data, "--threads", "2");
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Test
    void aModelThatKnowsNoErrorsGivesNoIntervals() throws IOException {
        Path model = folder.resolve("m");
        Path data = table("waves.csv", 90);
        train(model, data, "--valid", "0", "--test", "0", "--inputs", "wave");
        assertThat(Run.of("predict", model.toString(), data.toString()).out()).startsWith("day,wave\n");
        assertThat(Run.of("anomaly", model.toString(), data.toString()).err())
                .contains("trained without held-out data");
        assertThat(Run.of("evaluate", model.toString(), data.toString()).out()).contains("the errors flatter it");
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        Path model = folder.resolve("m");
        Path data = table("waves.csv", 90);
        train(model, data);
        Path ragged = Files.writeString(folder.resolve("ragged.csv"), "day,wave,\"other, wave\"\na,1,2\nb,1\n");
        Path gap = Files.writeString(folder.resolve("gap.csv"), "day,wave,\"other, wave\"\na,1,2\nb,,2\n");
        Path lacking = Files.writeString(folder.resolve("lacking.csv"), "wave\n1\n".repeat(1) + "1\n".repeat(40));
        String[][] failing = {
            {"predict", model.toString(), ragged.toString(), "line 3: has 2 columns"},
            {"predict", model.toString(), gap.toString(), "line 3: column 2 (wave): expected a number"},
            {"predict", model.toString(), lacking.toString(), "no column of numbers named \"other, wave\""},
            {"predict", model.toString(), table("short.csv", 5).toString(), "has 5 rows, but a forecast needs the 8"},
            {"evaluate", model.toString(), table("brief.csv", 10).toString(), "at least 3 are needed"},
            {"generate", model.toString(), "--length", "3", "expected a language model, found a forecaster"},
        };
        for (String[] arguments : failing) {
            int last = arguments.length - 1;
            Run run = Run.of(Arrays.copyOf(arguments, last));
            assertThat(run.code()).as(run.err()).isEqualTo(Main.FAILED);
            assertThat(run.err()).contains(arguments[last]);
            assertThat(run.err().lines()).hasSize(1);
        }
        assertThat(Run.of("predict", model.toString(), data.toString(), "--interval", "0.7")
                        .code())
                .isEqualTo(Main.USAGE);
        assertThat(train(model, data, "--base", "first").err())
                .contains("base is first; it can be nothing, last, season");
        assertThat(train(model, data, "--tokens", "words").code()).isEqualTo(Main.USAGE);
    }
}
