package dev.recur.cell;

import dev.recur.kernel.Pointwise;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one step, those of the language first, then those that only an adjoint contains. Each carries its sign in
 * texts, its arity, its block operation, and its value in double, which is the oracle's.
 */
enum Op {
    ADD("+", 2, Pointwise.ADD),
    SUB("-", 2, Pointwise.SUB),
    MUL("*", 2, Pointwise.MUL),
    DIV("/", 2, Pointwise.DIV),
    NEG("-", 1, Pointwise.NEG),
    TANH("tanh", 1, Pointwise.TANH),
    SIGMOID("sigmoid", 1, Pointwise.SIGMOID),
    RELU("relu", 1, Pointwise.RELU),
    SOFTPLUS("softplus", 1, Pointwise.SOFTPLUS),
    LOG_SIGMOID("logsigmoid", 1, Pointwise.LOG_SIGMOID),
    EXP("exp", 1, Pointwise.EXP),
    LOG("log", 1, Pointwise.LOG),
    SQRT("sqrt", 1, Pointwise.SQRT),
    ABS("abs", 1, Pointwise.ABS),
    SIN("sin", 1, Pointwise.SIN),
    COS("cos", 1, Pointwise.COS),
    ELU("elu", 1, Pointwise.ELU),
    MAX("max", 2, Pointwise.MAX),
    MIN("min", 2, Pointwise.MIN),
    /** Over the whole row: (x - m) * r. */
    LAYER_NORM("layernorm", 1, null),

    // ---- only in adjoints and in the lowered graph
    /** Magnitudes below 2^-100 become +0: what is stored or carried. */
    FLUSH("flush", 1, Pointwise.COPY),
    IF_GE("ifge", 3, Pointwise.IF_GE),
    UNLESS_GE("unlessge", 3, Pointwise.UNLESS_GE),
    IF_LE("ifle", 3, Pointwise.IF_LE),
    UNLESS_LE("unlessle", 3, Pointwise.UNLESS_LE),
    IF_POSITIVE("ifpositive", 2, Pointwise.IF_POSITIVE),
    D_ELU("delu", 2, Pointwise.D_ELU),
    D_SQRT("dsqrt", 2, Pointwise.D_SQRT),
    SIGN_OF("signof", 2, Pointwise.SIGN_OF),
    /** One number a row: r = 1 / sqrt(var(x) + 1e-5). */
    NORM_SCALE("normscale", 1, null),
    /** g, y, r: r * (g - mean(g) - y * mean(g * y)). */
    D_LAYER_NORM("dlayernorm", 3, null);

    private final String sign;
    private final int arity;
    private final @Nullable Pointwise block;

    Op(String sign, int arity, @Nullable Pointwise block) {
        this.sign = sign;
        this.arity = arity;
        this.block = block;
    }

    /** As texts write it: {@code +}, {@code tanh}. */
    String sign() {
        return sign;
    }

    int arity() {
        return arity;
    }

    /** The block operation, null for those that need whole rows. */
    @Nullable
    Pointwise block() {
        return block;
    }

    boolean infix() {
        return ordinal() <= DIV.ordinal();
    }

    /** True for what a text may call by name. */
    boolean function() {
        return ordinal() >= TANH.ordinal() && ordinal() <= LAYER_NORM.ordinal();
    }

    /** True where a + b is b + a in every bit. */
    boolean commutative() {
        return this == ADD || this == MUL;
    }

    boolean wholeRow() {
        return block == null;
    }

    /** The value in double, for operations that are not of whole rows. */
    double value(double a, double b, double c) {
        return switch (this) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case NEG -> -a;
            case TANH -> StrictMath.tanh(a);
            case SIGMOID -> a >= 0 ? 1 / (1 + StrictMath.exp(-a)) : StrictMath.exp(a) / (1 + StrictMath.exp(a));
            case RELU -> a < 0 ? 0 : a;
            case SOFTPLUS -> Math.max(a, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(a)));
            case LOG_SIGMOID -> -(Math.max(-a, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(a))));
            case EXP -> StrictMath.exp(a);
            case LOG -> StrictMath.log(a);
            case SQRT -> Math.sqrt(a);
            case ABS -> Math.abs(a);
            case SIN -> StrictMath.sin(a);
            case COS -> StrictMath.cos(a);
            case ELU -> a > 0 ? a : StrictMath.expm1(a);
            case MAX -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : a >= b ? a : b;
            case MIN -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : a <= b ? a : b;
            case FLUSH -> a;
            case IF_GE -> a >= b ? c : 0;
            case UNLESS_GE -> a >= b ? 0 : c;
            case IF_LE -> a <= b ? c : 0;
            case UNLESS_LE -> a <= b ? 0 : c;
            case IF_POSITIVE -> a > 0 ? b : 0;
            case D_ELU -> a > 0 ? b : b * (a + 1);
            case D_SQRT -> a > 0 ? (0.5 * b) / a : 0;
            case SIGN_OF -> a > 0 ? b : a < 0 ? -b : 0;
            case LAYER_NORM, NORM_SCALE, D_LAYER_NORM -> throw new IllegalStateException(this + " needs a whole row");
        };
    }
}
