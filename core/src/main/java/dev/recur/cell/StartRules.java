package dev.recur.cell;

import dev.recur.array.Layout;
import dev.recur.array.Parameters;
import dev.recur.random.Randomness;
import dev.recur.random.Stream;
import java.util.List;
import java.util.Map;

/**
 * How arrays of a model begin where an option says it and not the text of the cell: {@code bf=chrono(400)}, {@code layer0.U=spectral(0.9)}.
 * A name without a point stands for the arrays of this name in all layers. The laws are those of the cell language, and an array that begins
 * by one of them has the same numbers as if the cell's text had said so.
 */
public final class StartRules {
    private record Rule(String text, String name, String law) {
        static Rule of(String text) {
            int sign = text.indexOf('=');
            if (sign < 1 || sign + 1 == text.length()) {
                throw new IllegalArgumentException("the start " + text
                        + " is not of the form NAME=LAW, as in bf=1, U=orthogonal, layer0.U=spectral(0.9)");
            }
            return new Rule(
                    text,
                    text.substring(0, sign).strip(),
                    text.substring(sign + 1).strip());
        }

        boolean names(String array) {
            return array.equals(name) || array.endsWith("." + name);
        }

        /** Reads the law for a matrix or for a vector: names of arrays need not look like those of a cell. */
        Syntax.Begin parsed(boolean matrix) {
            Source source = source(matrix);
            List<Syntax.Statement> lines =
                    Parser.parse(source, Lexer.read(source).tokens());
            if (lines.size() != 1 || !(lines.get(0) instanceof Syntax.Begin begin)) {
                throw new IllegalArgumentException("the start " + text + " is more than one law");
            }
            return begin;
        }

        Source source(boolean matrix) {
            return new Source("start " + text, (matrix ? "W ~ " : "w ~ ") + law);
        }
    }

    private StartRules() {}

    /** @throws IllegalArgumentException or CellException if it is no rule; the message says why */
    public static void check(String rule) {
        Rule.of(rule).parsed(true);
    }

    /**
     * Fills the arrays that the rules name, in their order; copies of other arrays ({@code bi=-bf}) come last.
     *
     * @throws IllegalArgumentException if there is no such array, or the law does not fit it
     */
    public static void apply(List<String> rules, Parameters parameters, Randomness randomness) {
        for (boolean copies : List.of(false, true)) {
            for (String text : rules) {
                Rule rule = Rule.of(text);
                boolean found = false;
                for (Layout.View view : parameters.layout().views()) {
                    if (rule.names(view.name())) {
                        found = true;
                        apply(rule, view, copies, parameters, randomness);
                    }
                }
                if (!found) {
                    throw new IllegalArgumentException("--start " + text + ": the model has no array " + rule.name
                            + "; there are " + names(parameters.layout()));
                }
            }
        }
    }

    private static List<String> names(Layout layout) {
        return layout.views().stream().map(Layout.View::name).toList();
    }

    private static void apply(
            Rule rule, Layout.View view, boolean copies, Parameters parameters, Randomness randomness) {
        boolean matrix = view.shape().rank() > 1;
        Syntax.Begin begin = rule.parsed(matrix);
        Syntax.Value first =
                begin.law().kind().isEmpty() ? begin.law().arguments().get(0) : null;
        boolean copy = first != null && first.name() != null;
        if (copy != copies) {
            return;
        }
        if (first != null && first.name() != null) {
            copy(rule, view, first.name(), first.negative(), parameters);
            return;
        }
        Laws laws = new Laws(rule.source(matrix), Map.of());
        Start start = first != null
                ? new Start.Number(laws.number(first))
                : laws.start(begin.names().get(0), begin.law(), matrix);
        double[] values = new double[view.shape().size()];
        int rows = view.shape().length(0);
        start.fill(values, rows, values.length / rows, draws(randomness.stream("start/" + view.name())));
        for (int i = 0; i < values.length; i++) {
            parameters.values()[view.offset() + i] = (float) values[i];
        }
    }

    /** From the array of that name beside this one. */
    private static void copy(Rule rule, Layout.View view, String name, boolean negated, Parameters parameters) {
        String beside = view.name().substring(0, view.name().lastIndexOf('.') + 1) + name;
        if (!parameters.layout().holds(beside)
                || !parameters.layout().view(beside).shape().equals(view.shape())) {
            throw new IllegalArgumentException(
                    "--start " + rule.text + ": there is no array " + beside + " of the shape " + view.shape());
        }
        float[] from = parameters.read(beside);
        for (int i = 0; i < from.length; i++) {
            from[i] = negated ? -from[i] : from[i];
        }
        parameters.write(view.name(), from);
    }

    static Start.Draws draws(Stream stream) {
        return new Start.Draws() {
            @Override
            public double uniform(long index) {
                return stream.uniform(0, index);
            }

            @Override
            public double normal(long index) {
                return stream.gaussian(0, index);
            }
        };
    }
}
