package dev.recur.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.cell.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellCommandTest {
    @Test
    void listNamesEveryCellWithItsPaper() {
        Run run = Run.of("cell", "list");

        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out().lines()).hasSize(Cell.names().size() + 1);
        assertThat(run.out()).contains("lstm ", "Hochreiter & Schmidhuber 1997");
    }

    @Test
    void showPrintsWhatFollowsFromTheText() {
        Run run = Run.of("cell", "show", "lstm", "--hidden", "64", "--input", "32");

        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out())
                .startsWith("lstm — Hochreiter")
                .contains("  c(t) = (f(t) * c(t-1)) + (i(t) * g(t))\n")
                .contains("Wi", "H × D", "orthogonal")
                .contains("  dh(t) = e(t) + Ui^T da_i(t+1) + Uf^T da_f(t+1) + Ug^T da_g(t+1) + Uo^T da_o(t+1)\n")
                .contains("Plan for D = 32, H = 64")
                .containsPattern("products in the loop, one after the other +1 +1")
                .contains("384 floats kept for each (t, row)");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void showTakesOtherNumbersAndSizes() {
        Run run = Run.of("cell", "show", "lstm-projected", "--set", "C=300");

        assertThat(run.out()).contains("Plan for D = 128, H = 128, C = 300");
        assertThat(Run.of("cell", "show", "lem", "--set", "dt=0.5").out()).containsPattern("number dt +0\\.5");
        assertThat(Run.of("cell", "show", "lem", "--set", "dz=0.5").err()).contains("no number and no size dz to set");
    }

    @Test
    void latexIsTheOnlyOutputWhenAsked() {
        Run run = Run.of("cell", "show", "elman", "--latex");

        assertThat(run.out()).isEqualTo("""
                \\begin{align*}
                a_{h}(t) &= W x(t) + U h(t-1) + b \\\\
                h(t) &= \\tanh(a_{h}(t))
                \\end{align*}
                \\begin{align*}
                \\delta h(t) &= e(t) + U^{\\top} \\delta a_{h}(t+1) \\\\
                \\delta a_{h}(t) &= \\delta h(t) \\odot (1 - h(t) \\odot h(t)) \\\\
                \\delta x(t) &= W^{\\top} \\delta a_{h}(t) \\\\
                \\delta W &= \\sum_t \\delta a_{h}(t)\\,x(t)^{\\top} \\\\
                \\delta U &= \\sum_t \\delta a_{h}(t)\\,h(t-1)^{\\top} \\\\
                \\delta b &= \\sum_t \\delta a_{h}(t)
                \\end{align*}
                \\begin{align*}
                \\frac{\\partial h(t)}{\\partial h(t-1)} &= \\operatorname{diag}(1 - h(t) \\odot h(t)) U
                \\end{align*}
                """);
    }

    @Test
    void checkAcceptsFilesNamesAndThePastedFormula(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my.cell"), "h(t) = tanh(W x(t) + U h(t-2) + b)\n");

        Run run = Run.of("cell", "check", file.toString(), "gru", "h(t)=ϕ(Ux(t)+Wh(t−1)+b)");

        assertThat(run.code()).isEqualTo(Main.DONE);
        assertThat(run.out().lines())
                .hasSize(4)
                .filteredOn(line -> line.contains("right"))
                .hasSize(3);
    }

    @Test
    void aCellOfTheListIsMeantEvenIfAFileIsCalledSo() throws IOException {
        Path here = Files.writeString(Path.of("gru"), "no cell");
        try {
            assertThat(Run.of("cell", "show", "gru").out()).contains("z(t)");
        } finally {
            Files.delete(here);
        }
    }

    @Test
    void checkShowsThePlaceOfAFaultAndGoesOn(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my.cell"), "h(t) = tanh(W x(t) + U hh(t-1) + b)\n");

        Run run = Run.of(
                "cell", "check", file.toString(), folder.resolve("none.cell").toString(), "nothing", "elman");

        assertThat(run.code()).isEqualTo(Main.FAILED);
        assertThat(run.err())
                .contains("my.cell:1:24: no equation gives hh(t)", "                       ^^")
                .contains("no such file", "there is no cell nothing");
        assertThat(run.out()).containsPattern("elman +right");
    }

    @Test
    void checkFailsWhereGradientsAreNoNumbers() {
        Run run = Run.of("cell", "check", "h(t) = log(relu(W x(t)) - 9)");

        assertThat(run.code()).isEqualTo(Main.FAILED);
        assertThat(run.out()).contains("WRONG");
        assertThat(run.err()).contains("not a number");
    }

    @Test
    void aCommandIsAskedFor() {
        assertThat(Run.of("cell").code()).isEqualTo(Main.USAGE);
        assertThat(Run.of("cell", "show").code()).isEqualTo(Main.USAGE);
    }
}
