package dev.recur.cell;

import dev.recur.cell.Declarations.Given;
import dev.recur.cell.Source.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the lines with {@code ~} mean. */
final class Starts {
    private final Declarations declared;
    private final Source source;
    private final Map<String, Double> numbers;
    private final List<String> parameters;
    private final Laws laws;

    Starts(Declarations declared, Map<String, Double> numbers, List<String> parameters) {
        this.declared = declared;
        this.source = declared.source;
        this.numbers = numbers;
        this.parameters = parameters;
        this.laws = new Laws(source, numbers);
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
        return law.kind().isEmpty() ? bare(word, law.arguments().get(0), matrix) : laws.start(word, law, matrix);
    }

    private Start bare(Syntax.Word word, Syntax.Value value, boolean matrix) {
        String name = value.name();
        if (name == null || numbers.containsKey(name)) {
            return new Start.Number(laws.number(value));
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
