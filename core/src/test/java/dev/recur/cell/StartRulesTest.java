package dev.recur.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.random.Randomness;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartRulesTest {
    private static final Randomness RANDOM = new Randomness(4);

    /** The arrays of two layers of a cell, as a model names them. */
    private static Parameters layers(Cell cell) {
        Plan plan = Plan.of(cell, cell.shape(5, 5, java.util.Map.of()), Plan.Wanted.INFERENCE);
        Layout.Builder builder = Layout.builder();
        int[] bases = new int[2];
        for (int layer = 0; layer < 2; layer++) {
            bases[layer] = -1;
            for (Plan.Parameter parameter : plan.parameters()) {
                String name = "layer" + layer + "." + parameter.name();
                int at = parameter.matrix()
                        ? builder.add(name, parameter.rows(), parameter.columns())
                        : builder.add(name, parameter.rows());
                bases[layer] = bases[layer] < 0 ? at : bases[layer];
            }
        }
        builder.add("embedding", 7, 5);
        Parameters parameters = Parameters.zeros(builder.build());
        for (int layer = 0; layer < 2; layer++) {
            plan.start(parameters.values(), bases[layer], RANDOM, "layer" + layer + ".");
        }
        return parameters;
    }

    private static Cell lstm(String more) {
        String text = Cell.named("lstm").text();
        return Cell.parse(text.replace("bf ~ 1", more), "test");
    }

    @Test
    void anOptionIsWhatTheTextOfTheCellWouldSay() {
        List<String> rules = List.of("bi=-bf", "bf=chrono(40)", "Ug=spectral(0.9)", "Wi=he", "Uo = identity(0.5)");
        Parameters byOption = layers(lstm("bf ~ 1"));
        StartRules.apply(rules, byOption, RANDOM);
        Parameters byText = layers(lstm("bf ~ chrono(40)\nbi ~ -bf\nUg ~ spectral(0.9)\nWi ~ he\nUo ~ identity(0.5)"));
        assertThat(byOption.values()).containsExactly(byText.values());
    }

    @Test
    void aNameWithAPointIsOneArray() {
        Parameters parameters = layers(lstm("bf ~ 1"));
        StartRules.apply(List.of("layer1.bf=3", "embedding=normal(0.1)"), parameters, RANDOM);
        assertThat(parameters.read("layer0.bf")).containsOnly(1);
        assertThat(parameters.read("layer1.bf")).containsOnly(3);
        assertThat(parameters.read("embedding")).doesNotContain(0);
    }

    @Test
    void whatIsWrongIsNamed() {
        Parameters parameters = layers(lstm("bf ~ 1"));
        assertThatThrownBy(() -> StartRules.check("bf")).hasMessageContaining("NAME=LAW");
        assertThatThrownBy(() -> StartRules.check("bf=chronos(3)")).hasMessageContaining("there is no start chronos");
        assertThatThrownBy(() -> StartRules.apply(List.of("bq=1"), parameters, RANDOM))
                .hasMessageContaining("no array bq")
                .hasMessageContaining("layer0.bf");
        assertThatThrownBy(() -> StartRules.apply(List.of("bf=orthogonal"), parameters, RANDOM))
                .hasMessageContaining("is a vector");
        assertThatThrownBy(() -> StartRules.apply(List.of("embedding=spectral(1)"), parameters, RANDOM))
                .hasMessageContaining("square");
        assertThatThrownBy(() -> StartRules.apply(List.of("bf=bq"), parameters, RANDOM))
                .hasMessageContaining("no array layer0.bq");
    }
}
