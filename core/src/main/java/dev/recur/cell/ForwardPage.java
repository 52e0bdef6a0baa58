package dev.recur.cell;

import dev.recur.cell.Writing.Term;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The equations of a text as formulas, as the text has them; the argument of an outer function stands on its own line. */
final class ForwardPage {
    private final Cell cell;
    private final Writing writing;
    private final Set<String> functions = new LinkedHashSet<>();

    ForwardPage(Cell cell, Writing writing) {
        this.cell = cell;
        this.writing = writing;
        for (Syntax.Statement statement : cell.statements()) {
            if (statement instanceof Syntax.Function function) {
                functions.add(function.name());
            }
        }
    }

    /** {@code arguments}: for sequences whose outer function's argument has a name, the line that says what it is. */
    List<String> lines(Map<String, String> arguments) {
        List<String> lines = new ArrayList<>();
        for (Syntax.Statement statement : cell.statements()) {
            if (statement instanceof Syntax.Let let) {
                lines.add(writing.line(writing.name(let.name()), value(let.value())));
            } else if (statement instanceof Syntax.Function function) {
                Term left = new Term(
                        writing.name(function.name()).text() + "(" + words(function.arguments()) + ")",
                        Writing.Bond.ATOM);
                lines.add(writing.line(left, value(function.body())));
            } else if (statement instanceof Syntax.Equation equation) {
                equation(equation, arguments, lines);
            }
        }
        return lines;
    }

    private String words(List<Syntax.Word> words) {
        List<String> names = new ArrayList<>();
        for (Syntax.Word word : words) {
            names.add(writing.name(word.text()).text());
        }
        return String.join(", ", names);
    }

    private void equation(Syntax.Equation equation, Map<String, String> arguments, List<String> lines) {
        Term left = writing.at(equation.sequence(), 0);
        Syntax.Expression value = stripped(equation.value());
        String argumentLine = arguments.get(equation.sequence());
        if (argumentLine != null && value instanceof Syntax.Call call && builtIn(call)) {
            Term argument = writing.at(writing.argumentOf(equation.sequence()), 0);
            Op op = java.util.Objects.requireNonNull(Functions.builtIn(call.function()));
            lines.add(writing.line(argument, value(call.arguments().get(0))));
            lines.add(writing.line(left, writing.call(op, List.of(argument))));
        } else {
            lines.add(writing.line(left, value(value)));
            if (argumentLine != null) {
                lines.add(argumentLine);
            }
        }
    }

    private boolean builtIn(Syntax.Call call) {
        return call.arguments().size() == 1 && !functions.contains(call.function());
    }

    private static Syntax.Expression stripped(Syntax.Expression expression) {
        return expression instanceof Syntax.Group group ? stripped(group.inside()) : expression;
    }

    private Term value(Syntax.Expression expression) {
        if (expression instanceof Syntax.Group group) {
            return value(group.inside());
        } else if (expression instanceof Syntax.Number number) {
            return writing.number(number.value());
        } else if (expression instanceof Syntax.Name name) {
            return writing.name(name.name());
        } else if (expression instanceof Syntax.Read read) {
            return writing.at(read.sequence(), -read.lag());
        } else if (expression instanceof Syntax.Negation negation) {
            return writing.negated(value(negation.of()));
        } else if (expression instanceof Syntax.Product product) {
            Term matrix = product.transposed() ? writing.transposed(product.matrix()) : writing.name(product.matrix());
            return writing.product(matrix, value(product.vector()));
        } else if (expression instanceof Syntax.Binary binary) {
            return binary(binary);
        }
        return call((Syntax.Call) expression);
    }

    private Term binary(Syntax.Binary binary) {
        Term a = value(binary.left());
        Term b = value(binary.right());
        return switch (binary.op()) {
            case ADD -> writing.sum(a, "+", b);
            case SUB -> writing.sum(a, "-", b);
            case MUL -> writing.times(a, b);
            default -> writing.quotient(a, b);
        };
    }

    private Term call(Syntax.Call call) {
        List<Term> arguments = new ArrayList<>();
        for (Syntax.Expression argument : call.arguments()) {
            arguments.add(value(argument));
        }
        Op op = functions.contains(call.function()) ? null : Functions.builtIn(call.function());
        if (op != null) {
            return writing.call(op, arguments);
        }
        List<String> texts = new ArrayList<>();
        arguments.forEach(argument -> texts.add(argument.text()));
        return Term.atom(writing.name(call.function()).text() + "(" + String.join(", ", texts) + ")");
    }
}
