package dev.recur.cell;

import static java.util.Objects.requireNonNull;

import dev.recur.cell.Source.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements of a text by what they declare; nothing is declared twice. */
final class Declarations {
    /** What a name is given by a line that lists names. */
    record Given<T>(Syntax.Word word, T what) {}

    final Source source;
    final List<Syntax.Statement> statements;
    final Map<String, Syntax.Equation> equations = new LinkedHashMap<>();
    final Map<String, Syntax.Input> inputs = new LinkedHashMap<>();
    final List<String> outputs = new ArrayList<>();
    final Map<String, Syntax.Before> befores = new LinkedHashMap<>();
    final Map<String, Syntax.Let> lets = new LinkedHashMap<>();
    final Map<String, Syntax.Function> functions = new LinkedHashMap<>();
    final Map<String, Syntax.Size> sizes = new LinkedHashMap<>();
    final Map<String, Given<Syntax.Law>> begins = new LinkedHashMap<>();
    final Map<String, Given<Syntax.Extent>> extents = new LinkedHashMap<>();

    /** Where each name that has a meaning of its own got it. */
    private final Map<String, Place> meanings = new LinkedHashMap<>();

    Declarations(Source source, List<Syntax.Statement> statements) {
        this.source = source;
        this.statements = statements;
        Place nowhere = new Place(1, 1, 1);
        inputs.put("x", new Syntax.Input(nowhere, "x", null));
        for (Syntax.Statement statement : statements) {
            declare(statement);
        }
        requireOutput();
        for (Syntax.Statement statement : statements) {
            if (statement instanceof Syntax.Output output) {
                output(output);
            }
        }
    }

    private void declare(Syntax.Statement statement) {
        Place place = statement.place();
        if (statement instanceof Syntax.Equation equation) {
            once(
                    equations,
                    equation.sequence(),
                    equation.sequence() + "(t)",
                    place,
                    equation,
                    "a step has one equation for each sequence");
            meaning(equation.sequence(), place);
        } else if (statement instanceof Syntax.Let let) {
            once(lets, let.name(), let.name(), place, let, "");
            meaning(let.name(), place);
        } else if (statement instanceof Syntax.Function function) {
            once(functions, function.name(), "the function " + function.name(), place, function, "");
            meaning(function.name(), place);
        } else if (statement instanceof Syntax.Input input) {
            input(input);
        } else if (statement instanceof Syntax.Before before) {
            once(befores, before.sequence(), before.sequence() + "(0)", place, before, "");
        } else if (statement instanceof Syntax.Size size) {
            once(sizes, size.name(), "the size " + size.name(), place, size, "");
        } else if (statement instanceof Syntax.Begin begin) {
            for (Syntax.Word word : begin.names()) {
                once(
                        begins,
                        word.text(),
                        "the start of " + word.text(),
                        word.place(),
                        new Given<>(word, begin.law()),
                        "");
            }
        } else if (statement instanceof Syntax.Extents lengths) {
            for (Syntax.Word word : lengths.names()) {
                once(
                        extents,
                        word.text(),
                        "the length of " + word.text(),
                        word.place(),
                        new Given<>(word, lengths.length()),
                        "");
            }
        }
    }

    private void input(Syntax.Input input) {
        if (input.sequence().equals("x")) {
            throw source.error(
                    input.place(), "x(t) is the input already", "to tie its length to the output's write: size D = H");
        }
        once(inputs, input.sequence(), "the input " + input.sequence(), input.place(), input, "");
        meaning(input.sequence(), input.place());
    }

    private <T> void once(Map<String, T> known, String name, String what, Place place, T value, String why) {
        if (known.containsKey(name) && !(known == inputs && name.equals("x"))) {
            Place first = firstPlace(known.get(name));
            throw source.error(
                    place,
                    what + " is given twice",
                    "it was first given in line " + first.line() + (why.isEmpty() ? "" : "; " + why));
        }
        known.put(name, value);
    }

    private static Place firstPlace(@Nullable Object value) {
        return value instanceof Given<?> given ? given.word().place() : ((Syntax) requireNonNull(value)).place();
    }

    private void meaning(String name, Place place) {
        Place first = meanings.putIfAbsent(name, place);
        if (name.equals("x")) {
            throw source.error(place, "x(t) is the input and cannot be computed", "give the sequence another name");
        }
        if (first != null) {
            boolean input = inputs.containsKey(name);
            throw source.error(
                    place,
                    input ? name + "(t) is an input and cannot be computed" : name + " means two things",
                    "it was first given in line " + first.line());
        }
    }

    private void requireOutput() {
        if (equations.containsKey("h")) {
            return;
        }
        Place place =
                statements.isEmpty() ? new Place(1, 1, 1) : statements.get(0).place();
        for (Syntax.Equation equation : equations.values()) {
            place = equation.place();
            break;
        }
        throw source.error(
                place,
                "no equation gives h(t)",
                "h(t) is what the cell hands to the next layer; name your output h, as in h(t) = tanh(W x(t) + U h(t-1) + b)");
    }

    private void output(Syntax.Output output) {
        String name = output.sequence();
        if (outputs.isEmpty()) {
            outputs.add("h");
        }
        if (inputs.containsKey(name)) {
            throw source.error(output.place(), name + "(t) is an input and cannot be an output");
        }
        if (!equations.containsKey(name)) {
            throw unknownSequence(output.place(), name);
        }
        if (outputs.contains(name)) {
            throw source.error(output.place(), name + "(t) is an output already");
        }
        outputs.add(name);
    }

    /** {@code h} first. */
    List<String> outputs() {
        return outputs.isEmpty() ? List.of("h") : List.copyOf(outputs);
    }

    boolean sequence(String name) {
        return equations.containsKey(name) || inputs.containsKey(name);
    }

    CellException unknownSequence(Place place, String name) {
        List<String> known = new ArrayList<>(inputs.keySet());
        known.addAll(equations.keySet());
        String near = Functions.nearest(name, known);
        return source.error(
                place,
                "no equation gives " + name + "(t)",
                "sequences here: " + String.join(" ", known) + (near == null ? "" : "; did you mean " + near + "?"),
                "a second input is declared with a line: input " + name);
    }
}
