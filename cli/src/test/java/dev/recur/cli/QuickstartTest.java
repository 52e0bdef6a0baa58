package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    /** So short that it is a few steps only. */
    private static final String MOMENT = "0.01";

    @TempDir
    Path folder;

    private Run quickstart(Path model, String... more) {
        String[] all = java.util.Arrays.copyOf(
                new String[] {"quickstart", "-o", model.toString(), "--minutes", MOMENT}, 5 + more.length);
        System.arraycopy(more, 0, all, 5, more.length);
        return Run.of(all);
    }

    @Test
    void playsAllActsAndLeavesItsFiles() throws IOException {
        Path model = folder.resolve("places.safetensors");

        Run run = quickstart(model);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out())
                .contains("1  hello", "2  places", "3  which", "4  given", "5  next")
                .contains("before training:", "after 200 steps of training")
                .contains(
                        "bits a prediction on the names held out",
                        "5-grams, interpolated",
                        "this network",
                        "bits a character")
                .contains("Chinese", "French", "Arabic", "Russian")
                .containsPattern(
                        "held-out names in all 1[0-9]{2} languages: .* % right, .* % among the first 5 guesses")
                .contains("held-out name", "a place name in ...", "of 32 were real")
                .contains("recur generate " + model + " --prompt 'es '");
        List<String> learned = Files.readAllLines(folder.resolve("places.txt"));
        List<String> held = Files.readAllLines(folder.resolve("places-heldout.txt"));
        assertThat(new HashSet<>(learned)).doesNotContainAnyElementsOf(held);
        assertThat(held.size()).isBetween(learned.size() / 20, learned.size() / 18);
        assertThat(LanguageModel.load(model).vocabulary().hasMarks()).isTrue();
        assertThat(Run.of("generate", model.toString(), "--prompt", "es ", "--count", "2")
                        .code())
                .isZero();
        assertThat(Run.of(
                                "evaluate",
                                model.toString(),
                                folder.resolve("places-heldout.txt").toString())
                        .code())
                .isZero();
        String which = folder.resolve("places-which.safetensors").toString();
        assertThat(run.out()).contains("recur predict " + which + " Schweden");
        assertThat(Run.of("predict", which, "Schweden").code()).isZero();
        String given = folder.resolve("places-given.safetensors").toString();
        assertThat(run.out()).contains("recur generate " + given + " --given Russian");
        assertThat(Run.of("generate", given, "--given", "Russian").code()).isZero();
        List<String> labelled = Files.readAllLines(folder.resolve("places-which.tsv"));
        assertThat(labelled)
                .anyMatch(line -> line.startsWith("Kurdish\t"))
                .doesNotContainAnyElementsOf(Files.readAllLines(folder.resolve("places-which-heldout.tsv")));
        assertThat(quickstart(model).code())
                .as("its own files may be written over")
                .isZero();
    }

    @Test
    void writesOverNothingThatIsNotItsOwn() throws IOException {
        Path model = folder.resolve("places.safetensors");
        for (String name :
                List.of("places.safetensors", "places.txt", "places-heldout.txt", "places.safetensors.checkpoint")) {
            Path foreign = Files.writeString(folder.resolve(name), "mine");
            Run run = quickstart(model);
            assertThat(run.code()).as(name).isEqualTo(Main.FAILED);
            assertThat(run.err()).contains(name + " exists", "-o").hasLineCount(1);
            assertThat(foreign).hasContent("mine");
            Files.delete(foreign);
            Files.deleteIfExists(folder.resolve("places.txt"));
        }
        Files.writeString(folder.resolve("places-given.tsv"), "mine");
        Run late = quickstart(model);
        assertThat(late.code()).isEqualTo(Main.FAILED);
        assertThat(late.err()).contains("places-given.tsv exists").hasLineCount(1);
        assertThat(quickstart(model, "--threads", "-1").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("quickstart", "--minutes", "x").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("quickstart", "--help").out()).contains("Example: recur quickstart");
    }
}
