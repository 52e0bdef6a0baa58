package dev.recur.kernel;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The text of the vector sweeps: whole vectors only, since the tail is the scalar sweeps' work. */
final class VectorText {
    private static final Set<Pointwise> EXPONENTIAL =
            EnumSet.of(Pointwise.EXP, Pointwise.LOG, Pointwise.ELU, Pointwise.SOFTPLUS, Pointwise.LOG_SIGMOID);
    private static final Set<Pointwise> SELECTING = EnumSet.of(
            Pointwise.MAX,
            Pointwise.MIN,
            Pointwise.RELU,
            Pointwise.IF_GE,
            Pointwise.UNLESS_GE,
            Pointwise.IF_LE,
            Pointwise.UNLESS_LE,
            Pointwise.IF_POSITIVE,
            Pointwise.D_ELU,
            Pointwise.D_SQRT,
            Pointwise.SIGN_OF,
            Pointwise.RELU_ADD3);

    private final Map<String, String> constants = new LinkedHashMap<>();
    private final StringBuilder lines = new StringBuilder();

    private VectorText() {}

    /** The class that holds the sweep of op. */
    static String home(Pointwise op) {
        if (op == Pointwise.SIN || op == Pointwise.COS) {
            return "ScalarSweeps";
        }
        if (EXPONENTIAL.contains(op)) {
            return "VectorExponentials";
        }
        if (SELECTING.contains(op)) {
            return "VectorSelections";
        }
        return op.formula().contains("tanh(")
                ? "VectorTanh"
                : op.formula().contains("sigmoid(") ? "VectorSigmoid" : "VectorArithmetic";
    }

    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (Pointwise op : Pointwise.values()) {
            if (!home(op).equals("ScalarSweeps")) {
                files.merge(home(op), new VectorText().sweep(op), (all, more) -> all + "\n" + more);
            }
        }
        files.merge("VectorExponentials", new VectorText().shiftedExponential(), (all, more) -> all + "\n" + more);
        Map<String, String> whole = new LinkedHashMap<>();
        files.forEach((name, sweeps) -> whole.put(name + ".java", file(name, sweeps)));
        whole.put(
                "VectorSweeps.java",
                file(
                        "VectorSweeps",
                        "vector by vector; n is a multiple of the vector's length",
                        SweepWriter.dispatch(
                                " without its flush, for whole vectors; sine and cosine are scalar",
                                "",
                                op -> home(op) + ".",
                                op -> home(op).equals("ScalarSweeps") ? ", n, Kernels.KEEP" : ", n")));
        return whole;
    }

    private static String file(String name, String sweeps) {
        return file(name, "one sweep each, with its own loop and its whole text", sweeps);
    }

    private static String file(String name, String job, String body) {
        StringBuilder text = new StringBuilder("package dev.recur.kernel;\n\n");
        for (String type : new String[] {"FloatVector", "IntVector", "VectorMask", "VectorOperators"}) {
            if (body.contains(type + " ") || body.contains(type + ".") || body.contains(type + "<")) {
                text.append("import jdk.incubator.vector.").append(type).append(";\n");
            }
        }
        text.append("\n// Written by SweepWriter from the formulas of Pointwise; change those and write again.\n");
        text.append("/** Block operations, ")
                .append(job)
                .append(". */\nfinal class ")
                .append(name);
        text.append(" {\n    private ")
                .append(name)
                .append("() {}\n\n")
                .append(body)
                .append("}\n");
        return text.toString();
    }

    private String sweep(Pointwise op) {
        Formula formula = Formula.of(op);
        for (char x = 'a'; x < 'a' + op.arity(); x++) {
            line("FloatVector v%1$s = FloatVector.fromArray(Width.FLOATS, %1$s, %1$sAt + k);".formatted(x));
        }
        String result = expression(formula);
        line(whole(result) + ".intoArray(out, outAt + k);");
        StringBuilder text = new StringBuilder();
        text.append("    /** {@code ").append(op.formula()).append("} */\n    static void ");
        text.append(SweepWriter.method(op)).append("(float[] out, int outAt").append(SweepWriter.operands(op, true));
        text.append(", int n) {\n");
        return text.append(loop()).toString();
    }

    /** For soft-max: not a block operation, since it takes two numbers. */
    private String shiftedExponential() {
        constants.put("vMax", "max");
        constants.put("vFactor", "factor");
        VectorFunctionText exp = VectorFunctionText.of("exp");
        constants.putAll(exp.constants());
        line("FloatVector x = FloatVector.fromArray(Width.FLOATS, a, aAt + k).sub(vMax).mul(vFactor);");
        exp.lines().lines().forEach(this::line);
        line("y.reinterpretAsFloats().intoArray(out, outAt + k);");
        return "    /** {@code exp((a - max) * factor)} */\n"
                + "    static void shifted(float[] out, int outAt, float[] a, int aAt, int n, float max, float factor) {\n"
                + loop();
    }

    private String loop() {
        StringBuilder text = new StringBuilder();
        constants.forEach((name, value) -> {
            boolean whole = value.contains("INFINITY")
                    || value.startsWith("0x3")
                    || value.startsWith("0x4")
                    || value.contains("SQRT_");
            text.append("        %1$s %2$s = %1$s.broadcast(Width.%3$s, %4$s);\n"
                    .formatted(whole ? "IntVector" : "FloatVector", name, whole ? "INTS" : "FLOATS", value));
        });
        text.append("        for (int k = 0; k < n; k += Width.LANES) {\n").append(lines);
        return text.append("        }\n    }\n").toString();
    }

    private void line(String line) {
        lines.append("            ").append(line).append('\n');
    }

    private String constant(String number) {
        String name = number.equals("1") ? "one" : "c" + number.replace('.', '_');
        constants.putIfAbsent(name, number + "f");
        return name;
    }

    /** Text of a FloatVector, or {@code y}, the bits a function left. */
    private String expression(Formula formula) {
        if (formula.operand()) {
            return "v" + formula.sign();
        }
        if (formula.number()) {
            return constant(formula.sign());
        }
        String x = whole(expression(formula.parts().get(0)));
        String y = formula.parts().size() > 1 ? whole(expression(formula.parts().get(1))) : "";
        String z = formula.parts().size() > 2 ? whole(expression(formula.parts().get(2))) : "";
        return switch (formula.sign()) {
            case "+" -> x + ".add(" + y + ")";
            case "-" -> x + ".sub(" + y + ")";
            case "*" -> x + ".mul(" + y + ")";
            case "/" -> x + ".div(" + y + ")";
            case "sqrt" -> x + ".sqrt()";
            case "neg" -> bits(x, "lanewise(VectorOperators.XOR, Functions.SIGN)");
            case "abs" -> bits(x, "and(Functions.MAGNITUDE)");
            case "relu" -> relu(x);
            case "max" -> greatest(x, y, "GE");
            case "min" -> greatest(x, y, "LE");
            case "ifge" -> zeroUnless(z, x, "GE", y);
            case "ifle" -> zeroUnless(z, x, "LE", y);
            case "unlessge" -> z + ".blend(0f, " + mask(x, "GE", y) + ")";
            case "unlessle" -> z + ".blend(0f, " + mask(x, "LE", y) + ")";
            case "ifpositive" -> zeroUnless(y, x, "GT", "0f");
            case "delu" ->
                y + ".mul(" + x + ".add(" + constant("1") + ")).blend(" + y + ", " + mask(x, "GT", "0f") + ")";
            case "dsqrt" -> zeroUnless(constant("0.5") + ".mul(" + y + ").div(" + x + ")", x, "GT", "0f");
            case "signof" ->
                zeroUnless(y, x, "GT", "0f") + ".blend(" + bits(y, "lanewise(VectorOperators.XOR, Functions.SIGN)")
                        + ", " + mask(x, "LT", "0f") + ")";
            default -> function(formula.sign(), x);
        };
    }

    private static String whole(String text) {
        return text.equals("y") ? "y.reinterpretAsFloats()" : text;
    }

    private static String bits(String x, String change) {
        return x + ".reinterpretAsInts()." + change + ".reinterpretAsFloats()";
    }

    private static String mask(String x, String comparison, String y) {
        return x + ".compare(VectorOperators." + comparison + ", " + y + ")";
    }

    private String zeroUnless(String value, String x, String comparison, String y) {
        constants.putIfAbsent("zero", "0f");
        return "zero.blend(" + value + ", " + mask(x, comparison, y) + ")";
    }

    private String relu(String x) {
        line("FloatVector x = " + x + ";");
        return "x.blend(0f, " + mask("x", "LT", "0f") + ")";
    }

    private String greatest(String x, String y, String comparison) {
        constants.put("infinity", "Functions.INFINITY");
        line("IntVector chosen = " + y + ".blend(" + x + ", " + mask(x, comparison, y) + ").reinterpretAsInts();");
        line("IntVector magnitude = " + x + ".reinterpretAsInts().and(Functions.MAGNITUDE);");
        line("IntVector y = chosen.or(infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31));");
        return "y";
    }

    private String function(String name, String x) {
        VectorFunctionText text = VectorFunctionText.of(name);
        constants.putAll(text.constants());
        line("FloatVector x = " + x + ";");
        text.lines().lines().forEach(this::line);
        return "y";
    }
}
