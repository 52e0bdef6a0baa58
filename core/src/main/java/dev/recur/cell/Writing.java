package dev.recur.cell;

import java.util.List;

/** How formulas are put on paper: {@link PlainWriting} for terminals, {@link LatexWriting} for documents. */
abstract sealed class Writing permits PlainWriting, LatexWriting {
    /** How strongly a written formula holds together; a weaker one is put into parentheses. */
    enum Bond {
        SUM,
        PRODUCT,
        TIMES,
        ATOM
    }

    record Term(String text, Bond bond) {
        static Term atom(String text) {
            return new Term(text, Bond.ATOM);
        }
    }

    /** A parameter or a let. */
    abstract Term name(String name);

    /** The argument of the outer function of a sequence's equation, as a sequence of its own. */
    abstract String argumentOf(String sequence);

    /** {@code base(t + offset)}; {@code base} is a sequence's name or what {@link #argumentOf} gave. */
    abstract Term at(String base, int offset);

    /** The gradient of something that is written as {@code of}. */
    abstract Term gradient(Term of);

    /** What enters at an output from outside. */
    abstract String entering(String output);

    abstract Term number(double value);

    abstract Term transposed(String matrix);

    /** A function by the name texts give it, or one that only adjoints contain. */
    abstract Term call(Op op, List<Term> arguments);

    abstract Term quotient(Term a, Term b);

    abstract String times();

    /** One where a condition holds, else 0. */
    abstract Term where(Term a, String relation, Term b);

    /** The outer product of two columns. */
    abstract Term outer(Term column, Term row);

    /** {@code d of / d by}: how a state depends on one of the step before. */
    abstract Term partial(Term of, Term by);

    abstract Term diagonal(Term of);

    abstract Term identity();

    /** Over all steps (and rows). */
    abstract Term sumOverTime(Term of);

    abstract String line(Term left, Term right);

    // ---- what both do alike
    Term held(Term term, Bond least) {
        return term.bond().compareTo(least) >= 0 ? term : Term.atom(parenthesised(term.text()));
    }

    String parenthesised(String text) {
        return "(" + text + ")";
    }

    /** Sums and products are written without the parentheses that only fix an order of rounding. */
    Term sum(Term a, String sign, Term b) {
        boolean adds = sign.equals("+");
        if (adds && b.text().startsWith("-")) {
            return new Term(a.text() + " - " + b.text().substring(1), Bond.SUM);
        }
        String right = adds ? b.text() : held(b, Bond.PRODUCT).text();
        return new Term(a.text() + " " + sign + " " + right, Bond.SUM);
    }

    Term negated(Term a) {
        return new Term("-" + held(a, Bond.PRODUCT).text(), Bond.SUM);
    }

    Term times(Term a, Term b) {
        return new Term(
                held(a, Bond.TIMES).text() + " " + times() + " "
                        + held(b, Bond.TIMES).text(),
                Bond.TIMES);
    }

    Term product(Term matrix, Term vector) {
        Term inside = vector.bond() == Bond.PRODUCT ? vector : held(vector, Bond.ATOM);
        return new Term(matrix.text() + " " + inside.text(), Bond.PRODUCT);
    }
}
