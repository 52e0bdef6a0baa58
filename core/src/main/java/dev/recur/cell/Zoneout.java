package dev.recur.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Zoneout (Krueger et al. 2017), as a rewriting of any cell. A state s becomes
 *
 * <pre>
 * s'(t) = what the text says of s(t)
 * s(t)  = (1 - k(t)) * s'(t) + k(t) * s(t-1)
 * </pre>
 *
 * with a further input k, the mask. Equations of the same step that read s(t) read s'(t), as in the paper, where h comes from the cell state
 * before it is zoned out; the step after and the layer above read s(t).
 */
final class Zoneout {
    /** Before the name of a mask: no text can give a sequence such a name. */
    private static final String MASK = "keep.";

    private final Set<String> states;
    private final Syntax.Visitor<Syntax.Expression> renaming = new Renaming();

    private Zoneout(Set<String> states) {
        this.states = states;
    }

    static String mask(String state) {
        return MASK + state;
    }

    static boolean isMask(String input) {
        return input.startsWith(MASK);
    }

    private static String fresh(String state) {
        return state + "'";
    }

    static List<Syntax.Statement> rewrite(List<Syntax.Statement> statements, Set<String> states) {
        Zoneout zoneout = new Zoneout(states);
        List<Syntax.Statement> rewritten = new ArrayList<>();
        List<Syntax.Statement> added = new ArrayList<>();
        for (Syntax.Statement statement : statements) {
            if (statement instanceof Syntax.Equation equation) {
                rewritten.add(zoneout.equation(equation, added));
            } else if (statement instanceof Syntax.Function function) {
                rewritten.add(new Syntax.Function(
                        function.place(), function.name(), function.arguments(), zoneout.rename(function.body())));
            } else {
                rewritten.add(statement);
            }
        }
        rewritten.addAll(added);
        return rewritten;
    }

    private Syntax.Equation equation(Syntax.Equation equation, List<Syntax.Statement> added) {
        String state = equation.sequence();
        Syntax.Expression value = rename(equation.value());
        if (!states.contains(state)) {
            return new Syntax.Equation(equation.place(), state, value);
        }
        Source.Place place = equation.place();
        added.add(new Syntax.Input(place, mask(state), null));
        added.add(new Syntax.Equation(place, state, mixed(place, state)));
        return new Syntax.Equation(place, fresh(state), value);
    }

    private static Syntax.Expression mixed(Source.Place place, String state) {
        Syntax.Expression mask = new Syntax.Read(place, place, mask(state), 0);
        Syntax.Expression rest =
                new Syntax.Group(place, new Syntax.Binary(place, Op.SUB, new Syntax.Number(place, 1), mask));
        return new Syntax.Binary(
                place,
                Op.ADD,
                new Syntax.Binary(place, Op.MUL, rest, new Syntax.Read(place, place, fresh(state), 0)),
                new Syntax.Binary(place, Op.MUL, mask, new Syntax.Read(place, place, state, 1)));
    }

    private Syntax.Expression rename(Syntax.Expression expression) {
        return expression.accept(renaming);
    }

    private final class Renaming implements Syntax.Visitor<Syntax.Expression> {
        @Override
        public Syntax.Expression number(Syntax.Number number) {
            return number;
        }

        @Override
        public Syntax.Expression name(Syntax.Name name) {
            return name;
        }

        @Override
        public Syntax.Expression read(Syntax.Read read) {
            return read.lag() == 0 && states.contains(read.sequence())
                    ? new Syntax.Read(read.place(), read.whole(), fresh(read.sequence()), 0)
                    : read;
        }

        @Override
        public Syntax.Expression call(Syntax.Call call) {
            return new Syntax.Call(
                    call.place(),
                    call.function(),
                    call.arguments().stream().map(Zoneout.this::rename).toList());
        }

        @Override
        public Syntax.Expression product(Syntax.Product product) {
            return new Syntax.Product(
                    product.place(), product.matrix(), product.transposed(), rename(product.vector()));
        }

        @Override
        public Syntax.Expression negation(Syntax.Negation negation) {
            return new Syntax.Negation(negation.place(), rename(negation.of()));
        }

        @Override
        public Syntax.Expression binary(Syntax.Binary binary) {
            return new Syntax.Binary(binary.place(), binary.op(), rename(binary.left()), rename(binary.right()));
        }

        @Override
        public Syntax.Expression group(Syntax.Group group) {
            return new Syntax.Group(group.place(), rename(group.inside()));
        }
    }
}
