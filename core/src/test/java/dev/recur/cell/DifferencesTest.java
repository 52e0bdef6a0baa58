package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DifferencesTest {
    static List<String> cells() {
        return Cell.names();
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private static Differences.Report passes(Cell cell, long seed) {
        Differences.Report report = Differences.check(cell, seed);
        assertThat(report.passed()).as("%s%n%s", report, cell.text()).isTrue();
        return report;
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shippedCells(String name) {
        Differences.Report report = passes(Cell.named(name), 1);

        assertThat(report.entries()).isGreaterThan(40);
        assertThat(report.kink()).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomCells(int seed) {
        passes(Cell.parse(RandomCells.text(seed), "random.cell"), seed);
    }

    @Test
    void furtherExamples() {
        List<String> texts = List.of(
                "h(t)=ϕ(Ux(t)+Wh(t−1)+b)",
                "h(t) = tanh(W x(t) + U1 h(t-1) + U2 h(t-2) + U4 h(t-4) + b)",
                "h(t) = tanh(W x(t) + U h(t-1) + b)\nh(0) = h0\nh0 ~ 0",
                "a(t) = tanh(Wa x(t) + Ua a(t-1))\nh(t) = tanh(W a(t) + U h(t-1))",
                "size D = 16\nh(t) = tanh(W x(t) + U h(t-1))",
                "c : 300\nc(t) = tanh(W x(t) + r * c(t-1))\nh(t) = V c(t)\nr ~ 1");
        for (String text : texts) {
            passes(Cell.parse(text, "example.cell"), 3);
        }
    }

    @Test
    void aValueThatIsNoNumberDoesNotPass() {
        Differences.Report report = Differences.check(Cell.parse("h(t) = log(relu(W x(t)) - 9)", "nan.cell"), 1);

        assertThat(report.passed()).isFalse();
        assertThat(report.error()).isNaN();
    }

    @Test
    void aKinkInEveryDrawIsReported() {
        Differences.Report report =
                Differences.check(Cell.parse("h(t) = max(tanh(W x(t)), tanh(W x(t)))", "kink.cell"), 1);

        assertThat(report.kink()).isZero();
    }

    @Test
    void aMissingOrAWrongGradientIsFoundAndNamed() {
        Cell cell = Cell.named("lstm");
        Derivative right = cell.derivative();
        List<Derivative.OfProduct> products = right.products();
        Derivative.OfProduct last = products.get(products.size() - 1);

        Differences.Report without =
                Differences.check(cell, with(right, products.subList(0, products.size() - 1), right.states()), 1);
        assertThat(without.passed()).isFalse();
        assertThat(without.entry()).startsWith(last.piece().matrix() + "[");
        assertThat(without.derived()).isZero();

        Map<String, Node> swapped =
                Map.of("c", right.states().get("h"), "h", right.states().get("c"));
        assertThat(Differences.check(cell, with(right, products, swapped), 1).error())
                .isGreaterThan(0.01);
    }

    private static Derivative with(Derivative d, List<Derivative.OfProduct> products, Map<String, Node> states) {
        return new Derivative(
                d.step(),
                d.flow(),
                d.inputs(),
                states,
                products,
                d.sums(),
                d.weights(),
                d.weightProducts(),
                d.values());
    }

    @Test
    void theEntryIsNamedByWhereItStands() {
        Differences.Report report = Differences.check(Cell.named("elman"), 1);

        assertThat(report.entry()).matches("([WU]|h\\(0\\)|x\\([1-4]\\))\\[\\d,\\d]|b\\[\\d]");
    }
}
