package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors of n-grams on the command line. */
class NgramsTest {
    @TempDir
    static Path folder = Path.of("");

    private static String text = "";
    private static String model = "";
    private static String said = "";

    @BeforeAll
    static void trainOnAText() throws IOException {
        text = Files.writeString(
                        folder.resolve("text.txt"), "the yellow well held oil and the low hull rolled.\n".repeat(40))
                .toString();
        model = folder.resolve("m.safetensors").toString();
        Run run = train(text, "-o", model, "--ngrams", "3", "--dropout-rise", "1", "--epochs", "8");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(Main.DONE);
        said = run.out();
    }

    private static Run train(String... more) {
        List<String> all = new ArrayList<>(
                List.of("train", "--hidden", "16", "--layers", "1", "--batch", "6", "--steps", "16", "--rate", "0.02"));
        all.addAll(Arrays.asList(more));
        return Run.of(all.toArray(String[]::new));
    }

    @Test
    void aRunSaysHowManyThereAreAndInfoWhich() {
        assertThat(said).containsPattern("vocabulary 17, 2-grams \\d+, 3-grams \\d+, training tokens");
        String info = Run.of("info", model).out();
        assertThat(info).contains("34 2-grams: 'll' 'l ' 'el' 'he'", "44 3-grams: 'll ' 'ell'");
        assertThat(info).contains("ngrams [");
    }

    @Test
    void itWritesAndIsJudgedAndLookedInto() {
        assertThat(Run.of("generate", model, "--prompt", "the y", "--temperature", "0", "--length", "20")
                        .out())
                .startsWith("the yellow well held oil");
        assertThat(Run.of("evaluate", model, text, "--dynamic").code()).isEqualTo(Main.DONE);
        assertThat(Run.of("inspect", "gradients", model, text, "--lags", "9").code())
                .isEqualTo(Main.DONE);
    }

    @Test
    void aRunThatStartsFromItHasThemToo() {
        String next = folder.resolve("next.safetensors").toString();
        Run run = Run.of("train", text, "--from", model, "-o", next, "--epochs", "1");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("2-grams ").doesNotContain("ngrams begins anew");
    }

    @Test
    void whatCannotBeIsOneLine() throws IOException {
        String rare = Files.writeString(folder.resolve("rare.txt"), "abcdefghijklmnopqrstuvwxyz".repeat(9))
                .toString();
        String out = folder.resolve("no.safetensors").toString();
        Run none = train(rare, "-o", out, "--ngrams", "3");
        assertThat(none.code()).isNotEqualTo(Main.DONE);
        assertThat(none.err().lines()).hasSize(1);
        assertThat(none.err()).contains("lower --ngram-at-least or leave out --ngrams");
        assertThat(train(text, "-o", out, "--ngrams", "1").err()).contains("it must have 2 to 16, or 0 for no n-grams");
        assertThat(train(text, "-o", out, "--ngram-at-least", "3").err()).contains("as in --ngrams 4");
        assertThat(train(text, "-o", out, "--dropout-rise", "2").err()).contains("the rise of dropout is 2.0");
        assertThat(Files.exists(folder.resolve("no.safetensors"))).isFalse();
    }
}
