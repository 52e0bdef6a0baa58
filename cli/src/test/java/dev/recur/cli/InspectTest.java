package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.cell.Cell;
import dev.recur.model.LanguageModel;
import dev.recur.random.Randomness;
import dev.recur.store.Json;
import dev.recur.store.TensorFile;
import dev.recur.text.Corpus;
import dev.recur.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
    private static final String VERSES = "the quick brown fox\njumps \"over\" the lazy dog 12\n".repeat(4);

    @TempDir
    Path folder;

    private String model = "";
    private String text = "";

    @BeforeEach
    void save() throws IOException {
        model = model("lstm", 2, Tokenizer.CHARACTERS, false, false).toString();
        text = Files.writeString(folder.resolve("verses.txt"), VERSES).toString();
    }

    private Path model(String cell, int layers, Tokenizer tokens, boolean lines, boolean tied) throws IOException {
        LanguageModel untrained = LanguageModel.create(
                new LanguageModel.Config(Cell.named(cell).text(), 6, layers, 5, 0, 0, 0, tied),
                Corpus.of(VERSES, tokens, lines).vocabulary(1, 100),
                new Randomness(1));
        Path file = folder.resolve(cell + layers + tokens + lines + tied + ".safetensors");
        untrained.save(file, Map.of(), Map.of(), List.of());
        return file;
    }

    @Test
    void gradientsOfEveryLayerAndStateAreShown() {
        Run run = Run.of("inspect", "gradients", model, text, "--lags", "20");

        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("2 × 6 units of lstm", "20 steps back")
                .contains("layer0.h", "layer0.c", "layer1.h", "layer1.c")
                .contains("largest Lyapunov exponent", "layer1: spectral radius", "layer0.f  sigmoid");
        assertThat(Run.of("inspect", "gradients", model, text, "--lags", "20")).isEqualTo(run);
    }

    @Test
    void gradientsGoToPicturesAndToMachines() throws IOException {
        Path svg = folder.resolve("g.svg");
        Path png = folder.resolve("g.png");
        Path json = folder.resolve("g.json");
        Run run = Run.of(
                "inspect",
                "gradients",
                model,
                text,
                "--svg",
                svg.toString(),
                "--png",
                png.toString(),
                "--json",
                json.toString());

        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(svg).content().startsWith("<svg").contains("layer1.h at 24 places");
        assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G');
        Map<String, ?> read = Json.read(Files.readString(json));
        assertThat(read).containsKeys("ends", "courses", "lyapunov", "spectralRadii", "saturation");
        assertThat((List<?>) read.get("courses")).hasSize(4);
        Run machine = Run.of("inspect", "gradients", model, text, "--json", "-");
        assertThat(Json.read(machine.out().strip())).isEqualTo(read);
    }

    @Test
    void everyKindOfLanguageModelIsLookedInto() throws IOException {
        for (Path file : List.of(
                model("gru", 1, Tokenizer.BYTES, false, false),
                model("star", 1, Tokenizer.WORDS, false, false),
                model("elman", 2, Tokenizer.CHARACTERS, true, true))) {
            Run run = Run.of("inspect", "gradients", file.toString(), VERSES.replace("\n", " "), "--lags", "5");
            assertThat(run.code()).as(file + run.err()).isEqualTo(Main.DONE);
            assertThat(run.out()).contains("5 steps back");
        }
    }

    @Test
    void shortTextsAreEnough() {
        Run run = Run.of("inspect", "gradients", model, "the");

        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out()).contains("too short for a Lyapunov exponent");
        assertThat(Run.of("inspect", "gradients", model, "th").code()).isEqualTo(Main.DONE);
        assertThat(Run.of("inspect", "neurons", model, "th").code()).isEqualTo(Main.DONE);
    }

    @Test
    void neuronsAreSearchedForEveryProperty() {
        Run run = Run.of("inspect", "neurons", model, text, "--searches", "9", "--show", "60");

        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("units and gates", "line-position", "quotes", "digits", "correlation")
                .contains("does not occur in this text", "The text by layer", "the quick brown fox↵")
                .containsPattern("[▁▂▃▄▅▆▇█]{20}");
        assertThat(Run.of("inspect", "neurons", model, text, "--searches", "9", "--show", "60"))
                .isEqualTo(run);
    }

    @Test
    void aUnitAndAPropertyMayBeNamed() throws IOException {
        Path html = folder.resolve("n.html");
        Path traces = folder.resolve("traces.safetensors");
        Run run = Run.of(
                "inspect",
                "neurons",
                model,
                text,
                "--unit",
                "layer1.c[3]",
                "--html",
                html.toString(),
                "--traces",
                traces.toString());

        assertThat(run.out()).contains("The text by layer1.c[3]").doesNotContain("correlation");
        assertThat(html).content().contains("<h2>layer1.c[3]</h2>", "&quot;", "class=\"c");
        try (TensorFile file = TensorFile.open(traces)) {
            assertThat(file.read("layer1.f")).hasSize(VERSES.length() * 6);
        }
        Run one = Run.of("inspect", "neurons", model, text, "--property", "quotes", "--json", "-");
        Map<String, ?> read = Json.read(one.out().strip());
        assertThat((List<?>) read.get("properties")).hasSize(1);
        Path svg = folder.resolve("n.svg");
        assertThat(Run.of("inspect", "neurons", model, text, "--property", "quotes", "--svg", svg.toString())
                        .code())
                .isEqualTo(Main.DONE);
        assertThat(svg).content().contains("follows quotes");
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "no model at all");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "");
        for (String command : List.of("gradients", "neurons")) {
            for (String[] wrong : new String[][] {
                {folder.resolve("none").toString(), text},
                {other.toString(), text},
                {model, "ÄÖÜ"},
                {model, ""},
                {model, empty.toString()},
                {model, "t"},
                {model, folder.resolve("none.txt").toString()},
                {model, text, command.equals("gradients") ? "--lags=0" : "--top=0"},
                {model, text, "--svg=a.gif"},
                {model, text, command.equals("gradients") ? "--places=0" : "--unit=c"},
                {model, text, command.equals("gradients") ? "--most=1" : "--property=colour"},
                {model, text, "--most=-3"},
                {model, "the text", "--most=-3"},
            }) {
                String[] arguments = new String[wrong.length + 2];
                arguments[0] = "inspect";
                arguments[1] = command;
                System.arraycopy(wrong, 0, arguments, 2, wrong.length);
                Run run = Run.of(arguments);
                assertThat(run.code()).as(String.join(" ", arguments)).isEqualTo(Main.FAILED);
                assertThat(run.err().lines()).as(run.err()).hasSize(1);
                assertThat(run.err()).doesNotContain("internal error");
            }
        }
        assertThat(Run.of("inspect", "gradients", model, "the ÄÖ").err())
                .contains("\"Ä\" (U+00C4)", "line 1, column 5");
    }

    @Test
    void aCommandIsAskedFor() {
        assertThat(Run.of("inspect").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("inspect", "gradients").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("inspect", "gradients", "--help").out()).contains("Example: recur inspect gradients");
        assertThat(Run.of("inspect", "neurons", "--help").out()).contains("Examples: recur inspect neurons");
    }
}
