package dev.recur.cell;

import java.util.ArrayList;
import java.util.List;

/** What an expression mentions, in the order of the text. */
final class Uses {
    private final List<Syntax.Read> reads = new ArrayList<>();
    private final List<Syntax.Call> calls = new ArrayList<>();
    private final List<Syntax.Word> weights = new ArrayList<>();

    private Uses() {}

    static Uses of(Syntax.Expression expression) {
        Uses uses = new Uses();
        uses.walk(expression);
        return uses;
    }

    List<Syntax.Read> reads() {
        return reads;
    }

    List<Syntax.Call> calls() {
        return calls;
    }

    /** Bare names, and the matrices of products. */
    List<Syntax.Word> weights() {
        return weights;
    }

    private void walk(Syntax.Expression expression) {
        if (expression instanceof Syntax.Name name) {
            weights.add(new Syntax.Word(name.place(), name.name()));
        } else if (expression instanceof Syntax.Read read) {
            reads.add(read);
        } else if (expression instanceof Syntax.Call call) {
            calls.add(call);
            call.arguments().forEach(this::walk);
        } else if (expression instanceof Syntax.Product product) {
            weights.add(new Syntax.Word(product.place(), product.matrix()));
            walk(product.vector());
        } else if (expression instanceof Syntax.Negation negation) {
            walk(negation.of());
        } else if (expression instanceof Syntax.Binary binary) {
            walk(binary.left());
            walk(binary.right());
        } else if (expression instanceof Syntax.Group group) {
            walk(group.inside());
        }
    }
}
