package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Texts from anywhere: they end, within the limits, and the only complaint is {@link CellException}. */
class StrangersTextTest {
    private static final String[] WORDS = {
        "h",
        "x",
        "W",
        "U",
        "b",
        "t",
        "c",
        "g",
        "(",
        ")",
        "(t)",
        "(t-1)",
        "(t-2)",
        "(0)",
        "+",
        "-",
        "*",
        "/",
        "=",
        "~",
        ":",
        ",",
        "^T",
        "@",
        "·",
        "⊙",
        "1",
        "0.5",
        "1e-3",
        "1e99",
        ".",
        "16",
        "tanh",
        "σ",
        "max",
        "layernorm",
        "exp",
        "size",
        "input",
        "output",
        "D",
        "H",
        "uniform",
        "normal",
        "chrono",
        "orthogonal",
        "\n",
        "\n",
        "\n",
        "h(t) =",
        "h(t) = tanh(W x(t))\n",
        "c(t) =",
        "g(a) =",
        "b ~",
        "c :",
        "#",
        "?",
        "偏置",
        "h̃",
        "Ux(t)",
        "_",
        "h_t",
        "\t",
        "\u0000",
        "）",
        "（",
        "ｔ"
    };

    private static void read(String text) {
        try {
            Cell cell = Cell.parse(text, "soup.cell");
            assertThat(Cell.parse(cell.canonical(), "soup.cell").canonical()).isEqualTo(cell.canonical());
        } catch (CellException e) {
            assertThat(e.line()).isPositive();
            assertThat(e.column()).isPositive();
        }
    }

    @Test
    void tokenSoupIsReadOrRefused() {
        SplittableRandom random = new SplittableRandom(17);
        for (int row = 0; row < 10_000; row++) {
            StringBuilder text = new StringBuilder();
            int words = 1 + random.nextInt(40);
            for (int i = 0; i < words; i++) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(3) == 0 ? "" : " ");
            }
            try {
                read(text.toString());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("row " + row + ": " + text, e);
            }
        }
    }

    @Test
    void shippedTextsWithOneSignChangedAreReadOrRefused() {
        SplittableRandom random = new SplittableRandom(5);
        for (int row = 0; row < 4_000; row++) {
            String text =
                    Cell.named(Cell.names().get(row % Cell.names().size())).text();
            int at = random.nextInt(text.length());
            String word = WORDS[random.nextInt(WORDS.length)];
            int skip = random.nextInt(3);
            String changed = text.substring(0, at) + word + text.substring(Math.min(text.length(), at + skip));
            try {
                read(changed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("row " + row + ": " + changed, e);
            }
        }
    }

    private static void refused(String text, String because) {
        assertThatThrownBy(() -> Cell.parse(text, "big.cell"))
                .isInstanceOf(CellException.class)
                .hasMessageContaining(because);
    }

    @Test
    void limitsHold() {
        refused("# " + "x".repeat(70_000), "longer than 64 KB");
        refused("# " + "界".repeat(22_000), "longer than 64 KB");
        refused("h(t) = " + "(".repeat(201) + "x(t)" + ")".repeat(201), "nested deeper than 200");
        refused("h(t) = " + "-".repeat(30_000) + "x(t)", "nested deeper than 200");
        refused("h(t) = " + "W ".repeat(30_000) + "x(t)", "nested deeper than 200");
        refused("h(t) = b" + " + b".repeat(10_000), "nested deeper than 200");
        refused("h(t) = " + "tanh(".repeat(300) + "x(t)" + ")".repeat(300), "nested deeper than 200");
        refused("a".repeat(60_000) + "(t) = x(t)", "at most 64 letters");
        StringBuilder equations = new StringBuilder("h(t) = W x(t)\n");
        for (int i = 0; i < 256; i++) {
            equations.append("s").append(i).append("(t) = W x(t)\n");
        }
        refused(equations.toString(), "at most 256 equations");
        StringBuilder delays = new StringBuilder("h(t) = W x(t)\n");
        for (int i = 0; i < 255; i++) {
            delays.append("s").append(i).append("(t) = W x(t) + s").append(i).append("(t-16)\n");
        }
        refused(delays.toString(), "more than 4096 operations");
    }

    @Test
    void deepestLegalTextsAreRead() {
        read("h(t) = W x(t)" + " + W x(t)".repeat(150));
        read("h(t) = " + "W ".repeat(190) + "h(t-1)");
        assertThat(Cell.parse("h(t) = " + "tanh(".repeat(198) + "W x(t)" + ")".repeat(198), "deep.cell")
                        .canonical())
                .contains("tanh(tanh(");
    }

    @Test
    void functionsCannotGrowWithoutEnd() {
        StringBuilder doubling = new StringBuilder(
                "f0(a) = a * W0 h(t-1)\n".replace("W0 h", "(W0 h").replace("1)", "1))"));
        for (int i = 1; i < 60; i++) {
            doubling.append("f")
                    .append(i)
                    .append("(a) = f")
                    .append(i - 1)
                    .append("(f")
                    .append(i - 1)
                    .append("(a))\n");
        }
        refused(doubling + "h(t) = f59(x(t))\nsize D = H", "more than 4096 operations");
        StringBuilder same = new StringBuilder("f0(a) = a + a\n");
        for (int i = 1; i < 60; i++) {
            same.append("f")
                    .append(i)
                    .append("(a) = f")
                    .append(i - 1)
                    .append("(a) + f")
                    .append(i - 1)
                    .append("(a)\n");
        }
        assertThat(Cell.parse(same + "h(t) = f59(W x(t))", "same.cell")
                        .step()
                        .graph()
                        .size())
                .isLessThan(80);
        StringBuilder chain = new StringBuilder("f0(a) = a\n");
        for (int i = 1; i < 2000; i++) {
            chain.append("f").append(i).append("(a) = f").append(i - 1).append("(a)\n");
        }
        refused(chain + "h(t) = f1999(W x(t))", "nested deeper than 600");
        StringBuilder lets = new StringBuilder();
        StringBuilder backwards = new StringBuilder("a0 = 1\n");
        for (int i = 1; i < 3000; i++) {
            lets.append("a").append(i).append(" = a").append(i - 1).append(" + 1\n");
            backwards.insert(7, "a" + i + " = a" + (i - 1) + " + 1\n");
        }
        assertThat(Cell.parse("a0 = 1\n" + lets + "h(t) = a2999 * tanh(W x(t))", "lets.cell")
                        .numbers())
                .containsEntry("a2999", 3000.0);
        refused(backwards + "h(t) = a2999 * tanh(W x(t))", "nested deeper than 600");
    }
}
