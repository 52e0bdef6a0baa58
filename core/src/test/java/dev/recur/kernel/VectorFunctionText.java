package dev.recur.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The functions as text over vectors, statement by statement those of {@link Functions}: constants that stand before the loop, and lines
 * that make {@code y} from {@code x} inside it. Textual, since a vector that passes through a method may be boxed.
 */
record VectorFunctionText(Map<String, String> constants, String lines) {
    private static final String REDUCE = """
            FloatVector power = t.sub(round);
            """;
    private static final String SCALE = """
            FloatVector scale = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            """;
    private static final String BITS = """
            IntVector bits = x.reinterpretAsInts();
            IntVector magnitude = bits.and(Functions.MAGNITUDE);
            """;
    private static final String NAN = "infinity.sub(magnitude).lanewise(VectorOperators.ASHR, 31)";
    private static final String LOG_CHAIN = """
            FloatVector q = l7.fma(f, l6).fma(f, l5).fma(f, l4).fma(f, l3).fma(f, l2).fma(f, l1).fma(f, l0);
            FloatVector z = f.mul(f);
            """;

    static VectorFunctionText of(String function) {
        return switch (function) {
            case "tanh" -> tanh();
            case "sigmoid" -> sigmoid();
            case "exp" -> exp();
            case "elu" -> elu();
            case "softplus" -> softplus(false);
            case "logsigmoid" -> softplus(true);
            case "log" -> log();
            default -> throw new IllegalArgumentException("no vector text for " + function);
        };
    }

    private static Map<String, String> constants(String... pairs) {
        Map<String, String> constants = new LinkedHashMap<>();
        for (String pair : pairs) {
            constants.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return constants;
    }

    private static VectorFunctionText tanh() {
        Map<String, String> constants = constants(
                "twoLog2e=2 * Functions.LOG2E",
                "round=Functions.ROUND",
                "lessHalfLn2=-Functions.LN2 / 2",
                "m6=64 * Functions.M6",
                "m5=32 * Functions.M5",
                "m4=16 * Functions.M4",
                "m3=8 * Functions.M3",
                "m2=4 * Functions.M2",
                "one=1f",
                "two=2f",
                "infinity=Functions.INFINITY");
        return new VectorFunctionText(constants, BITS + """
                FloatVector clamped = magnitude.min(Functions.TANH_LIMIT).reinterpretAsFloats();
                FloatVector t = clamped.fma(twoLog2e, round);
                """ + REDUCE + """
                FloatVector s = power.fma(lessHalfLn2, clamped);
                FloatVector p = m6.fma(s, m5).fma(s, m4).fma(s, m3).fma(s, m2).fma(s, two);
                """ + SCALE + """
                FloatVector e = p.mul(s).fma(scale, scale.sub(one));
                IntVector quotient = e.div(e.add(two)).reinterpretAsInts();
                IntVector y = quotient.or(bits.and(Functions.SIGN)).or(%s);
                """.formatted(NAN));
    }

    private static VectorFunctionText sigmoid() {
        Map<String, String> constants = constants(
                "lessLog2e=-Functions.LOG2E",
                "round=Functions.ROUND",
                "ln2=Functions.LN2",
                "rest=Functions.LN2_REST",
                "e6=Functions.E6",
                "e5=-Functions.E5",
                "e4=Functions.E4",
                "e3=-Functions.E3",
                "e2=Functions.E2",
                "one=1f",
                "lessOne=-1f",
                "infinity=Functions.INFINITY");
        return new VectorFunctionText(constants, BITS + """
                IntVector limited = magnitude.min(Functions.SIGMOID_LIMIT).or(bits.and(Functions.SIGN));
                FloatVector clamped = limited.reinterpretAsFloats();
                FloatVector t = clamped.fma(lessLog2e, round);
                """ + REDUCE + """
                FloatVector r = power.fma(rest, power.fma(ln2, clamped));
                FloatVector p = e6.fma(r, e5).fma(r, e4).fma(r, e3).fma(r, e2).fma(r, lessOne).fma(r, one);
                """ + SCALE + """
                IntVector quotient = one.div(p.fma(scale, one)).reinterpretAsInts();
                IntVector y = quotient.or(%s);
                """.formatted(NAN));
    }

    private static VectorFunctionText exp() {
        Map<String, String> constants = constants(
                "log2e=Functions.LOG2E",
                "round=Functions.ROUND_HALF",
                "lessLn2=-Functions.LN2",
                "lessRest=-Functions.LN2_REST",
                "e6=2 * Functions.E6",
                "e5=2 * Functions.E5",
                "e4=2 * Functions.E4",
                "e3=2 * Functions.E3",
                "e2=2 * Functions.E2",
                "two=2f",
                "infinity=Functions.INFINITY");
        return new VectorFunctionText(constants, BITS + """
                IntVector lower = bits.lanewise(VectorOperators.ASHR, 31).and(Functions.EXP_HIGH ^ Functions.EXP_LOW);
                IntVector limit = lower.lanewise(VectorOperators.XOR, Functions.EXP_HIGH);
                FloatVector clamped = magnitude.min(limit).or(bits.and(Functions.SIGN)).reinterpretAsFloats();
                FloatVector t = clamped.fma(log2e, round);
                """ + REDUCE + """
                FloatVector r = power.fma(lessRest, power.fma(lessLn2, clamped));
                FloatVector p = e6.fma(r, e5).fma(r, e4).fma(r, e3).fma(r, e2).fma(r, two).fma(r, two);
                """ + SCALE + """
                IntVector y = p.mul(scale).reinterpretAsInts().or(%s);
                """.formatted(NAN));
    }

    private static VectorFunctionText elu() {
        Map<String, String> constants = constants(
                "lessLog2e=-Functions.LOG2E",
                "round=Functions.ROUND",
                "ln2=Functions.LN2",
                "rest=Functions.LN2_REST",
                "m6=Functions.M6",
                "m5=-Functions.M5",
                "m4=Functions.M4",
                "m3=-Functions.M3",
                "m2=Functions.M2",
                "one=1f",
                "lessOne=-1f",
                "infinity=Functions.INFINITY");
        return new VectorFunctionText(constants, BITS + """
                FloatVector clamped = magnitude.min(Functions.EXPM1_LIMIT).reinterpretAsFloats();
                FloatVector t = clamped.fma(lessLog2e, round);
                """ + REDUCE + """
                FloatVector r = power.fma(rest, power.fma(ln2, clamped));
                FloatVector p = m6.fma(r, m5).fma(r, m4).fma(r, m3).fma(r, m2).fma(r, lessOne);
                """ + SCALE + """
                FloatVector e = p.mul(r).fma(scale, scale.sub(one));
                FloatVector below = e.reinterpretAsInts().or(%s).reinterpretAsFloats();
                IntVector y = below.blend(x, x.compare(VectorOperators.GT, 0f)).reinterpretAsInts();
                """.formatted(NAN));
    }

    private static VectorFunctionText softplus(boolean negated) {
        Map<String, String> constants = constants(
                "lessLog2e=-Functions.LOG2E",
                "round=Functions.ROUND_HALF",
                "ln2=Functions.LN2",
                "rest=Functions.LN2_REST",
                "e6=2 * Functions.E6",
                "e5=-2 * Functions.E5",
                "e4=2 * Functions.E4",
                "e3=-2 * Functions.E3",
                "e2=2 * Functions.E2",
                "two=2f",
                "lessTwo=-2f",
                "l7=Functions.L7",
                "l6=Functions.L6",
                "l5=Functions.L5",
                "l4=Functions.L4",
                "l3=Functions.L3",
                "l2=Functions.L2",
                "l1=Functions.L1",
                "l0=Functions.L0",
                "lessHalf=-0.5f",
                "infinity=Functions.INFINITY",
                "root=Functions.SQRT_TWO_LESS_ONE",
                "unit=0x3f800000");
        String turned = negated ? ".lanewise(VectorOperators.XOR, Functions.SIGN)" : "";
        String lines = BITS.replace("x.reinterpretAsInts()", "x.reinterpretAsInts()" + turned) + """
                FloatVector clamped = magnitude.min(Functions.EXP_LOW).reinterpretAsFloats();
                FloatVector t = clamped.fma(lessLog2e, round);
                """ + REDUCE + """
                FloatVector r = power.fma(rest, power.fma(ln2, clamped));
                FloatVector p = e6.fma(r, e5).fma(r, e4).fma(r, e3).fma(r, e2).fma(r, lessTwo).fma(r, two);
                """
                + SCALE + """
                FloatVector e = p.mul(scale);
                IntVector above = root.sub(e.reinterpretAsInts()).lanewise(VectorOperators.ASHR, 31);
                FloatVector half = unit.sub(above.and(0x00800000)).reinterpretAsFloats();
                FloatVector f = e.fma(half, above.and(0xbf000000).reinterpretAsFloats());
                FloatVector whole = above.and(Float.floatToRawIntBits(Functions.LN2)).reinterpretAsFloats();
                """ + LOG_CHAIN + """
                FloatVector log = whole.add(q.fma(f, lessHalf).fma(z, f));
                IntVector sign = bits.lanewise(VectorOperators.ASHR, 31);
                FloatVector positive = bits.and(sign.lanewise(VectorOperators.XOR, -1)).reinterpretAsFloats();
                IntVector sum = positive.add(log).reinterpretAsInts().or(%s);
                IntVector y = sum%s;
                """.formatted(NAN, turned);
        return new VectorFunctionText(constants, lines);
    }

    private static VectorFunctionText log() {
        Map<String, String> constants = constants(
                "normal=Float.MIN_NORMAL",
                "up=0x1p23f",
                "offset=12582912f",
                "smallOffset=12582935f",
                "one=1f",
                "ln2=Functions.LN2",
                "rest=Functions.LN2_REST",
                "l7=Functions.L7",
                "l6=Functions.L6",
                "l5=Functions.L5",
                "l4=Functions.L4",
                "l3=Functions.L3",
                "l2=Functions.L2",
                "l1=Functions.L1",
                "l0=Functions.L0",
                "lessHalf=-0.5f",
                "infinity=Functions.INFINITY",
                "root=Functions.SQRT_HALF",
                "back=0x4b400000");
        return new VectorFunctionText(constants, """
                IntVector magnitude = x.reinterpretAsInts().and(Functions.MAGNITUDE);
                VectorMask<Float> small = x.compare(VectorOperators.LT, normal);
                IntVector bits = x.blend(x.mul(up), small).reinterpretAsInts();
                IntVector exponent = bits.sub(root).lanewise(VectorOperators.ASHR, 23);
                FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(one);
                FloatVector power = exponent.add(back).reinterpretAsFloats().sub(offset.blend(smallOffset, small));
                """ + LOG_CHAIN + """
                FloatVector part = q.fma(f, lessHalf).fma(z, power.mul(rest));
                FloatVector log = power.fma(ln2, f.add(part));
                FloatVector topped = log.blend(x, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
                FloatVector footed = topped.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
                FloatVector valid = footed.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
                IntVector y = valid.reinterpretAsInts().or(%s);
                """.formatted(NAN));
    }
}
