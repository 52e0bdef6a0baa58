package dev.recur.cell;

import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Formulas as LaTeX with amsmath; \delta h(t) is the gradient of h(t), e(t) what enters at h. */
final class LatexWriting extends Writing {
    private static final Set<String> GREEK = Set.of(
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
            "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta",
            "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega");
    private static final Map<Integer, String> LETTERS = Map.ofEntries(
            Map.entry((int) 'α', "\\alpha"),
            Map.entry((int) 'β', "\\beta"),
            Map.entry((int) 'γ', "\\gamma"),
            Map.entry((int) 'δ', "\\delta"),
            Map.entry((int) 'ε', "\\epsilon"),
            Map.entry((int) 'θ', "\\theta"),
            Map.entry((int) 'λ', "\\lambda"),
            Map.entry((int) 'μ', "\\mu"),
            Map.entry((int) 'ν', "\\nu"),
            Map.entry((int) 'ρ', "\\rho"),
            Map.entry((int) 'σ', "\\sigma"),
            Map.entry((int) 'τ', "\\tau"),
            Map.entry((int) 'φ', "\\varphi"),
            Map.entry((int) 'ψ', "\\psi"),
            Map.entry((int) 'ω', "\\omega"),
            Map.entry((int) 'Γ', "\\Gamma"),
            Map.entry((int) 'Δ', "\\Delta"),
            Map.entry((int) 'Θ', "\\Theta"),
            Map.entry((int) 'Λ', "\\Lambda"),
            Map.entry((int) 'Σ', "\\Sigma"),
            Map.entry((int) 'Φ', "\\Phi"),
            Map.entry((int) 'Ψ', "\\Psi"),
            Map.entry((int) 'Ω', "\\Omega"));
    private static final Map<Integer, String> ACCENTS = Map.of(
            0x0300, "\\grave", 0x0301, "\\acute", 0x0302, "\\hat", 0x0303, "\\tilde", 0x0304, "\\bar", 0x0307, "\\dot",
            0x0308, "\\ddot", 0x030C, "\\check");
    private static final Set<Op> KNOWN = Set.of(Op.TANH, Op.EXP, Op.LOG, Op.SIN, Op.COS, Op.MAX, Op.MIN);

    @Override
    Term name(String name) {
        return Term.atom(symbol(name));
    }

    @Override
    String argumentOf(String sequence) {
        return "a_{" + symbol(sequence) + "}";
    }

    @Override
    Term at(String base, int offset) {
        String shift = offset == 0 ? "" : offset > 0 ? "+" + offset : Integer.toString(offset);
        return Term.atom((base.contains("_{") ? base : symbol(base)) + "(t" + shift + ")");
    }

    @Override
    Term gradient(Term of) {
        return Term.atom("\\delta " + of.text());
    }

    @Override
    String entering(String output) {
        return "e_{" + symbol(output) + "}";
    }

    @Override
    Term number(double value) {
        String text = Canonical.number(value).replaceFirst("e(-?\\d+)$", " \\\\cdot 10^{$1}");
        return new Term(text, value < 0 ? Bond.SUM : text.contains("cdot") ? Bond.TIMES : Bond.ATOM);
    }

    @Override
    Term transposed(String matrix) {
        return Term.atom(symbol(matrix) + "^{\\top}");
    }

    @Override
    Term call(Op op, List<Term> arguments) {
        StringBuilder inside = new StringBuilder();
        for (Term argument : arguments) {
            inside.append(inside.length() == 0 ? "" : ", ").append(argument.text());
        }
        if (op == Op.SQRT) {
            return Term.atom("\\sqrt{" + inside + "}");
        }
        if (op == Op.ABS) {
            return Term.atom("\\left|" + inside + "\\right|");
        }
        String function = op == Op.SIGMOID
                ? "\\sigma"
                : KNOWN.contains(op) ? "\\" + op.sign() : "\\operatorname{" + op.sign() + "}";
        return Term.atom(function + parenthesised(inside.toString()));
    }

    @Override
    Term quotient(Term a, Term b) {
        return Term.atom("\\frac{" + a.text() + "}{" + b.text() + "}");
    }

    @Override
    String times() {
        return "\\odot";
    }

    @Override
    Term where(Term a, String relation, Term b) {
        String sign = relation.equals(">=") ? "\\ge" : relation.equals("<=") ? "\\le" : relation;
        return Term.atom("[" + a.text() + " " + sign + " " + b.text() + "]");
    }

    @Override
    Term outer(Term column, Term row) {
        return new Term(
                held(column, Bond.ATOM).text() + "\\," + held(row, Bond.ATOM).text() + "^{\\top}", Bond.PRODUCT);
    }

    @Override
    Term partial(Term of, Term by) {
        return Term.atom("\\frac{\\partial " + of.text() + "}{\\partial " + by.text() + "}");
    }

    @Override
    Term diagonal(Term of) {
        return Term.atom("\\operatorname{diag}" + parenthesised(of.text()));
    }

    @Override
    Term identity() {
        return Term.atom("I");
    }

    @Override
    Term sumOverTime(Term of) {
        return new Term("\\sum_t " + held(of, Bond.PRODUCT).text(), Bond.PRODUCT);
    }

    @Override
    String line(Term left, Term right) {
        return left.text() + " &= " + right.text() + " \\\\";
    }

    @Override
    String parenthesised(String text) {
        boolean tall = text.contains("\\frac") || text.contains("\\sum");
        return tall ? "\\left(" + text + "\\right)" : "(" + text + ")";
    }

    /** {@code Wi} is W with the index i, {@code x1} is x with the index 1, {@code reach} stands upright. */
    static String symbol(String name) {
        if (GREEK.contains(name)) {
            return "\\" + name;
        }
        int[] points =
                Normalizer.normalize(name, Normalizer.Form.NFD).codePoints().toArray();
        int end = 1;
        String first = letter(points[0]);
        for (; end < points.length && Character.getType(points[end]) == Character.NON_SPACING_MARK; end++) {
            first = ACCENTS.containsKey(points[end]) ? ACCENTS.get(points[end]) + "{" + first + "}" : first;
        }
        String rest = new String(points, end, points.length - end);
        if (rest.isEmpty()) {
            return first;
        }
        boolean index = Character.isUpperCase(points[0]) || rest.codePointCount(0, rest.length()) == 1;
        boolean number = rest.chars().allMatch(Character::isDigit);
        if (!index && !number) {
            return "\\mathrm{" + escaped(name) + "}";
        }
        return first + "_{"
                + (GREEK.contains(rest)
                        ? "\\" + rest
                        : number || rest.length() == 1 ? plain(rest) : "\\mathrm{" + escaped(rest) + "}")
                + "}";
    }

    private static String plain(String rest) {
        return rest.codePointAt(0) < 128 ? escaped(rest) : letter(rest.codePointAt(0));
    }

    private static String letter(int point) {
        String known = LETTERS.get(point);
        if (known != null) {
            return known;
        }
        return point < 128 ? Character.toString(point) : "\\text{" + Character.toString(point) + "}";
    }

    private static String escaped(String text) {
        return text.replace("_", "\\_");
    }
}
