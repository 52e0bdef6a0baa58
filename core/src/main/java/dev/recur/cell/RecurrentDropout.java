package dev.recur.cell;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Recurrent dropout, as a rewriting of any cell. Of a state it is that of Gal and Ghahramani 2016: where a matrix multiplies s of a step
 * before, it multiplies k(t) * s(t-1); what else reads s reads all of it, so no memory is lost. Of what is computed in a step and not carried,
 * such as a candidate g, it is that of Semeniuta, Severyn and Barth 2016: equations that read g(t) read k(t) * g(t). A matrix within a function does
 * not see what the function is called with, so a state that reaches matrices in that way alone is not dropped.
 */
final class RecurrentDropout extends Rewriting {
    private final Set<String> states;
    private final Set<String> sequences;
    private final Set<String> met = new LinkedHashSet<>();
    private int matrices; // that are open

    private RecurrentDropout(Set<String> states, Set<String> sequences) {
        this.states = states;
        this.sequences = sequences;
    }

    /** Those of the states that a matrix multiplies a step later. */
    static Set<String> multiplied(List<Syntax.Statement> statements, Set<String> states) {
        RecurrentDropout all = new RecurrentDropout(states, Set.of());
        all.lines(statements);
        return all.met;
    }

    /** @param masks of what is to be dropped, in the order of the further inputs */
    static List<Syntax.Statement> rewrite(List<Syntax.Statement> statements, List<Mask> masks) {
        Set<String> states = new LinkedHashSet<>();
        Set<String> sequences = new LinkedHashSet<>();
        for (Mask mask : masks) {
            (mask.kind() == Mask.Kind.OF_STATE ? states : sequences).add(mask.sequence());
        }
        List<Syntax.Statement> rewritten = new ArrayList<>(new RecurrentDropout(states, sequences).lines(statements));
        for (Mask mask : masks) {
            rewritten.add(new Syntax.Input(statements.get(0).place(), mask.input(), null));
        }
        return rewritten;
    }

    @Override
    public Syntax.Expression read(Syntax.Read read) {
        String name = read.sequence();
        boolean ofState = read.lag() > 0 && matrices > 0 && states.contains(name);
        if (!ofState && !(read.lag() == 0 && sequences.contains(name))) {
            return read;
        }
        met.add(name);
        Mask.Kind kind = ofState ? Mask.Kind.OF_STATE : Mask.Kind.OF_STEP;
        Syntax.Expression mask = new Syntax.Read(read.place(), read.place(), kind.input(name), 0);
        return new Syntax.Group(read.place(), new Syntax.Binary(read.place(), Op.MUL, mask, read));
    }

    @Override
    public Syntax.Expression product(Syntax.Product product) {
        matrices++;
        Syntax.Expression masked = super.product(product);
        matrices--;
        return masked;
    }
}
