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
final class Zoneout extends Rewriting {
    private final Set<String> states;
    private final List<Syntax.Statement> added = new ArrayList<>();

    private Zoneout(Set<String> states) {
        this.states = states;
    }

    private static String fresh(String state) {
        return state + "'";
    }

    static List<Syntax.Statement> rewrite(List<Syntax.Statement> statements, Set<String> states) {
        Zoneout zoneout = new Zoneout(states);
        List<Syntax.Statement> rewritten = new ArrayList<>(zoneout.lines(statements));
        rewritten.addAll(zoneout.added);
        return rewritten;
    }

    @Override
    Syntax.Equation equation(Syntax.Equation equation) {
        String state = equation.sequence();
        if (!states.contains(state)) {
            return super.equation(equation);
        }
        Source.Place place = equation.place();
        added.add(new Syntax.Input(place, Mask.Kind.ZONEOUT.input(state), null));
        added.add(new Syntax.Equation(place, state, mixed(place, state)));
        return new Syntax.Equation(place, fresh(state), rewritten(equation.value()));
    }

    private static Syntax.Expression mixed(Source.Place place, String state) {
        Syntax.Expression mask = new Syntax.Read(place, place, Mask.Kind.ZONEOUT.input(state), 0);
        Syntax.Expression rest =
                new Syntax.Group(place, new Syntax.Binary(place, Op.SUB, new Syntax.Number(place, 1), mask));
        return new Syntax.Binary(
                place,
                Op.ADD,
                new Syntax.Binary(place, Op.MUL, rest, new Syntax.Read(place, place, fresh(state), 0)),
                new Syntax.Binary(place, Op.MUL, mask, new Syntax.Read(place, place, state, 1)));
    }

    @Override
    public Syntax.Expression read(Syntax.Read read) {
        return read.lag() == 0 && states.contains(read.sequence())
                ? new Syntax.Read(read.place(), read.whole(), fresh(read.sequence()), 0)
                : read;
    }
}
