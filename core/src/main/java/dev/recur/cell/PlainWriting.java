package dev.recur.cell;

import java.util.ArrayList;
import java.util.List;

/** Formulas in the signs of the cell language; {@code dh(t)} is the gradient of {@code h(t)}, {@code e(t)} what enters at h. */
final class PlainWriting extends Writing {
    @Override
    Term name(String name) {
        return Term.atom(name);
    }

    @Override
    String argumentOf(String sequence) {
        return "a_" + sequence;
    }

    @Override
    Term at(String base, int offset) {
        String shift = offset == 0 ? "" : offset > 0 ? "+" + offset : Integer.toString(offset);
        return Term.atom(base + "(t" + shift + ")");
    }

    @Override
    Term gradient(Term of) {
        return Term.atom("d" + of.text());
    }

    @Override
    String entering(String output) {
        return "e_" + output;
    }

    @Override
    Term number(double value) {
        return new Term(Canonical.number(value), value < 0 ? Bond.SUM : Bond.ATOM);
    }

    @Override
    Term transposed(String matrix) {
        return Term.atom(matrix + "^T");
    }

    @Override
    Term call(Op op, List<Term> arguments) {
        List<String> texts = new ArrayList<>();
        for (Term argument : arguments) {
            texts.add(argument.text());
        }
        return Term.atom(op.sign() + "(" + String.join(", ", texts) + ")");
    }

    @Override
    Term quotient(Term a, Term b) {
        return new Term(held(a, Bond.TIMES).text() + " / " + held(b, Bond.ATOM).text(), Bond.TIMES);
    }

    @Override
    String times() {
        return "*";
    }

    @Override
    Term where(Term a, String relation, Term b) {
        return Term.atom("[" + a.text() + " " + relation + " " + b.text() + "]");
    }

    @Override
    Term outer(Term column, Term row) {
        return new Term(
                held(column, Bond.ATOM).text() + " " + held(row, Bond.ATOM).text() + "^T", Bond.PRODUCT);
    }

    @Override
    Term partial(Term of, Term by) {
        return Term.atom("d " + of.text() + " / d " + by.text());
    }

    @Override
    Term diagonal(Term of) {
        return Term.atom("diag(" + of.text() + ")");
    }

    @Override
    Term identity() {
        return Term.atom("I");
    }

    @Override
    Term sumOverTime(Term of) {
        return new Term("sum_t " + held(of, Bond.PRODUCT).text(), Bond.PRODUCT);
    }

    @Override
    String line(Term left, Term right) {
        return left.text() + " = " + right.text();
    }
}
