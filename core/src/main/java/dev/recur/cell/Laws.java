package dev.recur.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The laws that a line with {@code ~} can name, and their numbers. */
final class Laws {
    private static final List<String> OF_MATRICES = List.of("glorot", "he", "orthogonal", "spectral", "identity");

    private final Source source;
    private final Map<String, Double> numbers;

    Laws(Source source, Map<String, Double> numbers) {
        this.source = source;
        this.numbers = numbers;
    }

    Start start(Syntax.Word word, Syntax.Law law, boolean matrix) {
        String kind = law.kind();
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
                    "for a matrix: a number, uniform(a, b), normal(s), glorot, he, orthogonal, spectral(r), identity, or another matrix");
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
            case "spectral" -> spectral(law, take(law, values, 1, 1).get(0));
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

    private Start spectral(Syntax.Law law, double radius) {
        if (radius < 0) {
            throw source.error(law.place(), "the radius of spectral is negative", "as in spectral(0.9)");
        }
        return new Start.Spectral(radius);
    }

    private Start chrono(Syntax.Law law, double reach) {
        if (reach <= 2) {
            throw source.error(
                    law.place(), "chrono takes the longest distance in steps, more than 2", "as in chrono(784)");
        }
        return new Start.Chrono(reach);
    }

    double number(Syntax.Value value) {
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
}
