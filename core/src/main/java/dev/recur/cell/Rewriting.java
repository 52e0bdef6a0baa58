package dev.recur.cell;

import java.util.ArrayList;
import java.util.List;

/** A text with other expressions: everything is kept as it is but for what a kind of rewriting changes. */
abstract class Rewriting implements Syntax.Visitor<Syntax.Expression> {
    /** What is read in place of this. */
    @Override
    public abstract Syntax.Expression read(Syntax.Read read);

    final Syntax.Expression rewritten(Syntax.Expression expression) {
        return expression.accept(this);
    }

    /** All lines; those of equations as {@link #equation} has them. */
    final List<Syntax.Statement> lines(List<Syntax.Statement> statements) {
        List<Syntax.Statement> rewritten = new ArrayList<>();
        for (Syntax.Statement statement : statements) {
            if (statement instanceof Syntax.Equation equation) {
                rewritten.add(equation(equation));
            } else if (statement instanceof Syntax.Function function) {
                rewritten.add(new Syntax.Function(
                        function.place(), function.name(), function.arguments(), rewritten(function.body())));
            } else {
                rewritten.add(statement);
            }
        }
        return rewritten;
    }

    Syntax.Equation equation(Syntax.Equation equation) {
        return new Syntax.Equation(equation.place(), equation.sequence(), rewritten(equation.value()));
    }

    @Override
    public Syntax.Expression number(Syntax.Number number) {
        return number;
    }

    @Override
    public Syntax.Expression name(Syntax.Name name) {
        return name;
    }

    @Override
    public Syntax.Expression call(Syntax.Call call) {
        return new Syntax.Call(
                call.place(),
                call.function(),
                call.arguments().stream().map(this::rewritten).toList());
    }

    @Override
    public Syntax.Expression product(Syntax.Product product) {
        return new Syntax.Product(product.place(), product.matrix(), product.transposed(), rewritten(product.vector()));
    }

    @Override
    public Syntax.Expression negation(Syntax.Negation negation) {
        return new Syntax.Negation(negation.place(), rewritten(negation.of()));
    }

    @Override
    public Syntax.Expression binary(Syntax.Binary binary) {
        return new Syntax.Binary(binary.place(), binary.op(), rewritten(binary.left()), rewritten(binary.right()));
    }

    @Override
    public Syntax.Expression group(Syntax.Group group) {
        return new Syntax.Group(group.place(), rewritten(group.inside()));
    }
}
