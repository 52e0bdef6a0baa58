package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageTest {
    private static Cell cell(String text) {
        return Cell.parse(text, "my.cell");
    }

    private static List<String> parameters(Cell cell) {
        return cell.parameters().stream().map(Cell.Parameter::name).toList();
    }

    static Stream<String> zoo() {
        return Cell.names().stream();
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @Test
    void theFormulaOfTheExplainingTextCompilesAsPasted() {
        Cell pasted = cell("h(t)=ϕ(Ux(t)+Wh(t−1)+b)");

        assertThat(parameters(pasted)).containsExactly("U", "W", "b");
        assertThat(pasted.canonical()).isEqualTo("h(t) = tanh(((U x(t)) + (W h(t-1))) + b)\n");
        assertThat(pasted.canonical())
                .isEqualTo(cell("h(t) = tanh(U x(t) + W h(t-1) + b)").canonical());
    }

    @Test
    void whatAChineseInputMethodWritesIsRead() {
        Cell cell = cell("输入门（ｔ）＝σ（W₁ x（t）＋U输入 h（t－1）＋偏置）\u3000＃ 门\nh(t) = 输入门(t) ⊙ tanh(V·x(t))");

        assertThat(parameters(cell)).containsExactly("W1", "U输入", "偏置", "V");
    }

    @ParameterizedTest
    @MethodSource("zoo")
    void everyShippedCellHasOneForm(String name) {
        Cell cell = Cell.named(name);
        Cell again = cell(cell.canonical());

        assertThat(cell.title()).startsWith(name + " — ");
        assertThat(cell.description()).isNotEmpty();
        assertThat(cell.canonical()).matches("\\p{ASCII}+");
        assertThat(again.canonical()).isEqualTo(cell.canonical());
        assertThat(again.sha256()).isEqualTo(cell.sha256()).hasSize(64);
        assertThat(again.parameters()).isEqualTo(cell.parameters());
        assertThat(again.states()).isEqualTo(cell.states());
        assertThat(again.notes()).isEqualTo(cell.notes());
        assertThat(again.step().graph().nodes())
                .hasToString(cell.step().graph().nodes().toString());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRandomCellHasOneForm(int seed) {
        Cell cell = cell(RandomCells.text(seed));

        assertThat(cell(cell.canonical()).canonical()).isEqualTo(cell.canonical());
        assertThat(cell(cell.canonical()).parameters()).isEqualTo(cell.parameters());
        Shape shape = cell.shape(2, 5, Map.of());
        for (Step.Parameter parameter : cell.step().parameters()) {
            assertThat(parameter.rows().value(shape)).isPositive();
        }
    }

    @Test
    void rnnIsElman() {
        assertThat(Cell.named("rnn").canonical()).isEqualTo(Cell.named("elman").canonical());
        assertThatThrownBy(() -> Cell.named("lstn")).hasMessageContaining("did you mean lstm?");
    }

    @Test
    void remarksLayoutAndSignsDoNotChangeTheCell() {
        Cell plain = cell("h(t) = tanh(W x(t) + U h(t-1) + b)\nb ~ 1\n");
        Cell dressed =
                cell("# a title\n# more\n\nh(t)=φ(  W·x(t) # here\n  + U @ h(t − 1)\n + b )\r\n b ~ 1.0 # there");

        assertThat(dressed.sha256()).isEqualTo(plain.sha256());
        assertThat(dressed.title()).isEqualTo("a title");
        assertThat(dressed.description()).isEqualTo("more");
        assertThat(plain.title()).isEmpty();
    }

    @Test
    void signsOfFunctionsMayBeRedefined() {
        Cell cell = cell("φ(a) = relu(a)\nh(t) = ϕ(W x(t))");

        assertThat(cell.canonical()).isEqualTo("φ(a) = relu(a)\nh(t) = φ(W x(t))\n");
        assertThat(cell.step().graph().nodes())
                .anyMatch(node -> node.is(Op.RELU))
                .noneMatch(node -> node.is(Op.TANH));
    }

    @Test
    void statesComeInTheOrderOfEquationsThenDelaysThenInputs() {
        Cell cell = cell("a(t) = tanh(V x(t-2) + U h(t-3))\nh(t) = σ(a(t) + P a(t-1))");

        assertThat(cell.states()).containsExactly("a", "h", "h@1", "h@2", "x@1", "x");
        assertThat(cell.step().sequences().get("h@1").kind).isEqualTo(Node.Kind.LAG);
        assertThat(cell.step().sequences().get("h@1").name).isEqualTo("h");
        assertThat(cell.step().sequences().get("h@2").name).isEqualTo("h@1");
    }

    @Test
    void storedValuesAreFlushedAndReadFlushed() {
        Step step = cell("c(t) = tanh(W x(t) + U c(t-1))\nm(t) = σ(V x(t))\nh(t) = m(t) * c(t)")
                .step();

        assertThat(step.sequences().get("c").is(Op.FLUSH)).isTrue();
        assertThat(step.sequences().get("h").is(Op.FLUSH)).isTrue();
        assertThat(step.sequences().get("m").is(Op.FLUSH)).isFalse();
        assertThat(step.sequences().get("h").args.get(0).args)
                .contains(step.sequences().get("c"));
    }

    @Test
    void numbersAreFoldedInDoubleAndCanBeSet() {
        Cell cell = cell("dt = 0.1\ntwice = 2 * dt\nh(t) = h(t-1) + twice * tanh(W x(t))\nh(0) = dt");

        assertThat(cell.numbers()).containsEntry("dt", 0.1).containsEntry("twice", 0.2);
        Cell slow = cell.with(Map.of("dt", 0.01));
        assertThat(slow.numbers()).containsEntry("dt", 0.01).containsEntry("twice", 0.02);
        assertThat(slow.with(Map.of("twice", 5.0)).numbers())
                .containsEntry("dt", 0.01)
                .containsEntry("twice", 5.0);
        assertThat(slow.step().initial().get("h").number()).isEqualTo(0.01);
        assertThat(slow.text()).isEqualTo(cell.text().replace("dt = 0.1", "dt = 0.01") + "\n");
        assertThat(slow.sha256()).isNotEqualTo(cell.sha256());
        assertThatThrownBy(() -> cell.with(Map.of("dx", 1.0))).hasMessageContaining("numbers: dt twice");
    }

    @Test
    void sizesCanBeSetInTheTextWhereverTheyStand() {
        Cell cell = cell("# 窄\nsize C = 4 H # 宽\nw=2\nc : C\nc(t) = w * tanh(W x(t))\nh(t) = P c(t)\n");

        Cell set = cell.with(Map.of("C", 7.0, "w", -1e-12));
        assertThat(set.text())
                .isEqualTo("# 窄\nsize C = 7 # 宽\nw = -1e-12\nc : C\nc(t) = w * tanh(W x(t))\nh(t) = P c(t)\n");
        assertThat(set.length("c", set.shape(2, 3, Map.of()))).isEqualTo(7);
        Cell wrapped =
                cell("w = (2 + # two\n 3) # five\nsize C =\n4 H # wide\nc : C\nc(t) = w * tanh(W x(t))\nh(t) = P c(t)");
        assertThat(wrapped.with(Map.of("C", 7.0, "w", 0.5)).text())
                .isEqualTo("w = 0.5 # five\nsize C = 7 # wide\nc : C\nc(t) = w * tanh(W x(t))\nh(t) = P c(t)\n");
        assertThatThrownBy(() -> cell.with(Map.of("C", 0.0))).hasMessageContaining("C is a size");
        assertThatThrownBy(() -> cell.with(Map.of("w", Double.POSITIVE_INFINITY)))
                .hasMessageContaining("w cannot be set to Infinity");
    }

    @Test
    void equalOperationsAreOneNode() {
        Cell once = cell("h(t) = tanh(W x(t) + U h(t-1))");
        Cell twice = cell("h(t) = tanh(W x(t) + U h(t-1)) + 0 * tanh(U h(t-1) + W x(t))");

        assertThat(twice.step().graph().nodes().stream().filter(node -> node.is(Op.TANH)))
                .hasSize(1);
        assertThat(twice.step().graph().size()).isEqualTo(once.step().graph().size() + 3);
        assertThat(twice.notes()).isEmpty();
    }

    @Test
    void simplificationsKeepTheValue() {
        Cell cell = cell("h(t) = 1 * tanh(W x(t)) + (-(-(h(t-1)) / 1)) - (-(V x(t))) + (-b)");

        assertThat(cell.step().graph().nodes())
                .noneMatch(node -> node.is(Op.NEG) && node.args.get(0).is(Op.NEG));
        assertThat(cell.step().graph().nodes()).noneMatch(node -> node.is(Op.MUL) || node.is(Op.DIV));
        assertThat(cell.step().sequences().get("h").args.get(0).is(Op.SUB)).isTrue();
    }

    @Test
    void parametersAreListedByFirstUseWithTheirUses() {
        Cell cell = cell("g(a) = a * v\nr = σ(w)\nh(t) = r * g(tanh(W x(t) + b)) + g(h(t-1))\nv, w ~ 1");

        assertThat(parameters(cell)).containsExactly("v", "w", "W", "b");
        assertThat(cell.parameters().get(0).uses()).isEqualTo(1);
        assertThat(cell.parameters().get(2)).isEqualTo(new Cell.Parameter("W", "H", "D", 1, "glorot"));
    }

    @Test
    void notesTellWhatMayBeASlip() {
        Cell cell = cell("size D = H\no(t) = W x(t)\nz(t) = tanh(V x(t))\nh(t) = U (V^T z(t)) + U h(t-1) + x(t)");

        assertThat(cell.notes())
                .containsExactly(
                        "V is shared by 2 products",
                        "U is shared by 2 products",
                        "o(t) is not used",
                        "nothing says how long o(t) is: taken as H",
                        "nothing says how long z(t) is: taken as H",
                        "the cell demands D = H");
    }

    @Test
    void aLearnedStartIsAParameterOfTheStatesLength() {
        Step step = cell("size C = 2 H\nc : C\nc(t) = tanh(W x(t) + R c(t-2))\nh(t) = P c(t)\nc(0) = c0")
                .step();

        Step.Parameter learned = step.parameters().get(3);
        assertThat(learned.name()).isEqualTo("c0");
        assertThat(learned.rows()).hasToString("C");
        assertThat(step.initial()).containsOnlyKeys("c", "c@1");
        assertThat(step.initial().get("c@1").vector()).isEqualTo("c0");
    }
}
