package dev.recur.kernel;

/** The text of {@code ScalarSweeps}. */
final class ScalarText {
    private ScalarText() {}

    static String file() {
        StringBuilder text = new StringBuilder("""
                package dev.recur.kernel;

                // Written by SweepWriter from the formulas of Pointwise; change those and write again
                /** One sweep for each block operation, float by float. */
                final class ScalarSweeps {
                    private ScalarSweeps() {}

                    /** A flushed value: +0 where the magnitude is below {@code flush}, as bits. */
                    private static float keep(float value, int flush) {
                        int bits = Float.floatToRawIntBits(value);
                        return Float.intBitsToFloat(bits & ((flush - 1 - (bits & Functions.MAGNITUDE)) >> 31));
                    }

                """);
        text.append(SweepWriter.dispatch("", ", int flush", op -> "", op -> ", n, flush"));
        for (Pointwise op : Pointwise.values()) {
            text.append("\n    /** {@code ").append(op.formula()).append("} */\n");
            text.append("    static void ")
                    .append(SweepWriter.method(op))
                    .append("(\n            float[] out, int outAt");
            text.append(SweepWriter.operands(op, true)).append(", int n, int flush) {\n");
            text.append("        for (int k = 0; k < n; k++) {\n            out[outAt + k] = keep(");
            text.append(expression(Formula.of(op), 0)).append(", flush);\n        }\n    }\n");
        }
        return text.append("}\n").toString();
    }

    /** {@code outer}: 0 for none, 1 inside a sum, 2 inside a product or on the right of a sum. */
    private static String expression(Formula formula, int outer) {
        String sign = formula.sign();
        if (formula.operand()) {
            return sign + "[" + sign + "At + k]";
        }
        if (formula.number()) {
            return sign + "f";
        }
        switch (sign) {
            case "+", "-" -> {
                String sum = expression(formula.parts().get(0), 1) + " " + sign + " "
                        + expression(formula.parts().get(1), 2);
                return outer > 1 ? "(" + sum + ")" : sum;
            }
            case "*" -> {
                Formula right = formula.parts().get(1);
                String product = expression(right, 2);
                boolean nested = right.sign().equals("*");
                return expression(formula.parts().get(0), 2) + " * " + (nested ? "(" + product + ")" : product);
            }
            case "/" -> {
                return expression(formula.parts().get(0), 2) + " / "
                        + expression(formula.parts().get(1), 2);
            }
            case "neg" -> {
                return "-" + expression(formula.parts().get(0), 2);
            }
            default -> {
                return call(formula);
            }
        }
    }

    private static String call(Formula formula) {
        String x = expression(formula.parts().get(0), 1);
        String y = formula.parts().size() > 1 ? expression(formula.parts().get(1), 1) : "";
        String z = formula.parts().size() > 2 ? expression(formula.parts().get(2), 1) : "";
        return switch (formula.sign()) {
            case "abs" -> "Math.abs(" + x + ")";
            case "max", "min" -> "Functions." + formula.sign() + "(" + x + ", " + y + ")";
            case "ifge" -> x + " >= " + y + " ? " + z + " : 0f";
            case "unlessge" -> x + " >= " + y + " ? 0f : " + z;
            case "ifle" -> x + " <= " + y + " ? " + z + " : 0f";
            case "unlessle" -> x + " <= " + y + " ? 0f : " + z;
            case "ifpositive" -> x + " > 0 ? " + y + " : 0f";
            case "delu" -> x + " > 0 ? " + y + " : " + y + " * (" + x + " + 1f)";
            case "dsqrt" -> x + " > 0 ? (0.5f * " + y + ") / " + x + " : 0f";
            case "signof" -> x + " > 0 ? " + y + " : " + x + " < 0 ? -" + y + " : 0f";
            default -> "Functions." + formula.sign() + "(" + x + ")";
        };
    }
}
