package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One-to-many on the command line: a label, or more, begins each text. */
class GivenTest {
    @TempDir
    static Path folder = Path.of("");

    private static String table = "";
    private static String model = "";

    @BeforeAll
    static void trainOnATable() throws IOException {
        table = file("names.tsv", "sea\tanana\nsea\tnana\nsea\tana\nhill\tkokok\nhill\tkok\n".repeat(12));
        model = folder.resolve("names.safetensors").toString();
        Run run = Run.of(
                "train",
                table,
                "--given",
                "label",
                "-o",
                model,
                "--hidden",
                "16",
                "--layers",
                "1",
                "--batch",
                "6",
                "--rate",
                "0.02",
                "--epochs",
                "15",
                "--threads",
                "1");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out()).contains("written: " + model);
    }

    private static String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void writesWhatTheLabelAsksFor() {
        Run sea = Run.of("generate", model, "--given", "sea", "--count", "20", "--temperature", "0.5");
        assertThat(sea.code()).isEqualTo(Main.DONE);
        assertThat(sea.out().lines()).hasSize(20).allMatch(name -> name.matches("[an]+"));
        assertThat(Run.of("generate", model, "--given", "label=hill", "--count", "20", "--temperature", "0.5")
                        .out()
                        .lines())
                .allMatch(name -> name.matches("[ko]+"));
        assertThat(Run.of("generate", model, "--given", "sea", "--count", "20", "--temperature", "0.5"))
                .isEqualTo(sea);
        assertThat(Run.of("generate", model, "--given", "sea", "--prompt", "n").out())
                .startsWith("n");
    }

    @Test
    void withoutALabelItIsDrawnAndShownAsInTheData() {
        Run drawn = Run.of("generate", model, "--count", "60", "--temperature", "0.5");
        assertThat(drawn.out().lines()).allMatch(line -> line.matches("sea\t[an]+|hill\t[ko]+"));
        assertThat(drawn.out().lines().filter(line -> line.startsWith("sea"))).hasSizeBetween(24, 48);
        assertThat(drawn.out())
                .startsWith(Run.of("generate", model, "--temperature", "0.5").out());
    }

    @Test
    void evaluationInfoAndResumeKnowTheLabels() throws IOException {
        Run run = Run.of("evaluate", model, table);
        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out()).contains("in 60 texts", "each text on its own, with what it is given");
        String turned = file("turned.csv", "text,label\nanana,sea\nkok,hill\n");
        assertThat(Run.of("evaluate", model, turned, "--json").out())
                .contains("\"documents\":2", "\"given\":[\"label\"]", "bits_per_character");
        assertThat(Run.of("info", model).out()).contains("given: label, one of 2: sea (36), hill (24)", "given [2,");
        assertThat(Run.of("train", "--resume", model).code())
                .as("the run is over")
                .isEqualTo(Main.FAILED);
    }

    @Test
    void severalColumnsAreNamed() throws IOException {
        String csv = file(
                "poems.csv",
                "year,form,verse\n1800,ode,anana\n1900,haiku,kok\n".repeat(1)
                        + "1810,ode,ana\n1890,haiku,kokok\n".repeat(10));
        String poems = folder.resolve("poems.safetensors").toString();
        Run trained = Run.of(
                "train",
                csv,
                "--given",
                "form,year:numbers",
                "--columns",
                "text=verse",
                "-o",
                poems,
                "--hidden",
                "8",
                "--epochs",
                "1");
        assertThat(trained.err()).isEmpty();
        assertThat(Run.of("info", poems).out())
                .contains("given: form, one of 2: haiku (11), ode (11)", "given: year, 1 numbers: 1850 ± ");
        assertThat(Run.of("generate", poems, "--given", "form=ode", "--given", "year=1820")
                        .code())
                .isEqualTo(Main.DONE);
        assertThat(Run.of("generate", poems, "--given", "year=1820", "--count", "9")
                        .out()
                        .lines())
                .allMatch(line -> line.matches("(ode|haiku)\t1820\t.*"));
        assertThat(Run.of("evaluate", poems, csv).code()).isEqualTo(Main.DONE);
        Run unnamed = Run.of("generate", poems, "--given", "ode");
        assertThat(unnamed.code()).isEqualTo(Main.USAGE);
        assertThat(unnamed.err())
                .contains("--given ode: of which? name it, as in --given form=ode; this model is given form and year");
        assertThat(Run.of("generate", poems, "--given", "form=ode").err())
                .contains("numbers, which are not drawn by chance: name them, as in --given year=18");
    }

    @Test
    void whatIsGivenIsLookedInto() {
        Run sea = Run.of("inspect", "gradients", model, "anana", "--given", "sea", "--json", "-");
        assertThat(sea.err()).isEmpty();
        assertThat(sea.code()).isEqualTo(Main.DONE);
        assertThat(Run.of("inspect", "gradients", model, "anana", "--given", "hill", "--json", "-")
                        .out())
                .isNotEqualTo(sea.out());
        assertThat(Run.of("inspect", "neurons", model, "anana", "--given", "sea", "--unit", "layer0.h[3]")
                        .code())
                .isEqualTo(Main.DONE);
        assertThat(Run.of("inspect", "neurons", model, "anana", "--given", "desert")
                        .err())
                .contains("none of those that were learnt: sea, hill");
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        Run unknown = Run.of("generate", model, "--given", "desert");
        assertThat(unknown.code()).isEqualTo(Main.FAILED);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err())
                .isEqualTo("recur: the label desert is none of those that were learnt: sea, hill"
                        + System.lineSeparator());
        assertThat(Run.of("generate", model, "--given", "sea", "--given", "hill")
                        .err())
                .contains("the label is given twice; use --count");
        String plain = folder.resolve("plain.safetensors").toString();
        String text = file("text.txt", "hello world\n".repeat(40));
        assertThat(Run.of("train", text, "-o", plain, "--hidden", "4", "--epochs", "1")
                        .code())
                .isZero();
        Run nothing = Run.of("generate", plain, "--given", "sea");
        assertThat(nothing.code()).isEqualTo(Main.USAGE);
        assertThat(nothing.err()).contains("this model is given nothing");
        Run columns = Run.of("train", text, "--columns", "text,label");
        assertThat(columns.code()).isEqualTo(Main.USAGE);
        assertThat(columns.err()).contains("--given names what stands before them");
        Run inspected = Run.of("inspect", "gradients", model, text);
        assertThat(inspected.code()).isNotZero();
        assertThat(inspected.err())
                .contains("are given label before they begin; say which label, as in --given label=sea")
                .hasLineCount(1);
        Run watched = Run.of("train", table, "--given", "label", "-o", plain, "--watch", "gradients", "--epochs", "1");
        assertThat(watched.code()).isNotZero();
        assertThat(watched.err())
                .contains("reads texts alone, but those of this run are given label")
                .hasLineCount(1);
    }
}
