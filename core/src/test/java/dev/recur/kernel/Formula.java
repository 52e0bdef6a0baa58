package dev.recur.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The formula of a {@link Pointwise} as a tree, read a second time and independently of the kernels: {@link #value} is the naive
 * evaluation that judges them, and {@link SweepWriter} writes their text from it.
 *
 * @param sign one of {@code + - * /}, {@code neg}, a function's name, an operand {@code a b c d}, or a number
 */
record Formula(String sign, List<Formula> parts) {
    static Formula of(Pointwise op) {
        Reader reader = new Reader(op.formula().replace(" ", ""));
        Formula sum = reader.sum();
        if (reader.at != reader.text.length()) {
            throw new IllegalArgumentException(
                    "Pointwise." + op + ": cannot read " + op.formula() + " from " + reader.at);
        }
        return sum;
    }

    boolean operand() {
        return parts.isEmpty() && "abcd".contains(sign);
    }

    boolean number() {
        return parts.isEmpty() && !operand();
    }

    /** Each operation rounded once, in the order written. */
    float value(float[] operands) {
        if (operand()) {
            return operands[sign.charAt(0) - 'a'];
        }
        if (number()) {
            return Float.parseFloat(sign);
        }
        float x = parts.get(0).value(operands);
        float y = parts.size() > 1 ? parts.get(1).value(operands) : 0f;
        float z = parts.size() > 2 ? parts.get(2).value(operands) : 0f;
        return switch (sign) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" -> x / y;
            case "neg" -> -x;
            case "tanh" -> Functions.tanh(x);
            case "sigmoid" -> Functions.sigmoid(x);
            case "relu" -> Functions.relu(x);
            case "elu" -> Functions.elu(x);
            case "softplus" -> Functions.softplus(x);
            case "logsigmoid" -> Functions.logsigmoid(x);
            case "exp" -> Functions.exp(x);
            case "log" -> Functions.log(x);
            case "sqrt" -> Functions.sqrt(x);
            case "abs" -> Math.abs(x);
            case "sin" -> Functions.sin(x);
            case "cos" -> Functions.cos(x);
            case "max" -> Float.isNaN(x) || Float.isNaN(y) ? Float.NaN : x >= y ? x : y;
            case "min" -> Float.isNaN(x) || Float.isNaN(y) ? Float.NaN : x <= y ? x : y;
            case "ifge" -> x >= y ? z : 0f;
            case "unlessge" -> x >= y ? 0f : z;
            case "ifle" -> x <= y ? z : 0f;
            case "unlessle" -> x <= y ? 0f : z;
            case "ifpositive" -> x > 0 ? y : 0f;
            case "delu" -> x > 0 ? y : y * (x + 1f);
            case "dsqrt" -> x > 0 ? (0.5f * y) / x : 0f;
            case "signof" -> x > 0 ? y : x < 0 ? -y : 0f;
            default -> throw new IllegalArgumentException("no function " + sign);
        };
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        private char sign() {
            return at < text.length() ? text.charAt(at) : ' ';
        }

        Formula sum() {
            Formula left = product();
            while (sign() == '+' || sign() == '-') {
                String sign = String.valueOf(text.charAt(at++));
                left = new Formula(sign, List.of(left, product()));
            }
            return left;
        }

        private Formula product() {
            Formula left = atom();
            while (sign() == '*' || sign() == '/') {
                String sign = String.valueOf(text.charAt(at++));
                left = new Formula(sign, List.of(left, atom()));
            }
            return left;
        }

        private Formula atom() {
            if (sign() == '-') {
                at++;
                return new Formula("neg", List.of(atom()));
            }
            if (sign() == '(') {
                at++;
                Formula inside = sum();
                at++;
                return inside;
            }
            int from = at;
            while (Character.isLetterOrDigit(sign()) || sign() == '.') {
                at++;
            }
            String name = text.substring(from, at);
            List<Formula> parts = new ArrayList<>();
            if (sign() == '(') {
                do {
                    at++;
                    parts.add(sum());
                } while (sign() == ',');
                at++;
            }
            return new Formula(name, List.copyOf(parts));
        }
    }
}
