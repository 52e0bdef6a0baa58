package dev.recur.cell;

import dev.recur.kernel.Pointwise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The formula of a block operation as a tree, read from its text. A leaf is an operand ({@code a b c d}) or the number 1; an inner term
 * is an {@link Op} on terms.
 */
final class Formula {
    /** {@code operand} is 0 to 3 for a leaf, -1 for the number 1 and for inner terms, which have an {@code op}. */
    record Term(@Nullable Op op, int operand, List<Term> args) {
        boolean one() {
            return op == null && operand < 0;
        }
    }

    private final String text;
    private int at;

    private Formula(String text) {
        this.text = text.replace(" ", "");
    }

    static Term of(Pointwise operation) {
        Formula formula = new Formula(operation.formula());
        Term term = formula.sum();
        if (formula.at != formula.text.length()) {
            throw new IllegalStateException("formula of " + operation + " ends early: " + operation.formula());
        }
        return term;
    }

    private boolean take(char sign) {
        if (at < text.length() && text.charAt(at) == sign) {
            at++;
            return true;
        }
        return false;
    }

    private Term sum() {
        Term left = take('-') ? inner(Op.NEG, factor()) : factor();
        while (true) {
            if (take('+')) {
                left = inner(Op.ADD, left, factor());
            } else if (take('-')) {
                left = inner(Op.SUB, left, factor());
            } else {
                return left;
            }
        }
    }

    private Term factor() {
        Term left = atom();
        while (true) {
            if (take('*')) {
                left = inner(Op.MUL, left, atom());
            } else if (take('/')) {
                left = inner(Op.DIV, left, atom());
            } else {
                return left;
            }
        }
    }

    private Term atom() {
        if (take('(')) {
            Term inside = sum();
            take(')');
            return inside;
        }
        if (take('1')) {
            return new Term(null, -1, List.of());
        }
        int from = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at);
        if (!take('(')) {
            return new Term(null, word.charAt(0) - 'a', List.of());
        }
        List<Term> args = new ArrayList<>();
        do {
            args.add(sum());
        } while (take(','));
        take(')');
        return new Term(byName(word), -1, List.copyOf(args));
    }

    private static Op byName(String word) {
        for (Op op : Op.values()) {
            if (!op.infix() && op != Op.NEG && op.sign().equals(word)) {
                return op;
            }
        }
        throw new IllegalStateException("no operation is called " + word);
    }

    private static Term inner(Op op, Term... args) {
        return new Term(op, -1, List.of(args));
    }
}
