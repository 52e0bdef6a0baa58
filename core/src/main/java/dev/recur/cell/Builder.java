package dev.recur.cell;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what a text says to the graph of its step: names, lengths, delays, numbers, starts. */
final class Builder {
    /** A step with what a cell knows about it beyond the graph. */
    record Built(Step step, Sizes sizes, List<String> notes, Map<String, Node> lets) {}

    private final Source source;
    private final Declarations declared;
    private final Order order;
    private final Sizes sizes;
    private final Weights weights;
    private final Graph graph = new Graph();
    private final Map<String, Length> lengths = new LinkedHashMap<>();
    private final Map<String, Node> sequences = new LinkedHashMap<>();
    private final Values values;

    private Builder(Source source, List<Syntax.Statement> statements) {
        this.source = source;
        this.declared = new Declarations(source, statements);
        this.order = new Order(declared);
        this.sizes = new Sizes(source, declared.sizes);
        this.weights = new Weights(declared);
        this.values = new Values(declared, graph, weights, lengths, sequences, sizes);
    }

    static Built build(Source source, List<Syntax.Statement> statements) {
        return new Builder(source, statements).build();
    }

    private Built build() {
        giveLengths();
        for (String input : declared.inputs.keySet()) {
            sequences.put(input, graph.input(input, length(input)));
        }
        Map<String, Double> numbers = values.numbers();
        for (String sequence : order.equations()) {
            equation(declared.equations.get(sequence));
        }
        Map<String, Step.Initial> initial = initial(numbers);
        weights.markStates(graph);
        List<Step.Parameter> parameters = weights.parameters(countUses(), numbers);
        refuseStrangeExtents();
        Map<String, Node> named = named();
        values.checkSize(declared.statements.get(0).place());
        List<String> states = states();
        Step step = new Step(
                graph,
                List.copyOf(declared.inputs.keySet()),
                declared.outputs(),
                states,
                named,
                parameters,
                inOrder(initial, states),
                numbers);
        return new Built(step, sizes, new Notes(step, order, sizes, declared).list(), values.lets());
    }

    // ---- lengths
    private void giveLengths() {
        for (Syntax.Input input : declared.inputs.values()) {
            Syntax.Extent length = input.length();
            String owner = input.sequence() + "(t)";
            boolean x = input.sequence().equals("x");
            lengths.put(
                    input.sequence(),
                    x
                            ? Length.of(sizes.input(), owner)
                            : length == null ? Length.free() : Length.of(sizes.label(length), owner));
        }
        for (String sequence : declared.equations.keySet()) {
            lengths.put(sequence, sequence.equals("h") ? Length.of(sizes.hidden(), "h(t)") : Length.free());
        }
        for (Declarations.Given<Syntax.Extent> given : declared.extents.values()) {
            Syntax.Word word = given.word();
            if (Token.capital(word.text())) {
                throw source.error(
                        word.place(),
                        word.text() + " is a matrix; its lengths are those of the vectors it meets",
                        "give the length to a sequence or a vector: c : " + Canonical.extent(given.what()));
            }
            String owner = declared.sequence(word.text()) ? word.text() + "(t)" : word.text();
            Length said = Length.of(sizes.label(given.what()), owner);
            Length known = lengths.computeIfAbsent(word.text(), name -> said);
            if (!known.join(said)) {
                throw values.clash(known, said, word.place());
            }
        }
    }

    private Length length(String sequence) {
        return requireNonNull(lengths.get(sequence));
    }

    private void refuseStrangeExtents() {
        for (Declarations.Given<Syntax.Extent> given : declared.extents.values()) {
            String name = given.word().text();
            if (!declared.sequence(name) && !weights.contains(name)) {
                throw source.error(
                        given.word().place(),
                        "no sequence and no vector of weights is called " + name,
                        "a length is given to what the equations use");
            }
        }
    }

    // ---- equations
    private void equation(Syntax.@Nullable Equation equation) {
        String sequence = requireNonNull(equation).sequence();
        Node value = values.node(equation.value());
        boolean stored = order.lag(sequence) > 0 || declared.outputs().contains(sequence);
        if (value.length == null || (stored && value.level == Node.Level.WEIGHTS)) {
            throw source.error(
                    equation.place(),
                    sequence + "(t) is the same at every step, since it reads no sequence",
                    declared.outputs().contains(sequence)
                            ? "an output reads an input or a state"
                            : "write it without a step: " + sequence + " = …");
        }
        if (stored) {
            value = graph.apply(Op.FLUSH, value);
        }
        values.join(requireNonNull(value.length), length(sequence), equation.place(), equation.value(), null);
        sequences.put(sequence, value);
        values.checkSize(equation.place());
    }

    /** Every sequence by its name: inputs, equations in the order of the text, delays. */
    private Map<String, Node> named() {
        Map<String, Node> named = new LinkedHashMap<>();
        for (String input : declared.inputs.keySet()) {
            named.put(input, requireNonNull(sequences.get(input)));
        }
        for (String sequence : declared.equations.keySet()) {
            named.put(sequence, requireNonNull(sequences.get(sequence)));
        }
        for (String base : bases()) {
            for (int k = 1; k < order.lag(base); k++) {
                named.put(base + "@" + k, values.lag(base, k));
            }
        }
        return named;
    }

    private List<String> bases() {
        List<String> bases = new ArrayList<>(declared.equations.keySet());
        bases.addAll(declared.inputs.keySet());
        return bases;
    }

    /** States in the order of their equations, then delays, then lagged inputs. */
    private List<String> states() {
        List<String> states = new ArrayList<>();
        for (String sequence : declared.equations.keySet()) {
            if (order.lag(sequence) > 0) {
                states.add(sequence);
            }
        }
        for (String base : bases()) {
            for (int k = 1; k < order.lag(base); k++) {
                states.add(base + "@" + k);
            }
        }
        for (String input : declared.inputs.keySet()) {
            if (order.lag(input) > 0) {
                states.add(input);
            }
        }
        return states;
    }

    // ---- before the first step
    private Map<String, Step.Initial> initial(Map<String, Double> numbers) {
        Map<String, Step.Initial> initial = new LinkedHashMap<>();
        for (Syntax.Before before : declared.befores.values()) {
            String sequence = before.sequence();
            if (order.lag(sequence) == 0) {
                throw source.error(
                        before.place(),
                        sequence + "(0) is given, but nothing reads " + sequence + "(t-1)",
                        "only a state has a value before the first step");
            }
            Step.Initial value = initial(before, numbers);
            initial.put(sequence, value);
            for (int k = 1; k < order.lag(sequence); k++) {
                initial.put(sequence + "@" + k, value);
            }
        }
        return initial;
    }

    private Step.Initial initial(Syntax.Before before, Map<String, Double> numbers) {
        Syntax.Value value = before.value();
        String name = value.name();
        if (name == null || numbers.containsKey(name)) {
            double number = name == null ? value.number() : requireNonNull(numbers.get(name));
            return new Step.Initial(value.negative() ? -number : number, null);
        }
        if (Token.capital(name) || declared.sequence(name) || declared.lets.containsKey(name) || value.negative()) {
            throw source.error(
                    value.place(),
                    "what " + before.sequence() + " is before the first step is a number or a vector of weights",
                    "as in " + before.sequence() + "(0) = 0   or   " + before.sequence() + "(0) = " + before.sequence()
                            + "0");
        }
        Length vector = values.vector(name, value.place());
        values.join(vector, length(before.sequence()), value.place(), null, null);
        return new Step.Initial(0, name);
    }

    private static Map<String, Step.Initial> inOrder(Map<String, Step.Initial> initial, List<String> states) {
        Map<String, Step.Initial> ordered = new LinkedHashMap<>();
        for (String state : states) {
            Step.Initial value = initial.get(state);
            if (value != null) {
                ordered.put(state, value);
            }
        }
        return ordered;
    }

    // ---- parameters
    /** How many places of the text read each name, in the order of the first. */
    private Map<String, Integer> countUses() {
        Map<String, Integer> uses = new LinkedHashMap<>();
        for (Syntax.Statement statement : declared.statements) {
            List<String> arguments = new ArrayList<>();
            List<Syntax.Word> words = List.of();
            if (statement instanceof Syntax.Equation equation) {
                words = Uses.of(equation.value()).weights();
            } else if (statement instanceof Syntax.Let let && values.used(let.name())) {
                words = Uses.of(let.value()).weights();
            } else if (statement instanceof Syntax.Function function && values.used(function.name())) {
                words = Uses.of(function.body()).weights();
                function.arguments().forEach(argument -> arguments.add(argument.text()));
            } else if (statement instanceof Syntax.Before before
                    && before.value().name() != null) {
                words = List.of(new Syntax.Word(
                        before.value().place(), requireNonNull(before.value().name())));
            }
            for (Syntax.Word word : words) {
                if (!arguments.contains(word.text())) {
                    uses.merge(word.text(), 1, Integer::sum);
                }
            }
        }
        return uses;
    }
}
