package dev.recur.cell;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The one form of a text: ASCII signs, every operation in parentheses, numbers as short as they can be, the order of the lines
 * kept. Reading it again gives the same form.
 */
final class Canonical {
    private final Set<String> functions;

    /** {@code functions} are those the text defines, which may be named like a sign of a built-in one. */
    Canonical(Set<String> functions) {
        this.functions = functions;
    }

    String text(List<Syntax.Statement> statements) {
        StringBuilder text = new StringBuilder();
        for (Syntax.Statement statement : statements) {
            text.append(line(statement)).append('\n');
        }
        return text.toString();
    }

    String line(Syntax.Statement statement) {
        if (statement instanceof Syntax.Equation equation) {
            return equation.sequence() + "(t) = " + open(equation.value());
        } else if (statement instanceof Syntax.Let let) {
            return let.name() + " = " + open(let.value());
        } else if (statement instanceof Syntax.Function function) {
            return function.name() + "(" + words(function.arguments()) + ") = " + open(function.body());
        } else if (statement instanceof Syntax.Before before) {
            return before.sequence() + "(0) = " + value(before.value());
        } else if (statement instanceof Syntax.Begin begin) {
            return words(begin.names()) + " ~ " + law(begin.law());
        } else if (statement instanceof Syntax.Extents extents) {
            return words(extents.names()) + " : " + extent(extents.length());
        } else if (statement instanceof Syntax.Size size) {
            return "size " + size.name() + " = " + extent(size.length());
        } else if (statement instanceof Syntax.Input input) {
            Syntax.Extent length = input.length();
            return "input " + input.sequence() + (length == null ? "" : " : " + extent(length));
        }
        return "output " + ((Syntax.Output) statement).sequence();
    }

    private static String words(List<Syntax.Word> words) {
        List<String> names = new ArrayList<>();
        for (Syntax.Word word : words) {
            names.add(word.text());
        }
        return String.join(", ", names);
    }

    static String extent(Syntax.Extent extent) {
        if (extent.size().isEmpty()) {
            return Integer.toString(extent.factor());
        }
        String factor = extent.factor() == 1 ? "" : extent.factor() + " ";
        return factor + extent.size() + (extent.divisor() == 1 ? "" : "/" + extent.divisor());
    }

    private static String law(Syntax.Law law) {
        List<String> values = new ArrayList<>();
        for (Syntax.Value value : law.arguments()) {
            values.add(value(value));
        }
        String list = String.join(", ", values);
        return law.kind().isEmpty() ? list : law.kind() + (values.isEmpty() ? "" : "(" + list + ")");
    }

    private static String value(Syntax.Value value) {
        String name = value.name();
        return (value.negative() ? "-" : "") + (name == null ? number(value.number()) : name);
    }

    /** Without outer parentheses. */
    String open(Syntax.Expression expression) {
        if (expression instanceof Syntax.Group group) {
            return open(group.inside());
        } else if (expression instanceof Syntax.Binary binary) {
            return closed(binary.left()) + " " + binary.op().sign() + " " + closed(binary.right());
        } else if (expression instanceof Syntax.Negation negation) {
            return "-" + closed(negation.of());
        } else if (expression instanceof Syntax.Product product) {
            return product.left() + " " + closed(product.vector());
        } else if (expression instanceof Syntax.Call call) {
            List<String> arguments = new ArrayList<>();
            for (Syntax.Expression argument : call.arguments()) {
                arguments.add(open(argument));
            }
            return function(call.function()) + "(" + String.join(", ", arguments) + ")";
        } else if (expression instanceof Syntax.Read read) {
            return read.text();
        } else if (expression instanceof Syntax.Name name) {
            return name.name();
        }
        return number(((Syntax.Number) expression).value());
    }

    private String closed(Syntax.Expression expression) {
        if (expression instanceof Syntax.Group group) {
            return closed(group.inside());
        }
        boolean alone = expression instanceof Syntax.Read
                || expression instanceof Syntax.Name
                || expression instanceof Syntax.Number
                || expression instanceof Syntax.Call;
        return alone ? open(expression) : "(" + open(expression) + ")";
    }

    private String function(String name) {
        Op op = functions.contains(name) ? null : Functions.builtIn(name);
        return op == null ? name : op.sign();
    }

    /** The shortest decimal that reads as this number, made without the JDK's own choice of digits, which has changed. */
    static String number(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= 17; digits++) {
            shortest =
                    exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
            if (Double.parseDouble(shortest.toString()) == value) {
                break;
            }
        }
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent <= 9) {
            return shortest.toPlainString();
        }
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "") + mantissa + "e" + exponent;
    }
}
