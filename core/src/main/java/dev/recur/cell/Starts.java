package dev.recur.cell;

import dev.recur.cell.Declarations.Given;
import dev.recur.cell.Source.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the lines with {@code ~} mean. */
final class Starts {
    private static final List<String> OF_MATRICES = List.of("glorot", "he", "orthogonal", "identity");

    private final Declarations declared;
    private final Source source;
    private final Map<String, Double> numbers;
    private final List<String> parameters;

    Starts(Declarations declared, Map<String, Double> numbers, List<String> parameters) {
        this.declared = declared;
        this.source = declared.source;
        this.numbers = numbers;
        this.parameters = parameters;
    }

    /** A start must belong to a parameter. */
    void refuseStrangers() {
        for (Map.Entry<String, Given<Syntax.Law>> begin : declared.begins.entrySet()) {
            String name = begin.getKey();
            if (parameters.contains(name)) {
                continue;
            }
            Place place = begin.getValue().word().place();
            if (declared.sequence(name)) {
                throw source.error(
                        place,
                        name + " is a sequence and does not begin by ~",
                        "to say what it is before the first step write: " + name + "(0) = 0");
            }
            if (declared.lets.containsKey(name)) {
                throw source.error(place, name + " is set by = and does not begin by ~", "only parameters are learned");
            }
            throw source.error(
                    place,
                    name + " is given a start but no equation uses it",
                    "parameters here: " + String.join(" ", parameters));
        }
    }

    Start start(String name, boolean onState, @Nullable Place multiplies) {
        Given<Syntax.Law> given = declared.begins.get(name);
        boolean matrix = Token.capital(name);
        if (given != null) {
            return given(given.word(), given.what(), matrix);
        }
        if (multiplies != null) {
            throw source.error(
                    multiplies,
                    name + " multiplies, so how it starts must be said",
                    "add a line: " + name + " ~ 1 (a gain)   or   " + name + " ~ 0   or   " + name
                            + " ~ uniform(-1, 1)");
        }
        return matrix ? onState ? new Start.Orthogonal(1) : new Start.Glorot(1) : new Start.Number(0);
    }

    private Start given(Syntax.Word word, Syntax.Law law, boolean matrix) {
        String kind = law.kind();
        if (kind.isEmpty()) {
            return bare(word, law.arguments().get(0), matrix);
        }
        if (!matrix && OF_MATRICES.contains(kind)) {
            throw source.error(
                    word.place(),
                    word.text() + " is a vector; " + kind + " is a start for matrices",
                    "for a vector: a number, uniform(a, b), normal(s), chrono(T), or another vector");
        }
        if (matrix && kind.equals("chrono")) {
            throw source.error(
                    word.place(),
                    word.text() + " is a matrix; chrono is a start for vectors",
                    "for a matrix: a number, uniform(a, b), normal(s), glorot, he, orthogonal, identity, or another matrix");
        }
        List<Double> values = new ArrayList<>();
        for (Syntax.Value value : law.arguments()) {
            values.add(number(value));
        }
        return switch (kind) {
            case "uniform" -> uniform(law, take(law, values, 2, 2));
            case "normal" -> normal(law, take(law, values, 1, 2));
            case "glorot" -> new Start.Glorot(one(take(law, values, 0, 1)));
            case "he" -> he(law, values);
            case "orthogonal" -> new Start.Orthogonal(one(take(law, values, 0, 1)));
            case "identity" -> new Start.Identity(one(take(law, values, 0, 1)));
            default -> chrono(law, take(law, values, 1, 1).get(0));
        };
    }

    private List<Double> take(Syntax.Law law, List<Double> values, int fewest, int most) {
        if (values.size() < fewest || values.size() > most) {
            String range = fewest == most ? String.valueOf(most) : fewest + " or " + most;
            throw source.error(
                    law.place(),
                    law.kind() + " takes " + range + (most == 1 ? " number" : " numbers") + ", found " + values.size());
        }
        return values;
    }

    private static double one(List<Double> values) {
        return values.isEmpty() ? 1 : values.get(0);
    }

    private Start he(Syntax.Law law, List<Double> values) {
        take(law, values, 0, 0);
        return new Start.He();
    }

    private Start uniform(Syntax.Law law, List<Double> values) {
        if (values.get(0) > values.get(1)) {
            throw source.error(law.place(), "the first bound of uniform is above the second");
        }
        return new Start.Uniform(values.get(0), values.get(1));
    }

    private Start normal(Syntax.Law law, List<Double> values) {
        double deviation = values.get(values.size() - 1);
        if (deviation < 0) {
            throw source.error(law.place(), "the deviation of normal is negative", "normal(s) or normal(mean, s)");
        }
        return new Start.Normal(values.size() == 2 ? values.get(0) : 0, deviation);
    }

    private Start chrono(Syntax.Law law, double reach) {
        if (reach <= 2) {
            throw source.error(
                    law.place(), "chrono takes the longest distance in steps, more than 2", "as in chrono(784)");
        }
        return new Start.Chrono(reach);
    }

    private double number(Syntax.Value value) {
        String name = value.name();
        Double known = name == null ? Double.valueOf(value.number()) : numbers.get(name);
        if (known == null) {
            throw source.error(
                    value.place(),
                    name + " is not a number",
                    numbers.isEmpty() ? "" : "numbers here: " + String.join(" ", numbers.keySet()));
        }
        return value.negative() ? -known : known;
    }

    private Start bare(Syntax.Word word, Syntax.Value value, boolean matrix) {
        String name = value.name();
        if (name == null || numbers.containsKey(name)) {
            return new Start.Number(number(value));
        }
        if (!parameters.contains(name)) {
            throw source.error(
                    value.place(),
                    name + " is neither a number nor a parameter",
                    "parameters here: " + String.join(" ", parameters));
        }
        if (Token.capital(name) != matrix) {
            throw source.error(
                    value.place(),
                    word.text() + " is a " + (matrix ? "matrix" : "vector") + " and cannot begin as " + name,
                    "only a " + (matrix ? "matrix" : "vector") + " can be copied");
        }
        refuseCircle(word);
        return new Start.Copy(name, value.negative());
    }

    private void refuseCircle(Syntax.Word word) {
        String name = word.text();
        for (int steps = 0; steps <= parameters.size(); steps++) {
            Given<Syntax.Law> given = declared.begins.get(name);
            String next = given == null || !given.what().kind().isEmpty()
                    ? null
                    : given.what().arguments().get(0).name();
            if (next == null || numbers.containsKey(next)) {
                return;
            }
            name = next;
        }
        throw source.error(word.place(), word.text() + " would begin as a copy of itself");
    }
}
