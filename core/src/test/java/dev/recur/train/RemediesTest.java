package dev.recur.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.layer.Skip;
import dev.recur.model.LanguageModel;
import dev.recur.model.LanguageVariant;
import dev.recur.model.Model;
import dev.recur.model.Regularisers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bits")
class RemediesTest {
    /** Of a model that was trained with every remedy and every variant at once: the same with any kernels, threads and JDK. */
    private static final String SHA256 = "561060e09c496f957cc374079ec7d28dd6e5153ded1f577554cebe30e99ee527";

    private static final Remedies ALL = Remedies.builder()
            .clipValue(0.2)
            .clipUnits(0.5)
            .gradientNoise(0.001)
            .weightNoise(0.02)
            .start("Ui=spectral(0.8)", "bf=chrono(20)", "bi=-bf", "layer1.Ug=identity(0.5)")
            .unfreeze(1)
            .layerDecay(1.5)
            .build();

    private static final LanguageVariant VARIANT =
            new LanguageVariant(Skip.GRAVES, 1, new Regularisers("c=0.3,h=0.05", "h=0.1,g=0.2", 0.5, 0.5), 0.1);

    @TempDir
    Path folder;

    private Path text;

    @BeforeEach
    void writeText() throws IOException {
        text = Files.writeString(folder.resolve("text.txt"), RunText.TEXT);
    }

    private Trainer trainer(String name, Remedies remedies, LanguageVariant variant, int threads) throws IOException {
        return Trainer.create(
                RunText.training().epochs(4).threads(threads).remedies(remedies).build(),
                RunText.options().variant(variant).build(),
                new TrainingFiles(List.of(text), null),
                folder.resolve(name),
                () -> 0);
    }

    private float[] train(String name, Remedies remedies, LanguageVariant variant) throws IOException {
        try (Trainer trainer = trainer(name, remedies, variant, 1)) {
            assertThat(trainer.run(event -> {}, () -> false)).isEqualTo(TrainingEvent.Reason.EPOCHS);
        }
        return Model.load(folder.resolve(name)).parameters().values();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void equalRunsGiveEqualFiles(int threads) throws Exception {
        try (Trainer trainer = trainer("m", ALL, VARIANT, threads)) {
            trainer.run(event -> {}, () -> false);
        }
        assertThat(RunText.sha256(folder.resolve("m"))).isEqualTo(SHA256);
    }

    @Test
    void aRunThatWasStoppedOftenEndsAsOneThatWasNot() throws Exception {
        TrainingEvent.Reason reason;
        try (Trainer first = trainer("m", ALL, VARIANT, 2)) {
            reason = first.run(event -> {}, after(13));
        }
        for (int parts = 2; reason == TrainingEvent.Reason.STOPPED; parts++) {
            try (Trainer next = Trainer.resume(folder.resolve("m"), 1 + parts % 2, () -> 0)) {
                reason = next.run(event -> {}, after(13));
            }
        }
        assertThat(RunText.sha256(folder.resolve("m"))).isEqualTo(SHA256);
    }

    private static java.util.function.BooleanSupplier after(int steps) {
        int[] asked = {0};
        return () -> asked[0]++ == steps;
    }

    static List<Remedies> single() {
        return List.of(
                Remedies.builder().clipValue(0.01).build(),
                Remedies.builder().clipUnits(0.01).build(),
                Remedies.builder().gradientNoise(0.01).build(),
                Remedies.builder().weightNoise(0.02).build(),
                Remedies.builder().start("bf=3").build(),
                Remedies.builder().unfreeze(1).build(),
                Remedies.builder().layerDecay(2).build(),
                Remedies.builder().dropoutRise(1).build());
    }

    @ParameterizedTest
    @MethodSource("single")
    void eachChangesTheWeights(Remedies remedies) throws IOException {
        assertThat(train("a", remedies, LanguageVariant.NONE))
                .isNotEqualTo(train("b", Remedies.NONE, LanguageVariant.NONE));
    }

    @Test
    void weightsAreNotNoisyAfterAStepAndFrozenLayersStandStill() throws IOException {
        Remedies remedies = Remedies.builder().weightNoise(0.1).unfreeze(9).build();
        try (Trainer trainer = trainer("m", remedies, LanguageVariant.NONE, 1)) {
            Map<String, float[]> before = arrays(trainer.model());
            List<Long> steps = new ArrayList<>();
            trainer.run(
                    event -> {
                        if (event instanceof TrainingEvent.Stepped step) {
                            steps.add(step.step());
                        }
                    },
                    after(3));
            assertThat(steps).hasSize(3);
            Map<String, float[]> now = arrays(trainer.model());
            for (String frozen : List.of("embedding", "layer0.Wi", "layer1.Uo")) {
                assertThat(now.get(frozen)).as(frozen).containsExactly(before.get(frozen));
            }
            assertThat(now.get("output.W")).isNotEqualTo(before.get("output.W"));
        }
    }

    private static Map<String, float[]> arrays(Model model) {
        Map<String, float[]> arrays = new java.util.HashMap<>();
        model.parameters()
                .layout()
                .views()
                .forEach(view -> arrays.put(view.name(), model.parameters().read(view.name())));
        return arrays;
    }

    @Test
    void aRunFromAnotherModelBeginsWithItsWeightsAndSaysSo() throws IOException {
        train("a", Remedies.NONE, LanguageVariant.NONE);
        Model source = Model.load(folder.resolve("a"));
        Training training = RunText.training()
                .epochs(1)
                .remedies(Remedies.builder().trainTop(1).build())
                .build();
        try (Trainer trainer = Trainer.create(
                training,
                RunText.options().build(),
                new TrainingFiles(List.of(text), null),
                folder.resolve("b"),
                () -> 0,
                source)) {
            assertThat(trainer.transfer()).isNotNull();
            assertThat(trainer.model().parameters().values())
                    .containsExactly(source.parameters().values());
            assertThat(trainer.run(event -> {}, after(3))).isEqualTo(TrainingEvent.Reason.STOPPED);
        }
        try (Trainer trainer = Trainer.resume(folder.resolve("b"), 1, () -> 0)) {
            trainer.run(event -> {}, () -> false);
        }
        Model end = Model.load(folder.resolve("b"));
        assertThat(end.provenance()).containsEntry("from sha256", source.sha256());
        assertThat(end.parameters().read("layer1.Ui"))
                .containsExactly(source.parameters().read("layer1.Ui"));
        assertThat(end.parameters().read("output.W"))
                .isNotEqualTo(source.parameters().read("output.W"));
    }

    @Test
    void aStartThatTheModelDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> trainer("m", Remedies.builder().start("bq=1").build(), LanguageVariant.NONE, 1))
                .hasMessageContaining("no array bq");
        assertThatThrownBy(() -> Remedies.builder().layerDecay(0.5).build()).hasMessageContaining("decay");
        assertThatThrownBy(() -> Remedies.builder().start("bf=chron(4)").build())
                .hasMessageContaining("there is no start chron");
    }

    @Test
    void theModelSaysWhatWasAskedFor() throws IOException {
        train("m", Remedies.builder().clipValue(0.5).build(), LanguageVariant.NONE);
        assertThat(LanguageModel.load(folder.resolve("m")).provenance().get("options"))
                .contains("\"clip value\":0.5")
                .doesNotContain("gradient noise");
    }
}
